"""Time, for many things at once: their first and last days as numbers, NaN where one is not stated."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from .crossing import repeated
from .dimensions import EARLIER, LATER, NONE, Years

Numbers = np.ndarray[Any, Any]


def years_of(days: Numbers) -> Numbers:
    """NaN without a day."""
    known = np.nan_to_num(days).astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
    return np.where(np.isnan(days), np.nan, known)


def first_and_last(days: Iterable[Numbers]) -> list[int]:
    """Years in which the first and the last of all these days lie, if there is any."""
    stated = [some for every in days if (some := every[~np.isnan(every)]).size]
    ends = np.array([end for some in stated for end in (some.min(), some.max())])
    return [int(year) for year in years_of(ends)]


def day(year: int, month: int, of_month: int) -> int:
    return int(np.datetime64(f"{year:04}-{month:02}-{of_month:02}", "D").astype(np.int64))


def one_of_them(start: Numbers, end: Numbers) -> Numbers:
    return np.where(np.isnan(start), end, start)


def touching(start: Numbers, end: Numbers, first: int, last: int) -> Numbers:
    """Whether the period touches these years; without dates it touches none."""
    begins, ends = years_of(start), years_of(end)
    return ~(begins > last) & ~(ends < first) & ~(np.isnan(start) & np.isnan(end))


def part_within(start: Numbers, end: Numbers, within: Years) -> Numbers:
    """Which part of the days lies in these years; with one date only all of it lies in its year."""
    first, last = day(within.first, 1, 1), day(within.last, 12, 31)
    both = np.maximum(np.minimum(end, last) - np.maximum(start, first) + 1, 0) / (end - start + 1)
    year = years_of(one_of_them(start, end))
    return np.where(np.isnan(both), (year >= within.first) & (year <= within.last), both)


def start_years(start: Numbers) -> tuple[list[str], Numbers]:
    """Names of the years, and of each thing the place of its own."""
    years, at = np.unique(years_of(start), return_inverse=True)
    return [NONE if np.isnan(year) else str(int(year)) for year in years], at


def by_year(start: Numbers, end: Numbers, limits: Years) -> tuple[list[str], Numbers, Numbers, Numbers]:
    """Each thing in each of its years, weighed by its days there: names of the years, things, their years, weights.
    With one date only all weight lies in the year of that date.
    """
    begins, ends = years_of(start), years_of(end)
    low = np.maximum(np.where(np.isnan(begins), limits.first, begins), limits.first).astype(np.int64)
    high = np.minimum(np.where(np.isnan(ends), limits.last, ends), limits.last).astype(np.int64)
    number = np.where(np.isnan(start) & np.isnan(end), 0, np.maximum(high - low + 1, 0))
    things, nth = repeated(np.maximum(number, 1))  # who is in none has a line too
    year, in_none = low[things] + nth, number[things] == 0

    shown = [str(one) for one in range(limits.shown_from, limits.shown_to + 1)]
    names = [EARLIER, *shown, LATER, NONE]
    members = np.where(in_none, len(names) - 1, (year - limits.shown_from + 1).clip(0, len(shown) + 1))

    new_year = np.array([day(one, 1, 1) for one in range(limits.first, limits.last + 2)])
    place = (year - limits.first).clip(0, limits.last - limits.first)
    days = np.minimum(end[things], new_year[place + 1] - 1) - np.maximum(start[things], new_year[place]) + 1
    alone = years_of(one_of_them(start, end))[things] == year
    return names, things, members, np.where(in_none, 1, np.where(np.isnan(days), alone, days))
