"""A project as detection reads it: plain values, the texts already made comparable."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from operator import attrgetter
from typing import Any

from .bodies import Body
from .text import NO_TEXT, Text

Day = tuple[int, int, int]  # year, month and day; 0 for a day that is not told


@dataclass(frozen=True, slots=True)
class Activity:
    type: str  # code, such as A01
    quantity: float | None = None
    beneficiary: int | None = None
    place: int | None = None
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """One project. What is not stated is empty or None, and never counts for or against a match."""

    id: int | None = None
    partner: int | None = None
    title: Text = NO_TEXT
    description: Text = NO_TEXT
    countries: frozenset[str] = frozenset()  # ISO codes
    places: frozenset[int] = frozenset()
    themes: frozenset[str] = frozenset()  # such as T1.3
    purposes: frozenset[str] = frozenset()  # DAC/CRS codes
    activities: tuple[Activity, ...] = ()
    implementers: frozenset[str] = frozenset()  # folded names
    beneficiaries: frozenset[int] = frozenset()  # numbers, as of those of activities: `bodies.helped`
    bodies: frozenset[Body] = frozenset()  # what these, and those of activities, are called
    start: date | None = None
    end: date | None = None
    amount: float | None = None  # US dollars
    stated: tuple[str, float] | None = None  # the budget in its own currency, if it is in one
    reference: str = ""  # its number in the partner's own register, in lower case
    identifiers: frozenset[str] = frozenset()  # numbers in other registers, folded
    works: frozenset[tuple[str, str]] = frozenset()  # town and thing, for what the title says is done where
    things: frozenset[str] = frozenset()  # of the field, that the title names
    days_named: frozenset[Day] = frozenset()  # in title and description
    sums_named: frozenset[int] = frozenset()  # the same, in whatever currency, by their first figures
    language: str = ""
    is_stale: bool = False  # running, and not confirmed for half a year

    def __reduce__(self) -> tuple[Any, ...]:
        return restored, stated(self)

    def with_texts(self, title: Text, description: Text) -> "Record":
        """A copy, in half the time of `replace`."""
        values: list[Any] = [*stated(self)]
        values[2:4] = title, description
        return Record(*values)

    @property
    def activity_types(self) -> frozenset[str]:
        return frozenset(activity.type for activity in self.activities)

    @property
    def receivers(self) -> frozenset[int]:
        """Beneficiary bodies, whether named for the project or for one of its activities."""
        if not self.activities:
            return self.beneficiaries
        return self.beneficiaries | {a.beneficiary for a in self.activities if a.beneficiary is not None}

    @property
    def sites(self) -> frozenset[int]:
        if not self.activities:
            return self.places
        return self.places | {a.place for a in self.activities if a.place is not None}


stated = attrgetter(*Record.__slots__)  # all that a record states, in order


def restored(*values: Any) -> Record:
    """A record that came from another process. Sets that are equal become one: a register of records has few."""
    shared: list[Any] = [one(value) if isinstance(value, frozenset) else value for value in values]
    return Record(*shared)


@lru_cache(maxsize=50_000)
def one(values: frozenset[Any]) -> frozenset[Any]:
    return values
