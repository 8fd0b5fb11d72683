"""Whether what two records tell can be enough for an alert, asked before all of it is read.

What is turned down would stay below every threshold, whatever is read next: facts and rarity are looked at first, then
titles, and only of few pairs the descriptions, which cost most.
"""

from collections.abc import Iterable, Mapping

from .comparison import FIELDS, Names
from .kinds import OWN_DOUBLE, Kind, is_complementary
from .rarity import Shared, name_of
from .scoring import Calibration

TITLES = ("title", "title_part", "numbers")
DESCRIPTIONS = ("description", "contained", "title_in_description")
FACTS = tuple(field for field in FIELDS if field not in {*TITLES, *DESCRIPTIONS, "in_common"})


class Bounds:
    """Of one table of weights."""

    def __init__(self, calibration: Calibration) -> None:
        self.calibration, self.weights = calibration, calibration.weights
        self.needed = {case: least - calibration.priors[case] for case, least in calibration.thresholds.items()}
        self.by_descriptions = self.by_whole_or_part("description", "contained") + self.by("title_in_description")
        self.by_texts = self.by_descriptions + self.by_whole_or_part("title", "title_part") + self.by("numbers")

    def allow(self, names: Names, shared: Shared, same_partner: bool, leeway: float = 0.0) -> bool:
        needed = min(self.needed[case] for case in cases(names, same_partner)) - leeway
        told = self.weights["in_common"][name_of(shared)] + self.told(names, FACTS)
        if told + self.by_texts < needed:
            return False
        return told + self.told(names, TITLES) + self.by_descriptions >= needed

    def told(self, names: Names, fields: Iterable[str]) -> float:
        return sum(self.weights[field][name] for field in fields if (name := names.get(field)))

    def by(self, field: str) -> float:
        """The most that the field can tell; it may be silent."""
        return most(self.weights[field])

    def by_whole_or_part(self, whole: str, part: str) -> float:
        """Of equal texts nothing is said of parts."""
        same = self.weights[whole]["same"]
        others = {name: weight for name, weight in self.weights[whole].items() if name != "same"}
        return max(same, most(others) + self.by(part))


def most(weights: Mapping[str, float]) -> float:
    return max(0.0, *weights.values())


def cases(names: Names, same_partner: bool) -> list[str]:
    """Those that the facts leave open."""
    if same_partner:
        return [OWN_DOUBLE]
    open_ones: list[str] = [Kind.SAME_PROJECT, Kind.SAME_WORK]
    if "timing" in names:
        open_ones.append(Kind.TIMING_CLASH)
    if is_complementary(names):
        open_ones.append(Kind.COMPLEMENTARY)
    return open_ones
