"""A question about the register and its answer as a table whose figures add up.

Each member, cell and total carries the query string that lists exactly the projects behind it in the register, or None
where the register has no such filter.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Max, Min
from django.utils import timezone
from django.utils.http import urlencode

from projects.filters import ProjectFilter
from projects.models.project import ProjectQuerySet

from .counting import Axis, Count, count
from .dimensions import EARLIER, LATER, NONE, OTHERS, Dimension, Scope, Years
from .rounding import apportioned

YEARS_SHOWN = 30
YEARS_AHEAD = 10
PAGE_ONLY = ("rows", "columns", "measure", "page", "sort")  # names that say nothing about which projects


@dataclass(frozen=True, slots=True)
class Question:
    rows: Dimension
    columns: Dimension | None
    measure: str  # "projects" or "budget"

    @property
    def is_money(self) -> bool:
        return self.measure == "budget"

    @property
    def title(self) -> str:
        by = " and ".join(d.label if d.label == "ODA" else d.label.lower() for d in self.axes)
        return f"{'Budget in US dollars' if self.is_money else 'Projects'} by {by}"

    @property
    def axes(self) -> list[Dimension]:
        return [self.rows, self.columns] if self.columns else [self.rows]


@dataclass(frozen=True, slots=True)
class Member:
    key: str
    label: str
    query: str | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    value: int | Decimal = 0
    projects: int = 0
    query: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """`cells[r][c]`; without a second dimension there is one column, which repeats the row totals."""

    question: Question
    rows: list[Member]
    columns: list[Member]
    cells: list[list[Cell]]
    row_totals: list[Cell]
    column_totals: list[Cell]
    total: Cell
    with_money: int  # projects that have a budget in US dollars
    within: Years | None = None
    years: Years | None = None
    scope: list[str] = field(default_factory=list)  # the filters in words

    @property
    def lines(self) -> Iterable[tuple[Member, list[Cell], Cell]]:
        return zip(self.rows, self.cells, self.row_totals, strict=True)

    @property
    def parts_exceed_total(self) -> bool:
        return sum(total.projects for total in self.row_totals) > self.total.projects or any(
            sum(cell.projects for cell in line) > total.projects for _, line, total in self.lines
        )


def answer(question: Question, narrowed: ProjectFilter) -> Table:
    """The table of the projects that the filter lets through."""
    projects, chosen = narrowed.qs, cleaned(narrowed)
    within = years_chosen(chosen)
    years = years_covered(projects, within) if any(d.name == "year" for d in question.axes) else None

    def axis(dimension: Dimension, limit: int) -> Axis:
        kept = members_chosen(dimension, chosen)
        if kept is None and limit:
            found = count(projects, Axis(dimension, Scope()), money=question.is_money, within=within)
            kept = largest(found, limit, question.is_money)
        return Axis(dimension, Scope(kept, years))

    rows = axis(question.rows, question.rows.row_limit)
    columns = axis(question.columns, question.columns.column_limit) if question.columns else None
    counts = count(projects, rows, columns, money=question.is_money, within=within)
    return assembled(question, narrowed, rows, columns, counts, within, years)


# -- What is counted ---------------------------------------------------------------------------------------------------
def cleaned(narrowed: ProjectFilter) -> dict[str, Any]:
    return narrowed.form.cleaned_data if narrowed.is_bound and narrowed.form.is_valid() is not None else {}


def years_chosen(chosen: dict[str, Any]) -> Years | None:
    """The years that the filter names; only money that falls into them is counted."""
    if year := chosen.get("year"):
        return Years(year, year, year, year)
    first, last = chosen.get("from_year"), chosen.get("to_year")
    if not first and not last:
        return None
    first, last = first or 1, last or 9999
    return Years(first, last, first, last)


def years_covered(projects: ProjectQuerySet, within: Years | None) -> Years:
    """From the first to the last year of these projects; where that is long, the recent ones are shown one by one."""
    found = projects.aggregate(Min("start"), Min("end"), Max("start"), Max("end"))
    known = [day.year for day in found.values() if day] or [timezone.localdate().year]
    first, last = min(known), max(known)
    if within:
        first, last = max(first, within.first), min(last, within.last)
        if first > last:  # projects without an end that began before, or without a start that end later
            first = last = within.first if within.first > max(known) else within.last
    shown_from, shown_to = first, last
    if last - first >= YEARS_SHOWN:
        shown_to = max(first, min(last, timezone.localdate().year + YEARS_AHEAD))
        shown_from = max(first, shown_to - YEARS_SHOWN + 1)
    return Years(first, last, shown_from, shown_to)


def members_chosen(dimension: Dimension, chosen: dict[str, object]) -> tuple[str, ...] | None:
    """The members that the filter names, so that the others of the same projects stand in one line."""
    codes = chosen.get(dimension.name)
    if not dimension.is_shared or not isinstance(codes, list) or not codes:
        return None
    covered = {code for code in codes if code.rpartition(".")[0] in codes} if dimension.name == "theme" else set()
    return tuple(code for code in codes if code not in covered)


def largest(counts: list[Count], limit: int, is_money: bool) -> tuple[str, ...] | None:
    """Keys of the largest members, or None when all of them fit."""
    totals = {
        one.row: (one.cents or 0) if is_money else one.projects
        for one in counts
        if one.row not in {None, NONE} and one.column == ""
    }
    if len(totals) <= limit:
        return None
    return tuple(sorted(totals, key=lambda key: (-totals[key], key))[:limit])


# -- The table ---------------------------------------------------------------------------------------------------------
def assembled(
    question: Question,
    narrowed: ProjectFilter,
    rows: Axis,
    columns: Axis | None,
    counts: list[Count],
    within: Years | None,
    years: Years | None,
) -> Table:
    numbers = {(count.row, count.column): count.projects for count in counts}
    cents = {(count.row, count.column): count.cents or 0.0 for count in counts}
    base = register_query(narrowed)

    weights: dict[tuple[str | None, str | None], float] = defaultdict(float)
    for row, column, number, amount, _ in counts:
        if not question.is_money:
            weights[row, column] += number
        elif row is not None and column is not None:
            weights[row, None] += amount or 0
            weights[None, column] += amount or 0

    found = {row for row, column in numbers if row is not None}
    if rows.scope.kept is None:
        found |= set(rows.dimension.always())
    row_keys = ordered(rows, found, lambda key: weights[key, None])
    column_keys = [("", "Total")]
    if columns:
        found = {column for row, column in numbers if column is not None}
        column_keys = ordered(columns, found, lambda key: weights[None, key])
    values = rounded(row_keys, column_keys, cents) if question.is_money else numbers

    def cell(row: str | None, column: str | None) -> Cell:
        pair = (row, column)
        if columns is None and column == "":
            pair = (row, None)
        parts = [link(axis, key) for axis, key in ((rows, row), (columns, column)) if axis and key is not None]
        query = (
            None
            if None in parts or not numbers.get(pair)
            else joined(base, [p for part in parts if part for p in part])
        )
        return Cell(values.get(pair, Decimal(0) if question.is_money else 0), numbers.get(pair, 0), query)

    row_totals = [cell(key, None) for key, _ in row_keys]
    column_totals = [cell(None, key) for key, _ in column_keys]
    return Table(
        question=question,
        rows=[Member(*key, total.query) for key, total in zip(row_keys, row_totals, strict=True)],
        columns=[
            Member(key, label, total.query) for (key, label), total in zip(column_keys, column_totals, strict=True)
        ],
        cells=[[cell(row, column) for column, _ in column_keys] for row, _ in row_keys],
        row_totals=row_totals,
        column_totals=column_totals,
        total=cell(None, None),
        with_money=max((count.with_money for count in counts if count.row is None and count.column is None), default=0),
        within=within,
        years=years,
        scope=[chip.text for chip in narrowed.chips],
    )


def ordered(axis: Axis, found: set[str], weight: Callable[[str], float]) -> list[tuple[str, str]]:
    """Keys and labels: in their own order, or the heaviest first; what is no single value comes last."""
    labels = axis.dimension.labels(found)
    single = [key for key in labels if key in found]
    if axis.dimension.is_time and single:
        years = range(int(single[0]), int(single[-1]) + 1)
        labels = {str(year): str(year) for year in years}
        single = list(labels)
    elif not axis.dimension.is_ordered:
        single.sort(key=lambda key: (-weight(key), labels[key]))
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


def rounded(
    rows: list[tuple[str, str]], columns: list[tuple[str, str]], exact: dict[tuple[str | None, str | None], float]
) -> dict[tuple[str | None, str | None], Decimal]:
    """Whole cents: the total, then the rows so that they add up to it, then the cells so that they do to theirs."""
    lines = [[exact.get((row, column), 0.0) for column, _ in columns] for row, _ in rows]
    total = round(exact.get((None, None), 0.0))
    cents: dict[tuple[str | None, str | None], int] = defaultdict(int, {(None, None): total})
    totals = apportioned(total, [sum(line) for line in lines])
    for (row, _), line, row_total in zip(rows, lines, totals, strict=True):
        cents[row, None] = row_total
        for (column, _), share in zip(columns, apportioned(row_total, line), strict=True):
            cents[row, column] = share
            cents[None, column] += share
    return {pair: Decimal(amount).scaleb(-2) for pair, amount in cents.items()}


# -- The way back into the register ------------------------------------------------------------------------------------
def register_query(narrowed: ProjectFilter) -> dict[str, list[str]]:
    """The filter as the register reads it: without this page's own names and without what was left out."""
    query = {name: [value for value in values if value] for name, values in narrowed.understood.lists()}
    return {name: values for name, values in query.items() if values and name not in PAGE_ONLY}


def link(axis: Axis, key: str) -> list[tuple[str, str]] | None:
    """The filter of this member as names and values; None when there is none."""
    dimension, years = axis.dimension, axis.scope.years
    if key == OTHERS:
        return None
    if key == NONE:
        return [("missing", dimension.missing)]
    if key == EARLIER and years:
        return [("to_year", str(years.shown_from - 1))]
    if key == LATER and years:
        return [("from_year", str(years.shown_to + 1))]
    return [(dimension.name, key)]


def joined(base: dict[str, list[str]], parts: list[tuple[str, str]]) -> str:
    query = dict(base)
    for name, value in parts:
        kept = query.get(name, []) if name == "missing" else []
        query[name] = list(dict.fromkeys([*kept, value]))
    return urlencode(query, doseq=True)
