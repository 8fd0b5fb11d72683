"""From a question and a filter to the table whose figures add up."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import numpy as np

from projects import clock
from projects.filters import ProjectFilter

from .columns import Source, source_of
from .counting import Asked, Counts, Placed, count, placed
from .crossing import Axis, Counted
from .dimensions import EARLIER, LATER, NO_SINGLE_VALUE, NONE, OTHERS, Dimension, Scope, Years
from .entities import ENTITIES, PROJECTS, STATED, Entity, Term, entity_of, term
from .links import Links, links, own_terms
from .measures import ACTIVITY, Value
from .ordering import in_order
from .periods import first_and_last
from .rounding import apportioned
from .shares import with_shares
from .tables import Cell, Member, Question, Table
from .totals import Netted, netted
from .units import unheard_of

YEARS_SHOWN = 30
YEARS_AHEAD = 10
Key = str | None
Keys = list[tuple[str, str]]  # with their labels


@dataclass(frozen=True, slots=True)
class Answer:
    """A table, and what stands behind its figures one by one."""

    table: Table
    source: Source | None  # of the projects that the filter lets through
    placed: Placed | None
    kept: dict[str, tuple[str, ...] | None]  # of each dimension, the members that stand alone where not all do


def answer(question: Question, narrowed: ProjectFilter) -> Table:
    """The table of the projects that the filter lets through."""
    return answered(question, narrowed).table


def answered(question: Question, narrowed: ProjectFilter, like: Answer | None = None) -> Answer:
    """With the same members and years standing alone as in another answer to the question, if one is given."""
    chosen = narrowed.cleaned
    within = years_chosen(chosen)
    source = source_of(narrowed.qs)
    net = netted(source, question.totals, within)
    entity = entity_of(question.measure.of, question.axes)
    years = None
    if any(dimension.name == "year" for dimension in question.axes):
        years = years_covered(net.source, within, with_activities=entity.name == ACTIVITY)
        years = as_shown(years, like.table.years) if like and like.table.years else years

    def axis(dimension: Dimension, limit: int) -> Axis:
        kept = like.kept[dimension.name] if like else members_chosen(dimension, chosen)
        return Axis(dimension, Scope(kept, years), 0 if like else limit)

    rows = axis(question.rows, question.rows.row_limit)
    columns = axis(question.columns, question.columns.column_limit) if question.columns else None
    asked = Asked(question.measure, within, (*own_terms(narrowed, entity), *of_the_unit(question, entity)), net.money)
    found = placed(net.source, asked, rows, columns)
    counts = count(question.measure, found)
    rows, columns = limited(rows, counts.rows), columns and limited(columns, counts.columns)

    table = assembled(question, counts, rows, columns, links(question, narrowed, entity, rows, columns, within))
    scope = [chip.text for chip in narrowed.chips]
    together = taken_together(question, counts, net)
    problems = [] if table.total.projects else unheard_of(question, narrowed.user)
    table = replace(
        table, within=within, years=years, scope=scope, taken=net.pairs, taken_together=together, problems=problems
    )
    if found:
        largest = largest_of(found.counted) if question.is_money else None
        table = replace(table, counted=found.counted.projects, largest=largest)
    kept = {axis.dimension.name: axis.scope.kept for axis in (rows, columns) if axis}
    return Answer(with_shares(in_order(table)), source, found, kept)


# -- What is counted ---------------------------------------------------------------------------------------------------
def years_chosen(chosen: dict[str, Any]) -> Years | None:
    """The years that the filter names; only what falls into them is counted of money, quantities and activities."""
    if year := chosen.get("year"):
        return Years(year, year, year, year)
    first, last = chosen.get("from_year"), chosen.get("to_year")
    if not first and not last:
        return None
    first, last = first or 1, last or 9999
    return Years(first, last, first, last)


def years_covered(source: Source | None, within: Years | None, *, with_activities: bool = False) -> Years:
    """From the first to the last year of these projects; where that is long, the recent ones are shown one by one."""
    wanted = {"projects": PROJECTS}
    if with_activities:  # they may lie outside the period of their project
        wanted["things"] = ENTITIES[ACTIVITY].wanted
    read = source.read(wanted).values() if source else ()
    known = first_and_last(rows.numbers[name] for rows in read for name in ("begins", "ends"))
    known = known or [clock.today().year]
    first, last = min(known), max(known)
    if within:
        first, last = max(first, within.first), min(last, within.last)
        if first > last:  # projects without an end that began before, or without a start that end later
            first = last = within.first if within.first > max(known) else within.last
    shown_from, shown_to = first, last
    if last - first >= YEARS_SHOWN:
        shown_to = max(first, min(last, clock.today().year + YEARS_AHEAD))
        shown_from = max(first, shown_to - YEARS_SHOWN + 1)
    return Years(first, last, shown_from, shown_to)


def as_shown(years: Years, like: Years) -> Years:
    """The years of both, of which the same ones are shown one by one."""
    return Years(min(years.first, like.first), max(years.last, like.last), like.shown_from, like.shown_to)


def members_chosen(dimension: Dimension, chosen: dict[str, object]) -> tuple[str, ...] | None:
    """The members that the filter names, so that the others of the same projects stand in one line."""
    codes = chosen.get(dimension.name)
    if not dimension.is_shared or not isinstance(codes, list) or not codes:
        return None
    covered = {code for code in codes if code.rpartition(".")[0] in codes} if dimension.name == "theme" else set()
    return tuple(code for code in codes if code not in covered)


def of_the_unit(question: Question, entity: Entity) -> list[Term]:
    if question.measure.kind != "quantity":
        return []
    found = term(f"unit:{question.unit}" if question.unit else STATED, entity)
    return [found] if found else []


def limited(axis: Axis, kept: tuple[str, ...] | None) -> Axis:
    """With the members that were shown by themselves."""
    return replace(axis, scope=replace(axis.scope, kept=kept))


def taken_together(question: Question, counts: Counts, net: Netted) -> Value:
    """Money by which the gross total is greater; else the number of records."""
    if not question.is_money:
        return sum(pair.partner is None for pair in net.pairs)
    total = sum(one.value or 0 for one in counts.cells if one.row is None and one.column is None)
    gross = total + sum(pair.cents for pair in net.pairs)
    return Decimal(round(gross) - round(total)).scaleb(-2)


def largest_of(counted: Counted) -> tuple[int, Decimal] | None:
    """The project that makes more than half of all."""
    sums = np.bincount(counted.places, counted.facts)
    at = int(sums.argmax())
    if np.count_nonzero(sums) < 2 or sums[at] * 2 <= sums.sum():
        return None
    return int(counted.projects[counted.places == at][0]), Decimal(round(sums[at])).scaleb(-2)


# -- The table ---------------------------------------------------------------------------------------------------------
def assembled(question: Question, counts: Counts, rows: Axis, columns: Axis | None, way: Links) -> Table:
    numbers = {(one.row, one.column): one.projects for one in counts.cells}
    exact = {(one.row, one.column): one.value for one in counts.cells}
    heavy = weights(question, numbers, exact)
    found = {row for row, _ in numbers if row is not None}
    if rows.scope.kept is None:
        found |= set(rows.dimension.always())
    row_keys = ordered(rows, found, lambda key: heavy(key, None))
    column_keys = [("", "Total")]
    if columns:
        found = {column for _, column in numbers if column is not None}
        column_keys = ordered(columns, found, lambda key: heavy(None, key))
    values = figures(question, row_keys, column_keys, numbers, exact)

    def cell(row: Key, column: Key) -> Cell:
        pair = (row, None) if columns is None and column == "" else (row, column)
        projects = numbers.get(pair, 0)
        return Cell(values(*pair), projects, way.query(*pair) if projects else None)

    row_totals = [cell(key, None) for key, _ in row_keys]
    column_totals = [cell(None, key) for key, _ in column_keys]
    return Table(
        question=question,
        rows=[Member(*key, total.query) for key, total in zip(row_keys, row_totals, strict=True)],
        columns=[Member(*key, total.query) for key, total in zip(column_keys, column_totals, strict=True)],
        cells=[[cell(row, column) for column, _ in column_keys] for row, _ in row_keys],
        row_totals=row_totals,
        column_totals=column_totals,
        total=cell(None, None),
        stated=counts.stated,
    )


def weights(
    question: Question, numbers: dict[tuple[Key, Key], int], exact: dict[tuple[Key, Key], float | None]
) -> Callable[[Key, Key], float]:
    """How heavily a row or a column weighs where the largest come first."""
    if not question.measure.is_divided:
        return lambda row, column: exact.get((row, column)) or numbers.get((row, column), 0)
    sums: dict[tuple[Key, Key], float] = {}
    for (row, column), value in exact.items():
        if row is not None and column is not None:
            sums[row, None] = sums.get((row, None), 0) + (value or 0)
            sums[None, column] = sums.get((None, column), 0) + (value or 0)
    return lambda row, column: sums.get((row, column), 0)


def ordered(axis: Axis, found: set[str], weight: Callable[[str], float]) -> Keys:
    """Keys and labels: in their own order, or the heaviest first; what is no single value comes last."""
    labels = axis.dimension.labels(found)
    single = [key for key in labels if key in found and key not in NO_SINGLE_VALUE]
    if axis.dimension.is_time and single:
        years = range(int(single[0]), int(single[-1]) + 1)
        labels = {str(year): str(year) for year in years}
        single = list(labels)
    elif not axis.dimension.is_ordered:
        single.sort(key=lambda key: (-round(weight(key), 4), labels[key]))
    shown = [(key, labels[key]) for key in single]
    if axis.scope.years and EARLIER in found:
        shown.insert(0, (EARLIER, f"{axis.scope.years.shown_from - 1} and earlier"))
    if axis.scope.years and LATER in found:
        shown.append((LATER, f"{axis.scope.years.shown_to + 1} and later"))
    if OTHERS in found:
        shown.append((OTHERS, f"Other {axis.dimension.plural}"))
    if NONE in found:
        shown.append((NONE, "Without dates" if axis.dimension.name == "year" else "Not stated"))
    return shown


# -- Its figures -------------------------------------------------------------------------------------------------------
def figures(
    question: Question,
    rows: Keys,
    columns: Keys,
    numbers: dict[tuple[Key, Key], int],
    exact: dict[tuple[Key, Key], float | None],
) -> Callable[[Key, Key], Value]:
    measure = question.measure
    if measure.name == "projects":
        return lambda row, column: numbers.get((row, column), 0)
    if measure.kind == "count":
        return lambda row, column: int(exact.get((row, column)) or 0)
    if measure.kind == "months":
        return lambda row, column: months(exact.get((row, column)))
    parts = {pair: value or 0.0 for pair, value in exact.items()}
    if not question.by_unit:
        sums = rounded(rows, columns, parts)
        return lambda row, column: sums.get((row, column), Decimal(0))
    return unlike(question, rows, columns, parts)


def months(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(f"{value:.1f}")


def unlike(
    question: Question, rows: Keys, columns: Keys, exact: dict[tuple[Key, Key], float]
) -> Callable[[Key, Key], Value]:
    """Each unit adds up by itself; there is no sum of several, nor of the units that are shown together."""
    units = rows if question.rows.name == "unit" else columns
    across = columns if units is rows else rows
    known: dict[tuple[Key, Key], Decimal] = {}
    for unit in units:
        if unit[0] == OTHERS:
            continue
        own = ([unit], across) if units is rows else (across, [unit])
        pairs: list[tuple[Key, Key]] = [(row, column) for row, _ in own[0] for column, _ in own[1]]
        parts: dict[tuple[Key, Key], float] = {pair: exact.get(pair, 0.0) for pair in pairs}
        sums = rounded(*own, {**parts, (None, None): sum(parts.values())})
        known |= {pair: sums[pair] for pair in pairs}
        end = (unit[0], None) if units is rows else (None, unit[0])
        known[end] = sums[None, None]
    return lambda row, column: known.get((row, column))


def rounded(rows: Keys, columns: Keys, exact: dict[tuple[Key, Key], float]) -> dict[tuple[Key, Key], Decimal]:
    """Whole cents: the total, then the rows so that they add up to it, then the cells so that they do to theirs."""
    lines = [[exact.get((row, column), 0.0) for column, _ in columns] for row, _ in rows]
    total = round(exact.get((None, None), 0.0))
    cents: dict[tuple[Key, Key], int] = {(None, column): 0 for column, _ in columns}
    cents[None, None] = total
    totals = apportioned(total, [sum(line) for line in lines])
    for (row, _), line, row_total in zip(rows, lines, totals, strict=True):
        cents[row, None] = row_total
        for (column, _), share in zip(columns, apportioned(row_total, line), strict=True):
            cents[row, column] = share
            cents[None, column] += share
    return {pair: Decimal(amount).scaleb(-2) for pair, amount in cents.items()}
