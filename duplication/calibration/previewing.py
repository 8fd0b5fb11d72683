"""What thresholds that somebody typed in would do, said before they are in use: a change for each case that differs.

In: the table in use, the thresholds, and what was counted below them; out: alerts that would go and come, and the
verdicts of the past that would not have been asked for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from duplication.matching.scoring import Calibration as Table
from duplication.presentation.evidence import signed
from partners.text import plural

from .thresholds import LABELS, Below, Judged, Lower, by_case, come


@dataclass(frozen=True, slots=True)
class Change:
    case: str
    before: float
    after: float
    open: int  # alerts, before
    go: int  # of those, the ones that would be withdrawn
    come: int | None  # alerts that would be raised; None where that is not counted
    verdicts: int  # of the past, on alerts that reach the threshold in use
    lost_overlaps: int  # of those below the new one: confirmed overlaps
    lost_rejected: int  # and pairs that were found to be none

    @property
    def label(self) -> str:
        return LABELS[self.case]

    @property
    def value(self) -> str:
        return str(self.after)

    @property
    def lost(self) -> int:
        return self.lost_overlaps + self.lost_rejected

    @property
    def is_lower(self) -> bool:
        return self.after < self.before

    @property
    def words(self) -> str:
        return f"from {signed(self.before)} to {signed(self.after)}"


@dataclass(frozen=True, slots=True)
class Preview:
    changes: list[Change]

    @property
    def go(self) -> int:
        return sum(one.go for one in self.changes)

    @property
    def come(self) -> int | None:
        """None as soon as one of them is not counted."""
        counted = [one.come for one in self.changes]
        return None if None in counted else sum(one or 0 for one in counted)

    @property
    def deed(self) -> str:
        """What the button does, in words."""
        follow = []
        if self.go:
            follow.append(f"withdraw {plural(self.go, 'alert')}")
        if self.come:
            follow.append(f"raise {plural(self.come, 'alert')}")
        return f"Use these thresholds: {' and '.join(follow)}" if follow else "Use these thresholds"


def preview(used: Table, thresholds: Mapping[str, float], lower: Lower | None) -> Preview:
    typed = {case: thresholds.get(case, used.thresholds[case]) for case in LABELS}
    differing = {case: value for case, value in typed.items() if value != used.thresholds[case]}
    alerts = by_case() if differing else {}
    return Preview(
        [
            change(
                case, alerts[case], used.thresholds[case], value, None if lower is None else lower.get(case, Below())
            )
            for case, value in differing.items()
        ]
    )


def change(case: str, alerts: Sequence[Judged], before: float, after: float, lower: Below | None) -> Change:
    is_open = [one for one in alerts if one.is_open]
    said = [one for one in alerts if one.is_overlap is not None and one.weight >= before]
    lost = [one.is_overlap is True for one in said if one.weight < after]
    return Change(
        case, before, after,
        open=len(is_open),
        go=sum(one.weight < after for one in is_open) if after > before else 0,
        come=come(lower, before - after) if after < before else 0,
        verdicts=len(said),
        lost_overlaps=sum(lost),
        lost_rejected=len(lost) - sum(lost),
    )  # fmt: skip
