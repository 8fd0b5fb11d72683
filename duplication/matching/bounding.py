"""Whether what two records tell can be enough for an alert, asked before all of it is read.

What is turned down would stay below every threshold, whatever is read next: facts and rarity are looked at first, then
titles, and only of few pairs the descriptions, which cost most.
"""

from collections.abc import Mapping

from .comparison import FIELDS, Names
from .kinds import OWN_DOUBLE, Kind
from .levels import Comparison
from .rarity import Shared, name_of, rarest
from .scoring import Calibration

TITLES = ("title", "title_part", "numbers")
# What mostly speaks for a match, and what mostly against one: of the latter, first what settles most.
TIES = ("place", "beneficiary", "identifier", "subject", "abroad")
OF_ACTIVITIES = ("timing", "activity", "quantity")  # silent where one of the two states no activities
PLAIN = ("amount", "start", "implementer", "theme", "body_kind", "country", "period", "day_named", "sum_named")
ROUNDING = 1e-9  # of sums that are added up in another order than those of the score

Part = tuple[str, Comparison, Mapping[str, float]]  # a field, how it is compared, and what its levels weigh


class Bounds:
    """Of one table of weights."""

    def __init__(self, calibration: Calibration) -> None:
        self.calibration = calibration
        self.needed = {case: least - calibration.priors[case] for case, least in calibration.thresholds.items()}
        self.by_descriptions = self._by_whole_or_part("description", "contained") + self._by("title_in_description")
        self.by_numbers = self._by("numbers")
        self.by_texts = self.by_descriptions + self._by_whole_or_part("title", "title_part") + self.by_numbers
        self.ties, self.of_activities, self.plain, self.titles = (
            [(field, FIELDS[field][0], calibration.weights[field]) for field in fields]
            for fields in (TIES, OF_ACTIVITIES, PLAIN, TITLES)
        )
        most_by_plain = [self._by(field) for field in PLAIN]
        self.at_most = [self.by_texts + sum(most_by_plain[read:]) for read in range(len(PLAIN))]

    def missing(self, names: Names, shared: Shared, same_partner: bool, leeway: float = 0.0) -> float | None:
        """What texts would have to tell, for which the records need none; None when that is more than texts can."""
        told = self.by_rarity(names, shared) + leeway
        told += sum([weighed(names, part) for part in self.ties])
        if names.first.activities and names.second.activities:  # as of hardly any two reports from elsewhere
            told += sum([weighed(names, part) for part in self.of_activities])
        missing = min([self.needed[case] for case in cases(names, same_partner)]) - told - ROUNDING
        for part, at_most in zip(self.plain, self.at_most, strict=True):
            if at_most < missing:
                return None
            missing -= weighed(names, part)
        return missing if missing <= self.by_texts else None

    def by_rarity(self, names: Names, shared: Shared) -> float:
        weights, one = self.calibration.weights, rarest(names.first, names.second, shared)
        return weights["in_common"][name_of(shared)] + (weights["rarest"][one.name] if one else 0.0)

    def allow_titles(self, names: Names, missing: float) -> bool:
        return self.by_descriptions >= missing - sum([weighed(names, part) for part in self.titles])

    def _by(self, field: str) -> float:
        """The most that the field can tell; it may be silent."""
        return most(self.calibration.weights[field])

    def _by_whole_or_part(self, whole: str, part: str) -> float:
        """Of equal texts nothing is said of parts."""
        weights = self.calibration.weights[whole]
        others = {name: weight for name, weight in weights.items() if name != "same"}
        return max(weights["same"], most(others) + self._by(part))


def weighed(names: Names, part: Part) -> float:
    """What the field tells; the level is remembered in the names."""
    field, comparison, weights = part
    level = comparison(names.first, names.second)
    if level is None:
        names.found[field] = None
        return 0.0
    names.found[field] = level.name
    return weights[level.name]


def most(weights: Mapping[str, float]) -> float:
    return max(0.0, *weights.values())


def cases(names: Names, same_partner: bool) -> list[str]:
    """Those that the ties leave open."""
    if same_partner:
        return [OWN_DOUBLE]
    open_ones: list[str] = [Kind.SAME_PROJECT, Kind.SAME_WORK]
    if "timing" in names:
        open_ones.append(Kind.TIMING_CLASH)
    if "shared" in {names.get("place"), names.get("beneficiary")}:
        open_ones.append(Kind.COMPLEMENTARY)
    return open_ones
