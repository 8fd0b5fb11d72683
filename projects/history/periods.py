"""When a person could see a project: nothing is told of what was saved outside of these periods."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import connection

from partners.models import User
from projects.models import Project

from .events import Period
from .tables import TABLES


def seen_periods(project: Project, user: User) -> list[Period] | None:
    """None: all of it, which is so for the project's own partner."""
    if project.partner_id in user.own_partners:
        return None
    periods: list[Period] = []
    opened: datetime | None = None
    published, visibility, is_shown = False, "", False
    for at, steps in by_time(project.pk, sorted(user.own_partners)):
        for step in steps:
            if "shown" in step:
                is_shown = step["shown"]
            else:
                published, visibility = step["published"], step["visibility"]
        named = visibility == Project.Visibility.NAMED_PARTNERS and is_shown
        sees = published and (user.sees_everything or named or visibility == Project.Visibility.ALL_PARTNERS)
        if sees and opened is None:
            opened = at
        elif not sees and opened is not None:
            periods.append((opened, at))
            opened = None
    return [*periods, *([(opened, None)] if opened else [])]


SEEN = """
WITH asked (project_id, at) AS (SELECT * FROM unnest(%(projects)s::bigint[], %(times)s::timestamptz[]))
SELECT asked.project_id, asked.at FROM asked CROSS JOIN LATERAL (
    SELECT * FROM "{projects}" e
    WHERE e.pgh_obj_id = asked.project_id AND e.pgh_created_at <= asked.at ORDER BY e.pgh_id DESC LIMIT 1
) state WHERE state.partner_id = ANY(%(own)s) OR num_nonnulls(state.published_at, state.merged_into_id) > 0 AND (
    %(everything)s OR state.visibility = '{everybody}' OR state.visibility = '{named}' AND EXISTS (
        SELECT FROM "{shown}" s WHERE s.project_id = asked.project_id AND s.partner_id = ANY(%(own)s)
        AND s.pgh_label <> 'delete' AND s.pgh_created_at <= asked.at AND NOT EXISTS (
            SELECT FROM "{shown}" o WHERE o.id = s.id AND o.pgh_label = 'delete' AND o.pgh_created_at <= asked.at
        )
    )
)"""


def could_read(moments: Collection[tuple[int, datetime]], user: User) -> set[tuple[int, datetime]]:
    """Those of these projects that the person could read at the moment given with each, as `readable_by` has it today:
    for figures of the past that stand beside those of today. One query.
    """
    if not moments:
        return set()
    projects, times = zip(*moments, strict=True)
    whose: dict[str, Any] = {"own": sorted(user.own_partners), "everything": user.sees_everything}
    named = {"everybody": Project.Visibility.ALL_PARTNERS, "named": Project.Visibility.NAMED_PARTNERS}
    tables = {"projects": TABLES["project"].events, "shown": TABLES["shown"].events}
    with connection.cursor() as cursor:
        cursor.execute(SEEN.format(**tables, **named), {"projects": list(projects), "times": list(times), **whose})
        return set(cursor.fetchall())


def was_published(project: Project) -> bool:
    """Whether others could see it at any time."""
    events: Any = Project.pgh_event_model  # type: ignore[attr-defined]
    return bool(events.objects.filter(pgh_obj_id=project.pk, published_at__isnull=False).exists())


def by_time(project_id: int, partners: list[int]) -> list[tuple[datetime, list[dict[str, Any]]]]:
    """What decides who sees the project, each time that it changed: one merged into another can still be read."""
    query = f"""
        SELECT pgh_created_at, published, visibility FROM (
            SELECT *, lag(visibility || published::text) OVER (ORDER BY pgh_id) AS before FROM (
                SELECT pgh_id, pgh_created_at, num_nonnulls(published_at, merged_into_id) > 0 AS published, visibility
                FROM "{TABLES["project"].events}" WHERE pgh_obj_id = %(project)s AND pgh_label <> 'delete'
            ) events
        ) states WHERE before IS DISTINCT FROM visibility || published::text ORDER BY pgh_id
    """  # noqa: S608 - put together of names that stand in this package
    shown = f"""
        SELECT pgh_created_at, pgh_label <> 'delete' FROM "{TABLES["shown"].events}"
        WHERE project_id = %(project)s AND partner_id = ANY(%(partners)s) ORDER BY pgh_id
    """  # noqa: S608
    found: dict[datetime, list[dict[str, Any]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(query, {"project": project_id})
        for at, published, visibility in cursor.fetchall():
            found.setdefault(at, []).append({"published": published, "visibility": visibility})
        cursor.execute(shown, {"project": project_id, "partners": partners})
        for at, is_shown in cursor.fetchall():
            found.setdefault(at, []).append({"shown": is_shown})
    return sorted(found.items())
