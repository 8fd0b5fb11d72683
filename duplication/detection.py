"""Checking projects for overlaps: the process from a saved project to alerts raised, refreshed and withdrawn.

The form, the administration and importers all end in `check` or `check_many`; the sweep finds by the same steps
(`likeness.overlap`) and settles by the same function (`alerts.settle`).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import islice
from uuid import UUID

from django.db import connection, transaction

from duplication import alerts
from duplication.alerts import Known
from duplication.calibration.calibrations import active_calibration
from duplication.likeness import Findings, ordered, overlap, without_series
from duplication.matching import index, registry, stored_facts
from duplication.matching.blocking import Keys, keys_of
from duplication.matching.kinds import worth_comparing
from duplication.matching.rarity import Shared
from duplication.matching.records import Record
from duplication.models import Calibration
from partners import notifications

AT_ONCE = 200  # projects checked in one transaction


def check(project_id: int, batch: UUID | None = None) -> alerts.Outcome:
    """Check one saved project against the registry. Safe to repeat, and to run for both sides of a pair at once."""
    return check_many([project_id], batch)


def hold(project_ids: Collection[int]) -> None:
    """Nobody else checks these projects until the end of this transaction. For who checks them under `hold_alerts`, at
    most 200: every check holds its projects before it holds the alerts, so the other way round two would wait for each
    other.
    """
    index.locking(project_ids).rows()


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
        facts = {id: stored_facts.as_stored(record) for id, record in records.items()}
        keeping = [index.refreshing(project_ids, searched), stored_facts.refreshing(project_ids, facts)]
        known = alerts.pairs_of(project_ids, accepted, after=keeping)
        findings = find(records, searched, known, accepted)
        wanted = without_series(findings)
        series = {id for pair in findings.keys() - wanted.keys() for id in pair}
        outcome = alerts.settle({*known, *alerts.own_pairs_among(series)}, wanted, accepted, batch)
        if is_all and outcome.told:
            index.take_time()
    return outcome


def find(records: dict[int, Record], searched: Mapping[int, Keys], known: Known, accepted: Calibration) -> Findings:
    """Overlaps of these records with what their keys find and with whatever they have alerts with already."""
    sharers = index.sharers(searched.values())
    around = {id: sharers.around(its_keys) for id, its_keys in searched.items()}

    def in_common(one: int, other: int) -> Shared:
        return around[one].in_common(other) if one in around else around[other].in_common(one)

    known = {pair: told for pair, told in known.items() if not records.keys().isdisjoint(pair)}
    near = {ordered(id, other): number for id, its in around.items() for other, number in its.sharing(id)}
    new = {pair: number for pair, number in near.items() if pair not in known}
    place_of, facts = stored_facts.facts({id for pair in new for id in pair} - records.keys(), records.values())
    possible = [*accepted.plain_bounds.promising(new, place_of, facts), *known]
    whole = registry.records({id for pair in possible for id in pair} - records.keys()) | records
    found = {}
    for one, other in possible:
        if whole.keys() >= {one, other} and worth_comparing(whole[one], whole[other]):
            shared, told = in_common(one, other), known.get((one, other), "")
            if finding := overlap(whole[one], whole[other], shared, accepted.bounds, told=told):
                found[one, other] = finding
    return found
