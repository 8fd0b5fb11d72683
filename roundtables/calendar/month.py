"""A month as weeks of days, each with what stands on it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from .entries import Entry

SHOWN = 4  # on one day; the rest is counted, and stands in the list
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Day:
    date: date
    is_within: bool  # in the month that is shown
    entries: list[Entry]
    more: int


def weeks(month: date, last: date, found: Iterable[Entry]) -> list[list[Day]]:
    """From a Monday to a Sunday. What has no day stands beside, not in it."""
    by_day: dict[date, list[Entry]] = defaultdict(list)
    for one in found:
        if one.month_only:
            continue
        day = max(one.start, month)
        while day <= min(one.end, last):
            by_day[day].append(one)
            day += timedelta(days=1)
    monday = month - timedelta(days=month.weekday())
    days = [monday + timedelta(days=at) for at in range(((last - monday).days // 7 + 1) * 7)]
    cells = [Day(day, month <= day <= last, by_day[day][:SHOWN], max(0, len(by_day[day]) - SHOWN)) for day in days]
    return [cells[at : at + 7] for at in range(0, len(cells), 7)]


def without_day(found: Iterable[Entry]) -> list[Entry]:
    """Of which only the month is known."""
    return [one for one in found if one.month_only]
