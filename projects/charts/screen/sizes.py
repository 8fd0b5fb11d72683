"""Widths are per cent, so that letters keep their size on a phone."""

from collections.abc import Sequence
from dataclasses import dataclass

LABELS, LONG_LABELS = 5, 3  # of years, and of quarters, so that they do not touch on a phone


@dataclass(frozen=True, slots=True)
class Tick:
    at: float
    label: str
    anchor: str = "start"


def percent(number: float) -> float:
    return round(number, 2)


def every(labels: Sequence[str]) -> int:
    """Of how many labels one is written."""
    room = LABELS if all(len(label) <= 4 for label in labels) else LONG_LABELS
    return -(-len(labels) // room) or 1
