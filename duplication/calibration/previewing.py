"""What thresholds that somebody typed in would do, said before they are in use: a change for each case that differs.

In: the table in use, the thresholds, and what was counted below them; out: alerts that would go, come and come back,
and the verdicts of the past that would not have been asked for. What an alert says decides nothing here: its two
projects are weighed as the next check would weigh them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from duplication.alerts import changed_since_judged
from duplication.detection import Findings, told_by
from duplication.matching.kinds import case_of
from duplication.matching.scoring import Calibration as Table
from duplication.models import Alert
from duplication.presentation.evidence import signed
from partners.text import plural

from .below import Counted
from .thresholds import LABELS, Below, Judged, by_case, come

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a check would find of alerts that the new table could take away or bring back."""

    findings: Findings
    kept: frozenset[int]  # alerts that wait for a verdict whatever is found, since they had one

    @classmethod
    def by(cls, table: Table, alerts: Sequence[Judged]) -> Self:
        findings = told_by([one.pair for one in alerts], table)
        gone = Alert.objects.filter(pk__in=[one.pk for one in alerts if one.is_open and one.pair not in findings])
        present = {(alert.first_id, alert.second_id): alert for alert in gone.defer("contributions")}
        kept = changed_since_judged(present, findings, ())
        return cls(findings, frozenset(present[pair].pk for pair in kept))

    def case(self, alert: Judged) -> str | None:
        """That of which it would be told; None where it would not be."""
        finding = self.findings.get(alert.pair)
        return case_of(finding.kind, finding.same_partner) if finding else None


@dataclass(frozen=True, slots=True)
class Change:
    case: str
    before: float
    after: float
    open: int  # alerts, before
    reach: int  # of them, those that reach the new threshold
    go: tuple[int, ...]  # numbers of those that would be withdrawn
    kept: tuple[int, ...]  # of those that would, were they not decided on before
    other: tuple[int, ...]  # of those that would stay as another kind of overlap
    come: int | None  # pairs that would become alerts, or again be ones; None where that is not counted
    near: tuple[Pair, ...]  # those of them that are known by name, the nearest to the threshold in use first
    back: tuple[int, ...]  # withdrawn alerts that would be told again
    verdicts: int  # of the past, on alerts that reach the threshold in use
    lost_overlaps: tuple[int, ...]  # alerts of those below the new one: confirmed overlaps
    lost_rejected: tuple[int, ...]  # and pairs that were found to be none

    @property
    def label(self) -> str:
        return LABELS[self.case]

    @property
    def lost(self) -> int:
        return len(self.lost_overlaps) + len(self.lost_rejected)

    @property
    def is_lower(self) -> bool:
        return self.after < self.before

    @property
    def words(self) -> str:
        return f"from {signed(self.before)} to {signed(self.after)}" if self.after != self.before else "as it is"


@dataclass(frozen=True, slots=True)
class Preview:
    changes: list[Change]
    thresholds: Mapping[str, float]  # all of them, as typed

    @property
    def go(self) -> int:
        return sum(len(one.go) for one in self.changes)

    @property
    def back(self) -> int:
        """Where not all that come are counted."""
        return sum(len(one.back) for one in self.changes if one.come is None)

    @property
    def come(self) -> int | None:
        """None as soon as one of them is not counted."""
        counted = [one.come for one in self.changes]
        return None if None in counted else sum(one or 0 for one in counted)

    @property
    def values(self) -> list[tuple[str, str]]:
        return [(case, str(value)) for case, value in self.thresholds.items()]

    @property
    def deed(self) -> str:
        """What the button does, in words."""
        follow = []
        if self.go:
            follow.append(f"withdraw {plural(self.go, 'alert')}")
        if self.back:
            follow.append(f"bring back {plural(self.back, 'alert')}")
        if self.come:
            follow.append(f"raise {plural(self.come, 'alert')}")
        return f"Use these thresholds: {' and '.join(follow)}" if follow else "Use these thresholds"


def preview(used: Table, thresholds: Mapping[str, float], counted: Counted) -> Preview:
    typed = {case: thresholds.get(case, used.thresholds[case]) for case in LABELS}
    if all(value == used.thresholds[case] for case, value in typed.items()):
        return Preview([], typed)
    alerts = by_case()
    weighed = Weighed.by(Table(used.priors, typed, used.weights), list(in_question(alerts, used.thresholds, typed)))
    changes = [change(case, alerts, used.thresholds[case], value, counted, weighed) for case, value in typed.items()]
    # An alert that weakened below its threshold stays while a table is in use, and goes with the next one.
    return Preview([one for one in changes if one.after != one.before or one.go], typed)


def in_question(
    alerts: Mapping[str, Sequence[Judged]], before: Mapping[str, float], after: Mapping[str, float]
) -> Iterator[Judged]:
    """Open ones below their new threshold; and those withdrawn, where one of the thresholds is lower."""
    is_lower = any(after[case] < before[case] for case in after)
    for case, some in alerts.items():
        yield from (
            one for one in some if (one.is_open and one.weight < after[case]) or (one.is_withdrawn and is_lower)
        )


def change(
    case: str,
    alerts: Mapping[str, Sequence[Judged]],
    before: float,
    after: float,
    counted: Counted,
    weighed: Weighed,
) -> Change:
    waiting = [one for one in alerts[case] if one.is_open]
    short = [one for one in waiting if one.weight < after]
    unfound = [one.pk for one in short if weighed.case(one) is None]
    other = [one.pk for one in short if weighed.case(one) not in (None, case)]
    withdrawn = [one for some in alerts.values() for one in some if one.is_withdrawn]
    said = [one for one in alerts[case] if one.is_overlap is not None and one.weight >= before]
    lost = [one for one in said if one.weight < after]
    lower = None if counted.lower is None else counted.lower.get(case, Below())
    points = round(100 * (before - after), 6)
    near = (counted.near or {}).get(case, [])
    return Change(
        case, before, after,
        open=len(waiting),
        reach=len(waiting) - len(unfound) - len(other),
        go=tuple(pk for pk in unfound if pk not in weighed.kept),
        kept=tuple(pk for pk in unfound if pk in weighed.kept),
        other=tuple(other),
        come=come(lower, before - after) if after < before else 0,
        near=tuple((first, second) for lacking, first, second in near if lacking <= points),
        back=tuple(one.pk for one in withdrawn if weighed.case(one) == case) if after < before else (),
        verdicts=len(said),
        lost_overlaps=tuple(one.pk for one in lost if one.is_overlap),
        lost_rejected=tuple(one.pk for one in lost if not one.is_overlap),
    )  # fmt: skip
