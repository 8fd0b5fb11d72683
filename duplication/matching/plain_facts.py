"""Many pairs at once, told apart by a few plain facts: so a sweep turns down thousands, and a save most of its sixty.

Pairs are given as two arrays of places in the order of the rows.
"""

from collections.abc import Callable, Collection, Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from .columns import UNKNOWN, Columns, packed, unpacked
from .kinds import ABOUT_ONE_DAY, ABOUT_ONE_SUM, TOGETHER
from .levels import Levels, Steps
from .mentions import DAY_NAMED
from .ranking import Integers
from .records import Record
from .substance import AMOUNT, AMOUNT_STEPS, COUNTRY, THEME
from .times import DAYS_APART, LATEST, MONTH, PERIOD, START, YEAR
from .wording import NUMBERS, TITLE, TITLE_ALIKE, TITLE_PART, TITLE_PART_ALIKE, TITLE_PART_STEPS, TITLE_STEPS

SAME = 2.0  # likeness of what is equal; of others it is 1 at most
SILENT = -1  # instead of a level: one of the two does not state the field
START_STEPS = tuple((-days, name) for name, days in DAYS_APART.items())
# What may tie two records to one another, each a bit, and the column that tells it.
IDENTIFIERS, PLACES, RECEIVERS, THINGS, ACTIVITIES = (1 << bit for bit in range(5))
EVERYTHING = (1 << 5) - 1
MARKED = {
    IDENTIFIERS: "identifiers",
    PLACES: "places",
    RECEIVERS: "receivers",
    THINGS: "things",
    ACTIVITIES: "has_activities",
}

Places = Integers
LevelPlaces = Integers  # of levels in their field, or SILENT
Marks = NDArray[np.bool_]


