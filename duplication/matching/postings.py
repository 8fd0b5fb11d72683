"""All blocking keys in memory: the candidates of each project, for a sweep."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .blocking import Keys
from .index import CANDIDATES, COMMON, RARITY
from .ranking import ranked
from .rarity import FEW, MOST, Shared

KeyArrays = tuple[NDArray[np.int64], NDArray[np.float64]]  # keys and weights of one project


def as_arrays(keys: Keys) -> KeyArrays:
    return np.fromiter(keys.keys(), np.int64, len(keys)), np.fromiter(keys.values(), np.float64, len(keys))


class Postings:
    """Projects are named by their place in the list of those given."""

    def __init__(self, projects: Sequence[KeyArrays]) -> None:
        lengths = [len(keys) for keys, _ in projects]
        keys = np.concatenate([keys for keys, _ in projects]) if projects else np.empty(0, np.int64)
        weights = np.concatenate([weights for _, weights in projects]) if projects else np.empty(0)
        owners = np.repeat(np.arange(len(projects), dtype=np.int32), lengths)
        self.keys, numbers, shared_by = np.unique(keys, return_inverse=True, return_counts=True)
        tells = (shared_by[numbers] > 1) & (shared_by[numbers] <= COMMON)
        order = np.argsort(numbers, kind="stable")
        self.sharers = owners[order]  # projects by key
        self.starts = np.concatenate(([0], np.cumsum(shared_by)))
        self.numbers = numbers[tells]  # keys that tell something, by project
        self.values = (weights * np.log(RARITY / shared_by[numbers]))[tells]
        self.bounds = np.concatenate(([0], np.cumsum(np.bincount(owners[tells], minlength=len(projects)))))

    def candidates(self, place: int) -> list[int]:
        """Those that share most with the project at this place."""
        own = slice(self.bounds[place], self.bounds[place + 1])
        starts, ends = self.starts[self.numbers[own]], self.starts[self.numbers[own] + 1]
        if not len(starts):
            return []
        sharers = np.concatenate([self.sharers[start:end] for start, end in zip(starts, ends, strict=True)])
        return ranked(sharers, np.repeat(self.values[own], ends - starts), place, CANDIDATES)

    def in_common(self, place: int, other: int) -> Shared:
        """How many projects have what the two at these places have in common."""
        one, two = (self.numbers[self.bounds[at] : self.bounds[at + 1]] for at in (place, other))
        both = np.intersect1d(one, two, assume_unique=True)
        counts = self.starts[both + 1] - self.starts[both]
        if len(both) < 2 or (projects := int(np.partition(counts, 1)[1])) > FEW:  # of which no word is named
            return Shared(projects if len(both) > 1 else MOST + 1)
        return Shared.counted(dict(zip(self.keys[both].tolist(), counts.tolist(), strict=True)))
