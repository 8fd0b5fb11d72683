"""What thresholds that somebody typed in would do, said before they are in use: a change for each case that differs.

In: the table in use, the thresholds, and what was counted below them; out: alerts that would go, come and come back,
and the verdicts of the past that would not have been asked for. What an alert says decides nothing here: its two
projects are weighed as the next check would weigh them. Of very many some are, evenly spread, and the numbers are
reckoned from these.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from django.db.models import Count, F, Value, Window
from django.db.models.functions import RowNumber

from duplication.alerts import changed_since_judged, own_pairs_about
from duplication.likeness import Findings, Pair, told_by
from duplication.matching.kinds import OWN_DOUBLE, case_of
from duplication.matching.scoring import Calibration as Table
from duplication.models import Alert
from duplication.models.alert import CASE_LABELS, before_fading, case_in
from duplication.presentation.evidence import signed
from duplication.review.positions import agreed_among
from partners.text import plural

from .below import Counted
from .thresholds import Below, Counts, by_case, come, telling

WEIGHED = 150  # alerts of a case, and as many withdrawn ones: a person waits for it
NAMED = 50  # verdicts of a case that would be lost, of each sort


@dataclass(frozen=True, slots=True)
class Judged:
    """An alert that the new table could take away or bring back."""

    pk: int
    pair: Pair
    case: str
    is_open: bool  # or withdrawn, without a verdict
    stands_for: float  # alerts: more than itself where not all of its case are weighed


@dataclass(frozen=True, slots=True)
class Some:
    """Numbers of some alerts, and how many there are."""

    pks: tuple[int, ...] = ()
    number: int = 0

    @classmethod
    def of(cls, alerts: Iterable[Judged]) -> Self:
        alerts = list(alerts)
        return cls(tuple(one.pk for one in alerts), round(sum(one.stands_for for one in alerts)))

    def __bool__(self) -> bool:
        return self.number > 0


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a check would find of alerts that the new table could take away or bring back."""

    findings: Findings
    kept: frozenset[int]  # alerts that wait for a verdict whatever is found, since they had one
    agreed: frozenset[int]  # of those of which it would not be told, where both partners see an overlap

    @classmethod
    def by(cls, table: Table, alerts: Sequence[Judged]) -> Self:
        own = {pk for one in alerts if one.case == OWN_DOUBLE for pk in one.pair}
        findings = told_by({one.pair for one in alerts} | own_pairs_about(own), table)  # with all that make a series
        gone = Alert.objects.filter(pk__in=[one.pk for one in alerts if one.is_open and one.pair not in findings])
        rows = gone.select_related("first", "second").defer("contributions")
        present = {(alert.first_id, alert.second_id): alert for alert in rows}
        kept = changed_since_judged(present, findings, ())
        agreed = agreed_among(list(present.values()))
        return cls(findings, frozenset(present[pair].pk for pair in kept), frozenset(one.pk for one in agreed))

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
    is_exact: bool  # whether all that might go or come back were weighed
    go: Some  # of those that would be withdrawn
    agreed: Some  # of these, those on which both partners see an overlap
    kept: Some  # of those that would, were they not decided on before
    other: Some  # of those that would stay as another kind of overlap
    come: int | None  # pairs that would become alerts, or again be ones; None where that is not counted
    near: tuple[Pair, ...]  # those of them that are known by name, the nearest to the threshold in use first
    back: Some  # withdrawn alerts that would be told again
    verdicts: int  # of the past, on alerts that reach the threshold in use
    lost_overlaps: Some  # alerts of those below the new one: confirmed overlaps
    lost_rejected: Some  # and pairs that were found to be none

    @property
    def label(self) -> str:
        return CASE_LABELS[self.case]

    @property
    def lost(self) -> int:
        return self.lost_overlaps.number + self.lost_rejected.number

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
    weighed: int = 0  # alerts

    @property
    def go(self) -> int:
        return sum(one.go.number for one in self.changes)

    @property
    def back(self) -> int:
        """Where not all that come are counted."""
        return sum(one.back.number for one in self.changes if one.come is None)

    @property
    def come(self) -> int | None:
        """None as soon as one of them is not counted."""
        counted = [one.come for one in self.changes]
        return None if None in counted else sum(one or 0 for one in counted)

    @property
    def is_exact(self) -> bool:
        return all(one.is_exact for one in self.changes)

    @property
    def values(self) -> list[tuple[str, str]]:
        return [(case, str(value)) for case, value in self.thresholds.items()]

    @property
    def deed(self) -> str:
        """What the button does, in words."""
        follow, about = [], "" if self.is_exact else "about "
        if self.go:
            follow.append(f"withdraw {about}{plural(self.go, 'alert')}")
        if self.back:
            follow.append(f"bring back {about}{plural(self.back, 'alert')}")
        if self.come:
            follow.append(f"raise {plural(self.come, 'alert')}")
        return f"Use these thresholds: {' and '.join(follow)}" if follow else "Use these thresholds"


