"""An activity that names no country is in that of its place: a changed country marks its project too."""

from django.db import migrations

BEFORE = (
    "SELECT p.project_id FROM {rows} r JOIN projects_recipient p ON p.country_id = r.iso2"
    " UNION SELECT a.project_id FROM {rows} r JOIN projects_activity a ON a.country_id = r.iso2"
)
BY_PLACE = (
    " UNION SELECT a.project_id FROM {rows} r JOIN projects_place l ON l.country_id = r.iso2"
    " JOIN projects_activity a ON a.place_id = l.id"
)


def triggers(query: str) -> str:
    rows = {"update": "NEW TABLE AS changed OLD TABLE AS before", "delete": "OLD TABLE AS changed"}
    return "".join(
        f"CREATE OR REPLACE TRIGGER adam_mark_{operation} AFTER {operation} ON partners_country REFERENCING {tables}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION adam_mark_projects('{query}');"
        for operation, tables in rows.items()
    )


class Migration(migrations.Migration):
    dependencies = [("projects", "0011_drafts_found_at_once")]

    operations = [migrations.RunSQL(triggers(BEFORE + BY_PLACE), triggers(BEFORE))]
