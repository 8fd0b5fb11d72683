"""Bars, the longest first or in order; each divided by the columns, or whole."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from projects.analysis import Table

from .room import Room
from .values import NOTHING, Unit, Value, shown_of, value_of

PARTS = 7  # colours that can be told apart; the last is for all others
ALL_OTHERS = "All others"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a bar."""

    label: str
    tone: int
    value: Value
    query: str | None


@dataclass(frozen=True, slots=True)
class Bar:
    label: str
    total: Value
    length: Value  # of all parts; longer than the total where projects are in several
    query: str | None
    parts: list[Part]

    def blocks(self, longest: float, least: float) -> Iterator[tuple[Part, float, float]]:
        """Each part with its start and its width, as shares of the longest bar. A bar below the least that is seen is
        its largest part alone, of that width: what is there is seen, and in its right colour.
        """
        if self.length and float(self.length) / longest < least:
            yield max(self.parts, key=lambda part: part.value), 0.0, least
            return
        start = 0.0
        for part in self.parts:
            width = float(part.value) / longest
            yield part, start, width
            start += width


@dataclass(frozen=True, slots=True)
class Bars:
    title: str
    legend: list[str]
    bars: list[Bar]
    remarks: list[str]
    unit: Unit = field(default_factory=Unit)
    words: str = "Bars, the longest first or in order"

    @property
    def longest(self) -> float:
        return float(max((bar.length for bar in self.bars), default=1)) or 1

    @property
    def lack(self) -> str:
        return "" if self.bars else NOTHING


def bars(table: Table, unit: Unit, room: Room) -> Bars:
    """One whole bar a row."""
    found = [(member, total) for member, total in zip(table.rows, table.row_totals, strict=True) if value_of(total) > 0]
    drawn = [
        Bar(member.label, value_of(total), value_of(total), member.query, [Part("", 0, value_of(total), member.query)])
        for member, total in found[: room.bars]
    ]
    remarks = shown_of(len(drawn), [member for member, _ in found], table.question.rows.plural)
    return Bars(table.question.title, [], drawn, remarks, unit)


def stacked(table: Table, unit: Unit, room: Room) -> Bars:
    """Bars divided by the columns."""
    found = [entry for entry in table.lines if value_of(entry[2]) > 0]
    tones = PARTS if len(table.columns) <= PARTS else PARTS - 1
    legend = [member.label for member in table.columns[:tones]] + ([ALL_OTHERS] if len(table.columns) > tones else [])
    drawn = []
    for member, cells, total in found[: room.bars]:
        parts = [
            Part(column.label, tone, value_of(cell), cell.query)
            for tone, (column, cell) in enumerate(zip(table.columns[:tones], cells[:tones], strict=True))
        ]
        if rest := sum(value_of(cell) for cell in cells[tones:]):
            parts.append(Part(ALL_OTHERS, tones, rest, None))
        parts = [part for part in parts if part.value]
        drawn.append(Bar(member.label, value_of(total), sum(part.value for part in parts), member.query, parts))
    remarks = shown_of(len(drawn), [member for member, _, _ in found], table.question.rows.plural)
    if any(bar.length > bar.total for bar in drawn):
        several = table.question.columns.plural if table.question.columns else ""
        remarks.append(f"A bar is longer than its number where projects are in several {several}.")
    return Bars(table.question.title, legend, drawn, remarks, unit)
