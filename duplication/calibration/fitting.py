"""Weights fitted to pairs of which people know what they are: a logistic regression in plain numpy.

All fields are fitted together, so that what two of them say twice is not counted twice. The table begun with is the
prior: the fewer pairs there are, the less the weights move away from it, and fields that the pairs do not show keep
theirs. Its signs stay, and a little of each step: what speaks for a match there can come to say next to nothing, is
told among the reasons all the same, and never speaks against one.
From nothing the weights go up or down by steps, one a level, and none goes back: better agreement never weighs less.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Table = Mapping[str, Mapping[str, float]]  # log2 weights by field and level, the strongest level first
Names = Mapping[str, str]  # level names by field

FIRMNESS = 400.0  # how firmly the weights are held to the prior: as if by so many judged pairs
BY_HAND = 100.0  # the same, if the prior was judged by hand: it was not fitted to any pairs
REMAINS = 0.05  # of each step of the prior, at least
ROUNDS = 1_500
LITTLE = 1e-5  # a change that ends the fit


@dataclass(frozen=True, slots=True)
class Example:
    """A pair that somebody judged, or one that is taken for distinct because nobody linked the two."""

    levels: Names
    positive: bool
    weight: float = 1.0
    is_judged: bool = True


@dataclass(frozen=True, slots=True)
class Step:
    """From a level of a field to the next one further from nothing: what all levels from there on get added."""

    field: str
    levels: frozenset[str]
    sign: int
    size: float  # in the prior


def fit(examples: Sequence[Example], prior: Table, held: float = FIRMNESS) -> dict[str, dict[str, float]]:
    """The table of weights under which the examples are likeliest, given the prior."""
    seen = {field for example in examples for field in example.levels}
    steps = [step for field in prior if field in seen for step in steps_of(field, prior[field])]
    design = np.array([[s.sign * (e.levels.get(s.field) in s.levels) for s in steps] for e in examples], np.float64)
    signs = np.array([1.0 if example.positive else -1.0 for example in examples])
    weights = np.array([example.weight for example in examples])
    start = np.array([step.size for step in steps]) * log(2)
    firmness = held / max(1, sum(example.is_judged for example in examples))
    sizes = descend(design, signs, weights / weights.sum(), start, firmness) / log(2)
    return {
        field: {name: total(field, name, steps, sizes) if field in seen else weight for name, weight in weights.items()}
        for field, weights in prior.items()
    }


def steps_of(field: str, weights: Mapping[str, float]) -> Iterator[Step]:
    """The steps above and below the levels that weigh nothing."""
    for sign, names in ((1, list(weights)), (-1, list(weights)[::-1])):
        speaking = [name for name in names if sign * weights[name] > 0]
        for place, name in enumerate(speaking):
            before = weights[speaking[place + 1]] if place + 1 < len(speaking) else 0.0
            yield Step(field, frozenset(speaking[: place + 1]), sign, abs(weights[name] - before))


def total(field: str, level: str, steps: Sequence[Step], sizes: Floats) -> float:
    reached = (s.sign * size for s, size in zip(steps, sizes, strict=True) if s.field == field and level in s.levels)
    return float(sum(reached))


def descend(design: Floats, signs: Floats, weights: Floats, start: Floats, firmness: float) -> Floats:
    """Projected gradient with momentum, begun again whenever it overshoots. The last parameter is the intercept."""
    design = np.hstack([design, np.ones((len(design), 1))])
    least = np.append(REMAINS * start, -np.inf)
    centre = np.append(start, 0.0)
    pull = np.append(np.full(len(start), firmness), 0.0)
    steepest = np.linalg.eigvalsh(design.T @ (weights[:, None] * design))[-1] / 4 + firmness
    here, ahead, momentum = centre.copy(), centre.copy(), 1.0
    for _ in range(ROUNDS):
        doubt = -signs * weights / (1 + np.exp(np.clip(signs * (design @ ahead), -500, 500)))
        slope = design.T @ doubt + pull * (ahead - centre)
        reached = np.maximum(ahead - slope / steepest, least)
        if (ahead - reached) @ (reached - here) > 0:
            momentum = 1.0
        following = (1 + (1 + 4 * momentum**2) ** 0.5) / 2
        ahead = reached + (momentum - 1) / following * (reached - here)
        moved, here, momentum = np.abs(reached - here).max(), reached, following
        if moved < LITTLE:
            break
    return here[:-1]
