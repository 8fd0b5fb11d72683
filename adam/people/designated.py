"""How many partners had a focal point at the end of each quarter, and the number of 2006 to be beaten."""

from adam.people.quarters import Quarter, since
from partners.models import FocalPoint, Partner
from projects.analysis import MEASURES
from projects.charts import Line, Lines, Unit

THEN, THEN_ALL = 27, 55  # 22 countries and 5 organizations of more than 55 partners: E/CN.7/2007/10
MOST = 60  # quarters on the picture
Series = list[tuple[Quarter, int]]


def over_time() -> Series:
    """From the first designation on; the quarter under way as it is today. Two queries."""
    points = list(FocalPoint.objects.values_list("partner", "started", "ended"))
    now = Quarter.now()
    first = min((Quarter.of(started) for _, started, _ in points), default=now)
    found: Series = []
    for quarter in list(since(first))[-MOST:]:
        if quarter.is_over:
            day = quarter.last_day
            holding = {one for one, started, ended in points if started <= day and (ended is None or ended > day)}
            found.append((quarter, len(holding)))
    return [*found, (now, FocalPoint.objects.active().values("partner").distinct().count())]


def plan(series: Series) -> Lines:
    labels = [str(quarter) for quarter, _ in series]
    steady: list[str | None] = [None] * len(series)
    lines = [
        Line("With a focal point", [number for _, number in series], steady),
        Line("All partners today", [Partner.objects.count()] * len(series), steady),
        Line("With a focal point in 2006", [THEN] * len(series), steady),
    ]
    return Lines("Partners with a focal point", "Quarter", labels, lines, [], Unit(MEASURES["partners"]))
