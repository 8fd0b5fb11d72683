"""Bars on the page: one line for the name and the number, one for the bar."""

from dataclasses import dataclass

from projects.charts.bars import Bars

from .sizes import percent

ROW = 50
LEAST = 0.25  # percent of the width: what is there is seen, however small beside the longest


@dataclass(frozen=True, slots=True)
class Block:
    x: float
    width: float
    tone: int
    title: str
    query: str | None


@dataclass(frozen=True, slots=True)
class Row:
    y: int
    label: str
    value: str
    query: str | None
    blocks: list[Block]


@dataclass(frozen=True, slots=True)
class BarPicture:
    height: int
    rows: list[Row]


def bar_picture(bars: Bars) -> BarPicture:
    longest = float(max((bar.length for bar in bars.bars), default=1)) or 1
    rows = []
    for number, bar in enumerate(bars.bars):
        blocks, x = [], 0.0
        for part in bar.parts:
            width = 100 * float(part.value) / longest
            words = f"{bar.label}, {part.label}" if bars.legend else bar.label
            blocks.append(
                Block(
                    percent(x),
                    percent(max(width, LEAST)),
                    part.tone,
                    f"{words}: {bars.unit.named(part.value)}",
                    part.query,
                )
            )
            x += width
        rows.append(Row(number * ROW, bar.label, bars.unit.short(bar.total), bar.query, blocks))
    return BarPicture(len(rows) * ROW, rows)
