"""Pairs turned down by the thousand that `Bounds` would turn down one by one: before more of a record is looked at."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from .bounding import OF_ACTIVITIES, ROUNDING, Bounds, most
from .kinds import OWN_DOUBLE, Kind
from .levels import Levels
from .plain_facts import (
    ACTIVITIES,
    DAYS,
    EVERYTHING,
    IDENTIFIERS,
    RECEIVERS,
    SITES,
    THINGS,
    WORKS,
    Marks,
    Places,
    PlainFacts,
)
from .rarity import FEW, MOST, Shared, name_of
from .records import Record
from .substance import AMOUNT, THEME
from .times import PERIOD, START
from .wording import TITLE, TITLE_PART

TIES = {
    "place": SITES | WORKS,
    "beneficiary": RECEIVERS,
    "identifier": IDENTIFIERS,
    "subject": THINGS,
    "day_named": DAYS,
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
        self.ties = np.array([self.by_ties(states) for states in range(EVERYTHING + 1)])
        self.least = np.array([least(states, bounds) for states in range(EVERYTHING + 1)])
        self.least_of_own = bounds.needed[OWN_DOUBLE]
        self.here, self.elsewhere = max(0.0, self.weights["country"]["same"]), self.at_most("country", "abroad")
        self.by_sums = self.at_most("sum_named")
        self.always = bounds.by_descriptions + bounds.by_numbers + self.at_most("implementer", "body_kind") + ROUNDING
        self.by_titles = bounds.by_texts - bounds.by_descriptions - bounds.by_numbers + ROUNDING
        self.by_level = [
            (PlainFacts.amounts, self.weighed("amount", AMOUNT)),
            (PlainFacts.starts, self.weighed("start", START)),
            (PlainFacts.periods, self.weighed("period", PERIOD)),
            (PlainFacts.themes, self.weighed("theme", THEME, silent=self.at_most("theme"))),  # they know some only
        ]
        self.by_level_of_titles = [
            (PlainFacts.titles, self.weighed("title", TITLE)),
            (PlainFacts.title_parts, self.weighed("title_part", TITLE_PART)),
        ]

    def promising(self, pairs: Mapping[Pair, Shared], records: Mapping[int, Record], leeway: float = 0.0) -> list[Pair]:
        """Of some pairs of projects, with how rare is what each has in common, those that `allow` lets pass."""
        if not pairs:
            return []
        place = {id: number for number, id in enumerate({id for pair in pairs for id in pair})}
        first, second = np.array([[place[one], place[other]] for one, other in pairs]).T
        projects = np.array([shared.projects for shared in pairs.values()])
        allowed = self.allow(PlainFacts([records[id] for id in place]), first, second, projects, leeway)
        return [pair for pair, is_allowed in zip(pairs, allowed.tolist(), strict=True) if is_allowed]

    def allow(self, facts: PlainFacts, first: Places, second: Places, projects: Places, leeway: float = 0.0) -> Marks:
        """Never false of two that `Bounds.missing` lets pass, of which nobody has been told.

        `projects`: how many have the second rarest key of both.
        """
        both = facts.both_state(first, second)
        told: Weights = self.rarity[projects] + self.ties[both] + (self.always + leeway)
        told += np.where(facts.are_in_one_country(first, second), self.here, self.elsewhere)
        told += np.where(facts.name_sums(first, second), self.by_sums, 0.0)
        for levels, weights in self.by_level:
            told += weights[levels(facts, first, second)]
        needed = np.where(facts.are_own(first, second), self.least_of_own, self.least[both])
        allowed: Marks = told + self.by_titles >= needed
        asked = np.flatnonzero(allowed)
        one, other = first[asked], second[asked]
        by_titles = sum(weights[levels(facts, one, other)] for levels, weights in self.by_level_of_titles)
        allowed[asked] = told[asked] + by_titles >= needed[asked]
        return allowed

    def weighed(self, field: str, levels: Levels, silent: float = 0.0) -> Weights:
        """What each level weighs, and behind them what counts where none is told."""
        return np.array([*(self.weights[field][name] for name in levels), silent])

    def at_most(self, *fields: str) -> float:
        return sum(most(self.weights[field]) for field in fields)

    def by_rarity(self, projects: int) -> float:
        """At most, of what so many have the second rarest key of both."""
        return self.weights["in_common"][name_of(Shared(projects))] + self.at_most("rarest") * (projects <= FEW)

    def by_ties(self, states: int) -> float:
        """At most, of two that both state so much."""
        return self.at_most(*(field for field, of in TIES.items() if states & of))


def least(states: int, bounds: Bounds) -> float:
    """What those kinds need at least that are open to two that both state so much."""
    kinds = [Kind.SAME_PROJECT, Kind.SAME_WORK]
    if states & ACTIVITIES:
        kinds.append(Kind.TIMING_CLASH)
    if states & (SITES | WORKS | RECEIVERS):
        kinds.append(Kind.COMPLEMENTARY)
    return min(bounds.needed[kind] for kind in kinds)
