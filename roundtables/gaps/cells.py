"""The table of the gap map: in each cell what is asked, what is done, and how many alerts are open.

What is done comes from a table of the graphs. What an ask leaves open (its country, its theme, its kind of activity)
stands in a row or a column of its own. A project of any kind answers what asks for any kind. Which projects answer what
names no country or no theme nobody can tell: it is a gap only where no project is active at all. Where no theme is
named the projects are counted that name none either; they may be about any gap of their country.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import Any

from partners.models import User
from projects.analysis import DIMENSIONS, Cell, Table
from projects.analysis.dimensions import NONE

from .asks import NEED, RECOMMENDATION, Ask, asks, parents, wanted_countries, within
from .lists import ANY, Lists

MANY, LEAST = 3, 5  # crowded: so many times the projects of the median cell, and at least so many
Pair = tuple[str | None, str | None]  # of a row's and a column's key; None is the total


@dataclass(frozen=True, slots=True)
class GapCell:
    """Queries lead to the lists of exactly these, and are None where there are none or no filter tells them apart."""

    asked: tuple[Ask, ...] = ()
    projects: int = 0
    money: Decimal = Decimal(0)
    alerts: int = 0
    is_met: bool = False  # something is done about it, be it below a main theme
    is_crowded: bool = False
    is_unknown: bool = False  # whether something is done: figures that are nought then say nothing
    unnamed: int = 0  # active projects of this row that name no column at all
    unnamed_register: str | None = None
    register: str | None = None
    recommended: str | None = None
    needed: str | None = None
    alerted: str | None = None

    @property
    def recommendations(self) -> int:
        return sum(one.kind == RECOMMENDATION for one in self.asked)

    @property
    def needs(self) -> int:
        return sum(one.kind == NEED for one in self.asked)

    @property
    def is_gap(self) -> bool:
        """Asked for, and nobody is active."""
        return bool(self.asked) and not self.is_met

    @property
    def has_dash(self) -> bool:
        return self.is_unknown and not self.projects

    @property
    def state(self) -> str:
        if self.is_gap:
            return "gap"
        if self.is_unknown:
            return "unknown" if self.asked else "empty"
        return "crowded" if self.is_crowded else "met" if self.asked else "unasked" if self.projects else "empty"


@dataclass(frozen=True, slots=True)
class Heading:
    key: str
    label: str
    unknown: str = ""  # why nobody can tell what is done about it


@dataclass(frozen=True, slots=True)
class Line:
    heading: Heading
    cells: list[GapCell]
    total: GapCell

    @property
    def gaps(self) -> int:
        return sum(cell.is_gap for cell in self.cells)


@dataclass(frozen=True, slots=True)
class GapMap:
    by: str  # what the columns are
    columns: list[Heading]
    lines: list[Line]
    totals: list[GapCell]
    total: GapCell

    @property
    def gaps(self) -> int:
        return sum(line.gaps for line in self.lines)

    @property
    def is_empty(self) -> bool:
        return not self.lines


def gap_map(
    table: Table, by: str, user: User, chosen: Mapping[str, Any], alerts: Mapping[tuple[str, str], int]
) -> GapMap:
    """The rows with the most unanswered asks first."""
    main, there = parents(), wanted_countries(chosen)
    placed = by_cell(asks(user, chosen, there), by, chosen, main)
    done = figures(table)
    rows, columns = rows_of(placed, table, there), headings(by, placed, table, chosen, main)
    cell = Filling(placed, done, alerts, by, wholes(by, columns, main), Lists(by, chosen, table.question.is_past))

    lines = [Line(row, [cell(row.key, one.key) for one in columns], cell(row.key, None)) for row in rows]
    lines.sort(key=lambda line: (line.heading.key == ANY, -line.gaps, -len(line.total.asked), line.heading.label))
    totals = [cell(None, one.key) for one in columns]
    return GapMap(by, columns, lines, totals, cell(None, None))


@dataclass(slots=True)
class Filling:
    """One cell from what is asked, done and warned of there."""

    placed: Mapping[Pair, Mapping[Any, Ask]]
    done: Mapping[Pair, Cell]
    alerts: Mapping[tuple[str, str], int]
    by: str
    wholes: Mapping[str, list[str]]
    lists: Lists
    many: float = 0

    def __post_init__(self) -> None:
        some = [cell.projects for pair, cell in self.done.items() if None not in pair and cell.projects]
        self.many = max(LEAST, MANY * median(some or [0]))

    def __call__(self, row: str | None, column: str | None) -> GapCell:
        found = self.projects(row, column)
        asked = tuple(self.placed.get((row, column), {}).values())
        is_cell = not {row, column} & {None, ANY}
        alerts = self.alerts.get((str(row), str(column)), 0)
        below = self.wholes.get(str(column), [])
        is_met = bool(found.projects) or any(self.projects(row, key).projects for key in below)
        unnamed = self.done.get((None if row == ANY else row, NONE), Cell())
        names_none = column == ANY and self.by != "activity_type"
        is_unknown = is_met and (row == ANY or (names_none and bool(asked)))
        if names_none and row != ANY:
            found = unnamed
        elif is_unknown:
            found = Cell()
        return GapCell(
            asked=asked,
            projects=found.projects,
            money=Decimal(found.value or 0),
            alerts=alerts,
            is_met=is_met,
            is_unknown=is_unknown,
            is_crowded=is_cell and (alerts > 0 or found.projects >= self.many),
            register=found.query if found.projects else None,
            recommended=self.lists(row, column) if any(one.kind == RECOMMENDATION for one in asked) else None,
            unnamed=unnamed.projects,
            unnamed_register=unnamed.query if unnamed.projects else None,
            needed=self.lists.needs(row, column) if any(one.kind == NEED for one in asked) else None,
            alerted=self.lists.alerts(str(row), str(column)) if alerts else None,
        )

    def projects(self, row: str | None, column: str | None) -> Cell:
        """Where none is named, all of them."""
        return self.done.get((None if row == ANY else row, None if column == ANY else column), Cell())


def wholes(by: str, columns: Iterable[Heading], main: Mapping[str, str]) -> dict[str, list[str]]:
    """By sub-theme, what belongs to each main theme: who asks for the whole is answered by a part."""
    found: dict[str, list[str]] = {}
    for one in columns if by == "sub_theme" else ():
        if one.key in main:
            found.setdefault(main[one.key], []).append(one.key)
    return found


# -- What is asked -----------------------------------------------------------------------------------------------------
def by_cell(
    asked: Iterable[Ask], by: str, chosen: Mapping[str, Any], main: Mapping[str, str]
) -> dict[Pair, dict[tuple[str, int], Ask]]:
    """Each ask once in each of its cells, and once in the totals."""
    placed: dict[Pair, dict[tuple[str, int], Ask]] = {}
    for one in asked:
        rows = {*(one.countries or {ANY}), None}
        for row in rows:
            for column in {*columns_of(one, by, chosen, main), None}:
                placed.setdefault((row, column), {})[one.kind, one.pk] = one
    return placed


def columns_of(one: Ask, by: str, chosen: Mapping[str, Any], main: Mapping[str, str]) -> set[str]:
    if by == "activity_type":
        return set(one.activity_types) or {ANY}
    themes = within(one.themes, chosen.get("theme", ()), main)
    if by == "theme":
        themes = {code if code in chosen.get("theme", ()) else main[code] for code in themes}
    return themes or {ANY}


# -- What is done ------------------------------------------------------------------------------------------------------
def figures(table: Table) -> dict[Pair, Cell]:
    found: dict[Pair, Cell] = {(None, None): table.total}
    for row, cells, total in table.lines:
        found[row.key, None] = total
        found |= {(row.key, column.key): cell for column, cell in zip(table.columns, cells, strict=True)}
    return found | {(None, one.key): cell for one, cell in zip(table.columns, table.column_totals, strict=True)}


def rows_of(placed: Mapping[Pair, Any], table: Table, there: set[str]) -> list[Heading]:
    """Countries of which something is asked or in which something is done, and those that were chosen."""
    keys = {row for row, _ in placed if row} | {member.key for member in table.rows}
    return named("country", {*keys & there, *there} if there else keys)


def headings(
    by: str, placed: Mapping[Pair, Any], table: Table, chosen: Mapping[str, Any], main: Mapping[str, str]
) -> list[Heading]:
    """Those of what is asked or done, and what was chosen; all main themes, as an empty one is an answer too."""
    keys = {column for _, column in placed if column} | {member.key for member in table.columns}
    if by != "activity_type" and any(member.key == NONE for member in table.columns):
        keys.add(ANY)
    wanted = set(chosen.get("activity_type" if by == "activity_type" else "theme", ())) - {""}
    keys |= wanted if by != "sub_theme" else set()
    if by == "activity_type":
        return named(by, keys & {*wanted, ANY} if wanted else keys)
    if by == "theme":
        keys |= {code for code, parent in main.items() if code == parent}
    return named(by, {*within(keys & main.keys(), wanted, main), *keys & {ANY}})


def named(dimension: str, keys: set[str]) -> list[Heading]:
    """In the order of the codes, or of the names; what names none comes last."""
    labels = DIMENSIONS[dimension].labels(keys)
    found = [Heading(key, label) for key, label in labels.items() if key in keys]
    return [*found, Heading(ANY, ANY_OF[dimension], UNKNOWN.get(dimension, ""))] if ANY in keys else found


ANY_OF = {
    "country": "No country named",
    "theme": "No theme named",
    "sub_theme": "No theme named",
    "activity_type": "Any kind of activity",
}
UNKNOWN = dict.fromkeys(("country", "theme", "sub_theme"), "which projects answer it is not known")
