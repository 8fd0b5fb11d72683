"""Quarters of a year, as the tables of participation count them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Self

from django.utils import timezone

CODE = re.compile(r"(20\d\d)-Q([1-4])")


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    year: int
    number: int  # 1 to 4

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.year, (day.month + 2) // 3)

    @classmethod
    def now(cls) -> Self:
        return cls.of(timezone.localdate())

    @classmethod
    def read(cls, code: str) -> Self | None:
        """ "2026-Q3"; None for anything else and for what is still to come."""
        found = CODE.fullmatch(code)
        quarter = cls(int(found[1]), int(found[2])) if found else None
        return quarter if quarter and quarter <= cls.now() else None

    @property
    def first_day(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def start(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.first_day, time()))

    @property
    def end(self) -> datetime:
        """The first moment after it."""
        return self.next().start

    @property
    def last_day(self) -> date:
        return self.next().first_day - timedelta(days=1)

    @property
    def code(self) -> str:
        return f"{self.year}-Q{self.number}"

    @property
    def is_over(self) -> bool:
        return self < self.now()

    def next(self) -> "Quarter":
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    def before(self) -> "Quarter":
        return Quarter(self.year - (self.number == 1), (self.number - 2) % 4 + 1)

    def __str__(self) -> str:
        return f"Q{self.number} {self.year}"


def latest(number: int, last: Quarter | None = None) -> list[Quarter]:
    """So many quarters up to the last one, in order of time."""
    found = [last or Quarter.now()]
    while len(found) < number:
        found.append(found[-1].before())
    return found[::-1]


def since(first: Quarter) -> Iterator[Quarter]:
    quarter = first
    while quarter <= Quarter.now():
        yield quarter
        quarter = quarter.next()
