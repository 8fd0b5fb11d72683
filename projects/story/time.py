"""The time of a project as a picture: its period, its activities, today; and one sentence that says the same."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Protocol

from django.utils.formats import date_format

from partners.text import day_in_words, plural

DAYS_OF_YEAR = 365.25
LANES = 6  # more activities at once than this are counted month by month instead
LANE, TICKS, TOP = 9, 24, 30  # pixels: a lane, the line of years, what stands above the lanes
MARGIN = 0.03  # of the time shown, before and after
STEPS = [1, 2, 5, 10, 20, 50]  # years from mark to mark
MARKS = 4  # as many labels as a narrow card holds side by side


class Dated(Protocol):
    start: date | None
    end: date | None


@dataclass(frozen=True, slots=True)
class Bar:
    """A span in percent of the picture; what is not stated has an open end."""

    x: float
    width: float
    y: int = 0
    height: float = 0
    title: str = ""


@dataclass(frozen=True, slots=True)
class Tick:
    x: float
    label: str
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class TimeBar:
    height: int
    ticks: list[Tick]
    period: Bar | None
    passed: float  # percent of the picture, from the start of the period
    is_open: bool  # start or end is not stated
    today: Tick | None
    activities: list[Bar] = field(default_factory=list)
    counted: list[Bar] = field(default_factory=list)  # under way, month by month
    most: int = 0  # activities at once
    dated: int = 0
    undated: int = 0


def time_bar(start: date | None, end: date | None, activities: Sequence[Dated], today: date) -> TimeBar | None:
    """None when neither the project nor any of its activities has a date."""
    spans = [span for one in activities if (span := span_of(one))]
    days = [day for day in (start, end) if day] + [day for span in spans for day in span]
    if not days:
        return None
    scale = Scale.around(min(days), max(days), today)
    lanes = in_lanes(spans)
    simple = max(lanes, default=-1) < LANES
    room = (max(lanes, default=-1) + 1) * LANE if simple else LANES * LANE
    counted = [] if simple else by_month(spans, scale)
    return TimeBar(
        height=TOP + room + TICKS,
        ticks=years(scale),
        period=scale.bar(start or scale.first, end or scale.last, title=stated(start, end)) if start or end else None,
        passed=passed(start or scale.first, end or scale.last, today, scale) if start or end else 0,
        is_open=(start is None) != (end is None),
        today=Tick(scale.x(today), "today", anchored(scale.x(today))) if scale.shows(today) else None,
        activities=[
            scale.bar(*span, y=TOP + lane * LANE, height=LANE - 3) for span, lane in zip(spans, lanes, strict=True)
        ]
        if simple
        else [],
        counted=counted,
        most=0 if simple else most_at_once(spans),
        dated=len(spans),
        undated=len(activities) - len(spans),
    )


@dataclass(frozen=True, slots=True)
class Scale:
    first: date
    last: date

    @classmethod
    def around(cls, first: date, last: date, today: date) -> "Scale":
        """Today is within where it is near: a project long over is not made small by the years since."""
        length = max((last - first).days, 60)
        if timedelta(0) < today - last < timedelta(days=length * 0.4):
            last = today
        if timedelta(0) < first - today < timedelta(days=length * 0.4):
            first = today
        edge = timedelta(days=max((last - first).days, 60) * MARGIN)
        return cls(max(first, date.min + edge) - edge, min(last, date.max - edge) + edge)

    def x(self, day: date) -> float:
        return round(100 * (day - self.first).days / max((self.last - self.first).days, 1), 2)

    def shows(self, day: date) -> bool:
        return self.first <= day <= self.last

    def bar(self, start: date, end: date, y: int = 0, height: int = 0, title: str = "") -> Bar:
        x = self.x(start)
        return Bar(x, max(round(self.x(min(end, self.last)) - x, 2), 0.6), y, height, title or stated(start, end))


def span_of(one: Dated) -> tuple[date, date] | None:
    first, last = one.start or one.end, one.end or one.start
    return (first, last) if first and last else None


def in_lanes(spans: Sequence[tuple[date, date]]) -> list[int]:
    """For each span the first lane that is free by then, earliest span first."""
    free: list[date] = []
    lanes = [0] * len(spans)
    for number in sorted(range(len(spans)), key=spans.__getitem__):
        start, end = spans[number]
        lane = next((at for at, until in enumerate(free) if until < start), len(free))
        free[lane : lane + 1] = [end]
        lanes[number] = lane
    return lanes


def most_at_once(spans: Sequence[tuple[date, date]]) -> int:
    """How many are under way on the fullest day."""
    steps = sorted([(start, 0) for start, _ in spans] + [(end, 1) for _, end in spans])
    under_way = most = 0
    for _, ends in steps:
        under_way += -1 if ends else 1
        most = max(most, under_way)
    return most


def by_month(spans: Sequence[tuple[date, date]], scale: Scale) -> list[Bar]:
    """A column for each of sixty steps through the time: how many activities touch it."""
    columns = 60
    step = (scale.last - scale.first) / columns
    counts = []
    for number in range(columns):
        first, last = scale.first + step * number, scale.first + step * (number + 1)
        counts.append(sum(start <= last and end >= first for start, end in spans))
    whole, width = LANES * LANE, 100 / columns
    tallest = max(counts)
    return [
        Bar(round(number * width, 2), round(width * 0.85, 2), y, whole + TOP - y, f"{count} activities")
        for number, count in enumerate(counts)
        if count and (y := TOP + round(whole * (1 - count / tallest))) is not None
    ]


def years(scale: Scale) -> list[Tick]:
    """First of January of round years; of a short time, first days of its quarters or months."""
    length = (scale.last - scale.first).days / DAYS_OF_YEAR
    if length < 2:
        return months(scale, next(step for step in (1, 2, 3, 6, 12) if length * 12 / step <= MARKS))
    step = next((step for step in STEPS if length / step <= MARKS + 0.5), STEPS[-1])
    first = -(-scale.first.year // step) * step
    marks = [date(year, 1, 1) for year in range(max(first, 1), scale.last.year + 1, step)]
    return apart([Tick(scale.x(day), str(day.year)) for day in marks if scale.shows(day)], 16)


def months(scale: Scale, step: int) -> list[Tick]:
    every = range(scale.first.year, scale.last.year + 1)
    marks = [date(year, month, 1) for year in every for month in range(1, 13, step)]
    shown = [day for day in marks if scale.shows(day)]
    return apart([Tick(scale.x(day), date_format(day, "M Y")) for day in shown], 24)


def apart(ticks: list[Tick], least: float) -> list[Tick]:
    """Those whose labels do not touch, from the left; `least` is in percent of the picture."""
    kept: list[Tick] = []
    for tick in ticks:
        x = tick.x + {"start": least / 2, "middle": 0.0, "end": -least / 2}[anchored(tick.x)]
        before = -least if not kept else kept[-1].x + (least / 2 if kept[-1].anchor == "start" else 0)
        if x - before >= least:
            kept.append(Tick(tick.x, tick.label, anchored(tick.x)))
    return kept


def anchored(x: float) -> str:
    return "start" if x < 6 else "end" if x > 94 else "middle"


def passed(start: date, end: date, today: date, scale: Scale) -> float:
    return round(max(scale.x(min(max(today, start), end)) - scale.x(start), 0), 2)


def stated(start: date | None, end: date | None) -> str:
    """ "1 May 2025 to 3 June 2026"; what is not stated is said, never taken from the edge of the picture."""
    first, last = (day_in_words(day) if day else "" for day in (start, end))
    if not last:
        return f"from {first}, end not stated"
    if not first:
        return f"until {last}, start not stated"
    return first if first == last else f"{first} to {last}"


def said(start: date | None, end: date | None, is_running: bool, is_over: bool, today: date) -> str:
    """Where the project stands, in a sentence: {"Ends in 14 months.", "Should have ended 5 months ago.", ...}."""
    if end and end < today and is_running:
        return f"Overdue: it should have ended {distance(end, today)} ago, and is still said to be running."
    if is_over:
        return f"Ended {distance(end, today)} ago." if end and end < today else ""
    if start and start > today:
        return f"Starts in {distance(today, start)}."
    if start and end:
        share = round(100 * (today - start) / max(end - start, timedelta(days=1)))
        return f"{share}% of its time has passed; it ends in {distance(today, end)}."
    if end:
        return f"Ends in {distance(today, end)}."
    return ""


def distance(one: date, other: date) -> str:
    """ "5 months": from the one day to the other in the largest unit of which there are at least two, whole months as
    the calendar has them. A span with its last day in it goes on to the day after (`day_after`)."""
    first, last = sorted((one, other))
    months = (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
    if months >= 24:
        return f"{months // 12} years"
    if months >= 2:
        return f"{months} months"
    days = max((last - first).days, 1)
    return plural(days, "day")


def day_after(day: date) -> date:
    return day + timedelta(days=1) if day < date.max else day
