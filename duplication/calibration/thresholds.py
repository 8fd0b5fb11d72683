"""What each choice of threshold would do: to the alerts that are open, and to the verdicts of the past.

In: the alerts with their match weights and verdicts; out: a row for each choice, by case. Pairs below the threshold in
use are no alerts, or withdrawn ones: how many a lower one would add is counted apart (`below`).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import floor

from django.db.models import Case, Exists, F, OuterRef, Subquery, Value, When

from duplication.matching.kinds import OWN_DOUBLE, Kind, case_of
from duplication.matching.scoring import STALE
from duplication.matching.scoring import Calibration as Table
from duplication.models import Alert, Verdict
from duplication.presentation.evidence import signed
from duplication.presentation.waterfall import chance

from .examples import NO_EVIDENCE

STEPS = (-3, -2, -1, 0, 1, 2, 3, 4)  # choices, in points of weight from the threshold in use
Below = Counter[int]  # pairs that are no alerts, by how many hundredths of a point they lie below, rounded up
Lower = dict[str, Below]  # by case
Near = dict[str, list[tuple[int, int, int]]]  # by case: how far below in hundredths, and the two projects
LABELS = {
    "same_project": "Same project reported twice",
    "same_work": "Same work funded twice",
    "complementary": "Complementary work",
    "timing_clash": "Timing clash",
    OWN_DOUBLE: "One partner's project entered twice",
}


@dataclass(frozen=True, slots=True)
class Judged:
    """An alert as far as a threshold is concerned."""

    pk: int
    pair: tuple[int, int]
    case: str
    weight: float  # before a record that nobody confirms weakens it: that never hides an alert
    is_open: bool
    is_withdrawn: bool  # and without a verdict that stands
    is_overlap: bool | None  # by its verdict; None where there is none, or one that says nothing of the two


@dataclass(frozen=True, slots=True)
class Choice:
    threshold: float
    is_used: bool
    chance: str
    open: int | None  # alerts that reach it, without a verdict; None where it is not counted
    raised: int  # verdicts of the past whose alert would have been raised
    useful: int  # of those, the ones that found an overlap
    missed: int  # overlaps of the past whose alert would not have been raised

    @property
    def value(self) -> str:
        return f"{self.threshold:g}"

    @property
    def label(self) -> str:
        return signed(self.threshold)

    @property
    def percent(self) -> int | None:
        return round(100 * self.useful / self.raised) if self.raised else None


@dataclass(frozen=True, slots=True)
class Setting:
    """One case with its choices."""

    case: str
    choices: list[Choice]

    @property
    def label(self) -> str:
        return LABELS[self.case]

    below: int  # open alerts that weakened to below the threshold in use, and stay for the time being

    @property
    def verdicts(self) -> int:
        return max(choice.raised + choice.missed for choice in self.choices)


def settings_of(used: Table, lower: Lower | None) -> list[Setting]:
    return [
        Setting(
            case,
            choices(alerts, used.thresholds[case], None if lower is None else lower.get(case, Below())),
            sum(one.is_open and one.weight < used.thresholds[case] for one in alerts),
        )
        for case, alerts in by_case().items()
    ]


def by_case() -> dict[str, list[Judged]]:
    found: dict[str, list[Judged]] = {case: [] for case in LABELS}
    for one in judged():
        found[one.case].append(one)
    return found


def choices(alerts: Sequence[Judged], used: float, lower: Below | None) -> list[Choice]:
    rows = []
    for step in STEPS:
        threshold = used + step
        above = [one for one in alerts if one.weight >= threshold]
        added = come(lower, -step) if step < 0 else 0
        number = None if added is None else sum(one.is_open for one in above) + added
        said = [one.is_overlap for one in above if one.is_overlap is not None]
        overlaps = sum(one.is_overlap is True for one in alerts)
        row = Choice(threshold, step == 0, chance(threshold), number, len(said), sum(said), overlaps - sum(said))
        rows.append(row)
    return rows


def come(lower: Below | None, points: float) -> int | None:
    """Alerts that a threshold so much lower would add; None where that is not counted."""
    if lower is None or points > -min(STEPS):
        return None
    most = floor(round(100 * points, 6))
    return sum(number for short, number in lower.items() if short <= most)


def judged() -> list[Judged]:
    """Every alert. One query, of plain values."""
    latest = Verdict.objects.meant().filter(alert=OuterRef("pk")).order_by("-created_at", "-pk")
    stale = Case(When(contributions__contains=[{"field": "freshness"}], then=Value(-STALE)), default=Value(0.0))
    rows = Alert.objects.annotate(
        outcome=Subquery(latest.values("outcome")[:1]),
        reason=Subquery(latest.values("reason")[:1]),
        stands=Exists(Verdict.objects.standing().filter(alert=OuterRef("pk"))),
        weight=F("match_weight") + stale,
        own=Case(When(first__partner=F("second__partner"), then=Value(True)), default=Value(False)),
    ).values_list("pk", "first", "second", "kind", "own", "weight", "withdrawn_at", "stands", "outcome", "reason")
    return [
        Judged(
            pk, (first, second), case_of(Kind(kind), own), weight, withdrawn is None and not stands,
            withdrawn is not None and not stands, overlap(outcome, reason),
        )
        for pk, first, second, kind, own, weight, withdrawn, stands, outcome, reason in rows
    ]  # fmt: skip


def overlap(outcome: str | None, reason: str | None) -> bool | None:
    if outcome is None or reason in NO_EVIDENCE:
        return None
    return outcome != Verdict.Outcome.NOT_OVERLAP
