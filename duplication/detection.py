"""Checking projects for overlaps: the process from a saved project to alerts raised, refreshed and withdrawn.

The form, the administration, the API and importers all end in `check` or `check_many`; the sweep finds by the same
steps (`Likeness.between`, `Likeness.weighed`) and settles by the same function.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Self
from uuid import UUID

from django.db import connection, transaction

from duplication import alerts
from duplication.alerts import Known, Pair
from duplication.calibration.calibrations import active_calibration
from duplication.matching import index, registry
from duplication.matching.blocking import Keys, keys, keys_of
from duplication.matching.bounding import Bounds
from duplication.matching.comparison import Names, compare, counted
from duplication.matching.kinds import Kind, case_of, kinds_of, worth_comparing
from duplication.matching.levels import Levels
from duplication.matching.rarity import ONLY_THESE, Shared
from duplication.matching.records import Record
from duplication.matching.scoring import Calibration, Score, faded, score
from partners import notifications

AT_ONCE = 200  # projects checked in one transaction
SERIES = 2  # one partner's projects that look like double entries of one: more are a series of grants, no mistake
MARGIN = 1.0  # bits by which the evidence for what was told may fall below the threshold: no alert comes and goes


@dataclass(frozen=True, slots=True)
class Finding:
    """An overlap: its kind, and the evidence."""

    kind: Kind
    score: Score
    same_partner: bool

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

    def weighed(
        self, shared: Shared, calibration: Calibration, leeway: float = 0.0, is_told: bool = False
    ) -> Finding | None:
        """The gravest overlap that reaches its threshold, if any. `shared`: how rare is what these two have in common.

        `leeway` lowers the threshold, for records still being typed. What people were told of by this very table stays
        as long as the two speak for it: others that are as alike weaken the evidence and do not take the alert away.
        """
        for kind in self.kinds:
            finding = self.finding(kind, shared, calibration)
            judged = self.finding(kind, ONLY_THESE, calibration) if is_told else finding
            if judged.is_alert(calibration, MARGIN if is_told else leeway):
                # After the threshold: a record that nobody confirms weakens an alert and never hides it.
                is_stale = self.first.is_stale or self.second.is_stale
                return replace(finding, score=faded(finding.score)) if is_stale else finding
        return None

    def finding(self, kind: Kind, shared: Shared, calibration: Calibration) -> Finding:
        same_partner = self.first.partner == self.second.partner
        levels = counted(self.levels, self.first, self.second, shared)
        return Finding(kind, score(levels, calibration, case_of(kind, same_partner)), same_partner)


def check(project_id: int, batch: UUID | None = None) -> alerts.Outcome:
    """Check one saved project against the registry. Safe to repeat, and to run for both sides of a pair at once."""
    return check_many([project_id], batch)


def check_many(project_ids: Iterable[int], batch: UUID | None = None) -> alerts.Outcome:
    """Check these projects; what is found is told in one mail a person when a batch is given."""
    waiting, outcome = iter(sorted(set(project_ids))), alerts.Outcome()
    while some := list(islice(waiting, AT_ONCE)):
        outcome += check_together(some, batch)
    if batch:
        notifications.release(batch)
    return outcome


def check_together(project_ids: Sequence[int], batch: UUID | None) -> alerts.Outcome:
    is_all = not connection.in_atomic_block  # that the transaction is about
    with transaction.atomic():
        accepted = active_calibration()
        hurrying = [index.hurrying()] if is_all else []
        records = registry.records(project_ids, after=[index.locking(project_ids), *hurrying])
        searched = keys_of(records)
        known = alerts.pairs_of(project_ids, accepted, after=[index.refreshing(project_ids, searched)])
        findings = find(records, searched, known, accepted.weights)
        wanted = without_series(findings)
        series = {id for pair in findings.keys() - wanted.keys() for id in pair}
        outcome = alerts.settle({*known, *alerts.own_pairs_among(series)}, wanted, accepted, batch, as_they_are)
        if is_all and outcome.told:
            index.take_time()
    return outcome


def find(records: dict[int, Record], searched: Mapping[int, Keys], known: Known, calibration: Calibration) -> Findings:
    """Overlaps of these records with what their keys find and with whatever they have alerts with already."""
    sharers = index.sharers(searched.values())
    around = {id: sharers.around(its_keys) for id, its_keys in searched.items()}
    pairs = {ordered(id, other) for id, others in around.items() for other in others.candidates(id)}
    pairs |= {pair for pair in known if not records.keys().isdisjoint(pair)}
    plain = registry.plain({id for pair in pairs for id in pair} - records.keys(), near=records.values()) | records
    possible = [pair for pair in pairs if plain.keys() >= set(pair) and worth_comparing(plain[pair[0]], plain[pair[1]])]
    whole = registry.records({id for pair in possible for id in pair} - records.keys()) | records
    bounds, found = Bounds(calibration), {}
    for one, other in possible:
        if whole.keys() >= {one, other}:  # one may be published no longer
            shared = around[one].in_common(other) if one in around else around[other].in_common(one)
            is_told = known.get((one, other), False)
            if finding := overlap(whole[one], whole[other], shared, bounds, is_told=is_told):
                found[one, other] = finding
    return found


def overlap(
    first: Record,
    second: Record,
    shared: Shared,
    bounds: Bounds,
    leeway: float = 0.0,
    is_told: bool = False,
    whole: Callable[[], tuple[Record, Record]] | None = None,
) -> Finding | None:
    """As `Likeness.weighed`, of two records of which most are turned down before all of them is compared.

    `whole` reads the two with their texts, if they are given without.
    """
    names = Names(first, second)
    rarity, margin = (ONLY_THESE, MARGIN) if is_told else (shared, leeway)
    missing = bounds.missing(names, rarity, first.partner == second.partner, margin)
    if missing is None:
        return None
    if whole:
        names.first, names.second = first, second = whole()
    if not bounds.allow_titles(names, missing):
        return None
    likeness = Likeness.between(first, second, names)
    return likeness.weighed(shared, bounds.calibration, leeway, is_told) if likeness else None


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
