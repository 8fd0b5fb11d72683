"""Whole parts that add up to a whole total."""

from collections.abc import Sequence
from itertools import cycle, islice
from math import floor

DIGITS = 4  # what floating point arithmetic leaves behind further on is noise


def apportioned(total: int, parts: Sequence[float]) -> list[int]:
    """Integers near the parts with exactly this sum, by largest remainder; of equal remainders the first is served."""
    exact = [round(part, DIGITS) for part in parts]
    whole = [floor(part) for part in exact]
    missing = total - sum(whole)
    by_remainder = sorted(range(len(parts)), key=lambda index: round(whole[index] - exact[index], DIGITS))
    step = 1 if missing > 0 else -1
    for index in islice(cycle(by_remainder if missing > 0 else by_remainder[::-1]), abs(missing)):
        whole[index] += step
    return whole
