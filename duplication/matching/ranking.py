"""Projects ranked by what they share with one: the same for a save, which asks the index, and for a sweep."""

from typing import Any

import numpy as np
from numpy.typing import NDArray


def ranked(sharers: NDArray[np.integer[Any]], values: NDArray[np.float64], own: int, most: int) -> list[int]:
    """At most so many, the one that shares most first. A sharer stands once for each key, beside what the key tells."""
    others, which = np.unique(sharers, return_inverse=True)
    strength = np.bincount(which, values, minlength=len(others))
    strength[others == own] = -1
    if len(others) > most:  # only those at the top are to be put in order
        least = np.partition(strength, -most)[-most]
        others, strength = others[strength >= least], strength[strength >= least]
    best = np.lexsort((others, -strength))[:most]
    return [other for other in others[best].tolist() if other != own]
