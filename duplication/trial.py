"""Detection tried on reports from files: the keys, comparisons and weights of a save, without its registry.

Nothing is left out: of whatever partner, country or period two reports are, their match weight is told.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from duplication.blocking import keys
from duplication.comparison import compare
from duplication.levels import Levels
from duplication.postings import KeyArrays, Postings, as_arrays
from duplication.records import Record
from duplication.reports import Row, record_of, reports, require, rows
from duplication.scoring import Calibration, match_weight
from duplication.sweep import ALONE_UP_TO, PIECE, REMEMBERED, pieces
from duplication.text import NO_TEXT, read
from duplication.workers import shared_out
from projects.progress import Bar

Suggestion = tuple[str, int, str, float]  # asked for, rank, found, match weight


def score_pairs(projects: Path, pairs: Path, calibration: Calibration, bar: Bar) -> Iterator[tuple[str, str, float]]:
    """Both ids and the match weight of every pair, in the order of the file."""
    asked = [(row["id_a"], row["id_b"]) for row in rows(pairs, ("id_a", "id_b"), bar)]
    for pair, levels in zip(asked, compared(projects, asked, bar), strict=True):
        yield *pair, match_weight(levels, calibration)


def compared(projects: Path, pairs: Sequence[tuple[str, str]], bar: Bar) -> Iterator[Levels]:
    """The levels of each pair of reports, in order. All others are read too: they tell how rare is what two share."""
    entries = gather(list(reports(projects, bar)), projects, bar)
    place_of = {entry.id: place for place, entry in enumerate(entries)}
    require({id for pair in pairs for id in pair}, place_of, projects)
    postings, record = Postings([entry.keys for entry in entries]), reader(entries)
    for done, (one, other) in enumerate((place_of[one], place_of[other]) for one, other in pairs):
        yield compare(record(one), record(other), postings.in_common(one, other))
        bar("Comparing", done, len(pairs))


@dataclass(frozen=True, slots=True)
class Entry:
    """A report as it is held: the texts stay raw until a comparison needs them."""

    id: str
    facts: Record
    title: str
    description: str
    keys: KeyArrays


def suggest(projects: Path, queries: Path, top: int, calibration: Calibration, bar: Bar) -> Iterator[Suggestion]:
    """For every id asked for, the reports most like it, the most alike first."""
    asked = [row["id"] for row in rows(queries, ("id",), bar)]
    entries = gather(list(reports(projects, bar)), projects, bar)
    place_of = {entry.id: place for place, entry in enumerate(entries)}
    require(asked, place_of, projects)
    yield from search(entries, [place_of[id] for id in asked], top, calibration, bar)


def gather(reported: Sequence[Row], path: Path, bar: Bar) -> list[Entry]:
    def read_piece(piece: Sequence[Row]) -> list[Entry]:
        return [entry(row, record_of(row, path)) for row in piece]

    def entry(row: Row, record: Record) -> Entry:
        facts = replace(record, title=NO_TEXT, description=NO_TEXT)
        return Entry(row["id"], facts, row["title"], row["description"], as_arrays(keys(record)))

    entries: list[Entry] = []
    for piece in shared_out(read_piece, pieces(reported, PIECE), processes_for(reported)):
        entries += piece
        bar("Finding keys", len(entries), len(reported))
    return sorted(entries, key=lambda entry: entry.id)


def search(
    entries: Sequence[Entry], asked: Sequence[int], top: int, calibration: Calibration, bar: Bar
) -> Iterator[Suggestion]:
    postings, record = Postings([entry.keys for entry in entries]), reader(entries)
    for done, place in enumerate(asked):
        bar("Searching", done, len(asked))
        mine = record(place)
        found = [
            (match_weight(compare(mine, record(other), postings.in_common(place, other)), calibration), other)
            for other in postings.candidates(place)
        ]
        for rank, (weight, other) in enumerate(sorted(found, key=lambda one: (-one[0], one[1]))[:top], start=1):
            yield entries[place].id, rank, entries[other].id, weight


def reader(entries: Sequence[Entry]) -> Callable[[int], Record]:
    """The full record at a place; texts read before are remembered."""
    text = lru_cache(REMEMBERED)(read)

    def record(place: int) -> Record:
        entry = entries[place]
        return replace(entry.facts, title=text(entry.title), description=text(entry.description))

    return record


def processes_for(work: Sequence[object]) -> int:
    return 1 if len(work) <= ALONE_UP_TO else os.cpu_count() or 1
