"""Levels in, match weight out: a sum of log2 weights, every term of it kept as a sentence with its number.

Additive evidence after Fellegi and Sunter (1969): a weight of w makes a match 2**w times more likely. Fields that one
side does not state weigh nothing, so the order of the two records and what is missing cannot change the sum.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from math import exp2
from pathlib import Path
from typing import Any, Self

from .comparison import FIELDS
from .kinds import OWN_DOUBLE, Kind
from .levels import Levels

PRIOR = "Where the sum begins: few pairs that meet overlap in this way."
KEPT = "kept"  # the term of what stays an alert though it would be none today; it weighs nothing
FRESHNESS = "freshness"  # the term of a record that nobody confirms
STALE = -1.0  # what a record weighs against that nobody has confirmed for half a year: an overlap is half as likely
HAIR = 1e-6  # by which a match weight that was stored may miss: it is kept to six digits
CASES = {OWN_DOUBLE, *Kind}


def is_below(match_weight: float, least: float) -> bool:
    """Whether what was stored lies below its threshold, and not by how it was rounded alone."""
    return match_weight < least - HAIR


@dataclass(frozen=True, slots=True)
class Calibration:
    """A table of weights. Raises ValueError when it does not fit the comparisons."""

    priors: Mapping[str, float]  # where the sum begins, by case: how rare an overlap of this kind is where it could be
    thresholds: Mapping[str, float]  # least match weight of an alert, by case
    weights: Mapping[str, Mapping[str, float]]  # by field and level

    def __post_init__(self) -> None:
        if missing := CASES - (self.priors.keys() & self.thresholds.keys()):
            raise ValueError(f"The calibration has no prior or threshold for {', '.join(sorted(missing))}.")
        for field, (_, levels) in FIELDS.items():
            if missing := levels.keys() - self.weights.get(field, {}).keys():
                raise ValueError(f"The calibration has no weight for {field}: {', '.join(sorted(missing))}.")

    @classmethod
    def of(cls, table: Mapping[str, Any]) -> Self:
        try:
            return cls(table["priors"], table["thresholds"], table["weights"])
        except (KeyError, TypeError) as error:
            raise ValueError(f"The calibration is not a table of priors, thresholds and weights: {error!r}.") from error

    def weight_of(self, rows: Iterable[Mapping[str, Any]], case: str) -> float:
        """The match weight of the evidence of an alert (`Score.as_rows`) by this table, before a record that nobody
        confirms weakens it. What is not in the table any more weighs nothing.
        """
        return self.priors[case] + sum(self.weights.get(row["field"], {}).get(row["level"], 0.0) for row in rows)


@dataclass(frozen=True, slots=True)
class Contribution:
    field: str
    level: str
    weight: float
    sentence: str
    until: date | None = None  # as of its level

    def as_row(self) -> dict[str, Any]:
        row = {"field": self.field, "level": self.level, "weight": self.weight, "sentence": self.sentence}
        return row | {"until": self.until.isoformat()} if self.until else row


@dataclass(frozen=True, slots=True)
class Score:
    match_weight: float
    contributions: tuple[Contribution, ...]

    @property
    def probability(self) -> float:
        return probability(self.match_weight)

    @property
    def before_fading(self) -> float:
        """The match weight before a record that nobody confirms weakens it: that never hides an alert."""
        return self.match_weight - sum(term.weight for term in self.contributions if term.field == FRESHNESS)

    def as_rows(self) -> list[dict[str, Any]]:
        """For the alert: what weighs most first, the starting point and what is not stated last."""
        return [term.as_row() for term in self.contributions]


def match_weight(levels: Levels, calibration: Calibration, case: str = Kind.SAME_PROJECT) -> float:
    return calibration.priors[case] + sum(calibration.weights[field][level.name] for field, level in levels.items())


def score(levels: Levels, calibration: Calibration, case: str = Kind.SAME_PROJECT) -> Score:
    """The sum with its terms; their weights add up to the match weight."""
    stated = [
        Contribution(field, level.name, calibration.weights[field][level.name], level.sentence, level.until)
        for field, level in levels.items()
    ]
    stated.sort(key=lambda contribution: -abs(contribution.weight))
    prior = Contribution("prior", case, calibration.priors[case], PRIOR)
    missing = [  # a field of one level is silent wherever it finds nothing, whatever the two state
        Contribution(field, "missing", 0.0, "One of them does not state it, or the two cannot be compared.")
        for field, (_, known) in FIELDS.items()
        if field not in levels and len(known) > 1
    ]
    return Score(match_weight(levels, calibration, case), (*stated, prior, *missing))


def faded(score: Score) -> Score:
    """The score when one of the two, or both, was not confirmed for half a year: a term of its own, seen as such."""
    term = Contribution(FRESHNESS, "stale", STALE, "One of the two was not confirmed for half a year.")
    return Score(score.match_weight + term.weight, (*score.contributions, term))


def kept(score: Score) -> Score:
    term = Contribution(KEPT, "unlike", 0.0, "By what both say today no alert would be raised.")
    return Score(score.match_weight, (*score.contributions, term))


def probability(match_weight: float) -> float:
    return 1 / (1 + exp2(-match_weight))


def shipped() -> dict[str, Any]:
    """The table of this release: name, notes, priors, thresholds and weights."""
    return table_of("shipped.json")


def judged() -> dict[str, Any]:
    """The weights set by hand with which the fit of the shipped ones began."""
    return table_of("judged.json")


@cache
def table_of(name: str) -> dict[str, Any]:
    table: dict[str, Any] = json.loads((Path(__file__).parents[1] / "data" / name).read_text(encoding="utf-8"))
    return table
