"""What was said in an alert is shown to those alone who hear it: notifications of before name the alert too."""

from django.db import migrations

NAMED = r"""
UPDATE partners_notification n SET about = n.about || ('alert:' || a.id)::varchar
FROM duplication_alert a
WHERE n.kind IN ('position', 'message', 'verdict', 'reopened') AND n.url = '/alerts/' || a.id || '/'
  AND NOT ('alert:' || a.id)::varchar = ANY (n.about)
"""


class Migration(migrations.Migration):
    dependencies = [("roundtables", "0010_what_was_told_of_whom")]

    operations = [migrations.RunSQL(NAMED, migrations.RunSQL.noop)]
