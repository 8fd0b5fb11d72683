"""In memory: rows that are counted, the members each of them is in, and a measure of them by two dimensions."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from .dimensions import NONE, OTHERS, Dimension, Scope
from .measures import Measure

Numbers = np.ndarray  # one-dimensional
DAYS_OF_A_MONTH = 365.2425 / 12


class Count(NamedTuple):
    """One cell before rounding; a key of None means all members.

    The value is a number of things, US cents, hundredths of a unit, or months; whole cents are exact up to 90 million
    million dollars. It is None where there is none, and for the row and column totals of what is divided, which are
    sums.
    """

    row: str | None
    column: str | None
    projects: int
    value: float | None


@dataclass(frozen=True, slots=True)
class Axis:
    dimension: Dimension
    scope: Scope
    limit: int = 0  # greatest number of members shown by themselves; 0: all


def whole(text: str) -> Numbers:
    return np.fromstring(text, dtype=np.int64, sep=" ")


def real(text: str) -> Numbers:
    return np.fromstring(text, dtype=np.float64, sep=" ")


@dataclass(frozen=True, slots=True)
class Counted:
    """The rows that are counted, in the order of their ids."""

    ids: Numbers
    projects: Numbers  # of each row
    facts: Numbers  # of each row, added up
    having: Numbers  # whether there is one


def gathered(ids: str, projects: str, of: str, facts: str) -> Counted:
    found = whole(ids)
    order = np.argsort(found, kind="stable")
    found = found[order]
    number = whole(projects)[order] if projects else found
    at = np.searchsorted(found, whole(of))
    having = np.bincount(at, minlength=found.size) > 0
    return Counted(found, number, np.bincount(at, real(facts), found.size), having)


@dataclass(frozen=True, slots=True)
class Group:
    """Entries (row, member, share), in the order of the rows, whose shares add up to one."""

    keys: list[str]
    rows: Numbers
    members: Numbers
    shares: Numbers
    kept: tuple[str, ...] | None = None


def together_in_one(size: int) -> Group:
    return Group([""], np.arange(size), np.zeros(size, np.int64), np.ones(size))


def grouped(axis: Axis, counted: Counted, measure: Measure, found: list[tuple[str, str, str]]) -> Group:
    """Each row once in each of its members; the smallest members together where there are more than the limit."""
    keys, ids, weights = (list(part) for part in zip(*found, strict=True))
    rows = [np.searchsorted(counted.ids, whole(text)) for text in ids]
    members = np.repeat(np.arange(len(keys)), [part.size for part in rows])
    weight = np.concatenate([real(text) for text in weights]) if measure.is_divided else None
    share_out = shared_out if axis.dimension.repeats else shared_once
    group = share_out(keys, np.concatenate(rows), members, weight)
    kept = axis.scope.kept
    if kept is None and axis.limit:
        kept = largest(group, counted, measure, axis.limit)
    if kept is None:
        return group
    shown = {*kept, NONE}
    names = list(dict.fromkeys(key if key in shown else OTHERS for key in group.keys))
    moved = np.array([names.index(key if key in shown else OTHERS) for key in group.keys], dtype=np.int64)
    return shared_out(names, group.rows, moved[group.members], group.shares, kept)


def shared_once(keys: list[str], rows: Numbers, members: Numbers, weights: Numbers | None) -> Group:
    """Of rows that come once in each of their members, which is found in a third of the time."""
    order = np.argsort(rows, kind="stable")
    weight = np.ones(rows.size) if weights is None else weights[order]
    return with_shares(keys, rows[order], members[order], weight)


def shared_out(
    keys: list[str], rows: Numbers, members: Numbers, weights: Numbers | None, kept: tuple[str, ...] | None = None
) -> Group:
    entries, entry = np.unique(rows * len(keys) + members, return_inverse=True)
    weight = np.bincount(entry, weights, entries.size)
    return with_shares(keys, *np.divmod(entries, len(keys)), weight, kept)


def with_shares(
    keys: list[str], rows: Numbers, members: Numbers, weight: Numbers, kept: tuple[str, ...] | None = None
) -> Group:
    total, number = np.bincount(rows, weight), np.bincount(rows)
    shares = np.where(total[rows] > 0, weight / np.where(total > 0, total, 1)[rows], 1 / number[rows])
    return Group(keys, rows, members, shares, kept)


def largest(group: Group, counted: Counted, measure: Measure, limit: int) -> tuple[str, ...] | None:
    """Keys of the largest members, or None when all of them fit."""
    names = [key for key in group.keys if key != NONE]
    if len(names) <= limit:
        return None
    weights = counted.facts[group.rows] * group.shares if measure.is_divided else None
    sizes = np.bincount(group.members, weights, len(group.keys))
    size = dict(zip(group.keys, np.round(sizes, 4), strict=True))
    return tuple(sorted(names, key=lambda key: (-size[key], key))[:limit])


def crossed(measure: Measure, by_row: Group, by_column: Group, counted: Counted) -> list[Count]:
    # Each entry of a row of ours in the table's rows meets each of its entries in the columns.
    size = counted.ids.size
    partners = np.bincount(by_column.rows, minlength=size)
    first = np.cumsum(partners) - partners
    times = partners[by_row.rows]
    left = np.repeat(np.arange(by_row.rows.size), times)
    right = np.arange(left.size) - np.repeat(np.cumsum(times) - times, times) + first[by_row.rows[left]]

    width = len(by_column.keys)
    everyone = np.arange(size)
    pairs = [(row, column) for row in by_row.keys for column in by_column.keys]
    shares = by_row.shares[left] * by_column.shares[right]
    cells = by_row.members[left] * width + by_column.members[right]
    counts = counted_in(measure, counted, pairs, cells, by_row.rows[left], shares)
    by_itself = Measure("", "", "", "count") if measure.is_divided else measure
    counts += counted_in(by_itself, counted, [(key, None) for key in by_row.keys], by_row.members, by_row.rows, None)
    keys = [(None, key) for key in by_column.keys]
    counts += counted_in(by_itself, counted, keys, by_column.members, by_column.rows, None)
    return counts + counted_in(measure, counted, [(None, None)], np.zeros(size, np.int64), everyone, np.ones(size))


def counted_in(
    measure: Measure,
    counted: Counted,
    pairs: Sequence[tuple[str | None, str | None]],
    cells: Numbers,
    rows: Numbers,
    shares: Numbers | None,
) -> list[Count]:
    """One count for each pair of keys that has any of these rows."""
    if counted.projects is counted.ids:  # then no row comes twice in a cell
        projects = np.bincount(cells, minlength=len(pairs))
    else:
        projects = distinct(cells, counted.projects[rows], len(pairs))
    values = measured(measure, counted, len(pairs), cells, rows, shares)
    return [
        Count(*pair, int(number), None if values is None or np.isnan(values[at]) else float(values[at]))
        for at, (pair, number) in enumerate(zip(pairs, projects, strict=True))
        if number
    ]


def measured(
    measure: Measure, counted: Counted, size: int, cells: Numbers, rows: Numbers, shares: Numbers | None
) -> Numbers | None:
    if measure.is_divided:
        return np.bincount(cells, counted.facts[rows] * shares, size)
    if measure.kind == "months":
        stated = counted.having[rows]
        return medians(cells[stated], counted.facts[rows][stated], size) / DAYS_OF_A_MONTH
    if measure.name == "partners":
        return distinct(cells, counted.facts[rows].astype(np.int64), size).astype(float)
    if measure.name == "activities":
        return np.bincount(cells, minlength=size).astype(float)
    return None  # projects: counted in any case


def distinct(cells: Numbers, things: Numbers, size: int) -> Numbers:
    """How many different things there are in each cell."""
    if not things.size:
        return np.zeros(size, np.int64)
    span = int(things.max()) + 1
    return np.bincount(np.unique(cells * span + things) // span, minlength=size)


def medians(cells: Numbers, values: Numbers, size: int) -> Numbers:
    """The middle value of each cell, or the mean of the middle two; NaN without any."""
    order = np.lexsort((values, cells))
    values, number = values[order], np.bincount(cells, minlength=size)
    first = np.cumsum(number) - number
    found = np.full(size, np.nan)
    some = number > 0
    low, high = first[some] + (number[some] - 1) // 2, first[some] + number[some] // 2
    found[some] = (values[low] + values[high]) / 2
    return found
