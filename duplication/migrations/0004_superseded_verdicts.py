from django.db import migrations

# Until now the latest verdict of an alert counted. From now on one stands, and those before it were reopened.
SUPERSEDED = """
    INSERT INTO duplication_reopening (verdict_id, by_id, text, changes, created_at)
    SELECT id, next_by, 'Decided anew.', '[]', next_at FROM (
        SELECT id, lead(decided_by_id) OVER later AS next_by, lead(created_at) OVER later AS next_at
        FROM duplication_verdict WINDOW later AS (PARTITION BY alert_id ORDER BY created_at, id)
    ) verdicts WHERE next_at IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [("duplication", "0003_reopenings")]

    operations = [migrations.RunSQL(SUPERSEDED, migrations.RunSQL.noop)]
