"""Whether two projects that become one state the same money: asked where what they state is near each other, and of two
that are related as one project wherever both state some.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.http import QueryDict

from partners.text import money
from projects import provisional
from projects.rates import about_usd
from projects.restoring import Row

if TYPE_CHECKING:
    from .choosing import RowChoice

NEAR = Decimal("0.9")  # of the larger sum the smaller is at least this share: "up to a tenth larger" in detection
KEPT, OTHER, BOTH = ANSWERS = ("kept", "other", "both")
Pair = tuple[list[Row], list[Row]]  # amounts of the one that stays, and of the other


@dataclass(frozen=True, slots=True)
class MoneyQuestion:
    """Asked of amounts of the one and of the other, which then are not ticked one by one."""

    name: str  # in the form
    answer: str  # empty before it is given
    ours: "list[RowChoice]"
    theirs: "list[RowChoice]"
    is_near: bool  # both state about the same

    @property
    def is_answered(self) -> bool:
        return bool(self.answer)

    @property
    def choices(self) -> list[tuple[str, str]]:
        """What may be answered, and what is kept then."""
        kept = {KEPT: self.ours, OTHER: self.theirs, BOTH: [*self.ours, *self.theirs]}
        return [(answer, in_words(rows)) for answer, rows in kept.items()]


def alike(ours: list[Row], theirs: list[Row], *, are_one: bool = False) -> Iterator[Pair]:
    """All amounts of the one and all of the other, if the sums are near; else each with the nearest one that is. Of two
    that are one project besides what is left, first by who gives it.
    """
    if is_near(ours, theirs):
        yield ours, theirs
        return
    own, left = [], list(theirs)
    for row in ours:
        nearest = max(left, key=lambda other: nearness([row], [other]), default=None)
        if nearest and is_near([row], [nearest]):
            left.remove(nearest)
            yield [row], [nearest]
        else:
            own.append(row)
    if are_one:
        yield from by_giver(own, left)


def by_giver(ours: list[Row], theirs: list[Row]) -> Iterator[Pair]:
    """What the same partner gives; then all that no partner gives in both."""
    both = {row["partner_id"] for row in ours} & {row["partner_id"] for row in theirs}
    for giver in sorted(both):
        yield [row for row in ours if row["partner_id"] == giver], [row for row in theirs if row["partner_id"] == giver]
    own, left = ([row for row in rows if row["partner_id"] not in both] for rows in (ours, theirs))
    if own and left:
        yield own, left


def is_near(ours: list[Row], theirs: list[Row]) -> bool:
    return nearness(ours, theirs) >= NEAR


def nearness(ours: list[Row], theirs: list[Row]) -> Decimal:
    """The smaller sum as a share of the larger, in the currency of all, else in US dollars; 0 where it is not known."""
    value = stated if len({row["currency"] for row in (*ours, *theirs)}) == 1 else usd_of
    if any(value(row) is None for row in (*ours, *theirs)):
        return Decimal(0)
    smaller, larger = sorted(sum((value(row) or Decimal(0) for row in rows), Decimal(0)) for rows in (ours, theirs))
    return smaller / larger if larger else Decimal(0)


def stated(row: Row) -> Decimal:
    return Decimal(str(row["amount"]))


def usd_of(row: Row) -> Decimal | None:
    """Provisionally, where there is no rate of its month yet; None where no rate stands in."""
    if row["usd"] is not None:
        return Decimal(str(row["usd"]))
    return about_usd(stated(row), row["currency"], date.fromisoformat(str(row["committed_on"])))


@dataclass(frozen=True, slots=True)
class Total:
    """US dollars of some amounts."""

    usd: Decimal | None  # of those that have a rate, or for which one stands in; None where none has
    is_all: bool
    is_provisional: bool

    @classmethod
    def of(cls, rows: Iterable[Row]) -> "Total":
        rows = list(rows)
        known = [usd for row in rows if (usd := usd_of(row)) is not None]
        is_provisional = any(row["usd"] is None and usd_of(row) is not None for row in rows)
        return cls(sum(known, Decimal(0)) if known or not rows else None, len(known) == len(rows), is_provisional)

    def __str__(self) -> str:
        """Such as "about US$ 1 200 at the latest rates"."""
        if self.usd is None:
            return "not known in US dollars"
        return provisional.in_words(self.usd, self.is_all) if self.is_provisional else money(self.usd)

    def beyond(self, other: "Total") -> "Total | None":
        """By how much it is more."""
        more = (self.usd or Decimal(0)) - (other.usd or Decimal(0))
        return Total(more, self.is_all, self.is_provisional or other.is_provisional) if more > 0 else None


def in_words(rows: "list[RowChoice]") -> str:
    words, own = " + ".join(row.words for row in rows), [row.row for row in rows]
    total, is_said = Total.of(own), len(rows) == 1 and own[0]["currency"] == "USD"
    return words if is_said or not total.is_all else f"{words}: {total}"


# -- In the form -------------------------------------------------------------------------------------------------------
def name_of(pair: Pair) -> str:
    return f"money-{pair[0][0]['id']}"


def answer_to(pair: Pair, data: QueryDict | None) -> str:
    """Empty unless somebody chose: no form says beforehand that it is the same."""
    said = "" if data is None else data.get(name_of(pair), "")
    return said if said in ANSWERS else ""
