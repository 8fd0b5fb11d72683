"""A measure by two dimensions. What is asked about comes as columns, and numpy crosses them.

What is in several members is counted once in each and once in the total; money and quantities are divided among them by
weight. Crossing 100,000 projects in the database takes ten times as long.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from .columns import Rows, Source, Wanted, in_places, members_of
from .crossing import (
    Axis,
    Count,
    Counted,
    Entries,
    Group,
    Numbers,
    both,
    crossed,
    grouped,
    spread,
    together_in_one,
)
from .dimensions import NONE, Scope, Years
from .entities import ANY, CONTRIBUTIONS, PROJECTS, Entity, Term, entity_of
from .measures import ACTIVITY, PART, Measure
from .periods import by_year, part_within, start_years, touching
from .taking import Money, less


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
    taken: tuple[Money, ...] = ()  # that are not


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
        int(np.count_nonzero(np.bincount(found.counted.places[found.counted.having]))),
        found.by_row.kept,
        found.by_column.kept,
    )


def placed(source: Source | None, asked: Asked, rows: Axis, columns: Axis | None = None) -> Placed | None:
    """None where there is nothing."""
    if source is None:
        return None
    axes = [axis for axis in (rows, columns) if axis]
    entity = entity_of(asked.measure.of, [axis.dimension for axis in axes])
    read = less(source, source.read(needed(entity, asked, axes)), asked.taken)
    things = only_asked(things_of(source, entity, read), asked, read)
    counted = measured(source.ids, things, asked, read)
    if not counted.size:
        return None
    groups = [grouped(axis, counted, asked.measure, entries(things, axis, read)) for axis in axes]
    return Placed(counted, groups[0], groups[1] if columns else together_in_one(counted.size))


# -- What is read ------------------------------------------------------------------------------------------------------
def needed(entity: Entity, asked: Asked, axes: list[Axis]) -> dict[str, Wanted]:
    found = {"projects": PROJECTS}
    if entity.rows:
        found["things"] = entity.wanted
    if asked.measure.kind == "money" and entity.name != PART:
        found["money"] = CONTRIBUTIONS
    dimensions = {axis.dimension.name: axis for axis in axes if entity.asks_project(axis.dimension)}
    for term in asked.terms:
        if term.dimension and entity.asks_project(term.dimension):
            dimensions.setdefault(term.dimension.name, Axis(term.dimension, Scope()))
    return found | {name: members_of(axis.dimension, axis.scope) for name, axis in dimensions.items()}


@dataclass(frozen=True, slots=True)
class Things:
    """What is counted: each hangs on the project at a place among those asked about."""

    entity: Entity
    rows: Rows
    begins: Numbers  # its own days, or those of its project
    ends: Numbers

    def only(self, chosen: Numbers) -> "Things":
        return Things(self.entity, self.rows.only(chosen), self.begins[chosen], self.ends[chosen])


def things_of(source: Source, entity: Entity, read: Mapping[str, Rows]) -> Things:
    projects = in_places(read["projects"], source.ids.size)
    begins, ends = projects.numbers["begins"], projects.numbers["ends"]
    if entity.rows is None:
        return Things(entity, projects, begins, ends)
    rows = read["things"]
    if entity.name == ACTIVITY:
        return Things(entity, rows, rows.numbers["begins"], rows.numbers["ends"])
    return Things(entity, rows, begins[rows.at], ends[rows.at])


def only_asked(things: Things, asked: Asked, read: Mapping[str, Rows]) -> Things:
    chosen = np.ones(things.rows.at.size, dtype=bool)
    for term in asked.terms:
        chosen &= fulfilling(term, things, read)
    if asked.within and things.entity.name == ACTIVITY:
        chosen &= touching(things.begins, things.ends, asked.within.first, asked.within.last)
    return things if chosen.all() else things.only(chosen)


def fulfilling(term: Term, things: Things, read: Mapping[str, Rows]) -> Numbers:
    """What `condition` asks in the database."""
    there = np.zeros(things.rows.at.size, dtype=bool)
    if term.dimension is None:
        return ~there if term.key == ANY else ~np.isnan(things.rows.numbers["hundredths"])
    if term.dimension.name == "year":
        if term.key == NONE:
            return np.isnan(things.begins) & np.isnan(things.ends)
        return touching(things.begins, things.ends, *term.years)
    found = entries(things, Axis(term.dimension, Scope()), read)
    wanted = [name not in {*term.kept, NONE} if term.kept else name == term.key for name in found.names]
    there[found.rows[np.array(wanted, dtype=bool)[found.members]]] = True
    return there


# -- Where each stands -------------------------------------------------------------------------------------------------
def entries(things: Things, axis: Axis, read: Mapping[str, Rows]) -> Entries:
    dimension, every = axis.dimension, np.arange(things.rows.at.size)
    if dimension.name == "year":
        return Entries(*by_year(things.begins, things.ends, axis.scope.years or Years(1, 9999, 1, 9999)))
    if dimension.is_time and not things.entity.asks_project(dimension):
        names, members = start_years(things.begins)
        return Entries(names, every, members)
    if things.entity.rows is None:
        return of_rows(read[dimension.name])
    if dimension.name not in things.entity.own:
        return spread(of_rows(read[dimension.name]), things.rows.at)
    names, codes = things.rows.keys[things.entity.own[dimension.name]]
    if dimension.name not in things.entity.falls_back or NONE not in names:
        return Entries(names, every, codes)
    says = codes != names.index(NONE)
    theirs = spread(of_rows(read[dimension.name]), things.rows.at[~says])
    return both(Entries(names, every[says], codes[says]), replace(theirs, rows=every[~says][theirs.rows]))


def of_rows(rows: Rows) -> Entries:
    names, members = rows.keys["key"]
    return Entries(names, rows.at, members, rows.numbers["weight"])


# -- What is measured --------------------------------------------------------------------------------------------------
def measured(ids: Numbers, things: Things, asked: Asked, read: Mapping[str, Rows]) -> Counted:
    """A fact of each, added up where it has several."""
    rows, begins, ends = things.rows, things.begins, things.ends
    part = part_within(begins, ends, asked.within) if asked.within else np.broadcast_to(1.0, rows.at.shape)
    facts = np.broadcast_to(np.nan, rows.at.shape)
    if asked.measure.kind == "quantity":
        facts = rows.numbers["hundredths"] * part
    elif asked.measure.kind == "months":
        facts = ends - begins + 1
    elif asked.measure.name == "partners":
        facts = rows.numbers["partner_id"]
    elif asked.measure.kind == "money" and things.entity.name == PART:
        facts = rows.numbers["cents"] * part
    elif asked.measure.kind == "money":
        facts = money(part, read["money"])
    is_each = things.entity.rows is None
    return Counted(ids[rows.at], rows.at, np.nan_to_num(facts), ~np.isnan(facts), begins, ends, is_each)


def money(part: Numbers, given: Rows) -> Numbers:
    """Of each project; NaN where nothing is known."""
    sums = np.bincount(given.at, given.numbers["cents"] * part[given.at], part.size)
    return np.where(np.bincount(given.at, minlength=part.size) > 0, sums, np.nan)
