"""Which offers and planned projects are compared with needs: of the same country and family of themes those with most
in common, then the latest. One statement, however many needs are asked about.
"""

# ruff: noqa: S608 - the SQL is put together from texts of this file only

from collections import defaultdict
from collections.abc import Collection, Sequence

from django.db import connection

from projects.models import Project
from roundtables.models import Need

NEAR = 60  # compared of each sort

# A need's country, its theme with the family of that, and its kind of activity.
WANTED = """
wanted AS (SELECT n.id, n.country_id, n.theme_id, split_part(n.theme_id, '.', 1) AS family, n.activity_type_id
    FROM roundtables_need n WHERE n.id = ANY(%(needs)s))"""
# Open ones for the country, or for any, of the family of themes.
OFFERS = f"""
WITH {WANTED},
anywhere AS MATERIALIZED (SELECT o.id FROM roundtables_offer o
    WHERE o.closed_at IS NULL AND NOT EXISTS (SELECT FROM roundtables_offer_countries c WHERE c.offer_id = o.id))
SELECT w.id, near.id FROM wanted w CROSS JOIN LATERAL (
    SELECT o.id FROM (
        SELECT c.offer_id, 1 AS named FROM roundtables_offer_countries c WHERE c.country_id = w.country_id
        UNION ALL SELECT a.id, 0 FROM anywhere a) here
    JOIN roundtables_offer o ON o.id = here.offer_id
    CROSS JOIN LATERAL (SELECT bool_or(t.code = w.theme_id)::int AS exactly
        FROM roundtables_offer_themes ot JOIN projects_theme t ON t.code = ot.theme_id
        WHERE ot.offer_id = o.id AND w.family IN (t.code, t.parent_id)) themes
    WHERE o.closed_at IS NULL AND themes.exactly IS NOT NULL
    ORDER BY 2 * themes.exactly + here.named + 2 * EXISTS (SELECT FROM roundtables_offer_activity_types k
            WHERE k.offer_id = o.id AND k.activitytype_id = w.activity_type_id)::int DESC, o.created_at DESC, o.id DESC
    LIMIT %(near)s) near"""
# Planned ones in the country, of the family of themes or of none that is stated.
PROJECTS = f"""
WITH {WANTED},
planned AS MATERIALIZED (SELECT r.country_id, p.id, p.updated_at,
        (SELECT array_agg(pt.theme_id) FROM projects_project_themes pt WHERE pt.project_id = p.id) AS themes
    FROM projects_project p JOIN projects_recipient r ON r.project_id = p.id
    WHERE p.published_at IS NOT NULL AND p.status = %(planned)s
      AND r.country_id IN (SELECT country_id FROM wanted)),
cell AS MATERIALIZED (SELECT c.country_id, c.theme_id,
        ARRAY(SELECT code FROM projects_theme t WHERE c.family IN (t.code, t.parent_id)) AS family
    FROM (SELECT DISTINCT country_id, theme_id, family FROM wanted) c),
near AS (SELECT c.country_id, c.theme_id, ranked.id FROM cell c CROSS JOIN LATERAL (
    SELECT p.id FROM planned p
    WHERE p.country_id = c.country_id AND (p.themes IS NULL OR p.themes && c.family)
    ORDER BY COALESCE(c.theme_id = ANY(p.themes), false) DESC, p.updated_at DESC, p.id DESC LIMIT %(near)s) ranked)
SELECT w.id, near.id FROM wanted w JOIN near USING (country_id, theme_id)"""


def offers_near(needs: Sequence[Need]) -> dict[int, list[int]]:
    return looked_up(OFFERS, needs)


def projects_near(needs: Sequence[Need]) -> dict[int, list[int]]:
    return looked_up(PROJECTS, needs, planned=Project.Status.PIPELINE.value)


def looked_up(sql: str, needs: Collection[Need], **more: str) -> dict[int, list[int]]:
    """By need the ids of what is near to it."""
    found: dict[int, list[int]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(sql, {"needs": [need.pk for need in needs], "near": NEAR, **more})
        for need, pk in cursor:
            found[need].append(pk)
    return found
