"""Projects and money by two dimensions, in one statement: set by set in the database, so that 100,000 projects do.

A project in several members is counted once in each and once in the total; its money is divided among them by weight.
"""

# ruff: noqa: S608 - the SQL is put together from texts of this package and of Django's queries

from dataclasses import dataclass
from typing import NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection

from projects.models.project import ProjectQuerySet

from .dimensions import Dimension, Scope, Sql, Years


class Count(NamedTuple):
    """One cell before rounding; a key of None means all members."""

    row: str | None
    column: str | None
    projects: int
    cents: float | None  # US cents; whole numbers are exact up to 90 million million dollars
    with_money: int


@dataclass(frozen=True, slots=True)
class Axis:
    dimension: Dimension
    scope: Scope


def count(
    projects: ProjectQuerySet, rows: Axis, columns: Axis | None = None, *, money: bool, within: Years | None = None
) -> list[Count]:
    """With `within`, only the money that falls into those years: spread evenly over the days of each project."""
    fields = ("id", "partner_id", "status", "oda", "start", "end")
    try:
        picked = projects.order_by().values_list(*fields).query.sql_with_params()
    except EmptyResultSet:
        return []
    parts = [
        picked,
        cents(within) if money else NO_CENTS,
        members(rows),
        members(columns),
        (MONEY if money else NUMBERS, []),
    ]
    sql = STATEMENT.format(*(text for text, _ in parts))
    with connection.cursor() as cursor:
        cursor.execute(sql, [parameter for _, parameters in parts for parameter in parameters])
        return [Count(*row) for row in cursor.fetchall()]


# Inlined rather than materialized: the planner then knows how many rows to expect and merges by primary key.
STATEMENT = """
SET LOCAL work_mem = '64MB';
SET LOCAL jit = off;
WITH picked (id, partner_id, status, oda, start, "end") AS NOT MATERIALIZED ({0}),
money AS NOT MATERIALIZED ({1}),
by_row AS NOT MATERIALIZED ({2}),
by_column AS NOT MATERIALIZED ({3})
{4}
UNION ALL SELECT key, NULL, count(*), NULL, 0 FROM by_row GROUP BY key
UNION ALL SELECT NULL, key, count(*), NULL, 0 FROM by_column GROUP BY key
UNION ALL SELECT NULL, NULL, count(*), sum(m.cents), count(m.cents) FROM picked p LEFT JOIN money m ON m.id = p.id
"""
NUMBERS = """
SELECT r.key, c.key, count(*), NULL::float8, 0 FROM by_row r JOIN by_column c ON c.id = r.id GROUP BY r.key, c.key"""
MONEY = """
SELECT row_key, column_key, count(*), sum(cents * share), count(cents) FROM (
    SELECT r.key AS row_key, c.key AS column_key, m.cents,
        CASE WHEN sum(r.weight * c.weight) OVER project > 0
             THEN r.weight * c.weight / sum(r.weight * c.weight) OVER project
             ELSE 1.0::float8 / count(*) OVER project END AS share
    FROM by_row r JOIN by_column c ON c.id = r.id LEFT JOIN money m ON m.id = r.id
    WINDOW project AS (PARTITION BY r.id)) shares
GROUP BY row_key, column_key"""
NO_CENTS: Sql = ("SELECT NULL::bigint AS id, NULL::float8 AS cents WHERE false", [])
EVERYTHING: Sql = ("SELECT id, '' AS key, 1::float8 AS weight FROM picked", [])


def cents(within: Years | None) -> Sql:
    part, years = (
        ("1", []) if within is None else (PART_OF_PERIOD, [within.last, within.first, within.first, within.last])
    )
    return (
        f"""SELECT p.id, (sum(c.usd) * 100)::float8 * {part} AS cents
        FROM picked p JOIN projects_contribution c ON c.project_id = p.id
        WHERE c.usd IS NOT NULL GROUP BY p.id, p.start, p."end" """,
        years,
    )


PART_OF_PERIOD = """
    CASE WHEN p.start IS NOT NULL AND p."end" IS NOT NULL
         THEN GREATEST(LEAST(p."end", make_date(%s, 12, 31)) - GREATEST(p.start, make_date(%s, 1, 1)) + 1, 0)::float8
              / (p."end" - p.start + 1)
         ELSE (extract(year FROM COALESCE(p.start, p."end")) BETWEEN %s AND %s)::int END"""


def members(axis: Axis | None) -> Sql:
    """(id, key, weight) of each picked project, once for each of its members, at least once."""
    if axis is None:
        return EVERYTHING
    found, parameters = axis.dimension.members(axis.scope)
    kept = axis.scope.kept
    if kept is not None:
        found = f"SELECT id, CASE WHEN key = ANY(%s) THEN key ELSE 'others' END AS key, weight FROM ({found}) m"
        parameters = [list(kept), *parameters]
    if kept is not None or axis.dimension.repeats:
        found = f"SELECT id, key, sum(weight) AS weight FROM ({found}) m GROUP BY id, key"
    return (
        f"""SELECT p.id, COALESCE(m.key, 'none') AS key, COALESCE(m.weight, 1)::float8 AS weight
        FROM picked p LEFT JOIN ({found}) m ON m.id = p.id""",
        parameters,
    )
