"""Open alerts by country and theme, as far as a person may see them."""

from collections.abc import Mapping
from typing import Any

from django.db import connection

from duplication.models import Alert
from partners.models import User

# A theme counts with its main theme too. What is told of a project that the person may not see: country and theme.
SQL = """
WITH alert (id, first, second) AS MATERIALIZED ({alerts}),
side AS (SELECT a.id, p.id AS project FROM alert a CROSS JOIN LATERAL (VALUES (a.first), (a.second)) of (project)
    JOIN projects_project p ON p.id = of.project WHERE p.published_at IS NOT NULL OR p.partner_id = ANY(%s))
SELECT r.country_id, named.theme, count(DISTINCT s.id)
FROM side s JOIN projects_recipient r ON r.project_id = s.project
JOIN projects_project_themes pt ON pt.project_id = s.project JOIN projects_theme t ON t.code = pt.theme_id
CROSS JOIN LATERAL (VALUES (t.code), (t.parent_id)) named (theme)
WHERE named.theme IS NOT NULL GROUP BY 1, 2"""

UNTOLD = ("partner", "pillar", "activity_type")  # filters of what is done; of alerts they would tell of hidden projects


def are_told(by: str, chosen: Mapping[str, Any]) -> bool:
    """Whether the alerts of a cell are those of the projects counted there."""
    return by != "activity_type" and not any(chosen.get(name) for name in UNTOLD)


def open_alerts(user: User) -> dict[tuple[str, str], int]:
    """With one of their projects in the country, on the theme. The list of alerts has a filter for each."""
    alerts = Alert.objects.visible_to(user).open().order_by().values_list("pk", "first", "second")
    sql, parameters = alerts.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(SQL.format(alerts=sql), [*parameters, list(user.own_partners)])
        return {(country, theme): number for country, theme, number in cursor}
