"""Detection tried on reports from files: the keys, comparisons and weights of a save, without its registry.

Nothing is left out: of whatever partner, country or period two reports are, their match weight is told.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from projects.progress import Bar

from .blocking import keys
from .comparison import compare
from .levels import Levels
from .postings import KeyArrays, Postings, as_arrays
from .records import Record
from .reports import Row, record_of, reports, require, rows
from .scoring import Calibration, match_weight
from .text import NO_TEXT, read
from .workers import PIECE, REMEMBERED, pieces, processes_for, shared_out

Suggestion = tuple[str, int, str, float]  # asked for, rank, found, match weight
PLACES = 6  # of a match weight: more tell only in which order its terms were added up


def score_pairs(projects: Path, pairs: Path, calibration: Calibration, bar: Bar) -> Iterator[tuple[str, str, float]]:
    """Both ids and the match weight of every pair, in the order of the file."""
    asked = [(row["id_a"], row["id_b"]) for row in rows(pairs, ("id_a", "id_b"), bar)]
    every = Every(projects, bar, {id for pair in asked for id in pair})
    for done, pair in enumerate(asked):
        bar("Comparing", done, len(asked))
        yield *pair, match_weight(every.compared(*pair), calibration)


def suggest(projects: Path, queries: Path, top: int, calibration: Calibration, bar: Bar) -> Iterator[Suggestion]:
    """For every id asked for, the reports most like it, the most alike first; of equal ones what shares more keys."""
    asked = [row["id"] for row in rows(queries, ("id",), bar)]
    every = Every(projects, bar, asked)
    for done, one in enumerate(asked):
        bar("Searching", done, len(asked))
        weights = {other: match_weight(every.compared(one, other), calibration) for other in every.candidates(one)}
        alike = sorted(weights, key=lambda other: -round(weights[other], PLACES))  # keeps the order of what is shared
        for rank, other in enumerate(alike[:top], start=1):
            yield one, rank, other, weights[other]


class Every:
    """All reports of a file, to be searched and compared: those not asked for tell how rare is what two share."""

    def __init__(self, projects: Path, bar: Bar, asked: Collection[str]) -> None:
        """Raises ValueError when one of those asked for is not in the file."""
        self.entries = gather(list(reports(projects, bar)), projects, bar)
        self.place_of = {entry.id: place for place, entry in enumerate(self.entries)}
        require(asked, self.place_of, projects)
        self.postings, self.record = Postings([entry.keys for entry in self.entries]), reader(self.entries)

    def compared(self, one: str, other: str) -> Levels:
        first, second = self.place_of[one], self.place_of[other]
        return compare(self.record(first), self.record(second), self.postings.in_common(first, second))

    def candidates(self, one: str) -> list[str]:
        """Those that share most with this one."""
        return [self.entries[place].id for place in self.postings.candidates(self.place_of[one])]


@dataclass(frozen=True, slots=True)
class Entry:
    """A report as it is held: the texts stay raw until a comparison needs them."""

    id: str
    facts: Record
    title: str
    description: str
    keys: KeyArrays


def gather(reported: Sequence[Row], path: Path, bar: Bar) -> list[Entry]:
    def read_piece(piece: Sequence[Row]) -> list[Entry]:
        return [entry(row, record_of(row, path)) for row in piece]

    def entry(row: Row, record: Record) -> Entry:
        facts = replace(record, title=NO_TEXT, description=NO_TEXT)
        return Entry(row["id"], facts, row["title"], row["description"], as_arrays(keys(record)))

    entries: list[Entry] = []
    for piece in shared_out(read_piece, pieces(reported, PIECE), processes_for(len(reported))):
        entries += piece
        bar("Finding keys", len(entries), len(reported))
    return sorted(entries, key=lambda entry: entry.id)


def reader(entries: Sequence[Entry]) -> Callable[[int], Record]:
    """The full record at a place; texts read before are remembered."""
    text = lru_cache(REMEMBERED)(read)

    def record(place: int) -> Record:
        entry = entries[place]
        return replace(entry.facts, title=text(entry.title), description=text(entry.description))

    return record
