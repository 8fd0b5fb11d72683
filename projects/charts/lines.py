"""Lines over the years, where one of the two dimensions is time."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from projects.analysis import Cell, Member, Table
from projects.analysis.dimensions import NO_SINGLE_VALUE

from .room import Room
from .values import NOTHING, Unit, Value, shown_of, value_of

LINES = 6


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    values: list[Value]
    queries: list[str | None]


@dataclass(frozen=True, slots=True)
class Lines:
    title: str
    axis: str
    years: list[str]
    lines: list[Line]
    remarks: list[str]
    unit: Unit = field(default_factory=Unit)

    @property
    def legend(self) -> list[str]:
        return [line.label for line in self.lines] if len(self.lines) > 1 else []

    @property
    def words(self) -> str:
        return f"Lines from {self.years[0]} to {self.years[-1]}" if self.years else "Lines"

    @property
    def lack(self) -> str:
        return "" if self.lines else NOTHING


def is_single(year: Member) -> bool:
    return year.key not in NO_SINGLE_VALUE


def single_years(table: Table) -> int:
    """Years that stand for themselves in this table, in rows or columns."""
    question = table.question
    for dimension, members in ((question.columns, table.columns), (question.rows, table.rows)):
        if dimension and dimension.is_time:
            return sum(map(is_single, members))
    return 0


def lines(table: Table, unit: Unit, room: Room) -> Lines:
    question = table.question
    if question.columns and question.columns.is_time:
        return over_years(
            table, unit, table.columns, table.rows, table.cells, question.columns.label, question.rows.plural
        )
    turned = [list(line) for line in zip(*table.cells, strict=True)]
    plural = question.columns.plural if question.columns else ""
    return over_years(table, unit, table.rows, table.columns, turned, question.rows.label, plural)


def over_years(
    table: Table,
    unit: Unit,
    years: Sequence[Member],
    others: Sequence[Member],
    cells: Sequence[Sequence[Cell]],
    axis: str,
    plural: str,
) -> Lines:
    """`cells[i][j]` belong to others[i] and years[j]."""
    at = [index for index, year in enumerate(years) if is_single(year)]
    members = [
        (member, Line(member.label, [value_of(line[i]) for i in at], [line[i].query for i in at]))
        for member, line in zip(others, cells, strict=True)
    ]
    members = [(member, line) for member, line in members if any(line.values)]
    found = [line for _, line in members]
    largest = sorted(found, key=lambda line: -sum(line.values))[:LINES]
    remarks = shown_of(LINES, [member for member, _ in members], plural, "largest")
    if len(at) < len(years):
        left_out = " and ".join(year.label.lower() for index, year in enumerate(years) if index not in at)
        remarks.append(f"Not shown: {left_out}.")
    kept = [line for line in found if line in largest]
    return Lines(table.question.title, axis, [years[i].label for i in at], kept, remarks, unit)
