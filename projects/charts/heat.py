"""Heat map: each cell of the table as a square of a light or a dark tone; where nothing is, the square is empty."""

from dataclasses import dataclass

from projects.analysis import Cell, Member, Table

from .room import Room
from .values import NOTHING, TONES, Scale, Unit, Value, scale_of, shown_of, value_of


@dataclass(frozen=True, slots=True)
class Square:
    value: Value
    tone: int
    query: str | None
    title: str
    text: str = ""  # in place of the value


@dataclass(frozen=True, slots=True)
class HeatRow:
    label: str
    query: str | None
    total: str
    squares: list[Square]


@dataclass(frozen=True, slots=True)
class Heat:
    title: str
    columns: list[Member]
    rows: list[HeatRow]
    legend: list[tuple[int, str]]
    unit: Unit
    remarks: list[str]
    words: str = "A heat map: the darker, the more"
    leads_to: str = ""  # the page that its queries are for; empty: the register

    @property
    def lack(self) -> str:
        return "" if any(square.tone for row in self.rows for square in row.squares) else NOTHING


def heat(table: Table, unit: Unit, room: Room) -> Heat:
    question = table.question
    lines = list(table.lines)
    scales = scales_of(table, unit)

    def square(row: int, column: int, cell: Cell) -> Square:
        value = value_of(cell)
        words = unit.named(value) if value else "none"
        title = f"{table.rows[row].label}, {table.columns[column].label}: {words}"
        return Square(value, scales[row][column].tone(value), cell.query, title)

    rows = [
        HeatRow(
            member.label,
            member.query,
            "" if total.value is None else unit.brief(total.value),
            [square(row, column, cell) for column, cell in enumerate(cells[: room.columns])],
        )
        for row, (member, cells, total) in enumerate(lines[: room.rows])
    ]
    remarks = shown_of(room.rows, table.rows, question.rows.plural)
    if question.columns:
        several = question.columns.plural
        remarks += [
            f"{said.rstrip('.')}; totals are of all." for said in shown_of(room.columns, table.columns, several)
        ]
    if any(not square.value for row in rows for square in row.squares):
        remarks.append("An empty square: none.")
    legend = [(1, "least of its unit"), (TONES, "most of its unit")] if question.by_unit else scales[0][0].legend
    return Heat(question.title, table.columns[: room.columns], rows, legend, unit, remarks)


def scales_of(table: Table, unit: Unit) -> list[list[Scale]]:
    """For each cell one: the same for all, but for unlike units, each of which has its own."""
    values = [[value_of(cell) for cell in line] for line in table.cells]
    if table.question.by_unit and table.question.rows.name == "unit":
        return [[scale_of(line, unit)] * len(line) for line in values]
    if table.question.by_unit:
        scales = [scale_of(column, unit) for column in zip(*values, strict=True)]
        return [scales for _ in values]
    scale = scale_of((value for line in values for value in line), unit)
    return [[scale] * len(line) for line in values]
