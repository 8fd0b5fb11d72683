"""The whole registry against itself: the same keys, comparison, score and alerts as a save, for all projects at once.

It also repairs whatever a failed check left behind. Interrupted, it keeps what is settled; run again, it changes only
what is not right yet. Above a few thousand projects forked processes share the work.
"""

import os
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import TypeVar
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from duplication import alerts, index, registry
from duplication.alerts import Known, Outcome, Pair
from duplication.blocking import keys
from duplication.calibrations import active_calibration
from duplication.detection import Findings, Likeness, without_series
from duplication.kinds import worth_comparing
from duplication.models import Calibration as AcceptedCalibration
from duplication.postings import KeyArrays, Postings, as_arrays
from duplication.records import Record
from duplication.scoring import Calibration
from duplication.text import NO_TEXT, read
from duplication.workers import shared_out
from partners import notifications
from projects.models import Project

PIECE = 500  # projects read, searched or settled together
PAIRS = 2_000  # pairs compared together
ALONE_UP_TO = 3_000  # projects for which starting other processes costs more than it saves
REMEMBERED = 20_000  # texts a process keeps in comparable form

Progress = Callable[[str, int, int], None]
Part = TypeVar("Part")


@dataclass(frozen=True, slots=True)
class Report:
    projects: int
    pairs: int
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Entry:
    """A project as the sweep holds it; the texts stay raw until a comparison needs them."""

    facts: Record
    title: str
    description: str
    keys: KeyArrays


def sweep(progress: Progress, processes: int | None = None) -> Report:
    """Check all published projects. `progress` is told what is being done, how much of it, and of how much."""
    started, accepted = timezone.now(), active_calibration()
    ids = list(Project.objects.order_by("pk").values_list("pk", flat=True))  # of drafts the keys are to be forgotten
    processes = processes or (1 if len(ids) <= ALONE_UP_TO else os.cpu_count() or 1)
    known = alerts.all_pairs(accepted)
    entries = gather(ids, processes, progress)
    postings = Postings([entry.keys for entry in entries])
    pairs = search(entries, postings, known, processes, progress)
    findings = compare(entries, postings, pairs, known, accepted.weights, processes, progress)
    outcome = settle(known, without_series(findings), accepted, started, progress)
    return Report(len(entries), len(pairs), outcome)


def gather(ids: Sequence[int], processes: int, progress: Progress) -> list[Entry]:
    """Read the projects, and put their stored keys right on the way."""
    entries: list[Entry] = []
    done = 0
    for number, some in shared_out(read_entries, pieces(ids, PIECE), processes):
        entries += some
        progress("Reading", done := done + number, len(ids))
    return sorted(entries, key=lambda entry: entry.facts.id or 0)


@transaction.atomic
def read_entries(ids: Sequence[int]) -> tuple[int, list[Entry]]:
    index.lock(ids)
    rows = registry.rows(ids)
    records = [registry.with_texts(registry.facts(row), row.title, row.description) for row in rows]
    found = {row.id: keys(record) for row, record in zip(rows, records, strict=True)}
    index.refresh(ids, found)
    return len(ids), [
        Entry(replace(record, title=NO_TEXT, description=NO_TEXT), row.title, row.description, as_arrays(found[row.id]))
        for row, record in zip(rows, records, strict=True)
    ]


def search(
    entries: Sequence[Entry], postings: Postings, known: Collection[Pair], processes: int, progress: Progress
) -> list[Pair]:
    """Pairs of places worth comparing: one is a candidate of the other, or they have an alert already."""
    facts = [entry.facts for entry in entries]

    def candidates(places: Sequence[int]) -> tuple[int, set[Pair]]:
        found = ((place, other) for place in places for other in postings.candidates(place))
        return len(places), {
            (min(pair), max(pair)) for pair in found if worth_comparing(facts[pair[0]], facts[pair[1]])
        }

    place_of = {record.id: place for place, record in enumerate(facts)}
    present = [(place_of[one], place_of[other]) for one, other in known if one in place_of and other in place_of]
    pairs = {pair for pair in present if worth_comparing(facts[pair[0]], facts[pair[1]])}
    done = 0
    for number, found in shared_out(candidates, pieces(range(len(entries)), PIECE), processes):
        pairs |= found
        progress("Searching", done := done + number, len(entries))
    return sorted(pairs)


def compare(
    entries: Sequence[Entry],
    postings: Postings,
    pairs: Sequence[Pair],
    known: Known,
    calibration: Calibration,
    processes: int,
    progress: Progress,
) -> Findings:
    text = lru_cache(REMEMBERED)(read)

    def record(place: int) -> Record:
        entry = entries[place]
        return replace(entry.facts, title=text(entry.title), description=text(entry.description))

    def findings(some: Sequence[Pair]) -> tuple[int, Findings]:
        found: Findings = {}
        for one, other in some:
            likeness = Likeness.between(record(one), record(other))
            if likeness is None or likeness.first.id is None or likeness.second.id is None:
                continue
            pair = likeness.first.id, likeness.second.id
            shared = postings.in_common(one, other)
            if finding := likeness.weighed(shared, calibration, is_told=known.get(pair, False)):
                found[pair] = finding
        return len(some), found

    all_found: Findings = {}
    done = 0
    for number, found in shared_out(findings, pieces(pairs, PAIRS), processes):
        all_found |= found
        progress("Comparing", done := done + number, len(pairs))
    return all_found


def settle(
    known: Known, findings: Findings, accepted: AcceptedCalibration, started: datetime, progress: Progress
) -> Outcome:
    """Write the alerts, many in one transaction. Projects saved meanwhile have been checked on their own."""
    saved_since = set(Project.objects.filter(updated_at__gte=started).values_list("pk", flat=True))
    pairs = sorted(pair for pair in {*known, *findings} if saved_since.isdisjoint(pair))
    outcome, batch, done = Outcome(), uuid4(), 0
    for some in pieces(pairs, PIECE):
        outcome += settle_together(some, known, findings, accepted, batch)
        progress("Saving", done := done + len(some), len(pairs))
    notifications.release(batch)
    return outcome


@transaction.atomic
def settle_together(
    pairs: Sequence[Pair], known: Known, findings: Findings, accepted: AcceptedCalibration, batch: UUID
) -> Outcome:
    looked_at = [pair for pair in pairs if pair in known]
    return alerts.settle(looked_at, {pair: findings[pair] for pair in pairs if pair in findings}, accepted, batch)


def pieces(whole: Sequence[Part], size: int) -> Iterator[Sequence[Part]]:
    return (whole[start : start + size] for start in range(0, len(whole), size))
