"""What the event tables hold of one project: when something was saved, and what, with what stood there before."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from .tables import FIELDS, TABLES, Table

Period = tuple[datetime, datetime | None]  # from, until


@dataclass(frozen=True, slots=True)
class Moment:
    """Everything that is saved in one transaction carries the same time."""

    at: datetime
    said: dict[str, Any]  # by whom, from which file, restored from when


@dataclass(frozen=True, slots=True)
class Event:
    table: Table
    at: datetime
    done: str  # insert, update, delete
    now: dict[str, Any]
    before: dict[str, Any] | None


def belongs(table: Table) -> str:
    return "(" + " OR ".join(f'"{column}" = %(project)s' for column in table.by) + ")"


def moments(
    project_id: int,
    limit: int,
    *,
    before: datetime | None = None,
    since: datetime | None = None,
    periods: Sequence[Period] | None = None,
    user_id: int | None = None,
    what: str = "",
    without: str = "",
) -> list[Moment]:
    """The latest first. `what` is a field of the project or the name of a part, `without` the name of a part.

    Only within `periods`, if given.
    """
    values: dict[str, Any] = {"project": project_id, "limit": limit}
    where = ["TRUE"]
    if before:
        where.append("at < %(before)s")
        values["before"] = before
    if since:
        where.append("at > %(since)s")
        values["since"] = since
    if user_id:
        where.append("said ->> 'user' = %(user)s")
        values["user"] = str(user_id)
    if periods is not None:
        where.append(within(periods, values))
    sources = " UNION ALL ".join(source(table, what) for table in concerned(what) if table.name != without)
    query = f"""
        SELECT at, said FROM (
            SELECT at, max(context::text)::uuid AS context FROM ({sources}) events GROUP BY at
        ) moments LEFT JOIN LATERAL (
            SELECT metadata AS said FROM pghistory_context WHERE id = moments.context
        ) contexts ON TRUE
        WHERE {" AND ".join(where)} ORDER BY at DESC LIMIT %(limit)s
    """  # noqa: S608 - put together of names that stand in this package
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return [Moment(at, decoded(said)) for at, said in cursor.fetchall()]


def concerned(what: str) -> list[Table]:
    return [TABLES["project"]] if what in FIELDS else [TABLES[what]] if what in TABLES else list(TABLES.values())


def source(table: Table, what: str) -> str:
    if what not in FIELDS:
        return f'SELECT pgh_created_at AS at, pgh_context_id AS context FROM "{table.events}" WHERE {belongs(table)}'  # noqa: S608
    column = table.model._meta.get_field(what).column
    return f"""
        SELECT at, context FROM (
            SELECT pgh_created_at AS at, pgh_context_id AS context, pgh_label,
                "{column}" IS DISTINCT FROM lag("{column}") OVER (ORDER BY pgh_id) AS differs
            FROM "{table.events}" WHERE {belongs(table)}
        ) states WHERE differs AND pgh_label <> 'insert'
    """  # noqa: S608


def within(periods: Sequence[Period], values: dict[str, Any], column: str = "at") -> str:
    conditions = ["FALSE"]
    for number, (start, end) in enumerate(periods):
        values[f"start{number}"], values[f"end{number}"] = start, end
        until = f"coalesce(%(end{number})s, 'infinity'::timestamptz)"
        conditions.append(f"{column} >= %(start{number})s AND {column} < {until}")
    return "(" + " OR ".join(conditions) + ")"


def events_at(project_id: int, times: Sequence[datetime]) -> list[Event]:
    """What was saved at these times, in the order in which it was saved."""
    parts = " UNION ALL ".join(
        f"""
        SELECT '{table.name}' AS name, event.pgh_id AS number, event.pgh_created_at AS at, event.pgh_label AS done,
            to_jsonb(event) AS now, to_jsonb(earlier) AS before
        FROM (
            SELECT pgh_id, pgh_created_at, lag(pgh_id) OVER (PARTITION BY id ORDER BY pgh_id) AS previous
            FROM "{table.events}" WHERE {belongs(table)}
        ) steps JOIN "{table.events}" event USING (pgh_id)
        LEFT JOIN "{table.events}" earlier ON event.pgh_label = 'update' AND earlier.pgh_id = steps.previous
        WHERE steps.pgh_created_at = ANY(%(times)s)
        """  # noqa: S608
        for table in TABLES.values()
    )
    with connection.cursor() as cursor:
        cursor.execute(f"{parts} ORDER BY name, number", {"project": project_id, "times": list(times)})
        rows = cursor.fetchall()
    return [
        Event(TABLES[name], at, done, decoded(now), decoded(before) if before else None)
        for name, _, at, done, now, before in rows
    ]


def decoded(value: Any) -> dict[str, Any]:
    """Django's connection hands JSON on as text."""
    return json.loads(value) if isinstance(value, str) else value or {}