def preview(used: Table, counts: Counts, thresholds: Mapping[str, float], counted: Counted) -> Preview:
    typed = {case: thresholds.get(case, used.thresholds[case]) for case in CASE_LABELS}
    if all(value == used.thresholds[case] for case, value in typed.items()):
        return Preview([], typed)
    alerts = [
        *waiting_below(typed),
        *(withdrawn() if any(typed[case] < used.thresholds[case] for case in typed) else []),
    ]
    alerts += beside(alerts)
    weighed = Weighed.by(Table(used.priors, typed, used.weights), alerts)
    lost = lost_between(used.thresholds, typed)
    changes = [
        change(case, alerts, used.thresholds[case], value, counts, counted, weighed, lost)
        for case, value in typed.items()
    ]
    # An alert that weakened below its threshold stays while a table is in use, and goes with the next one.
    return Preview([one for one in changes if one.after != one.before or one.go], typed, len(alerts))


def change(
    case: str,
    alerts: Sequence[Judged],
    before: float,
    after: float,
    counts: Counts,
    counted: Counted,
    weighed: Weighed,
    lost: Mapping[tuple[str, bool], Some],
) -> Change:
    open = sum(one.number for one in counts.waiting[case])
    short = [one for one in alerts if one.is_open and one.case == case]
    away = [one for one in alerts if not one.is_open and after < before]
    unfound = [one for one in short if weighed.case(one) is None]
    gone = [one for one in unfound if one.pk not in weighed.kept]
    other = Some.of(one for one in short if weighed.case(one) not in (None, case))
    lower = None if counted.lower is None else counted.lower.get(case, Below())
    points = round(100 * (before - after), 6)
    near = (counted.near or {}).get(case, [])
    return Change(
        case, before, after,
        open=open,
        reach=open - Some.of(unfound).number - other.number,
        is_exact=all(one.stands_for == 1 for one in [*short, *away]),
        go=Some.of(gone),
        agreed=Some.of(one for one in gone if one.pk in weighed.agreed),
        kept=Some.of(one for one in unfound if one.pk in weighed.kept),
        other=other,
        come=come(lower, before - after) if after < before else 0,
        near=tuple((first, second) for lacking, first, second in near if lacking <= points),
        back=Some.of(one for one in away if weighed.case(one) == case),
        verdicts=sum(one.number for one in counts.said[case] if one.step >= 0),
        lost_overlaps=lost.get((case, True), Some()),
        lost_rejected=lost.get((case, False), Some()),
    )  # fmt: skip


# -- Which alerts are looked at ----------------------------------------------------------------------------------------
def waiting_below(thresholds: Mapping[str, float]) -> list[Judged]:
    """Open ones below the thresholds of their case."""
    rows = Alert.objects.open().annotate(case=case_in(), weight=before_fading())
    return spread(rows.filter(weight__lt=by_case(thresholds)), F("case"), is_open=True)


def withdrawn() -> list[Judged]:
    undecided = Alert.objects.filter(withdrawn_at__isnull=False).exclude(pk__in=Alert.objects.decided().values("pk"))
    return spread(undecided.annotate(case=case_in(), weight=before_fading()), Value(0), is_open=False)


def beside(alerts: Sequence[Judged]) -> list[Judged]:
    """Open ones of one partner that share a project with such a one of these: with it they may be a series, and go."""
    own = {pk for one in alerts if one.case == OWN_DOUBLE for pk in one.pair}
    if not own:
        return []
    rows = Alert.objects.open().about(*own).annotate(case=case_in()).filter(case=OWN_DOUBLE)
    others = rows.exclude(pk__in=[one.pk for one in alerts]).order_by("pk").values_list("pk", "first", "second")
    return [Judged(pk, (first, second), OWN_DOUBLE, True, 1.0) for pk, first, second in others]


def spread(rows: Any, by: Any, *, is_open: bool) -> list[Judged]:
    """All of them, or WEIGHED of each part, evenly from the strongest to the weakest."""
    place, number = Window(RowNumber(), by, order_by=["-weight", "pk"]), Window(Count("pk"), by)
    placed = rows.order_by().annotate(place=place, number=number)
    chosen = placed.annotate(
        upto=F("place") * WEIGHED / F("number"), before=(F("place") - 1) * WEIGHED / F("number")
    ).exclude(upto=F("before"))
    return [
        Judged(pk, (first, second), case, is_open, max(number / WEIGHED, 1.0))
        for pk, first, second, case, number in chosen.values_list("pk", "first", "second", "case", "number")
    ]


def lost_between(before: Mapping[str, float], after: Mapping[str, float]) -> dict[tuple[str, bool], Some]:
    """Verdicts on alerts that reach the one threshold and not the other, by case and whether they found an overlap."""
    if all(after[case] <= before[case] for case in after):
        return {}
    rows = telling().order_by().annotate(case=case_in("alert__"), weight=before_fading("alert__"))
    rows = rows.filter(weight__gte=by_case(before), weight__lt=by_case(after))
    both = [F("case"), F("is_overlap")]
    placed = rows.annotate(
        place=Window(RowNumber(), both, order_by=["-weight", "-alert_id"]), number=Window(Count("pk"), both)
    ).filter(place__lte=NAMED)
    found: dict[tuple[str, bool], Some] = {}
    for alert, case, is_overlap, number in placed.values_list("alert", "case", "is_overlap", "number"):
        there = found.get((case, is_overlap), Some())
        found[case, is_overlap] = Some((*there.pks, alert), number)
    return found
