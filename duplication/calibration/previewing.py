"""What thresholds that somebody typed in would do, said before they are in use: a change for each case that differs.

In: the table in use, the thresholds, and what was counted below them; out: alerts that would go, come and come back,
and the verdicts of the past that would not have been asked for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from duplication.matching.scoring import Calibration as Table
from duplication.presentation.evidence import signed
from partners.text import plural

from .below import Counted
from .thresholds import LABELS, Below, Judged, by_case, come

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Change:
    case: str
    before: float
    after: float
    open: int  # alerts, before
    go: tuple[int, ...]  # numbers of those that would be withdrawn
    come: int | None  # pairs that would become alerts, or again be ones; None where that is not counted
    near: tuple[Pair, ...]  # those of them that are known by name, the nearest to the threshold in use first
    back: tuple[int, ...]  # withdrawn alerts whose evidence, as it was, lies between the two thresholds
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
        if self.come:
            follow.append(f"raise {plural(self.come, 'alert')}")
        return f"Use these thresholds: {' and '.join(follow)}" if follow else "Use these thresholds"


def preview(used: Table, thresholds: Mapping[str, float], counted: Counted) -> Preview:
    typed = {case: thresholds.get(case, used.thresholds[case]) for case in LABELS}
    if all(value == used.thresholds[case] for case, value in typed.items()):
        return Preview([], typed)
    alerts = by_case()
    changes = [change(case, alerts[case], used.thresholds[case], value, counted) for case, value in typed.items()]
    # An alert that weakened below its threshold stays while a table is in use, and goes with the next one.
    return Preview([one for one in changes if one.after != one.before or one.go], typed)


def change(case: str, alerts: Sequence[Judged], before: float, after: float, counted: Counted) -> Change:
    waiting = [one for one in alerts if one.is_open]
    said = [one for one in alerts if one.is_overlap is not None and one.weight >= before]
    lost = [one for one in said if one.weight < after]
    lower = None if counted.lower is None else counted.lower.get(case, Below())
    points = round(100 * (before - after), 6)
    near = (counted.near or {}).get(case, [])
    return Change(
        case, before, after,
        open=len(waiting),
        go=tuple(one.pk for one in waiting if one.weight < after),
        come=come(lower, before - after) if after < before else 0,
        near=tuple((first, second) for short, first, second in near if short <= points),
        back=tuple(one.pk for one in alerts if one.is_withdrawn and after <= one.weight < before),
        verdicts=len(said),
        lost_overlaps=tuple(one.pk for one in lost if one.is_overlap),
        lost_rejected=tuple(one.pk for one in lost if not one.is_overlap),
    )  # fmt: skip
