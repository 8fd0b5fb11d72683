"""Lines on the page."""

from dataclasses import dataclass

from projects.charts.lines import Lines
from projects.charts.values import Number, nice_ticks

from .sizes import Tick, every, percent

HEIGHT, TOP, BOTTOM = 320, 24, 30  # in pixels
DASHES = ("", "8 4", "2 3", "12 3 2 3", "5 2", "1 5")


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
class LinePicture:
    height: int
    top: int
    plot: int
    years: list[Tick]
    values: list[Tick]
    curves: list[Curve]
    is_wide: bool  # whether the values need more room


def line_picture(lines: Lines) -> LinePicture:
    ticks = nice_ticks(max((float(value) for line in lines.lines for value in line.values), default=0))
    plot = HEIGHT - TOP - BOTTOM
    last = max(len(lines.years) - 1, 1)

    def x(index: int) -> float:
        return percent(2 + 96 * index / last) if len(lines.years) > 1 else 50

    def y(value: Number) -> float:
        return round(TOP + plot * (1 - float(value) / ticks[-1]), 1)

    curves = []
    for tone, line in enumerate(lines.lines):
        dots = []
        for index, (year, value, query) in enumerate(zip(lines.years, line.values, line.queries, strict=True)):
            title = f"{line.label}, {year}: {lines.unit.named(value)}"
            dots.append(Dot(x(index), y(value), title, query))
        points = " ".join(f"{dot.x},{percent(100 * (dot.y - TOP) / plot)}" for dot in dots)
        curves.append(Curve(line.label, tone, DASHES[tone % len(DASHES)], points, dots))
    step = every(lines.years)
    years = [
        Tick(x(index), year, "start" if index == 0 and last > 1 else "middle")
        for index, year in enumerate(lines.years)
        if index % step == 0
    ]
    values = [Tick(y(tick), lines.unit.short(tick)) for tick in ticks]
    values[-1] = Tick(values[-1].at, f"{lines.unit.sign}{values[-1].label}")
    return LinePicture(HEIGHT, TOP, plot, years, values, curves, any(len(value.label) > 6 for value in values))
