"""The evidence of an alert as a waterfall: from the starting point term by term, up or down, to the match weight.

In: the lines of evidence with their log2 weights. Out: bars in percent of the picture, and what each means.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import exp2
from typing import NamedTuple

from duplication.matching.scoring import probability
from partners.text import plural, thousands
from projects.analysis.rounding import apportioned

from .evidence import Evidence, band, rounded, signed

ROOM = 0.04  # of the width, left free on both sides
FREE = 0.05  # a weight smaller than this changes nothing worth a word
SMALL = 0.4  # terms that change the odds by less than a third are one step together
APART = ("prior", "freshness")  # no evidence of the two
MANY = 3  # where there are so many of them


@dataclass(frozen=True, slots=True)
class Step:
    """One bar from `before` to `after`, in percent; `lean` is where it pulls: for, against, neither, or sum of both."""

    label: str
    sentence: str
    weight: str  # signed
    effect: str
    lean: str
    before: float
    after: float

    @property
    def x(self) -> float:
        return min(self.before, self.after)

    @property
    def width(self) -> float:
        return max(round(abs(self.after - self.before), 2), 0.4)


@dataclass(frozen=True, slots=True)
class Waterfall:
    steps: list[Step]
    small: list[Step]  # the terms of which one of the steps is the sum
    even: float  # percent of the picture: where an overlap is as likely as none
    reached: str  # the sum
    strength: str
    chance: str
    faded: str  # where it stands in the queue, if nobody confirmed one of the records for long


def waterfall(evidence: Sequence[Evidence], match_weight: float) -> Waterfall:
    """What speaks for an overlap first, the strongest first, then what speaks against it. How fresh the records are
    speaks of neither: it stands last, for the place of the alert in the queue.
    """
    prior, fading = (sum(line.weight for line in evidence if line.field == field) for field in APART)
    telling, small = parted(sorted((line for line in evidence if line.field not in APART and line.weight), key=order))
    terms = [Term(line.label, line.sentence, line.weight) for line in telling]
    rest = sum(line.weight for line in small)
    if small:
        terms.append(Term(f"{len(small)} smaller signs together", "They are listed below.", rest))
    match_weight -= fading
    likely = chance(rounded(match_weight))
    first, *printed = adding_up([prior, *(term.weight for term in terms)], match_weight)
    listed = adding_up([line.weight for line in small], printed[-1] / 10) if small else []
    ends = list(accumulate((term.weight for term in terms), initial=prior))
    place = Scale(min(0.0, match_weight, *ends), max(0.0, match_weight, *ends)).place
    steps = [
        stepped(term, tenths, place(before), place(after))
        for term, tenths, before, after in zip(terms, printed, ends, ends[1:], strict=False)
    ]
    such = next((line.sentence for line in evidence if line.field == "prior"), "")
    told = ", of those ".join(filter(None, [chance(first / 10), such]))
    begin = Step("Before any evidence", told, signed(first / 10), "", "sum", place(0.0), place(prior))
    end = Step("All together", likely, signed(match_weight), "", "sum", place(0.0), place(match_weight))
    return Waterfall(
        [begin, *steps, end],
        [
            stepped(Term(line.label, line.sentence, line.weight), tenths, 0, 0)
            for line, tenths in zip(small, listed, strict=True)
        ],
        place(0.0),
        signed(match_weight),
        band(match_weight),
        likely,
        signed(match_weight + fading) if fading else "",
    )


@dataclass(frozen=True, slots=True)
class Scale:
    least: float
    most: float

    def place(self, weight: float) -> float:
        return round(100 * (ROOM + (1 - 2 * ROOM) * (weight - self.least) / ((self.most - self.least) or 1.0)), 2)


class Term(NamedTuple):
    label: str
    sentence: str
    weight: float


def parted(terms: list[Evidence]) -> tuple[list[Evidence], list[Evidence]]:
    """Those that get a step each, and those that share one."""
    small = [line for line in terms if abs(line.weight) < SMALL]
    return ([line for line in terms if line not in small], small) if len(small) >= MANY else (terms, [])


def adding_up(weights: Sequence[float], whole: float) -> list[int]:
    """Tenths near each of the weights, as they are printed: with exactly the sum that is printed of the whole."""
    return apportioned(round(rounded(whole) * 10), [10 * weight for weight in weights])


def stepped(term: Term, tenths: int, before: float, after: float) -> Step:
    lean = ("for" if tenths > 0 else "against") if tenths else "neither"
    return Step(term.label, term.sentence, signed(tenths / 10), effect(tenths / 10), lean, before, after)


def order(line: Evidence) -> tuple[bool, float]:
    return line.weight < 0, -abs(line.weight)


def effect(weight: float) -> str:
    """What a term does to the odds: "6 times as likely". Asked of the weight as printed: who compares two terms finds
    one figure behind one wording.
    """
    if abs(weight) < FREE:
        return "hardly changes it"
    times = exp2(abs(weight))
    number = f"{times:.1f}".removesuffix(".0") if times < 10 else f"{round(times, 2 - len(str(int(times)))):.0f}"
    return f"{number} times {'as' if weight > 0 else 'less'} likely"


def chance(weight: float) -> str:
    """How many of such pairs overlap: "about 1 pair in 200 overlaps"."""
    share = probability(weight)
    if share < 0.095:
        one_in = 1 / share
        if one_in > 10_000:
            return f"fewer than 1 pair in {thousands(10_000)} overlaps"
        rounded = round(one_in) if one_in < 20 else round(one_in, 1 - len(str(int(one_in))))
        return f"about 1 pair in {thousands(int(rounded))} overlaps"
    if share < 0.945:
        tenths = round(share * 10)
        return f"about {plural(tenths, 'pair')} in 10 overlap{'s' if tenths == 1 else ''}"
    return f"about {round(share * 100)} pairs in 100 overlap" if share < 0.985 else "more than 98 pairs in 100 overlap"
