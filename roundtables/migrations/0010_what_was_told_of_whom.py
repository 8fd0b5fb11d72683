"""What notifications of before give away, so that these too are shown to those alone who may read it."""

from django.db import migrations

NAMED = r"""
WITH told AS (
  SELECT n.id, p.id AS project FROM partners_notification n
    JOIN duplication_alert a ON n.url = '/alerts/' || a.id || '/'
    JOIN projects_project p ON p.id IN (a.first_id, a.second_id)
    WHERE strpos(n.subject || ' ' || n.text, left(p.title, 60)) > 0
      OR (p.reference <> '' AND strpos(n.subject, p.reference) > 0)
  UNION SELECT n.id, p.id FROM partners_notification n
    JOIN projects_projectmerge m ON n.key LIKE 'merge:' || m.id || ':%'
    JOIN projects_project p ON p.id IN (m.kept_id, m.closed_id) AND strpos(n.text, p.title) > 0
  UNION SELECT n.id, s.project_id FROM partners_notification n
    JOIN roundtables_matchstatement s ON n.key = 'match-said:' || s.id WHERE s.project_id IS NOT NULL
  UNION SELECT id, split_part(key, ':', 4)::bigint FROM partners_notification WHERE key ~ '^match:\d+:project:\d+$'
  UNION SELECT id, split_part(key, ':', 3)::bigint FROM partners_notification WHERE key ~ '^linked:\d+:\d+$'
  UNION SELECT id, unnest(string_to_array(substring(key from ':(\d+:\d+):'), ':'))::bigint
    FROM partners_notification WHERE key ~ '^relation:[^:]+:\d+:\d+:'
  UNION SELECT id, substring(url from '^/projects/(\d+)/$')::bigint
    FROM partners_notification WHERE kind LIKE 'watch%' AND url ~ '^/projects/\d+/$'
), named AS (SELECT id, array_agg('project:' || project) AS about FROM told GROUP BY id)
UPDATE partners_notification n SET about = named.about FROM named WHERE named.id = n.id AND n.about = '{}'
"""


class Migration(migrations.Migration):
    dependencies = [("roundtables", "0001_register")]

    operations = [migrations.RunSQL(NAMED, migrations.RunSQL.noop)]
