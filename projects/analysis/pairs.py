"""The pairs of projects behind net totals, for people: what counts where, and how much is taken away from which."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from decimal import Decimal

from partners.models import Partner, User
from projects.models import Project

from .rounding import apportioned
from .tables import Table
from .totals import Taken

PAIRS_SHOWN = 50


@dataclass(frozen=True, slots=True)
class OwnAlert:
    """What was decided of the two themselves, or that it was not yet, where it is not that they are one."""

    text: str
    url: str


Numbers = tuple[int, int]  # of two projects, the lower one first


def nothing_decided(user: User, pairs: Collection[Numbers]) -> dict[Numbers, OwnAlert]:
    return {}


# Tells what the alerts of these say otherwise; set by whoever decides, when the applications are ready.
own_alert_finder: Callable[[User, Collection[Numbers]], dict[Numbers, OwnAlert]] = nothing_decided


@dataclass(frozen=True, slots=True)
class Pair:
    kept: Project
    project: Project
    giver: Partner | None  # None: the whole project is counted once
    amount: Decimal  # US dollars
    own_alert: OwnAlert | None = None

    @property
    def why(self) -> str:
        """What is the same as a third one is the same as another that is: nobody need have said so of the two."""
        if self.giver:
            return f"Co-funded: money of {self.giver} stands in both"
        return "Related as the same project, these two or each to a third"

    @property
    def why_in_full(self) -> str:
        return f"{self.why}. {self.own_alert.text}." if self.own_alert else self.why


@dataclass(frozen=True, slots=True)
class Pairs:
    shown: list[Pair]
    number: int

    @property
    def left_out(self) -> int:
        return self.number - len(self.shown)


def pairs_of(table: Table, user: User, most: int = PAIRS_SHOWN) -> Pairs | None:
    """Four queries at most; of projects that the filter let through, so that the reader sees them all."""
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
    said = {} if table.question.as_of else said_of([one for one, _ in shown if one.partner is None], user)
    return Pairs(
        [
            Pair(
                projects[one.kept],
                projects[one.project],
                partners[one.partner] if one.partner else None,
                Decimal(amount).scaleb(-2),
                None if one.partner else said.get(ordered(one)),
            )
            for one, amount in shown
        ],
        len(taken),
    )


def said_of(taken: Collection[Taken], user: User) -> dict[Numbers, OwnAlert]:
    """Alerts are those of today: of a past day none is told."""
    return own_alert_finder(user, [ordered(one) for one in taken]) if taken else {}


def ordered(one: Taken) -> Numbers:
    return min(one.kept, one.project), max(one.kept, one.project)
