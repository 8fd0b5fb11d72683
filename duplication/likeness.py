"""Two records in, the overlap between them out, if there is any: its kind, and the evidence.

A save, the sweep, a form that is still being typed and a preview of thresholds all find by these steps.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Self

from django.utils import timezone

from duplication.matching import index, registry
from duplication.matching.blocking import keys
from duplication.matching.bounding import Bounds
from duplication.matching.comparison import Names, compare, counted
from duplication.matching.kinds import Kind, case_of, kinds_of, sentence_of, worth_comparing
from duplication.matching.levels import Levels
from duplication.matching.rarity import ONLY_THESE, Shared
from duplication.matching.records import Record
from duplication.matching.scoring import Calibration, Score, faded, score

SERIES = 2  # one partner's projects that look like double entries of one: more are a series of grants, no mistake
MARGIN = 1.0  # bits by which the evidence for what was told may fall below the threshold: no alert comes and goes

Pair = tuple[int, int]  # numbers of two projects, the lower one first


@dataclass(frozen=True, slots=True)
class Finding:
    """An overlap: its kind, and the evidence."""

    kind: Kind
    score: Score
    same_partner: bool

    @property
    def sentence(self) -> str:
        """As that of the alert, to who sees both projects."""
        told = self.score.contributions
        is_over = any(term.until and term.until < timezone.localdate() for term in told)
        names = {term.field: term.level for term in told if term.level != "missing"}
        return sentence_of(case_of(self.kind, self.same_partner), names, is_over=is_over)

    def is_alert(self, calibration: Calibration, leeway: float = 0.0) -> bool:
        least = calibration.thresholds[case_of(self.kind, self.same_partner)]
        return self.score.match_weight >= least - leeway


Findings = dict[Pair, Finding]


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two records of which the levels leave kinds of overlap possible, not yet weighed."""

    first: Record
    second: Record
    levels: Levels
    kinds: tuple[Kind, ...]

    @classmethod
    def between(cls, first: Record, second: Record, names: Names | None = None) -> Self | None:
        kinds = kinds_of(names or Names(first, second), first.partner == second.partner)
        return cls(first, second, compare(first, second), kinds) if kinds else None

    def weighed(self, shared: Shared, calibration: Calibration, leeway: float = 0.0, told: str = "") -> Finding | None:
        """The gravest overlap that reaches its threshold, if any. `shared`: how rare is what these two have in common.

        `leeway` lowers the threshold, for records still being typed. What people were told of by this very table stays
        as long as the two speak for it: others that are as alike weaken the evidence and do not take the alert away.
        """
        for kind in self.kinds:
            finding = self.finding(kind, shared, calibration)
            judged = self.finding(kind, ONLY_THESE, calibration) if kind == told else finding
            if judged.is_alert(calibration, MARGIN if kind == told else leeway):
                # After the threshold: a record that nobody confirms weakens an alert and never hides it.
                is_stale = self.first.is_stale or self.second.is_stale
                return replace(finding, score=faded(finding.score)) if is_stale else finding
        return None

    def finding(self, kind: Kind, shared: Shared, calibration: Calibration) -> Finding:
        same_partner = self.first.partner == self.second.partner
        levels = counted(self.levels, self.first, self.second, shared)
        return Finding(kind, score(levels, calibration, case_of(kind, same_partner)), same_partner)


def overlap(
    first: Record,
    second: Record,
    shared: Shared,
    bounds: Bounds,
    leeway: float = 0.0,
    told: str = "",
    whole: Callable[[], tuple[Record, Record]] | None = None,
) -> Finding | None:
    """As `Likeness.weighed`, of two records of which most are turned down before all of them is compared.

    `whole` reads the two with their texts, if they are given without.
    """
    names = Names(first, second)
    rarity, margin = (ONLY_THESE, MARGIN) if told else (shared, leeway)
    missing = bounds.missing(names, rarity, first.partner == second.partner, margin)
    if missing is None:
        return None
    if whole:
        names.first, names.second = first, second = whole()
    if not bounds.allow_titles(names, missing):
        return None
    likeness = Likeness.between(first, second, names)
    return likeness.weighed(shared, bounds.calibration, leeway, told) if likeness else None


def as_they_are(kinds: Mapping[Pair, str], calibration: Calibration) -> Findings:
    """What is to be said today of published pairs that are no overlap any more, each as the kind it was."""
    records = registry.records({id for pair in kinds for id in pair})
    pairs = {pair: (records[pair[0]], records[pair[1]]) for pair in kinds if records.keys() >= set(pair)}
    shared = in_common(pairs) if pairs else {}
    found = {}
    for pair, (first, second) in pairs.items():
        kind = Kind(kinds[pair])
        found[pair] = Likeness(first, second, compare(first, second), (kind,)).finding(kind, shared[pair], calibration)
    return found


def told_by(pairs: Collection[Pair], calibration: Calibration) -> Findings:
    """What a check would find of these pairs today by a table that told of none of them yet. Nothing is written."""
    records = registry.records({id for pair in pairs for id in pair})
    both = {pair: (records[pair[0]], records[pair[1]]) for pair in pairs if records.keys() >= set(pair)}
    possible = {pair: two for pair, two in both.items() if worth_comparing(*two)}
    shared = in_common(possible) if possible else {}
    bounds = Bounds(calibration)
    found = {pair: overlap(*two, shared[pair], bounds) for pair, two in possible.items()}
    return without_series({pair: finding for pair, finding in found.items() if finding})


def in_common(pairs: Mapping[Pair, tuple[Record, Record]]) -> dict[Pair, Shared]:
    """How many projects have what the two records of each pair have in common."""
    every = {id: keys(record) for ids, two in pairs.items() for id, record in zip(ids, two, strict=True)}
    shared = {(one, other): every[one].keys() & every[other].keys() for one, other in pairs}
    numbers = index.sharers(shared.values()).numbers
    return {pair: Shared.counted({key: numbers[key] for key in some}) for pair, some in shared.items()}


def ordered(one: int, other: int) -> Pair:
    return (one, other) if one < other else (other, one)


def without_series(findings: Findings) -> Findings:
    """Leave out one partner's look-alikes of which there are many: a series of grants, not a double entry."""
    times = Counter(id for pair, finding in findings.items() if finding.same_partner for id in pair)
    return {
        pair: finding
        for pair, finding in findings.items()
        if not finding.same_partner or max(times[pair[0]], times[pair[1]]) <= SERIES
    }
