"""Bars on the page: one line for the name and the number, one for the bar."""

from dataclasses import dataclass

from projects.charts.bars import Bars

from .sizes import percent

ROW = 50
LEAST = 0.0025  # of the width


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
    rows = []
    for number, bar in enumerate(bars.bars):
        blocks = []
        for part, start, width in bar.blocks(bars.longest, LEAST):
            words = f"{bar.label}, {part.label}" if bars.legend else bar.label
            said = f"{words}: {bars.unit.named(part.value)}"
            blocks.append(Block(percent(100 * start), percent(100 * width), part.tone, said, part.query))
        rows.append(Row(number * ROW, bar.label, bars.unit.short(bar.total), bar.query, blocks))
    return BarPicture(len(rows) * ROW, rows)
