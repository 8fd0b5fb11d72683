"""In memory: rows that are counted, the members each of them is in, and a measure of them by two dimensions."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np

from .dimensions import NONE, OTHERS, Dimension, Scope
from .measures import Measure

Numbers = np.ndarray[Any, Any]  # one-dimensional
FLAGS = 16_000_000  # bytes
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


@dataclass(frozen=True, slots=True)
class Counted:
    """What is counted, one by one."""

    projects: Numbers  # ids
    places: Numbers  # of the projects among those asked about
    facts: Numbers  # 0 where there is none
    having: Numbers  # whether there is one
    begins: Numbers  # days, NaN where there is none
    ends: Numbers
    is_each: bool  # whether they are the projects themselves

    @property
    def size(self) -> int:
        return int(self.places.size)


@dataclass(frozen=True, slots=True)
class Entries:
    """What is counted in its members, perhaps several times in one; without weights all weigh the same."""

    names: list[str]
    rows: Numbers
    members: Numbers  # places of their names
    weights: Numbers | None = None


def repeated(times: Numbers) -> tuple[Numbers, Numbers]:
    """Each so many times: which one, and which time."""
    which = np.repeat(np.arange(times.size), times)
    return which, np.arange(which.size) - np.repeat(np.cumsum(times) - times, times)


def matched(left: Numbers, right: Numbers, size: int) -> tuple[Numbers, Numbers]:
    """Places of the entries on the left and right that belong to the same row; the right is in the order of rows."""
    number = np.bincount(right, minlength=size)
    which, nth = repeated(number[left])
    return which, nth + (np.cumsum(number) - number)[left[which]]


def spread(entries: Entries, at: Numbers) -> Entries:
    """Those of projects as those of what hangs on them."""
    size = max(int(at.max(initial=0)), int(entries.rows.max(initial=0))) + 1
    rows, entry = matched(at, entries.rows, size)
    weights = None if entries.weights is None else entries.weights[entry]
    return Entries(entries.names, rows, entries.members[entry], weights)


def both(one: Entries, other: Entries) -> Entries:
    names = list(dict.fromkeys([*one.names, *other.names]))
    moved = np.array([names.index(name) for name in other.names], dtype=np.int64)
    weights = [np.ones(each.rows.size) if each.weights is None else each.weights for each in (one, other)]
    return Entries(
        names,
        np.concatenate([one.rows, other.rows]),
        np.concatenate([one.members, moved[other.members]]),
        np.concatenate(weights),
    )


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


def grouped(axis: Axis, counted: Counted, measure: Measure, found: Entries) -> Group:
    """Each row once in each of its members; the smallest members together where there are more than the limit."""
    keys, members = present(found.names, found.members)
    weights = found.weights if measure.is_divided else None
    group = shared_out(keys, found.rows, members, weights, is_divided=measure.is_divided)
    kept = axis.scope.kept
    if kept is None and axis.limit:
        kept = largest(group, counted, measure, axis.limit)
    if kept is None:
        return group
    shown = {*kept, NONE}
    names = list(dict.fromkeys(key if key in shown else OTHERS for key in group.keys))
    moved = np.array([names.index(key if key in shown else OTHERS) for key in group.keys], dtype=np.int64)
    together = shared_out(names, group.rows, moved[group.members], group.shares, is_divided=measure.is_divided)
    return replace(together, kept=kept)


def present(names: Sequence[str], members: Numbers) -> tuple[list[str], Numbers]:
    """Only the names that have something in them."""
    has = np.bincount(members, minlength=len(names)) > 0
    return [name for name, some in zip(names, has, strict=True) if some], (np.cumsum(has) - 1)[members]


def shared_out(keys: list[str], rows: Numbers, members: Numbers, weights: Numbers | None, *, is_divided: bool) -> Group:
    """Entries of the same row and member together; of what is not divided, each is whole."""
    entry = rows.astype(np.int64) * len(keys) + members
    if np.any(entry[1:] < entry[:-1]):
        order = np.argsort(entry, kind="stable")
        entry, weights = entry[order], weights if weights is None else weights[order]
    is_new = np.ones(entry.size, dtype=bool)
    is_new[1:] = entry[1:] > entry[:-1]
    weight = np.ones(entry.size) if weights is None else weights
    if not is_new.all():
        first = np.flatnonzero(is_new)
        entry, weight = entry[first], np.add.reduceat(weight, first)
    rows, members = np.divmod(entry, len(keys))
    if not is_divided:
        return Group(keys, rows, members, np.broadcast_to(1.0, rows.shape))
    return with_shares(keys, rows, members, weight)


def with_shares(keys: list[str], rows: Numbers, members: Numbers, weight: Numbers) -> Group:
    total, number = np.bincount(rows, weight), np.bincount(rows)
    shares = np.where(total[rows] > 0, weight / np.where(total > 0, total, 1)[rows], 1 / number[rows])
    return Group(keys, rows, members, shares)


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
    size = counted.size
    left, right = matched(by_row.rows, by_column.rows, size)
    width = len(by_column.keys)
    everyone = np.arange(size)
    pairs = [(row, column) for row in by_row.keys for column in by_column.keys]
    shares = by_row.shares[left] * by_column.shares[right] if measure.is_divided else None
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
    if counted.is_each:  # then no row comes twice in a cell
        projects = np.bincount(cells, minlength=len(pairs))
    else:
        projects = distinct(cells, counted.places[rows], len(pairs))
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
    """How many different things there are in each cell: few things, or many in their order."""
    span, found = int(things.max(initial=-1)) + 1, np.zeros(size, np.int64)
    step = max(FLAGS // max(size, 1), 1)
    for first in range(0, span, step):
        ends = np.array([first, first + step], dtype=things.dtype)  # of another type, all would be copied
        some = slice(None) if span <= step else slice(*np.searchsorted(things, ends))
        flags = np.zeros((size, min(step, span - first)), dtype=bool)
        flags[cells[some], things[some] - first] = True
        found += np.count_nonzero(flags, axis=1)
    return found


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
