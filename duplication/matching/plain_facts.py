"""A few plain facts of all records in columns: by them a sweep turns down thousands of pairs at once.

Pairs are given as two arrays of places in the order of the records.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from .kinds import ABOUT_ONE_DAY, ABOUT_ONE_SUM, TOGETHER, worth_comparing
from .levels import Levels, Steps
from .ranking import Integers
from .records import Record
from .substance import AMOUNT, AMOUNT_STEPS, THEME
from .times import DAYS_APART, MONTH, PERIOD, START, YEAR
from .wording import TITLE, TITLE_ALIKE, TITLE_PART, TITLE_PART_ALIKE, TITLE_PART_STEPS, TITLE_STEPS

UNKNOWN = 0  # no day, and nothing that is numbered here, has this number
SAME = 2.0  # likeness of what is equal; of others it is 1 at most
SILENT = -1  # instead of a level: one of the two does not state the field
START_STEPS = tuple((-days, name) for name, days in DAYS_APART.items())
# What a record states, each a bit: what may tie it to another one that states it too, and themes, before which purposes
# are silent.
SITES, WORKS, RECEIVERS, IDENTIFIERS, THINGS, ACTIVITIES, THEMES, DAYS, SUMS = (1 << bit for bit in range(9))
EVERYTHING = (1 << 9) - 1

Places = Integers
LevelPlaces = Integers  # of levels in their field, or SILENT
Marks = NDArray[np.bool_]


class PlainFacts:
    def __init__(self, records: Sequence[Record], folded: Sequence[str] | None = None) -> None:
        """The titles, folded, are given where the records are without."""
        self.records = records
        self.folded = [record.title.folded for record in records] if folded is None else folded
        self.language = numbered(record.language for record in records)
        self.partner = np.array([record.partner or 0 for record in records], np.int64)
        self.countries = numbered(record.countries for record in records)
        self.is_in_one = np.array([len(record.countries) == 1 for record in records], np.bool_)
        self.start = np.array([day(record.start) for record in records], np.int32)
        self.end = np.array([day(record.end if record.start else None) for record in records], np.int32)
        self.dollars = np.array([record.amount or 0.0 for record in records], np.float64)
        self.stated = np.array([record.stated[1] if record.stated else 0.0 for record in records], np.float64)
        self.currency = numbered(record.stated[0] if record.stated else "" for record in records)
        purposes = [min(record.purposes) if len(record.purposes) == 1 else "" for record in records]
        self.purpose, self.sector = numbered(purposes), numbered(code[:3] for code in purposes)
        self.states = np.array([stated_by(record) for record in records], np.uint16)

    def worth_comparing(self, first: Places, second: Places) -> Marks:
        """As `kinds.worth_comparing`, which is asked of those pairs that the columns leave open."""
        worth, is_open = self.by_columns(first, second)
        asked = np.flatnonzero(worth & is_open)
        pairs = zip(first[asked].tolist(), second[asked].tolist(), strict=True)
        worth[asked] = [worth_comparing(self.records[one], self.records[other]) for one, other in pairs]
        return worth

    def by_columns(self, first: Places, second: Places) -> tuple[Marks, Marks]:
        """Which pairs may be worth comparing, and which the columns leave open."""
        is_own, one_country = self.are_own(first, second), self.are_in_one_country(first, second)
        elsewhere = ~one_country & (self.countries[first] != UNKNOWN) & (self.countries[second] != UNKNOWN)
        is_apart = elsewhere & self.is_in_one[first] & self.is_in_one[second]
        is_past = self.is_past(first, second) | self.is_past(second, first)
        one_number = (self.both_state(first, second) & IDENTIFIERS) > 0  # perhaps
        others = ~is_apart & (one_number | ~is_past)
        worth = np.where(is_own, one_country & self.agree_plainly(first, second), others)
        return worth, is_own | elsewhere | is_past

    def agree_plainly(self, first: Places, second: Places) -> Marks:
        """As `kinds.agrees_plainly`, of two in one country."""
        return (
            among(self.starts(first, second), START, ABOUT_ONE_DAY)
            & among(self.periods(first, second), PERIOD, TOGETHER)
            & among(self.amounts(first, second), AMOUNT, ABOUT_ONE_SUM)
        )

    def are_own(self, first: Places, second: Places) -> Marks:
        return self.partner[first] == self.partner[second]

    def are_in_one_country(self, first: Places, second: Places) -> Marks:
        """Or in the same countries, or in none that is stated."""
        return self.countries[first] == self.countries[second]

    def both_state(self, first: Places, second: Places) -> NDArray[np.uint16]:
        return self.states[first] & self.states[second]

    def name_sums(self, first: Places, second: Places) -> Marks:
        """Whether the text of one does."""
        return ((self.states[first] | self.states[second]) & SUMS) > 0

    def is_past(self, first: Places, second: Places) -> Marks:
        end, start = self.end[first], self.start[second]
        return (end != UNKNOWN) & (start != UNKNOWN) & (end < start)

    def starts(self, first: Places, second: Places) -> LevelPlaces:
        """As `times.start`."""
        start, other = self.start[first], self.start[second]
        is_told = (start != UNKNOWN) & (other != UNKNOWN)
        return stepped(-np.abs(start - other), START_STEPS, START, is_told)

    def periods(self, first: Places, second: Places) -> LevelPlaces:
        """As `times.period`."""
        start, other_start = self.start[first], self.start[second]
        end, other_end = (self.ends(places) for places in (first, second))
        together = np.minimum(end, other_end) - np.maximum(start, other_start)
        shorter = np.minimum(end - start, other_end - other_start)
        is_same = np.maximum(np.abs(start - other_start), np.abs(end - other_end)) <= MONTH.days
        place = {name: number for number, name in enumerate(PERIOD)}
        follow = np.where(-together <= YEAR.days, place["follow"], place["apart"])
        follow = np.where(self.is_past(first, second) | self.is_past(second, first), follow, SILENT)
        overlap = np.where((2 * together >= shorter) & (together >= MONTH.days), place["overlap"], place["touch"])
        found = np.where(together < 0, follow, np.where(is_same, place["same"], overlap))
        return np.where((start == UNKNOWN) | (other_start == UNKNOWN), SILENT, found)

    def ends(self, places: Places) -> NDArray[np.int32]:
        """As of `times.span`, of those that state a start."""
        return np.where(self.end[places] == UNKNOWN, self.start[places] + YEAR.days, self.end[places])

    def amounts(self, first: Places, second: Places) -> LevelPlaces:
        """As `substance.amount`."""
        is_one_currency = (self.currency[first] == self.currency[second]) & (self.currency[first] != UNKNOWN)
        one, other = (np.where(is_one_currency, self.stated[at], self.dollars[at]) for at in (first, second))
        least, most = np.minimum(one, other), np.maximum(one, other)
        return stepped(least / np.where(least > 0, most, 1), AMOUNT_STEPS, AMOUNT, least > 0)

    def themes(self, first: Places, second: Places) -> LevelPlaces:
        """As `substance.theme` of two that state one purpose each and not both a theme; SILENT of all others."""
        one, other = self.purpose[first], self.purpose[second]
        is_told = (one != UNKNOWN) & (other != UNKNOWN) & ((self.both_state(first, second) & THEMES) == 0)
        place = {name: number for number, name in enumerate(THEME)}
        related = np.where(self.sector[first] == self.sector[second], place["related"], place["different"])
        return np.where(is_told, np.where(one == other, place["equal"], related), SILENT)

    def titles(self, first: Places, second: Places) -> LevelPlaces:
        """As `wording.title`."""
        both = self.both_folded(first, second)
        likeness = (each(fuzz.token_set_ratio, both) + each(fuzz.token_sort_ratio, both)) / 200
        is_told = are_told(both) & (self.are_in_one_language(first, second) | (likeness >= TITLE_ALIKE))
        likeness[are_same(both)] = SAME
        return stepped(likeness, ((SAME, "same"), *TITLE_STEPS), TITLE, is_told)

    def title_parts(self, first: Places, second: Places) -> LevelPlaces:
        """As `wording.title_part`."""
        both = self.both_folded(first, second)
        likeness = each(fuzz.partial_ratio, both) / 100
        is_told = are_told(both) & (self.are_in_one_language(first, second) | (likeness >= TITLE_PART_ALIKE))
        return stepped(likeness, TITLE_PART_STEPS, TITLE_PART, is_told & ~are_same(both))

    def are_in_one_language(self, first: Places, second: Places) -> Marks:
        """Or one does not say in which it is."""
        language, other = self.language[first], self.language[second]
        return (language == other) | (language == UNKNOWN) | (other == UNKNOWN)

    def both_folded(self, first: Places, second: Places) -> list[tuple[str, str]]:
        """Each two in order, as the comparisons take them."""
        both = [
            (self.folded[one], self.folded[other]) for one, other in zip(first.tolist(), second.tolist(), strict=True)
        ]
        return [(one, other) if one <= other else (other, one) for one, other in both]


def stated_by(record: Record) -> int:
    """Each bit that may be set, if the record was not read whole."""
    stated = {
        SITES: record.sites,
        WORKS: record.works,
        RECEIVERS: record.receivers,
        IDENTIFIERS: record.identifiers,
        THINGS: record.things,
        ACTIVITIES: record.activities,
        THEMES: record.themes,
        DAYS: record.days_named,
        SUMS: record.sums_named,
    }
    is_open = EVERYTHING - IDENTIFIERS - THEMES if record.is_plain else 0
    return sum(bit for bit, values in stated.items() if values) | is_open


def numbered(values: Iterable[Hashable]) -> NDArray[np.int32]:
    """The same number for what is equal; UNKNOWN for what is empty."""
    known: dict[Hashable, int] = {}
    return np.array([known.setdefault(value, len(known) + 1) if value else UNKNOWN for value in values], np.int32)


def day(value: date | None) -> int:
    return value.toordinal() if value else UNKNOWN


def stepped(values: NDArray[Any], steps: Steps, levels: Levels, is_told: Marks) -> LevelPlaces:
    """As `levels.step`: the steps are those of the first levels, in their order."""
    bounds = -np.array([bound for bound, _ in steps])
    return np.where(is_told, np.minimum(np.searchsorted(bounds, -values), len(levels) - 1), SILENT)


def among(found: LevelPlaces, levels: Levels, names: Collection[str]) -> Marks:
    """Whether the level has one of the names, or there is none."""
    return np.array([*(name in names for name in levels), True])[found]


def each(likeness: Callable[..., float], both: Sequence[tuple[str, str]]) -> NDArray[np.float64]:
    """Of each two texts, in percent."""
    first, second = [one for one, _ in both], [other for _, other in both]
    return process.cpdist(first, second, scorer=likeness, dtype=np.float64)


def are_told(both: Sequence[tuple[str, str]]) -> Marks:
    return np.array([bool(one and other) for one, other in both], np.bool_)


def are_same(both: Sequence[tuple[str, str]]) -> Marks:
    return np.array([one == other for one, other in both], np.bool_)