class PlainFacts:
    def __init__(self, columns: Columns, folded: Sequence[str]) -> None:
        """`folded`: the titles."""
        self.columns, self.folded = columns, folded

    @classmethod
    def of(cls, records: Sequence[Record]) -> Self:
        return cls(
            unpacked(b"".join([packed(record) for record in records])), [record.title.folded for record in records]
        )

    def may_be_worth_comparing(self, first: Places, second: Places) -> Marks:
        """Never false where `kinds.worth_comparing` is true; the same of one partner's own."""
        is_own = self.are_own(first, second)
        worth = np.empty(len(first), np.bool_)
        for of_them, which in ((self.is_one_entered_twice, is_own), (self.may_overlap, ~is_own)):
            asked = np.flatnonzero(which)
            if len(asked):
                worth[asked] = of_them(first[asked], second[asked])
        return worth

    def is_one_entered_twice(self, first: Places, second: Places) -> Marks:
        """Perhaps, of two of one partner; as `kinds.agrees_plainly`."""
        is_one = (
            self.are_equal("countries", first, second)
            & self.are_told("countries", first, second)
            & ~self.are_numbered_apart(first, second)
        )
        asked = np.flatnonzero(is_one)
        if len(asked):
            one, other = first[asked], second[asked]
            is_one[asked] = (
                among(self.starts(one, other), START, ABOUT_ONE_DAY)
                & among(self.periods(one, other), PERIOD, TOGETHER)
                & among(self.amounts(one, other), AMOUNT, ABOUT_ONE_SUM)
            )
        return is_one

    def may_overlap(self, first: Places, second: Places) -> Marks:
        """Of two partners: where the countries of both are not apart, nor the years of two without a number of both."""
        is_in_one = self.columns["is_in_one"]
        is_apart = is_in_one[first] & is_in_one[second] & ~self.are_equal("countries", first, second)
        is_past = self.is_past(first, second) | self.is_past(second, first)
        return ~is_apart & (~is_past | self.share_marks("identifiers", "identifiers", first, second))

    def are_own(self, first: Places, second: Places) -> Marks:
        return self.are_equal("partner", first, second)

    def are_numbered_apart(self, first: Places, second: Places) -> Marks:
        """As `kinds.numbered_apart`."""
        are_numbered = self.are_told("reference", first, second)
        is_one = self.are_equal("trunk", first, second) & self.are_told("trunk", first, second)
        return are_numbered & ~self.are_equal("reference", first, second) & ~is_one

    def countries(self, first: Places, second: Places) -> LevelPlaces:
        """As `substance.country`; what may be an overlap as different countries."""
        place = {name: number for number, name in enumerate(COUNTRY)}
        found = np.where(self.are_equal("countries", first, second), place["same"], place["different"])
        return np.where(self.are_told("countries", first, second), found, SILENT)

    def ties(self, first: Places, second: Places) -> NDArray[np.uint8]:
        """What the two may have in common, each a bit; activities wherever both state some."""
        tied = np.zeros(len(first), np.uint8)
        for bit, name in MARKED.items():
            tied |= np.where(self.share_marks(name, name, first, second), np.uint8(bit), np.uint8(0))
        return tied

    def share_marks(self, name: str, other_name: str, first: Places, second: Places) -> Marks:
        """Whether something of the one may be something of the other."""
        return (self.columns[name][first] & self.columns[other_name][second]) != 0  # type: ignore[no-any-return]

    def name_sums(self, first: Places, second: Places) -> Marks:
        """Whether the text of one may name the budget of the other."""
        named = self.share_marks("budget", "sums", first, second)
        return named | self.share_marks("sums", "budget", first, second)

    def days(self, first: Places, second: Places) -> LevelPlaces:
        """As `mentions.day_named`; what may be the same month as the same day."""
        place = {name: number for number, name in enumerate(DAY_NAMED)}
        named = np.where(self.share_marks("months", "months", first, second), place["same"], place["different"])
        return np.where(self.are_told("months", first, second), named, SILENT)

    def is_past(self, first: Places, second: Places) -> Marks:
        end, start = self.columns["end"][first], self.columns["start"][second]
        return (end != UNKNOWN) & (start != UNKNOWN) & (end < start)

    def starts(self, first: Places, second: Places) -> LevelPlaces:
        """As `times.start`."""
        apart = np.abs(self.columns["start"][first] - self.columns["start"][second])
        return stepped(-apart, START_STEPS, START, self.are_told("start", first, second))

    def periods(self, first: Places, second: Places) -> LevelPlaces:
        """As `times.period`."""
        start, other_start = self.columns["start"][first], self.columns["start"][second]
        end, other_end = (self.ends(places) for places in (first, second))
        together = np.minimum(end, other_end) - np.maximum(start, other_start)
        shorter = np.minimum(end - start, other_end - other_start)
        is_same = np.maximum(np.abs(start - other_start), np.abs(end - other_end)) <= MONTH.days
        place = {name: number for number, name in enumerate(PERIOD)}
        follow = np.where(-together <= YEAR.days, place["follow"], place["apart"])
        follow = np.where(self.is_past(first, second) | self.is_past(second, first), follow, SILENT)
        overlap = np.where((2 * together >= shorter) & (together >= MONTH.days), place["overlap"], place["touch"])
        found = np.where(together < 0, follow, np.where(is_same, place["same"], overlap))
        return np.where(self.are_told("start", first, second), found, SILENT)

    def ends(self, places: Places) -> NDArray[np.int32]:
        """As of `times.span`, of those that state a start."""
        start, end = self.columns["start"][places], self.columns["end"][places]
        return np.where(end == UNKNOWN, np.minimum(start, LATEST.toordinal()) + YEAR.days, end)

    def amounts(self, first: Places, second: Places) -> LevelPlaces:
        """As `substance.amount`."""
        is_one_currency = self.are_equal("currency", first, second) & self.are_told("currency", first, second)
        stated, dollars = self.columns["stated"], self.columns["dollars"]
        one, other = (np.where(is_one_currency, stated[at], dollars[at]) for at in (first, second))
        least, most = np.minimum(one, other), np.maximum(one, other)
        return stepped(least / np.where(least > 0, most, 1), AMOUNT_STEPS, AMOUNT, least > 0)

    def themes(self, first: Places, second: Places) -> LevelPlaces:
        """As `substance.theme` of two that state one purpose each and not both a theme; SILENT of all others."""
        is_told = self.are_told("purpose", first, second) & ~self.are_told("has_themes", first, second)
        place = {name: number for number, name in enumerate(THEME)}
        related = np.where(self.are_equal("sector", first, second), place["related"], place["different"])
        theme = np.where(self.are_equal("purpose", first, second), place["equal"], related)
        return np.where(is_told, theme, SILENT)

    def numbers(self, first: Places, second: Places) -> LevelPlaces:
        """As `wording.numbers`."""
        place = {name: number for number, name in enumerate(NUMBERS)}
        found = np.full(len(first), SILENT)
        for column in ("phases", "numbers", "years"):
            is_told, is_one = self.are_told(column, first, second), self.are_equal(column, first, second)
            found[is_told & is_one & (found == SILENT)] = place["same"]
            found[is_told & ~is_one] = place["different"]
        return found

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
        return self.are_equal("language", first, second) | ~self.are_told("language", first, second)

    def are_equal(self, column: str, first: Places, second: Places) -> Marks:
        values = self.columns[column]
        return values[first] == values[second]  # type: ignore[no-any-return]

    def are_told(self, column: str, first: Places, second: Places) -> Marks:
        """By both."""
        values = self.columns[column]
        return (values[first] != UNKNOWN) & (values[second] != UNKNOWN)

    def both_folded(self, first: Places, second: Places) -> list[tuple[str, str]]:
        """Each two in order, as the comparisons take them."""
        both = [
            (self.folded[one], self.folded[other]) for one, other in zip(first.tolist(), second.tolist(), strict=True)
        ]
        return [(one, other) if one <= other else (other, one) for one, other in both]


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
