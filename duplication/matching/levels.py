"""Levels of agreement, each with the sentence a reviewer reads."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from .records import Record


@dataclass(frozen=True, slots=True)
class Level:
    name: str
    sentence: str
    until: date | None = None  # the last day of what the two ask for at once


MOST, PART = 65, 30  # percent from which on a share is called so

Levels = dict[str, Level]
Comparison = Callable[[Record, Record], Level | None]
Steps = tuple[tuple[float, str], ...]  # least values with the name of the level, the strongest first


def levels(**sentences: str) -> Levels:
    """Levels of one field, the strongest evidence for a match first."""
    return {name: Level(name, sentence) for name, sentence in sentences.items()}


def step(value: float, levels: Levels, steps: Steps) -> Level:
    """The first level whose bound the value reaches, else the last one."""
    for bound, name in steps:
        if value >= bound:
            return levels[name]
    return next(reversed(levels.values()))


def worded(value: float, levels: Levels, steps: Steps, least: float, first: Record, second: Record) -> Level | None:
    """The same of texts or names. Those of two languages that are less than `least` alike say nothing."""
    is_one_language = len({first.language, second.language} - {""}) < 2
    return step(value, levels, steps) if is_one_language or value >= least else None


def shared(ours: frozenset[int], theirs: frozenset[int], levels: Levels) -> Level | None:
    if not ours or not theirs:
        return None
    return levels["shared" if ours & theirs else "different"]


def shares(sentence: str, *bounds: int) -> tuple[Levels, Steps]:
    """Levels by percentage, each named by the least one it takes, and the steps to them."""
    found, above = {}, 100
    for bound in (*bounds, 0):
        name = "all" if bound == 100 else str(bound)
        found[name] = Level(name, sentence.format(spoken(bound, above)))
        above = bound
    return found, tuple((bound / 100, "all" if bound == 100 else str(bound)) for bound in bounds)


def spoken(least: int, above: int) -> str:
    if least == 100:
        return "All"
    if least == 0:
        return f"Less than {above} %"
    much = "Most" if least >= MOST else "Part" if least >= PART else "A little"
    return f"{much} ({least} % or more)" if above == 100 else f"{much} ({least} to {above} %)"
