"""Projects and money by two dimensions. One statement reads which project is in which members; numpy crosses them.

A project in several members is counted once in each and once in the total; its money is divided among them by weight.
Crossing 100,000 projects in the database takes three times as long.
"""

# ruff: noqa: S608 - the SQL is put together from texts of this package and of Django's queries

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from django.core.exceptions import EmptyResultSet
from django.db import connection

from projects.models.project import ProjectQuerySet

from .dimensions import NONE, OTHERS, Dimension, Scope, Sql, Years

Numbers = np.ndarray  # one-dimensional
SEPARATOR = "\x1f"


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
        sql, parameters = projects.order_by().values_list(*fields).query.sql_with_params()
    except EmptyResultSet:
        return []
    paid = cents(within) if money else NO_CENTS
    read = fetched([(sql, list(parameters)), members(rows), members(columns), paid], money)
    ids = np.sort(whole(read[0]))
    if not ids.size:
        return []
    by_row = grouped(rows, np.searchsorted(ids, whole(read[1])), read[2], read[3])
    by_column = grouped(columns, np.searchsorted(ids, whole(read[4])), read[5], read[6]) if columns else None
    payers = np.searchsorted(ids, whole(read[7]))
    amounts = np.bincount(payers, real(read[8]), ids.size)
    has_money = np.bincount(payers, minlength=ids.size) > 0
    return crossed(by_row, by_column, amounts, has_money)


# -- Out of the database -----------------------------------------------------------------------------------------------
# Columns come as one long text each: that is read ten times as fast as a row for each of 100,000 projects.
STATEMENT = """
WITH picked (id, partner_id, status, oda, start, "end") AS ({0}),
by_row AS ({1}), by_column AS ({2}), money AS ({3})
SELECT (SELECT string_agg(id::text, ' ') FROM picked), r.*, c.*, m.*
FROM (SELECT {4} FROM by_row) r, (SELECT {4} FROM by_column) c,
    (SELECT string_agg(id::text, ' '), string_agg(cents::text, ' ') FROM money) m
"""
KEYS = "string_agg(id::text, ' '), string_agg(COALESCE(key, 'none'), E'\\x1f')"
WEIGHTS = "string_agg(COALESCE(weight, 1)::text, ' ')"
NO_CENTS: Sql = ("SELECT id, 0 AS cents FROM picked WHERE false", [])
EVERYTHING: Sql = ("SELECT id, '' AS key, 1 AS weight FROM picked WHERE false", [])
PART_OF_PERIOD = """
    CASE WHEN p.start IS NOT NULL AND p."end" IS NOT NULL
         THEN GREATEST(LEAST(p."end", make_date(%s, 12, 31)) - GREATEST(p.start, make_date(%s, 1, 1)) + 1, 0)::float8
              / (p."end" - p.start + 1)
         ELSE (extract(year FROM COALESCE(p.start, p."end")) BETWEEN %s AND %s)::int END"""


def fetched(parts: Sequence[Sql], money: bool) -> list[str]:
    columns = f"{KEYS}, {WEIGHTS if money else 'NULL'}"
    sql = STATEMENT.format(*(text for text, _ in parts), columns)
    with connection.cursor() as cursor:
        cursor.execute(sql, [one for _, parameters in parts for one in parameters])
        return [column or "" for column in cursor.fetchone()]


def members(axis: Axis | None) -> Sql:
    return axis.dimension.members(axis.scope) if axis else EVERYTHING


def cents(within: Years | None) -> Sql:
    part, years = "1", []
    if within:
        part, years = PART_OF_PERIOD, [within.last, within.first, within.first, within.last]
    return (
        f"""SELECT p.id, (c.usd * 100)::bigint * {part} AS cents
        FROM picked p JOIN projects_contribution c ON c.project_id = p.id WHERE c.usd IS NOT NULL""",
        years,
    )


def whole(text: str) -> Numbers:
    return np.fromstring(text, dtype=np.int64, sep=" ")


def real(text: str) -> Numbers:
    return np.fromstring(text, dtype=np.float64, sep=" ")


# -- In memory ---------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Group:
    """Entries (project, member, share), in the order of the projects, whose shares add up to one."""

    keys: list[str]
    projects: Numbers
    members: Numbers
    shares: Numbers


def grouped(axis: Axis, projects: Numbers, keys: str, weights: str) -> Group:
    """Each project once in each of its members."""
    codes: dict[str, int] = {}
    kept = axis.scope.kept
    if kept is not None:
        shown = {*kept, NONE}
        named = [key if key in shown else OTHERS for key in keys.split(SEPARATOR)]
    else:
        named = keys.split(SEPARATOR)
    found = np.array([codes.setdefault(key, len(codes)) for key in named], dtype=np.int64)
    entries, entry = np.unique(projects * len(codes) + found, return_inverse=True)
    weight = np.bincount(entry, real(weights) if weights else None, entries.size)
    of, member = np.divmod(entries, len(codes))
    total, number = np.bincount(of, weight), np.bincount(of)
    shares = np.where(total[of] > 0, weight / np.where(total > 0, total, 1)[of], 1 / number[of])
    return Group(list(codes), of, member, shares)


def crossed(by_row: Group, by_column: Group | None, amounts: Numbers, has_money: Numbers) -> list[Count]:
    size = amounts.size
    if by_column is None:
        everyone = np.arange(size)
        by_column = Group([""], everyone, np.zeros(size, np.int64), np.ones(size))
    # Each entry of a project in the rows meets each of its entries in the columns.
    partners = np.bincount(by_column.projects, minlength=size)
    first = np.cumsum(partners) - partners
    times = partners[by_row.projects]
    left = np.repeat(np.arange(by_row.projects.size), times)
    right = np.arange(left.size) - np.repeat(np.cumsum(times) - times, times) + first[by_row.projects[left]]

    project = by_row.projects[left]
    width = len(by_column.keys)
    cell = by_row.members[left] * width + by_column.members[right]
    numbers = np.bincount(cell, minlength=len(by_row.keys) * width)
    money = np.bincount(cell, amounts[project] * by_row.shares[left] * by_column.shares[right], numbers.size)
    having = np.bincount(cell, has_money[project], numbers.size)
    counts = [
        Count(row, column, int(numbers[at]), float(money[at]), int(having[at]))
        for at, (row, column) in enumerate((row, column) for row in by_row.keys for column in by_column.keys)
        if numbers[at]
    ]
    in_rows = np.bincount(by_row.members, minlength=len(by_row.keys))
    in_columns = np.bincount(by_column.members, minlength=width)
    counts += [Count(key, None, int(number), None, 0) for key, number in zip(by_row.keys, in_rows, strict=True)]
    counts += [Count(None, key, int(number), None, 0) for key, number in zip(by_column.keys, in_columns, strict=True)]
    return [*counts, Count(None, None, size, float(amounts.sum()), int(has_money.sum()))]
