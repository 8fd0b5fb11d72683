"""A month as weeks of days, each with what stands on it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from .entries import Entry
from .finding import Key, Line

SHOWN = 4  # on one day; the rest is counted, and stands in the list
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONDAY = 0

Days = Mapping[date, list[Line]]


@dataclass(frozen=True, slots=True)
class Shown:
    entry: Entry
    goes_on: bool  # it is told in full on an earlier day of the week


@dataclass(frozen=True, slots=True)
class Day:
    date: date
    is_within: bool  # in the month that is shown
    entries: list[Shown]
    more: int

    @property
    def kinds(self) -> list[str]:
        """One for each that is shown, where there is room for no words."""
        return [one.entry.kind for one in self.entries]

    @property
    def number(self) -> int:
        return len(self.entries) + self.more


def by_day(lines: Iterable[Line], first: date, last: date) -> Days:
    """What has no day stands beside, not in it."""
    days: dict[date, list[Line]] = defaultdict(list)
    for line in lines:
        if line.month_only:
            continue
        day = max(line.start, first)
        while day <= min(line.end, last):
            days[day].append(line)
            day += timedelta(days=1)
    return days


def shown_on(days: Days) -> list[Line]:
    return list({line.key: line for lines in days.values() for line in lines[:SHOWN]}.values())


def weeks(first: date, last: date, days: Days, entries: Mapping[Key, Entry]) -> list[list[Day]]:
    """From a Monday to a Sunday."""
    monday = first - timedelta(days=first.weekday())
    dates = [monday + timedelta(days=at) for at in range(((last - monday).days // 7 + 1) * 7)]
    cells = [day_of(date, first <= date <= last, first, days.get(date, []), entries) for date in dates]
    return [cells[at : at + 7] for at in range(0, len(cells), 7)]


def day_of(day: date, is_within: bool, first: date, lines: list[Line], entries: Mapping[Key, Entry]) -> Day:
    is_told_anew = day == first or day.weekday() == MONDAY
    known = [line for line in lines[:SHOWN] if line.key in entries]
    shown = [Shown(entries[line.key], line.start < day and not is_told_anew) for line in known]
    return Day(day, is_within, shown, len(lines) - len(shown))
