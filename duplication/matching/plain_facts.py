"""A few plain facts of all records in columns: by them a sweep turns down thousands of pairs at once."""

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from .records import Record

UNKNOWN = 0  # no day has this number


class PlainFacts:
    """Records are named by their place in the order of those given."""

    def __init__(self, records: Sequence[Record]) -> None:
        self.partner = np.array([record.partner or 0 for record in records], np.int64)
        self.start = np.array([numbered(record.start) for record in records], np.int32)
        self.end = np.array([numbered(record.end if record.start else None) for record in records], np.int32)
        self.has_number = np.array([bool(record.identifiers) for record in records], np.bool_)

    def allow(self, first: NDArray[np.int32], second: NDArray[np.int32]) -> NDArray[np.bool_]:
        """Never false for two that are worth comparing: of `worth_comparing` what settles most, in the same words."""
        one_number = self.has_number[first] & self.has_number[second]  # perhaps
        other_partner = one_number | ~(self.is_past(first, second) | self.is_past(second, first))
        is_own = self.partner[first] == self.partner[second]
        return np.where(is_own, self.start[first] == self.start[second], other_partner)

    def is_past(self, first: NDArray[np.int32], second: NDArray[np.int32]) -> NDArray[np.bool_]:
        end, start = self.end[first], self.start[second]
        return (end != UNKNOWN) & (start != UNKNOWN) & (end < start)


def numbered(day: date | None) -> int:
    return day.toordinal() if day else UNKNOWN
