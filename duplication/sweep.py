"""The whole registry against itself: the same keys, comparison, score and alerts as a save, for all projects at once.

It also repairs whatever a failed check left behind. Interrupted, it keeps what is settled; run again, it changes only
what is not right yet. Above a few thousand projects forked processes share the work.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, partial
from uuid import UUID, uuid4

import numpy as np
from django.db import transaction
from django.utils import timezone
from numpy.typing import NDArray

from duplication import alerts
from duplication.alerts import Known, Outcome
from duplication.calibration.calibrations import active_calibration
from duplication.likeness import Findings, Pair, overlap, without_series
from duplication.matching import common_keys, index, rebuilding, registry, stored_facts
from duplication.matching.blocking import keys, keys_of
from duplication.matching.bounding import Bounds
from duplication.matching.columns import by_column, unpacked
from duplication.matching.kinds import worth_comparing
from duplication.matching.plain_bounds import PlainBounds
from duplication.matching.plain_facts import Places, PlainFacts
from duplication.matching.postings import KeyArrays, Postings, as_arrays
from duplication.matching.rarity import FEW, MOST, UNCOUNTED, Shared
from duplication.matching.records import Record
from duplication.matching.scoring import Calibration
from duplication.matching.workers import PIECE, REMEMBERED, pieces, processes_for, shared_out, without_collecting
from duplication.models import Calibration as AcceptedCalibration
from partners import notifications
from projects.models import Project

PAIRS = 2_000  # pairs compared together
SEARCHED = 100  # projects whose candidates are found together
SAMPLE = 200  # projects by whose keys those of all are judged

Progress = Callable[[str, int, int], None]  # what is being done, how much of it is done, and of how much
# Two columns of places, and how many projects have the second rarest key of both: UNCOUNTED of two that have an alert,
# which are compared in any case.
Pairs = NDArray[np.int32]
COUNTS = MOST + 2


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


@dataclass(frozen=True, slots=True)
class Gathered:
    """Some projects, as one process reads them."""

    entries: list[Entry]
    keys: KeyArrays
    columns: NDArray[np.void]
    folded: list[str]  # titles


@dataclass(frozen=True, slots=True)
class Register:
    """All published projects. A project is named by its place in the order of their ids."""

    entries: list[Entry]
    plain: PlainFacts
    postings: Postings


def quiet(step: str, done: int, total: int) -> None:
    """Nobody watches the progress."""


@without_collecting()
def sweep(progress: Progress, processes: int | None = None) -> Report:
    """Check all published projects."""
    started, accepted = timezone.now(), active_calibration()
    ids = list(Project.objects.order_by("pk").values_list("pk", flat=True))  # of drafts the keys are to be forgotten
    processes = processes or processes_for(len(ids))
    known = alerts.all_pairs(accepted)
    register = gather(ids, processes, progress)
    common_keys.store(register.postings.common_keys())
    pairs = search(register, known, processes, progress)
    findings = compare(register, pairs, known, accepted.weights, processes, progress)
    outcome = settle(known, without_series(findings), accepted, started, progress)
    return Report(len(register.entries), len(pairs), outcome)


def gather(ids: Sequence[int], processes: int, progress: Progress) -> Register:
    """Read the projects, and put right what is stored of them on the way; keys that are mostly wrong at the end."""
    since = rebuilding.begun() if are_mostly_wrong(ids) else None
    read: list[Gathered] = []
    done = 0
    for number, piece in shared_out(partial(read_entries, keep=not since), pieces(ids, PIECE), processes):
        if piece.entries:
            read.append(piece)
        progress("Reading", done := done + number, len(ids))
    read.sort(key=lambda piece: piece.entries[0].facts.id or 0)
    if since:
        keep_together(ids, read, since, processes, progress)
    columns = np.concatenate([unpacked(b""), *(piece.columns for piece in read)])
    plain = PlainFacts(by_column(columns), [title for piece in read for title in piece.folded])
    entries = [entry for piece in read for entry in piece.entries]
    return Register(entries, plain, Postings([piece.keys for piece in read]))


@transaction.atomic
def read_entries(ids: Sequence[int], *, keep: bool = True) -> tuple[int, Gathered]:
    found, facts = {}, {}
    entries = []
    for row in registry.rows(ids, after=[index.locking(ids), index.hurrying()]):
        bare = registry.facts(row)
        whole = registry.with_texts(bare, row.title, row.description)
        found[row.id], facts[row.id] = keys(whole), stored_facts.as_stored(whole)
        entries.append(Entry(bare, row.title, row.description))
    if keep:
        index.repair(ids, found)
    stored_facts.repair(ids, facts)
    columns = unpacked(b"".join([columns for columns, _ in facts.values()]))
    return len(ids), Gathered(entries, as_arrays(*found.values()), columns, [title for _, title in facts.values()])


def are_mostly_wrong(ids: Sequence[int]) -> bool:
    """The stored keys of many projects, by some of them."""
    some = ids[:: max(len(ids) // SAMPLE, 1)] if len(ids) > rebuilding.WORTH_IT else ()
    return index.are_mostly_wrong(keys_of(registry.records(some)))


def keep_together(
    ids: Sequence[int], read: Iterable[Gathered], since: rebuilding.Begun, processes: int, progress: Progress
) -> None:
    """The keys of all projects at once. Those saved meanwhile are looked at again; all, where that may not be."""
    rows = ((piece.keys[0], np.repeat(piece.columns["id"], piece.keys[2])) for piece in read)
    if rebuilding.replace(since, rows):
        ids = list(Project.objects.filter(updated_at__gte=since.at).values_list("pk", flat=True))
        processes = 1
    done = 0
    for number, _ in shared_out(read_entries, pieces(ids, PIECE), processes):
        progress("Storing", done := done + number, len(ids))


def search(register: Register, known: Collection[Pair], processes: int, progress: Progress) -> Pairs:
    """Pairs worth comparing: one is a candidate of the other, or they have an alert already."""

    def worth(first: Places, second: Places, projects: Places) -> Pairs:
        found = np.stack([np.minimum(first, second), np.maximum(first, second), projects], axis=1).astype(np.int32)
        return found[register.plain.may_be_worth_comparing(first, second)]

    def candidates(places: range) -> tuple[int, Pairs]:
        found = [register.postings.sharing(some) for some in pieces(places, SEARCHED)]
        return len(places), worth(*(np.concatenate(column) for column in zip(*found, strict=True)))

    place_of = {id: place for place, id in enumerate(register.plain.columns["id"].tolist())}
    both = [(place_of[one], place_of[other]) for one, other in known if {one, other} <= place_of.keys()]
    told = np.array(both, np.int32).reshape(-1, 2)
    every = [worth(told[:, 0], told[:, 1], np.full(len(told), UNCOUNTED))]
    done = 0
    for number, found in shared_out(candidates, pieces(range(len(register.entries)), PIECE), processes):
        every.append(found)
        progress("Searching", done := done + number, len(register.entries))
    return each_once(every, len(register.entries))


def each_once(found: Sequence[Pairs], places: int) -> Pairs:
    """In order. Three columns make one number, as numbers are put in order sooner than rows; of a pair that was found
    twice the lower number of projects stays.
    """
    columns = [pairs.T.astype(np.int64) for pairs in found]
    numbers = np.concatenate([(first * places + second) * COUNTS + projects for first, second, projects in columns])
    both, projects = np.divmod(np.unique(numbers), COUNTS)
    is_new = np.diff(both, prepend=-1) > 0
    return np.stack([*np.divmod(both[is_new], max(places, 1)), projects[is_new]], axis=1).astype(np.int32)


def compare(
    register: Register, pairs: Pairs, known: Known, calibration: Calibration, processes: int, progress: Progress
) -> Findings:
    bounds, postings = Bounds(calibration), register.postings
    plainly = PlainBounds(bounds)

    @lru_cache(REMEMBERED)
    def record(place: int) -> Record:
        entry = register.entries[place]
        return registry.with_texts(entry.facts, entry.title, entry.description)

    def both(one: int, other: int) -> tuple[Record, Record]:
        return record(one), record(other)

    def findings(some: Pairs) -> tuple[int, Findings]:
        found: Findings = {}
        allowed = some[(some[:, 2] == UNCOUNTED) | plainly.allow(register.plain, *some.T)]
        for one, other, projects in allowed.tolist():
            first, second = register.entries[one].facts, register.entries[other].facts
            if not worth_comparing(first, second):
                continue
            pair = first.id or 0, second.id or 0
            shared = Shared(projects) if projects > FEW else postings.in_common(one, other)  # of which words are named
            told, whole = known.get(pair, ""), partial(both, one, other)
            if finding := overlap(first, second, shared, bounds, told=told, whole=whole):
                found[pair] = finding
        return len(some), found

    all_found: Findings = {}
    done = 0
    for number, found in shared_out(findings, pieces(by_country(register, pairs), PAIRS), processes):
        all_found |= found
        progress("Comparing", done := done + number, len(pairs))
    return all_found


def by_country(register: Register, pairs: Pairs) -> Pairs:
    """One country after the other, so that a text once read serves all its pairs while it is remembered."""
    homes = [min(entry.facts.countries, default="") for entry in register.entries]
    _, home = np.unique(np.array(homes), return_inverse=True)
    return pairs[np.lexsort((pairs[:, 1], pairs[:, 0], home[pairs[:, 0]]))]


def settle(
    known: Known, findings: Findings, accepted: AcceptedCalibration, started: datetime, progress: Progress
) -> Outcome:
    """Write the alerts, many in one transaction. Projects saved meanwhile have been checked on their own; others are
    deleted.
    """
    saved_since = set(Project.objects.filter(updated_at__gte=started).values_list("pk", flat=True))
    there = set(Project.objects.values_list("pk", flat=True))
    pairs = sorted(pair for pair in {*known, *findings} if saved_since.isdisjoint(pair) and there.issuperset(pair))
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
    found = {pair: findings[pair] for pair in pairs if pair in findings}
    return alerts.settle(looked_at, found, accepted, batch)
