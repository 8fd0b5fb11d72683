"""Two answers to one question, of two days: each figure then, later, and what it changed by."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from .measures import Measure, Value
from .tables import Cell, Member, Question, Table

Place = tuple[str | None, str | None]  # keys of row and column; None: all of them


@dataclass(frozen=True, slots=True)
class Change:
    """`by` is None where one of the days has no such figure, as a median of nothing."""

    place: Place
    old: Value
    new: Value

    @property
    def by(self) -> Value:
        return None if self.old is None or self.new is None else self.new - self.old


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    changes: list[Change]
    total: Change


@dataclass(frozen=True, slots=True)
class Difference:
    question: Question
    columns: list[Member]
    lines: list[Line]
    column_totals: list[Change]
    total: Change
    labels: dict[Place, tuple[str, str]]  # of row and column

    @property
    def is_empty(self) -> bool:
        return not self.lines

    def names(self, place: Place) -> tuple[str, str]:
        return self.labels[place]

    def at(self, place: Place) -> Change:
        return next(one for one in self.every if one.place == place)

    @property
    def every(self) -> list[Change]:
        within = [change for line in self.lines for change in (*line.changes, line.total)]
        return [*within, *self.column_totals, self.total]


def difference(old: Table, new: Table) -> Difference:
    """Rows and columns of both; one that a day does not have is nought there."""
    was, now = by_place(old), by_place(new)
    nothing = nought(new.question.measure)
    rows = both(old.rows, new.rows)
    columns = both(old.columns, new.columns) if new.question.columns else []

    def change(row: str | None, column: str | None) -> Change:
        place = (row, column)
        return Change(place, was.get(place, nothing), now.get(place, nothing))

    names: dict[str | None, str] = {None: ""}
    over, down = names | {one.key: one.label for one in columns}, names | {one.key: one.label for one in rows}
    return Difference(
        new.question,
        columns,
        [Line(row.label, [change(row.key, one.key) for one in columns], change(row.key, None)) for row in rows],
        [change(None, one.key) for one in columns],
        change(None, None),
        {(row, column): (down[row], over[column]) for row in down for column in over},
    )


def nought(measure: Measure) -> Value:
    if measure.kind == "months":
        return None
    return Decimal(0) if measure.is_divided else 0


def by_place(table: Table) -> dict[Place, Value]:
    found: dict[Place, Value] = {(None, None): table.total.value}
    for row, cells, total in table.lines:
        found[row.key, None] = total.value
        found |= {(row.key, column.key): cell.value for column, cell in across(table, cells)}
    return found | {(None, column.key): cell.value for column, cell in across(table, table.column_totals)}


def across(table: Table, cells: Sequence[Cell]) -> list[tuple[Member, Cell]]:
    return list(zip(table.columns, cells, strict=True)) if table.question.columns else []


def both(old: Sequence[Member], new: Sequence[Member]) -> list[Member]:
    """The order of the new; what only the old has comes after what it came after there."""
    merged, known = list(new), {member.key for member in new}
    for at, member in enumerate(old):
        if member.key not in known:
            before = old[at - 1].key if at else None
            place = next((n + 1 for n, one in enumerate(merged) if one.key == before), 0)
            merged.insert(place, member)
            known.add(member.key)
    return merged
