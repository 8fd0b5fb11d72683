"""What an IATI activity says, in one shape for versions 1.01 to 2.03: plain records without Django."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

Texts = dict[str, str]  # language -> text; "" where none is stated


class Refused(Exception):
    """A file that cannot be read as a whole. The message is a sentence for the person who runs the import."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something kept as published that has no place among the fields: its kind, summed in reports, and the detail."""

    kind: str
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.kind}: {self.detail}" if self.detail else self.kind


@dataclass(frozen=True, slots=True)
class Rejected:
    """One activity that cannot be taken, and why."""

    line: int
    identifier: str
    reason: str


@dataclass(frozen=True, slots=True)
class Description:
    type: str  # 1 general, 2 objectives, 3 target groups, 4 other
    texts: Texts


@dataclass(frozen=True, slots=True)
class ActivityDate:
    kind: str  # start-planned, start-actual, end-planned, end-actual
    text: str
    day: date | None  # None: the text is no date


@dataclass(frozen=True, slots=True)
class Area:
    """A recipient country or region with its share of the money in per cent."""

    code: str
    name: str = ""
    percentage: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Sector:
    vocabulary: str  # as in IATI 2: 1 DAC five digits, 2 DAC three digits, 99 the publisher's own
    code: str
    name: str = ""
    percentage: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Participant:
    role: str  # 1 funding, 2 accountable, 3 extending, 4 implementing, b beneficiary; other words as published
    name: str
    ref: str = ""
    type: str = ""
    also: tuple[str, ...] = ()  # the name in other languages


@dataclass(frozen=True, slots=True)
class Amount:
    kind: str  # commitment, budget, disbursement (with expenditure), planned disbursement
    currency: str
    value: Decimal
    day: date | None


@dataclass(frozen=True, slots=True)
class Identifier:
    owner: str
    value: str
    type: str = ""


@dataclass(frozen=True, slots=True)
class Related:
    ref: str
    type: str  # 1 parent, 2 child, 3 sibling, 4 co-funded, 5 third party's report


@dataclass(frozen=True, slots=True)
class DocumentLink:
    url: str
    title: str = ""
    format: str = ""
    category: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Location:
    name: str
    latitude: Decimal | None = None
    longitude: Decimal | None = None


@dataclass(frozen=True, slots=True)
class IatiActivity:
    identifier: str
    titles: Texts
    descriptions: tuple[Description, ...] = ()
    language: str = ""
    status: str = ""
    dates: tuple[ActivityDate, ...] = ()
    countries: tuple[Area, ...] = ()
    regions: tuple[Area, ...] = ()
    sectors: tuple[Sector, ...] = ()
    participants: tuple[Participant, ...] = ()
    amounts: tuple[Amount, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    related: tuple[Related, ...] = ()
    documents: tuple[DocumentLink, ...] = ()
    locations: tuple[Location, ...] = ()
    markers: tuple[str, ...] = ()
    flows: tuple[str, ...] = ()
    codes: dict[str, str] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()
    last_updated: datetime | None = None
    line: int = 0

    def day(self, edge: str) -> date | None:
        """The actual date of this edge, "start" or "end", else the planned one."""
        days = {dated.kind: dated.day for dated in self.dates if dated.day}
        return days.get(f"{edge}-actual") or days.get(f"{edge}-planned")


def prefer(texts: Texts, language: str) -> tuple[str, str]:
    """Language and text to show: English where there is one, else the activity's own language, else the first."""
    for wanted in ("en", language):
        if texts.get(wanted):
            return wanted, texts[wanted]
    return next(iter(texts.items()), (language, ""))


def merged(amounts: Iterable[Amount]) -> tuple[Amount, ...]:
    """Amounts of one kind, currency and day added up, in a fixed order."""
    sums: dict[tuple[str, str, date | None], Decimal] = {}
    for amount in amounts:
        key = (amount.kind, amount.currency, amount.day)
        sums[key] = sums.get(key, Decimal(0)) + amount.value
    ordered = sorted(sums.items(), key=lambda item: (item[0][0], item[0][1], item[0][2] or date.min))
    return tuple(Amount(kind, currency, value, day) for (kind, currency, day), value in ordered)
