"""Who gives how much: contributions taken together by partner, as stated and in US dollars."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from projects.analysis.rounding import apportioned
from projects.models import Contribution
from projects.provisional import in_words, together


@dataclass(frozen=True, slots=True)
class PartnerShare:
    partner: str
    stated: list[tuple[Decimal, str]]  # amount, currency
    usd: Decimal | None  # of what has a rate; None when nothing has
    percent: int | None  # of all that has a rate
    about: str  # what has none, in words, at the latest one


@dataclass(frozen=True, slots=True)
class Shares:
    partners: list[PartnerShare]
    total: Decimal | None  # US dollars of all that has a rate
    unrated: list[Contribution]

    @property
    def is_partial(self) -> bool:
        return bool(self.unrated)


def shares_of(contributions: Iterable[Contribution]) -> Shares:
    """Largest first; partners without any US dollar value come last. Percentages add up to 100."""
    by_partner: dict[str, list[Contribution]] = {}
    for contribution in contributions:
        by_partner.setdefault(str(contribution.partner), []).append(contribution)
    known = {name: total(rows) for name, rows in by_partner.items()}
    names = sorted(by_partner, key=lambda name: (known[name] is None, -(known[name] or 0), name))
    whole = sum((usd for usd in known.values() if usd is not None), Decimal(0))
    exact = [float(100 * (known[name] or 0) / whole) if whole else 0.0 for name in names]
    percents = apportioned(100, exact) if whole else [0] * len(names)
    rows = [
        PartnerShare(
            partner=name,
            stated=stated(by_partner[name]),
            usd=known[name],
            percent=percent if whole and known[name] is not None else None,
            about=about_usd(by_partner[name]),
        )
        for name, percent in zip(names, percents, strict=True)
    ]
    unrated = [row for own in by_partner.values() for row in own if row.usd is None]
    return Shares(rows, whole if any(usd is not None for usd in known.values()) else None, unrated)


def total(rows: list[Contribution]) -> Decimal | None:
    values = [row.usd for row in rows if row.usd is not None]
    return sum(values, Decimal(0)) if values else None


def stated(rows: list[Contribution]) -> list[tuple[Decimal, str]]:
    sums: dict[str, Decimal] = {}
    for row in rows:
        sums[row.currency] = sums.get(row.currency, Decimal(0)) + row.amount
    return [(amount, currency) for currency, amount in sorted(sums.items())]


def about_usd(rows: list[Contribution]) -> str:
    return in_words(*together((row.amount, row.currency, row.committed_on) for row in rows if row.usd is None))
