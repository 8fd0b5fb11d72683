"""All blocking keys in memory: the candidates of each project, for a sweep."""

from collections.abc import Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from .blocking import Keys
from .common_keys import COMMON, SURELY
from .index import CANDIDATES, RARITY
from .ranking import Integers, Sharing
from .rarity import FEW, MOST, Shared, second_rarest

# Keys and weights of some projects, one after the other, and how many each has.
KeyArrays = tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.int64]]

NOWHERE = np.empty(0, np.int32)


def as_arrays(*projects: Keys) -> KeyArrays:
    lengths = np.fromiter(map(len, projects), np.int64, len(projects))
    number = int(lengths.sum())
    weights = chain.from_iterable(keys.values() for keys in projects)
    return (
        np.fromiter(chain.from_iterable(projects), np.int64, number),
        np.fromiter(weights, np.float64, number),
        lengths,
    )


class Postings:
    """Projects are named by their place in the order of those given."""

    def __init__(self, pieces: Sequence[KeyArrays]) -> None:
        keys, weights, lengths = map(np.concatenate, zip(as_arrays(), *pieces, strict=True))
        owners = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)
        order = np.argsort(keys, kind="stable")
        self.sharers = owners[order]  # projects by key
        in_order = keys[order]
        is_first = np.concatenate(([True], in_order[1:] != in_order[:-1]))[: len(keys)]
        firsts = np.flatnonzero(is_first)
        self.keys = in_order[firsts]
        self.starts = np.append(firsts, len(keys))
        shared_by = np.diff(self.starts)
        numbers = np.empty(len(keys), np.int32)
        numbers[order] = np.cumsum(is_first, dtype=np.int32) - 1
        tells = (shared_by[numbers] > 1) & (shared_by[numbers] <= COMMON)
        self.numbers = numbers[tells]  # keys that tell something, by project
        self.values = (weights * np.log(RARITY / shared_by[numbers]))[tells]
        self.bounds = np.concatenate(([0], np.cumsum(np.bincount(owners[tells], minlength=len(lengths)))))
        self.shared_by = shared_by.data  # read one by one, which an array does slowly

    def candidates(self, place: int) -> list[int]:
        """Those that share most with the project at this place."""
        return self.sharing(range(place, place + 1))[1].tolist()  # type: ignore[no-any-return]

    def sharing(self, places: range) -> tuple[Integers, Integers, Integers]:
        """Pairs of each of these with those that share most with it, and how many projects have the second rarest key
        of both. Some hundred at once take two thirds of the time of as many one by one.
        """
        own = slice(self.bounds[places.start], self.bounds[places.stop])
        have = np.diff(self.bounds[places.start : places.stop + 1])
        asked = np.flatnonzero(have)  # the others share nothing
        if not len(asked):
            return NOWHERE, NOWHERE, NOWHERE
        numbers, owners = self.numbers[own], np.repeat(np.arange(len(asked)), have[asked])
        shared_by = self.starts[numbers + 1] - self.starts[numbers]
        rarest_first = np.lexsort((shared_by, owners))
        starts, lengths = self.starts[numbers[rarest_first]], shared_by[rarest_first]
        ends = np.cumsum(lengths)
        at = np.arange(ends[-1]) + np.repeat(starts - (ends - lengths), lengths)
        # Those of the second project are numbered behind those of the first, and so on.
        width = len(self.bounds) - 1
        beginning = beginnings(len(asked), width)
        found = Sharing(self.sharers[at] + np.repeat(beginning[owners], lengths))
        values = np.repeat(self.values[own][rarest_first], lengths)
        best = found.ranked_each(values, beginning + places.start + asked, beginning + width, CANDIDATES)
        project, other = np.divmod(found.others[best], width)
        return places.start + asked[project], other, found.seconds(best, np.repeat(lengths, lengths), MOST + 1)

    def common_keys(self) -> list[int]:
        """Those that surely too many have."""
        return self.keys[np.diff(self.starts) > SURELY].tolist()  # type: ignore[no-any-return]

    def in_common(self, place: int, other: int) -> Shared:
        """How many projects have what the two at these places have in common."""
        both = set(self.numbers_at(place)).intersection(self.numbers_at(other))
        if (projects := second_rarest([self.shared_by[number] for number in both])) > FEW:  # of which no word is named
            return Shared(projects)
        return Shared.counted({int(self.keys[number]): self.shared_by[number] for number in both})

    def numbers_at(self, place: int) -> list[int]:
        """Of the keys of the project at this place those that tell something."""
        return self.numbers[self.bounds[place] : self.bounds[place + 1]].tolist()  # type: ignore[no-any-return]


def beginnings(projects: int, width: int) -> Integers:
    """Where the numbers of each of these projects begin, as many each as there are: in half the memory while the last
    fits, which of a hundred searched together it does among twenty million.
    """
    end = projects * width
    return np.arange(0, end, width, dtype=np.int32 if end <= np.iinfo(np.int32).max else np.int64)
