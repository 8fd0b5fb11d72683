"""A project of the demonstration world as plain values, before it has anything to do with the database."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

AS_OF = date(2026, 11, 16)  # the day the world shows; what it calls running runs on that day


@dataclass(slots=True)
class Done:
    """An activity: type, quantity, unit, and where it takes place."""

    type: str
    quantity: int
    unit: str
    start: date | None = None
    end: date | None = None
    body: str = ""
    place: str = ""


@dataclass(slots=True)
class Money:
    partner: str
    amount: Decimal
    currency: str
    day: date


@dataclass(slots=True)
class Report:
    partner: str
    title: str
    objective: str
    start: date
    end: date
    countries: list[str]
    themes: list[str]
    reference: str = ""
    language: str = "en"
    status: str = "2"
    oda: str = "unknown"
    substances: list[str] = field(default_factory=lambda: ["opiates"])
    places: list[str] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)
    implementers: list[str] = field(default_factory=list)
    activities: list[Done] = field(default_factory=list)
    money: list[Money] = field(default_factory=list)
    identifiers: list[tuple[str, str]] = field(default_factory=list)
    visibility: str = "all"
    shared_with: list[str] = field(default_factory=list)
    draft: bool = False
    confirmed: datetime | None = None
    recorded: datetime | None = None
    work: int | None = None  # number of the line of work it was written from
    wording: tuple[int, int] = (0, 0)  # which title and text of it
    facts: dict[str, str] = field(default_factory=dict)  # what the wordings were filled in with

    @property
    def country(self) -> str:
        return self.countries[0]

    def meets(self, start: date, end: date) -> bool:
        return self.start <= end and start <= self.end


def together(first: Report, second: Report) -> bool:
    """Whether two reports of different partners would be taken for one work by anybody who compares the fields."""
    if first.partner == second.partner or not first.meets(second.start, second.end):
        return False
    if first.work is not None and first.work == second.work and first.country == second.country:
        return not _apart(first.places, second.places)
    same_spot = bool({*first.places} & {*second.places} or {*first.bodies} & {*second.bodies})
    return same_spot and bool({*first.themes} & {*second.themes})


def _apart(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    return bool(ours and theirs and not {*ours} & {*theirs})
