"""What is drawn of a table: bars, stacked by the columns; or lines over the years where one dimension is time."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from projects.analysis import Cell, Member, Table
from projects.analysis.dimensions import EARLIER, LATER, NONE, OTHERS

CATEGORIES = 15  # bars one below the other
PARTS = 7  # colours that can be told apart; the last is for all others
LINES = 6
ALL_OTHERS = "All others"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a bar."""

    label: str
    tone: int
    value: int | Decimal
    query: str | None


@dataclass(frozen=True, slots=True)
class Bar:
    label: str
    total: int | Decimal
    length: int | Decimal  # of all parts; longer than the total where projects are in several
    query: str | None
    parts: list[Part]


@dataclass(frozen=True, slots=True)
class Bars:
    title: str
    is_money: bool
    legend: list[str]
    bars: list[Bar]
    remarks: list[str]


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    values: list[int | Decimal]
    queries: list[str | None]


@dataclass(frozen=True, slots=True)
class Lines:
    title: str
    is_money: bool
    axis: str
    years: list[str]
    lines: list[Line]
    remarks: list[str]
    noun: str = "project"

    @property
    def legend(self) -> list[str]:
        return [line.label for line in self.lines] if len(self.lines) > 1 else []


def plan(table: Table) -> Bars | Lines | None:
    """None where there is nothing to draw."""
    question = table.question
    if not table.total.projects:
        return None
    if question.columns and question.columns.is_time:
        return lines(table, table.columns, table.rows, table.cells, question.columns.label, question.rows.plural)
    if question.rows.is_time:
        turned = [list(line) for line in zip(*table.cells, strict=True)]
        plural = question.columns.plural if question.columns else ""
        return lines(table, table.rows, table.columns, turned, question.rows.label, plural)
    return bars(table)


def bars(table: Table) -> Bars:
    found = [entry for entry in table.lines if entry[2].value]
    shown = found[:CATEGORIES]
    split = table.question.columns is not None
    tones = PARTS if len(table.columns) <= PARTS else PARTS - 1
    legend = [member.label for member in table.columns[:tones]] + ([ALL_OTHERS] if len(table.columns) > tones else [])
    drawn = []
    for member, cells, total in shown:
        parts = [
            Part(column.label, tone, cell.value or 0, cell.query)
            for tone, (column, cell) in enumerate(zip(table.columns[:tones], cells[:tones], strict=True))
        ]
        if rest := sum(cell.value or 0 for cell in cells[tones:]):
            parts.append(Part(ALL_OTHERS, tones, rest, None))
        parts = [part for part in parts if part.value]
        drawn.append(Bar(member.label, total.value or 0, sum(part.value for part in parts), member.query, parts))
    remarks = []
    if len(found) > len(shown):
        plural = table.question.rows.plural
        remarks.append(f"Shown: {len(shown)} of {len(found)} {plural}.")
    if any(bar.length > bar.total for bar in drawn):
        several = table.question.columns.plural if table.question.columns else ""
        remarks.append(f"A bar is longer than its number where projects are in several {several}.")
    return Bars(table.question.title, table.question.is_money, legend if split else [], drawn, remarks)


def lines(
    table: Table,
    years: Sequence[Member],
    others: Sequence[Member],
    cells: Sequence[Sequence[Cell]],
    axis: str,
    plural: str,
) -> Lines:
    """`cells[i][j]` belong to others[i] and years[j]."""
    at = [index for index, year in enumerate(years) if year.key not in {NONE, OTHERS, EARLIER, LATER}]
    found = [
        Line(member.label, [line[i].value or 0 for i in at], [line[i].query for i in at])
        for member, line in zip(others, cells, strict=True)
    ]
    found = [line for line in found if any(line.values)]
    largest = sorted(found, key=lambda line: -sum(line.values))[:LINES]
    remarks = []
    if len(found) > LINES:
        remarks.append(f"Shown: the {LINES} largest of {len(found)} {plural}.")
    if len(at) < len(years):
        left_out = " and ".join(year.label.lower() for index, year in enumerate(years) if index not in at)
        remarks.append(f"Not shown: {left_out}.")
    kept = [line for line in found if line in largest]
    return Lines(table.question.title, table.question.is_money, axis, [years[i].label for i in at], kept, remarks)


def nice_ticks(highest: float, steps: int = 4) -> list[float]:
    """Round values from nought to at least the highest: 0, 50, 100, 150, 200."""
    if highest <= 0:
        return [0, 1]
    rough = highest / steps
    size = 10 ** (len(str(int(rough))) - 1) if rough >= 1 else 1
    step = next(
        size * factor for factor in (1, 2, 2.5, 5, 10, 20) if size * factor >= rough and (size * factor) % 1 == 0
    )
    count = -(-highest // step)
    return [step * index for index in range(int(count) + 1)]


def short(value: int | float | Decimal, is_money: bool) -> str:
    """4 200 000 as "4.2 million"; whole numbers of projects as they are."""
    number = float(value)
    for size, word in ((1e9, "billion"), (1e6, "million")):
        if is_money and abs(number) >= size:
            return f"{number / size:.3g} {word}" if number / size < 1000 else f"{number / size:,.0f} {word}"
    return f"{number:,.0f}".replace(",", "\u00a0")
