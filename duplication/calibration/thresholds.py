"""What each choice of threshold would do: to the alerts that are open, and to the verdicts of the past.

In: the alerts with their match weights and verdicts, counted by the database; out: a row for each choice, by case.
Pairs below the threshold in use are no alerts, or withdrawn ones: how many a lower one would add is counted apart
(`below`).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import floor
from typing import Any, Self

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    ExpressionWrapper,
    FloatField,
    IntegerField,
    OuterRef,
    Q,
    Value,
    When,
)
from django.db.models.functions import Cast, Floor, Greatest, Least

from duplication.matching.scoring import HAIR
from duplication.matching.scoring import Calibration as Table
from duplication.models import Alert, Verdict
from duplication.models.alert import CASE_LABELS, before_fading, case_in
from duplication.models.review import VerdictQuerySet
from duplication.presentation.evidence import signed
from duplication.presentation.waterfall import chance
from duplication.review.implying import NO_EVIDENCE
from partners.text import noun, plural

STEPS = (-3, -2, -1, 0, 1, 2, 3, 4)  # choices, in points of weight from the threshold in use
Below = Counter[int]  # pairs that are no alerts, by how many hundredths of a point they lie below, rounded up
Lower = dict[str, Below]  # by case
Near = dict[str, list[tuple[int, int, int]]]  # by case: how far below in hundredths, and the two projects


@dataclass(frozen=True, slots=True)
class Tally:
    """How many alerts of a case lie so many whole points above the threshold in use."""

    step: int
    number: int
    is_overlap: bool | None = None  # by the latest verdict; None of those that are open


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
    below: int  # open alerts that weakened to below the threshold in use, and stay for the time being

    @property
    def label(self) -> str:
        return CASE_LABELS[self.case]

    @property
    def hanging(self) -> str:
        """In a sentence, those that stay below; empty where there are none."""
        if not self.below:
            return ""
        number = self.below
        lies, it, waits = noun(number, "lies", "lie"), noun(number, "it", "they"), noun(number, "waits", "wait")
        return (
            f"{plural(number, 'more open alert')} {lies} below the threshold in use: {it} weakened since, or {waits} "
            f"for another verdict. When a threshold is moved, {it} {noun(number, 'is', 'are')} looked at again; what "
            "would happen is shown before."
        )

    @property
    def verdicts(self) -> int:
        return max(choice.raised + choice.missed for choice in self.choices)


@dataclass(frozen=True, slots=True)
class Counts:
    """The alerts and the verdicts of the past, each by case: asked for once, whatever is told of them."""

    waiting: Mapping[str, Sequence[Tally]]
    said: Mapping[str, Sequence[Tally]]

    @classmethod
    def by(cls, used: Table) -> Self:
        return cls(tallies(Alert.objects.open(), used), tallies(telling(), used, "alert__"))


def settings_of(used: Table, counts: Counts, lower: Lower | None) -> list[Setting]:
    added = {case: None if lower is None else lower.get(case, Below()) for case in CASE_LABELS}
    return [
        Setting(
            case,
            choices(counts.waiting[case], counts.said[case], used.thresholds[case], added[case]),
            sum(one.number for one in counts.waiting[case] if one.step < 0),
        )
        for case in CASE_LABELS
    ]


def choices(waiting: Sequence[Tally], said: Sequence[Tally], used: float, lower: Below | None) -> list[Choice]:
    rows, overlaps = [], [one for one in said if one.is_overlap]
    for step in STEPS:
        added = come(lower, -step) if step < 0 else 0
        number = None if added is None else counted(waiting, step) + added
        useful, threshold = counted(overlaps, step), used + step
        missed = sum(one.number for one in overlaps) - useful
        row = Choice(threshold, step == 0, chance(threshold), number, counted(said, step), useful, missed)
        rows.append(row)
    return rows


def counted(tallies: Iterable[Tally], step: int) -> int:
    """Those that reach it."""
    return sum(one.number for one in tallies if one.step >= step)


def come(lower: Below | None, points: float) -> int | None:
    """Alerts that a threshold so much lower would add; None where that is not counted."""
    if lower is None or points > -min(STEPS):
        return None
    most = floor(round(100 * points, 6))
    return sum(number for short, number in lower.items() if short <= most)


# -- Counted by the database: a register may have a hundred thousand alerts --------------------------------------------
def tallies(rows: Any, used: Table, path: str = "") -> dict[str, list[Tally]]:
    """By case, of alerts or, with a path to these, of verdicts that tell something."""
    found: dict[str, list[Tally]] = {case: [] for case in CASE_LABELS}
    above = before_fading(path) - by_case(used.thresholds) + Value(HAIR / 2)
    step = Greatest(Least(Floor(above), Value(float(max(STEPS)))), Value(min(STEPS) - 1.0))
    columns = ["case", "step", *(["is_overlap"] if path else [])]
    grouped = rows.order_by().annotate(case=case_in(path)).annotate(step=Cast(step, IntegerField())).values(*columns)
    for row in grouped.annotate(number=Count("pk")):
        found[row["case"]].append(Tally(row["step"], row["number"], row.get("is_overlap")))
    return found


def telling() -> VerdictQuerySet:
    """The latest verdict of each alert, where it says something of the two projects; adds `is_overlap`."""
    at, same = OuterRef("created_at"), Verdict.objects.meant().filter(alert=OuterRef("alert"))
    later = same.filter(Q(created_at__gt=at) | Q(created_at=at, pk__gt=OuterRef("pk")))
    said = Verdict.objects.meant().filter(~Exists(later)).exclude(reason__in=NO_EVIDENCE)
    return said.annotate(is_overlap=ExpressionWrapper(~Q(outcome=Verdict.Outcome.NOT_OVERLAP), BooleanField()))


def by_case(thresholds: Mapping[str, float]) -> Case:
    """Of rows that have their `case`."""
    return Case(*(When(case=case, then=Value(value)) for case, value in thresholds.items()), output_field=FloatField())
