"""Checking projects for overlaps: the process from a saved project to alerts raised, refreshed and withdrawn.

The form, the administration, the API and importers all end in `check` or `check_many`; the sweep finds by the same
steps (`Finding.between`) and settles by the same function.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Self
from uuid import UUID

from django.db import transaction

from duplication import alerts, index, registry
from duplication.blocking import keys
from duplication.calibrations import active_calibration
from duplication.comparison import compare
from duplication.kinds import Kind, case_of, kind_of, worth_comparing
from duplication.records import Record
from duplication.scoring import Calibration, Score, faded, score
from partners import notifications

AT_ONCE = 200  # projects checked in one transaction
SERIES = 2  # one partner's projects that look like double entries of one: more are a series of grants, no mistake

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Finding:
    """An overlap: its kind, and the evidence."""

    kind: Kind
    score: Score
    same_partner: bool

    @classmethod
    def between(cls, first: Record, second: Record, calibration: Calibration, leeway: float = 0.0) -> Self | None:
        """The overlap of two records, or None. `leeway` lowers the threshold, for records still being typed."""
        same_partner = first.partner == second.partner
        levels = compare(first, second)
        kind = kind_of(levels, same_partner)
        if kind is None:
            return None
        finding = cls(kind, score(levels, calibration, case_of(kind, same_partner)), same_partner)
        if not finding.is_alert(calibration, leeway):
            return None
        # After the threshold: a record that nobody confirms weakens an alert and never hides it.
        return replace(finding, score=faded(finding.score)) if first.is_stale or second.is_stale else finding

    def is_alert(self, calibration: Calibration, leeway: float = 0.0) -> bool:
        least = calibration.thresholds[case_of(self.kind, self.same_partner)]
        return self.score.match_weight >= least - leeway


Findings = dict[Pair, Finding]


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


@transaction.atomic
def check_together(project_ids: Sequence[int], batch: UUID | None) -> alerts.Outcome:
    accepted = active_calibration()
    index.lock(project_ids)
    records = registry.records(project_ids)
    index.refresh(project_ids, records.values())
    known = alerts.pairs_of(project_ids)
    findings = find(records, known, Calibration.of(accepted.table))
    wanted = without_series(findings)
    series = {id for pair in findings.keys() - wanted.keys() for id in pair}
    return alerts.settle(known | alerts.own_pairs_among(series), wanted, accepted, batch)


def find(records: dict[int, Record], known: Iterable[Pair], calibration: Calibration) -> Findings:
    """Overlaps of these records with candidates and with whatever they have alerts with already."""
    pairs = {
        ordered(owner, other)
        for owner, others in index.candidates({id: keys(record) for id, record in records.items()}).items()
        for other in others
    }
    pairs |= {pair for pair in known if not records.keys().isdisjoint(pair)}
    others = {id for pair in pairs for id in pair} - records.keys()
    rows = {row.id: row for row in registry.rows(others, near=records.values())}
    facts = {id: registry.facts(row) for id, row in rows.items()} | records
    possible = [pair for pair in pairs if facts.keys() >= set(pair) and worth_comparing(facts[pair[0]], facts[pair[1]])]
    needed = {id for pair in possible for id in pair} - records.keys()
    full = {id: registry.with_texts(facts[id], rows[id]) for id in needed} | records
    found = {pair: Finding.between(full[pair[0]], full[pair[1]], calibration) for pair in possible}
    return {pair: finding for pair, finding in found.items() if finding}


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
