"""A few plain facts of all records in columns: by them a sweep turns down thousands of pairs at once."""

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from .records import Record
from .times import DAYS_APART

UNKNOWN = 0  # no day has this number
ABOUT = DAYS_APART["near"]  # between the starts of what its partner may have entered twice

Places = NDArray[np.int32]


class PlainFacts:
    """Records are named by their place in the order of those given."""

    def __init__(self, records: Sequence[Record]) -> None:
        known: dict[frozenset[str], int] = {}
        self.countries = np.array([known.setdefault(record.countries, len(known)) for record in records], np.int32)
        self.partner = np.array([record.partner or 0 for record in records], np.int64)
        self.start = np.array([numbered(record.start) for record in records], np.int32)
        self.end = np.array([numbered(record.end if record.start else None) for record in records], np.int32)
        self.has_number = np.array([bool(record.identifiers) for record in records], np.bool_)

    def allow(self, first: Places, second: Places) -> NDArray[np.bool_]:
        """Never false for two that are worth comparing: of `worth_comparing` what settles most, in the same words."""
        is_own = self.partner[first] == self.partner[second]
        own = (self.countries[first] == self.countries[second]) & self.begin_together(first, second)
        one_number = self.has_number[first] & self.has_number[second]  # perhaps
        others = one_number | ~(self.is_past(first, second) | self.is_past(second, first))
        return np.where(is_own, own, others)

    def begin_together(self, first: Places, second: Places) -> NDArray[np.bool_]:
        start, other = self.start[first], self.start[second]
        return (start == UNKNOWN) | (other == UNKNOWN) | (np.abs(start - other) <= ABOUT)

    def is_past(self, first: Places, second: Places) -> NDArray[np.bool_]:
        end, start = self.end[first], self.start[second]
        return (end != UNKNOWN) & (start != UNKNOWN) & (end < start)


def numbered(day: date | None) -> int:
    return day.toordinal() if day else UNKNOWN
