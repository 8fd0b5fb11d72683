"""Time line on the page: a strip for each project, beside its title and on a phone below it."""

from dataclasses import dataclass

from projects.charts.timeline import Span, Timeline

from .sizes import Tick, every, percent

HEIGHT = 26
LEAST = 0.6  # per cent, so that a single day is seen


@dataclass(frozen=True, slots=True)
class Placed:
    x: float
    width: float
    span: Span


@dataclass(frozen=True, slots=True)
class Lane:
    label: str
    query: str | None
    spans: list[Placed]


@dataclass(frozen=True, slots=True)
class TimePicture:
    height: int
    years: list[Tick]
    today: float | None
    lanes: list[Lane]


def time_picture(plan: Timeline) -> TimePicture:
    step = every([str(year) for year in plan.years])
    years = [
        Tick(percent(100 * at / len(plan.years)), str(year)) for at, year in enumerate(plan.years) if at % step == 0
    ]

    def placed(span: Span) -> Placed:
        width = max(100 * (span.last - span.first), LEAST)
        return Placed(percent(min(100 * span.first, 100 - width)), percent(width), span)

    lanes = [Lane(lane.label, lane.query, [placed(span) for span in lane.spans]) for lane in plan.lanes]
    return TimePicture(HEIGHT, years, None if plan.today is None else percent(100 * plan.today), lanes)
