"""Alerts as an evaluator counts them: how old, how soon answered and decided, with what outcome. Nothing is stored.

Everything is counted within the alerts of which the reader sees both sides, as in the file of them; those that wait are
counted as the queue shows them, to which their numbers lead. Days are whole and parts of days, from the moment of the
alert.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import (
    Aggregate,
    Case,
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.functions import Greatest, Least, TruncQuarter
from django.utils import timezone

from adam.people.quarters import Quarter
from duplication.models import Alert, AlertQuerySet, Position, Verdict
from duplication.models.alert import CASE_LABELS, case_in
from duplication.queue import filters
from partners.models import User

AGES = (None, *(int(days) for days, _ in filters.AGES))
DAY = timedelta(days=1)


class Median(Aggregate):
    """The middle of the values that are there, in between where they are an even number."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


@dataclass(frozen=True, slots=True)
class Answered:
    """The alerts raised in one quarter. Medians are in days: of answers so far, and of verdicts where one stands."""

    quarter: Quarter
    raised: int = 0
    withdrawn: int = 0
    decided: int = 0
    open: int = 0
    first_answer: float | None = None
    both_answers: float | None = None
    verdict: float | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """One outcome of verdicts given by people: in each quarter, and in all of them."""

    label: str
    numbers: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.numbers)


# -- Open ones ---------------------------------------------------------------------------------------------------------
def waiting(user: User) -> list[tuple[str, str, list[tuple[int | None, int]]]]:
    """Of each kind of overlap: its code, its name, and how many open alerts are older than each of AGES."""
    older = {f"older_{days}": Count("pk", filter=Q(raised_at__lt=timezone.now() - days * DAY)) for days in AGES if days}
    found = (
        Alert.objects.visible_to(user)
        .open()
        .order_by()
        .values(case=case_in())
        .annotate(older_None=Count("pk"), **older)
    )
    by_kind: dict[str, dict[str, Any]] = {row["case"]: dict(row) for row in found}
    return [
        (kind, label, [(days, by_kind.get(kind, {}).get(f"older_{days}", 0)) for days in AGES])
        for kind, label in CASE_LABELS.items()
    ]


# -- Time to answer ----------------------------------------------------------------------------------------------------
def first_said(side: str) -> Subquery:
    """When the partner of this side first took a position."""
    said = Position.objects.filter(alert=OuterRef("pk"), partner=OuterRef(f"{side}__partner")).order_by()
    return Subquery(said.values("alert").annotate(at=Min("created_at")).values("at"))


def first_decided() -> Subquery:
    """When a person first decided."""
    given = Verdict.objects.given().meant().filter(alert=OuterRef("pk")).order_by()
    return Subquery(given.values("alert").annotate(at=Min("created_at")).values("at"))


def timed(alerts: AlertQuerySet) -> QuerySet[Alert, Any]:
    """With the moments of the partners' first answers, of the first and of both, and of the first verdict."""
    found = alerts.annotate(said_first=first_said("first"), said_second=first_said("second"), ruled=first_decided())
    both = Case(When(said_first__isnull=False, said_second__isnull=False, then=Greatest("said_first", "said_second")))
    return found.annotate(said_one=Least("said_first", "said_second"), said_both=both)


def after(moment: str) -> ExpressionWrapper:
    return ExpressionWrapper(F(moment) - F("raised_at"), output_field=DurationField())


def answered(user: User, quarters: Sequence[Quarter]) -> list[Answered]:
    """One a quarter, the latest first."""
    standing = Verdict.objects.standing().filter(alert=OuterRef("pk")).order_by().values("pk")
    seen = Alert.objects.seen_in_full_by(user)
    raised = seen.filter(raised_at__gte=quarters[0].start, raised_at__lt=quarters[-1].end)
    found = timed(raised).annotate(
        quarter=TruncQuarter("raised_at"), standing=Subquery(standing[:1]),
        to_one=after("said_one"), to_both=after("said_both"), to_verdict=after("ruled"),
    )  # fmt: skip
    decided = Q(withdrawn_at__isnull=True, standing__isnull=False)
    rows = found.order_by().values("quarter").annotate(
        raised=Count("pk"),
        withdrawn=Count("pk", filter=Q(withdrawn_at__isnull=False)),
        decided=Count("pk", filter=decided),
        one=Median("to_one"), both=Median("to_both"), verdict=Median("to_verdict", filter=decided),
    )  # fmt: skip
    known = {Quarter.of(timezone.localdate(row["quarter"])): row for row in rows}
    return [counted(quarter, dict(known[quarter])) if quarter in known else Answered(quarter) for quarter in quarters][
        ::-1
    ]


def counted(quarter: Quarter, row: dict[str, Any]) -> Answered:
    waiting = row["raised"] - row["withdrawn"] - row["decided"]
    numbers = (row["raised"], row["withdrawn"], row["decided"], waiting)
    return Answered(quarter, *numbers, *(days(row[name]) for name in ("one", "both", "verdict")))


def days(time: timedelta | None) -> float | None:
    return None if time is None else round(time / DAY, 1)


# -- Verdicts ----------------------------------------------------------------------------------------------------------
def outcomes(user: User, quarters: Sequence[Quarter]) -> list[Outcome]:
    """Verdicts given by people in these quarters, also those that were reopened since; then the reopened ones."""
    given = Verdict.objects.given().meant().filter(
        alert__in=Alert.objects.seen_in_full_by(user).order_by().values("pk"),
        created_at__gte=quarters[0].start, created_at__lt=quarters[-1].end,
    )  # fmt: skip
    rows = given.annotate(quarter=TruncQuarter("created_at")).order_by().values_list("outcome", "quarter")
    found = {
        (outcome, Quarter.of(at)): numbers
        for outcome, at, *numbers in rows.annotate(given=Count("pk"), again=Count("reopening"))
    }
    listed = [
        Outcome(str(label), tuple(found.get((value, quarter), (0, 0))[0] for quarter in quarters))
        for value, label in Verdict.Outcome.choices
    ]
    again = [sum(found.get((value, quarter), (0, 0))[1] for value in Verdict.Outcome.values) for quarter in quarters]
    return [*listed, Outcome("Of these reopened since", tuple(again))]


# -- Restricted projects told while typing -----------------------------------------------------------------------------
def hints() -> QuerySet[User]:
    """Who was told of them within a month: for how many titles, of how many projects, when last. Most titles first."""
    lately = User.objects.filter(hints__given_at__gt=timezone.now() - 30 * DAY)
    counted = lately.annotate(
        titles=Count("hints__title_hash", distinct=True),
        others=Count("hints__other", distinct=True),
        last=Max("hints__given_at"),
    )
    return counted.select_related("partner").order_by("-titles", "pk")
