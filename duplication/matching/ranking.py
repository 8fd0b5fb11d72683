"""Projects ranked by what they share with one: the same for a save, which asks the index, and for a sweep."""

from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

PLACES = 9  # of a sum: more tell only in which order it was added up
NONE = -1.0  # instead of the sum of a project with itself
SLACK = 1e-6  # of sums that are compared before they are rounded

Integers = NDArray[np.integer[Any]]


class Sharing:
    """The projects that share keys with one. A sharer is given once for each key, in the order of the keys."""

    def __init__(self, sharers: Integers) -> None:
        self.order = np.argsort(sharers, kind="stable")
        in_order = sharers[self.order]
        is_first = np.ones(len(in_order), np.bool_)
        np.not_equal(in_order[1:], in_order[:-1], out=is_first[1:])
        self.starts = np.flatnonzero(is_first)
        self.others = in_order[self.starts]

    def ranked(self, values: NDArray[np.float64], own: int, most: int) -> NDArray[np.intp]:
        """Places among the others: at most so many, the one that shares most first. `values`: what each key tells, by
        sharer.
        """
        if not len(self.others):
            return np.empty(0, np.intp)
        strength = self.strength(values)
        strength[self.others == own] = NONE
        return strongest(strength, self.others, most)

    def ranked_each(self, values: NDArray[np.float64], own: Integers, ends: Integers, most: int) -> NDArray[np.intp]:
        """The same of several projects, each among its sharers. `ends`: below which number those of each are."""
        strength = self.strength(values)
        strength[np.searchsorted(self.others, own)] = NONE
        bounds = pairwise([0, *np.searchsorted(self.others, ends).tolist()])
        best = [start + strongest(strength[start:end], self.others[start:end], most) for start, end in bounds]
        return np.concatenate(best)

    def strength(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """What the keys shared with each tell together."""
        return np.add.reduceat(values[self.order], self.starts)

    def seconds(self, places: NDArray[np.intp], of_keys: Integers, otherwise: int) -> Integers:
        """What the second key shared with the others at these places has. `of_keys`: what each key has, by sharer."""
        seconds = self.starts[places] + 1
        ends = np.append(self.starts, len(self.order))[places + 1]
        return np.where(seconds < ends, of_keys[self.order[np.minimum(seconds, len(self.order) - 1)]], otherwise)


def strongest(strength: NDArray[np.float64], others: Integers, most: int) -> NDArray[np.intp]:
    if len(strength) > most:  # only those at the top are to be put in order
        places = np.flatnonzero(strength >= np.partition(strength, -most)[-most] - SLACK)
    else:
        places = np.arange(len(strength))
    best = places[np.lexsort((others[places], -np.round(strength[places], PLACES)))[:most]]
    return best[strength[best] > NONE]
