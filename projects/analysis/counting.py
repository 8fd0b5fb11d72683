"""A measure by two dimensions. One statement reads which row is in which members; numpy crosses them.

What is in several members is counted once in each and once in the total; money and quantities are divided among them by
weight. Crossing 100,000 projects in the database takes three times as long.
"""

# ruff: noqa: S608 - the SQL is put together from texts of this package and of Django's queries

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from django.core.exceptions import EmptyResultSet
from django.db import connection

from projects.models.project import ProjectQuerySet

from .crossing import Axis, Count, Counted, Group, crossed, gathered, grouped, together_in_one
from .dimensions import Scope, Sql, Years, columns_of
from .entities import COLUMNS, PICKED, TOUCHES, Entity, Term, entity_of, together
from .measures import ACTIVITY, PART, Measure


@dataclass(frozen=True, slots=True)
class Counts:
    cells: list[Count]
    stated: int = 0  # projects that state what is measured
    rows: tuple[str, ...] | None = None  # members that stand alone, the largest first, where not all do
    columns: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What is counted of the projects: with years, only what falls into them."""

    measure: Measure
    within: Years | None = None
    terms: tuple[Term, ...] = ()  # conditions on the rows that are counted
    taken: tuple[tuple[int, int, int], ...] = field(default=())  # (project, partner, cents) that are not


@dataclass(frozen=True, slots=True)
class Placed:
    """What is counted, and in which rows and columns of a table each of it stands."""

    counted: Counted
    by_row: Group
    by_column: Group


def count(measure: Measure, found: Placed | None) -> Counts:
    if found is None:
        return Counts([])
    return Counts(
        crossed(measure, found.by_row, found.by_column, found.counted),
        np.unique(found.counted.projects[found.counted.having]).size,
        found.by_row.kept,
        found.by_column.kept,
    )


def placed(projects: ProjectQuerySet, asked: Asked, rows: Axis, columns: Axis | None = None) -> Placed | None:
    """None where there is nothing."""
    try:
        sql, parameters = projects.order_by().values_list(*COLUMNS).query.sql_with_params()
    except EmptyResultSet:
        return None
    axes = [axis for axis in (rows, columns) if axis]
    entity = entity_of(asked.measure.of, [axis.dimension for axis in axes])
    members = [entity.members(axis.dimension, axis.scope) for axis in axes]
    weighs = asked.measure.is_divided
    read = fetched((sql, list(parameters)), entities(entity, asked), members, facts(entity, asked), weighs)
    counted = gathered(*read.entity, *read.facts)
    if not counted.ids.size:
        return None
    groups = [grouped(axis, counted, asked.measure, found) for axis, found in zip(axes, read.axes, strict=True)]
    return Placed(counted, groups[0], groups[1] if columns else together_in_one(counted.ids.size))


# -- Out of the database -----------------------------------------------------------------------------------------------
# Ids come as one long text for each member: that is read ten times as fast as a row for each of 100,000 projects.
ROWS = "SELECT {part}, '', string_agg(id::text, ' '), string_agg({value}::text, ' ') FROM {source}"
MEMBERS = """SELECT {part}, COALESCE(key, 'none'), string_agg(id::text, ' '), {weights}
    FROM axis{part} GROUP BY COALESCE(key, 'none')"""
WEIGHTS = "string_agg(COALESCE(weight, 1)::text, ' ')"
NO_FACTS: Sql = ("SELECT id, 0 AS fact FROM picked WHERE false", [])
PART_OF_PERIOD = """
    CASE WHEN p.start IS NOT NULL AND p."end" IS NOT NULL
         THEN GREATEST(LEAST(p."end", make_date(%s, 12, 31)) - GREATEST(p.start, make_date(%s, 1, 1)) + 1, 0)::float8
              / (p."end" - p.start + 1)
         ELSE (extract(year FROM COALESCE(p.start, p."end")) BETWEEN %s AND %s)::int END"""


class Read(NamedTuple):
    entity: tuple[str, str]  # ids and their projects, or none where these are the same
    facts: tuple[str, str]
    axes: list[list[tuple[str, str, str]]]  # key, ids and weights of each member


def fetched(picked: Sql, entity: Sql, axes: Sequence[Sql], facts: Sql, weighs: bool) -> Read:
    named = [(f"picked ({PICKED})", picked), ("entity", entity)]
    named += [(f"axis{at}", axis) for at, axis in enumerate(axes)]
    named.append(("facts", facts))
    weights = WEIGHTS if weighs else "NULL"
    wanted = [MEMBERS.format(part=at, weights=weights) for at in range(len(axes))]
    wanted.append(ROWS.format(part=2, value="project_id", source="entity"))
    wanted.append(ROWS.format(part=3, value="fact", source="facts"))
    queries = ", ".join(f"{name} AS ({sql})" for name, (sql, _) in named)
    parts: list[list[tuple[str, str, str]]] = [[], [], [], []]
    with connection.cursor() as cursor:
        parameters = [one for _, (_, values) in named for one in values]
        cursor.execute(f"WITH {queries} {' UNION ALL '.join(wanted)}", parameters)
        for part, key, ids, values in cursor:
            parts[part].append((key, ids or "", values or ""))
    return Read(parts[2][0][1:], parts[3][0][1:], parts[: len(axes)])


def entities(entity: Entity, asked: Asked) -> Sql:
    """The rows that are counted."""
    if entity.rows is None:
        return "SELECT id, NULL::bigint AS project_id FROM picked", []  # each its own
    sql, parameters = entity.rows(Scope(taken=asked.taken))
    chosen, values = together(asked.terms, entity, "all_rows")
    if asked.within and entity.name == ACTIVITY:
        chosen, values = f"{chosen} AND {TOUCHES}", [*values, asked.within.last, asked.within.first]
    return f"WITH all_rows AS ({sql}) SELECT * FROM all_rows e WHERE {chosen}", [*parameters, *values]


def facts(entity: Entity, asked: Asked) -> Sql:
    """What is measured of each row: (id, fact), several times or not at all."""
    part, years = "1", []
    if within := asked.within:
        part, years = PART_OF_PERIOD, [within.last, within.first, within.first, within.last]
    if asked.measure.kind == "quantity":
        return f"SELECT p.id, p.quantity * 100 * {part} AS fact FROM entity p WHERE p.quantity IS NOT NULL", years
    if asked.measure.kind == "months":
        days = 'p."end" - p.start + 1'
        return f'SELECT p.id, {days} AS fact FROM picked p WHERE p.start IS NOT NULL AND p."end" IS NOT NULL', []
    if asked.measure.name == "partners":
        return "SELECT id, partner_id AS fact FROM entity", []
    if asked.measure.kind != "money":
        return NO_FACTS
    if entity.name == PART:
        return (
            f"""SELECT r.id, r.cents * {part} AS fact FROM entity r JOIN picked p ON p.id = r.project_id
            WHERE r.cents IS NOT NULL""",
            years,
        )
    given = f"""SELECT p.id, (c.usd * 100)::bigint * {part} AS fact
        FROM picked p JOIN projects_contribution c ON c.project_id = p.id WHERE c.usd IS NOT NULL"""
    if not asked.taken:
        return given, years
    less = f"""SELECT p.id, -t.cents * {part} FROM picked p
        JOIN unnest(%s::bigint[], %s::bigint[], %s::bigint[]) t(project_id, partner_id, cents) ON t.project_id = p.id"""
    # the years of the period stand before the money that is taken away
    return f"{given} UNION ALL {less}", [*years, *years, *columns_of(asked.taken)]
