"""Where everything lies in the SVG of the page. Widths are per cent, so that letters keep their size on a phone."""

from dataclasses import dataclass
from decimal import Decimal

from .plan import Bars, Lines, nice_ticks, short

ROW, BAR_AT, BAR_HEIGHT = 50, 24, 16
HEIGHT, TOP, BOTTOM = 320, 24, 30  # of a picture with lines, in pixels
LABELS, LONG_LABELS = 5, 3  # of years, and of quarters, so that they do not touch on a phone
DASHES = ("", "8 4", "2 3", "12 3 2 3", "5 2", "1 5")


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


@dataclass(frozen=True, slots=True)
class Dot:
    x: float
    y: float
    title: str
    query: str | None


@dataclass(frozen=True, slots=True)
class Curve:
    label: str
    tone: int
    dash: str
    points: str
    dots: list[Dot]


@dataclass(frozen=True, slots=True)
class Tick:
    at: float
    label: str
    anchor: str = "start"


@dataclass(frozen=True, slots=True)
class LinePicture:
    height: int
    top: int
    plot: int
    years: list[Tick]
    values: list[Tick]
    curves: list[Curve]


def bar_picture(bars: Bars) -> BarPicture:
    longest = float(max((bar.length for bar in bars.bars), default=1)) or 1
    rows = []
    for number, bar in enumerate(bars.bars):
        blocks, x = [], 0.0
        for part in bar.parts:
            width = 100 * float(part.value) / longest
            words = f"{bar.label}, {part.label}" if bars.legend else bar.label
            blocks.append(
                Block(percent(x), percent(width), part.tone, f"{words}: {named(part.value, bars.is_money)}", part.query)
            )
            x += width
        rows.append(Row(number * ROW, bar.label, short(bar.total, bars.is_money), bar.query, blocks))
    return BarPicture(len(rows) * ROW, rows)


def line_picture(lines: Lines) -> LinePicture:
    ticks = nice_ticks(max((float(value) for line in lines.lines for value in line.values), default=0))
    plot = HEIGHT - TOP - BOTTOM
    last = max(len(lines.years) - 1, 1)

    def x(index: int) -> float:
        return percent(2 + 96 * index / last) if len(lines.years) > 1 else 50

    def y(value: int | float | Decimal) -> float:
        return round(TOP + plot * (1 - float(value) / ticks[-1]), 1)

    curves = []
    for tone, line in enumerate(lines.lines):
        dots = []
        for index, (year, value, query) in enumerate(zip(lines.years, line.values, line.queries, strict=True)):
            title = f"{line.label}, {year}: {named(value, lines.is_money, lines.noun)}"
            dots.append(Dot(x(index), y(value), title, query))
        points = " ".join(f"{dot.x},{percent(100 * (dot.y - TOP) / plot)}" for dot in dots)
        curves.append(Curve(line.label, tone, DASHES[tone % len(DASHES)], points, dots))
    room = LABELS if all(len(year) <= 4 for year in lines.years) else LONG_LABELS
    every = -(-len(lines.years) // room)
    years = [
        Tick(x(index), year, "start" if index == 0 and last > 1 else "middle")
        for index, year in enumerate(lines.years)
        if index % every == 0
    ]
    values = [Tick(y(tick), short(tick, lines.is_money)) for tick in ticks]
    if lines.is_money:
        values[-1] = Tick(values[-1].at, f"US$ {values[-1].label}")
    return LinePicture(HEIGHT, TOP, plot, years, values, curves)


def percent(number: float) -> float:
    return round(number, 2)


def named(value: int | Decimal, is_money: bool, noun: str = "project") -> str:
    if is_money:
        return f"US$ {value:,.0f}".replace(",", "\u00a0")
    return f"{value} {noun}{'' if value == 1 else 's'}"
