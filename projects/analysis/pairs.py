"""The pairs of projects behind net totals, for people: what counts where, and how much is taken away from which."""

from dataclasses import dataclass
from decimal import Decimal

from partners.models import Partner
from projects.models import Project

from .rounding import apportioned
from .tables import Table

PAIRS_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Pair:
    kept: Project
    project: Project
    giver: Partner | None  # None: the whole project is counted once
    amount: Decimal  # US dollars

    @property
    def why(self) -> str:
        """What is the same as a third one is the same as another that is: nobody need have said so of the two."""
        if self.giver:
            return f"Co-funded: money of {self.giver} stands in both"
        return "Related as the same project, these two or each to a third"


@dataclass(frozen=True, slots=True)
class Pairs:
    shown: list[Pair]
    number: int

    @property
    def left_out(self) -> int:
        return self.number - len(self.shown)


def pairs_of(table: Table, most: int = PAIRS_SHOWN) -> Pairs | None:
    """Three queries at most; of projects that the filter let through, so that the reader sees them all."""
    taken = [one for one in table.taken if table.question.is_money or one.partner is None]
    if not taken:
        return None
    exact = [one.cents for one in taken]
    together = table.taken_together if table.question.is_money else None
    cents = apportioned(int(together * 100) if together is not None else round(sum(exact)), exact)
    shown = sorted(zip(taken, cents, strict=True), key=lambda pair: -pair[1])[:most]
    numbers = {number for one, _ in shown for number in (one.kept, one.project)}
    projects = Project.objects.select_related("partner").in_bulk(numbers)
    partners = Partner.objects.in_bulk({one.partner for one, _ in shown if one.partner})
    return Pairs(
        [
            Pair(
                projects[one.kept],
                projects[one.project],
                partners[one.partner] if one.partner else None,
                Decimal(amount).scaleb(-2),
            )
            for one, amount in shown
        ],
        len(taken),
    )
