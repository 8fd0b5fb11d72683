"""Pairs turned down by the thousand that `Bounds` would turn down one by one: before more of a record is looked at."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from .bounding import OF_ACTIVITIES, ROUNDING, Bounds, most
from .kinds import OWN_DOUBLE, Kind
from .levels import Levels
from .mentions import DAY_NAMED
from .plain_facts import (
    ACTIVITIES,
    EVERYTHING,
    IDENTIFIERS,
    PLACES,
    RECEIVERS,
    THINGS,
    Marks,
    Places,
    PlainFacts,
)
from .rarity import FEW, MOST, Shared, name_of
from .substance import AMOUNT, COUNTRY, THEME
from .times import PERIOD, START
from .wording import NUMBERS, TITLE, TITLE_PART

TIES = {
    "place": PLACES,
    "beneficiary": RECEIVERS,
    "identifier": IDENTIFIERS,
    "subject": THINGS,
    **dict.fromkeys(OF_ACTIVITIES, ACTIVITIES),
}

Weights = NDArray[np.float64]
Pair = tuple[int, int]  # numbers of two projects


class PlainBounds:
    """What two records tell besides their descriptions, or more: exactly where columns say so, else as much as it can
    be. Titles come after the rest, which leaves half of the pairs.
    """

    def __init__(self, bounds: Bounds) -> None:
        self.weights = bounds.calibration.weights
        self.rarity = np.array([self.by_rarity(projects) for projects in range(MOST + 2)])
        self.ties = np.array([self.by_ties(ties) for ties in range(EVERYTHING + 1)])
        self.least = np.array([least(ties, bounds) for ties in range(EVERYTHING + 1)])
        self.least_of_own = bounds.needed[OWN_DOUBLE]
        elsewhere = max(
            self.weights["country"]["overlap"], self.weights["country"]["different"] + self.at_most("abroad")
        )
        self.by_sums = self.at_most("sum_named")
        self.always = bounds.by_descriptions + self.at_most("implementer", "body_kind") + ROUNDING
        self.by_titles = bounds.by_texts - bounds.by_descriptions - bounds.by_numbers + ROUNDING
        self.by_level = [
            (PlainFacts.amounts, self.weighed("amount", AMOUNT)),
            (PlainFacts.starts, self.weighed("start", START)),
            (PlainFacts.periods, self.weighed("period", PERIOD)),
            (PlainFacts.countries, self.weighed("country", COUNTRY, different=elsewhere)),
            (PlainFacts.numbers, self.weighed("numbers", NUMBERS)),
            (PlainFacts.days, self.weighed("day_named", DAY_NAMED, same=self.at_most("day_named"))),
            (PlainFacts.themes, self.weighed("theme", THEME, silent=self.at_most("theme"))),  # they know some only
        ]
        self.by_level_of_titles = [  # each with the most that the next can tell
            (PlainFacts.titles, self.weighed("title", TITLE), self.at_most("title_part")),
            (PlainFacts.title_parts, self.weighed("title_part", TITLE_PART), 0.0),
        ]

    def promising(
        self, pairs: Mapping[Pair, int], place_of: Mapping[int, int], facts: PlainFacts, leeway: float = 0.0
    ) -> list[Pair]:
        """Of some pairs of projects, with how many have the second rarest key of both: those that may be worth
        comparing and that `allow` lets pass, and those of which one has no place among the facts.
        """
        told = [pair for pair in pairs if pair[0] in place_of and pair[1] in place_of]
        untold = [pair for pair in pairs if pair[0] not in place_of or pair[1] not in place_of]
        if not told:
            return untold
        first, second = np.array([[place_of[one], place_of[other]] for one, other in told]).T
        worth = np.flatnonzero(facts.may_be_worth_comparing(first, second))
        if not len(worth):
            return untold
        projects = np.array([pairs[told[place]] for place in worth.tolist()])
        allowed = self.allow(facts, first[worth], second[worth], projects, leeway)
        return [*(told[place] for place in worth[allowed].tolist()), *untold]

    def allow(self, facts: PlainFacts, first: Places, second: Places, projects: Places, leeway: float = 0.0) -> Marks:
        """Never false of two that `Bounds.missing` lets pass, of which nobody has been told.

        `projects`: how many have the second rarest key of both.
        """
        tied = facts.ties(first, second)
        told: Weights = self.rarity[projects] + self.ties[tied] + (self.always + leeway)
        told += np.where(facts.name_sums(first, second), self.by_sums, 0.0)
        for levels, weights in self.by_level:
            told += weights[levels(facts, first, second)]
        needed = np.where(facts.are_own(first, second), self.least_of_own, self.least[tied])
        allowed: Marks = told + self.by_titles >= needed
        for levels, weights, further in self.by_level_of_titles:
            if len(asked := np.flatnonzero(allowed)):
                told[asked] += weights[levels(facts, first[asked], second[asked])]
                allowed[asked] = told[asked] + further >= needed[asked]
        return allowed

    def weighed(self, field: str, levels: Levels, **instead: float) -> Weights:
        """What each level weighs, and behind them what counts where none is told."""
        weights = {**self.weights[field], "silent": 0.0, **instead}
        return np.array([weights[name] for name in (*levels, "silent")])

    def at_most(self, *fields: str) -> float:
        return sum(most(self.weights[field]) for field in fields)

    def by_rarity(self, projects: int) -> float:
        """At most, of what so many have the second rarest key of both."""
        return self.weights["in_common"][name_of(Shared(projects))] + self.at_most("rarest") * (projects <= FEW)

    def by_ties(self, ties: int) -> float:
        """At most, of two that are tied by so much."""
        return self.at_most(*(field for field, of in TIES.items() if ties & of))


def least(ties: int, bounds: Bounds) -> float:
    """What those kinds need at least that are open to two that are tied by so much."""
    kinds = [Kind.SAME_PROJECT, Kind.SAME_WORK]
    if ties & ACTIVITIES:
        kinds.append(Kind.TIMING_CLASH)
    if ties & (PLACES | RECEIVERS):
        kinds.append(Kind.COMPLEMENTARY)
    return min(bounds.needed[kind] for kind in kinds)
