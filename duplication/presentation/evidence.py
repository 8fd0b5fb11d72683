"""What was compared, line by line, as far as it may be told: with a hidden side, countries and themes alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from duplication.matching.kinds import OWN_DOUBLE, Kind
from duplication.matching.rarity import REPEATING
from duplication.models import Alert

SHOWN_OF_HIDDEN = {"country", "countries", "theme", "themes"}  # fields of evidence
STRONG = 3.95  # match weight, shown as 4.0: where the word begins, and what is mailed at once
TELLING = 0.5  # weight of a term below which it is no reason by itself
BANDS = ((7.95, "very strong"), (STRONG, "strong"), (0.95, "moderate"), (float("-inf"), "slight"))
FIELDS = {
    "identifier": "Number in another register",
    "title_part": "Title within the other",
    "contained": "Description within the other",
    "title_in_description": "Title and the other's description",
    "in_common": "What both have in common",
    "rarest": "The rarest thing in common",
    "coincidence": "Rare words and the titles",
    "numbers": "Phase, number or year",
    "countries": "Country",
    "timing": "Weeks of the activities",
    "implementer": "Implementing organization",
    "abroad": "Programme of several countries",
    "namesake": "Title in different countries",
    "body_kind": "Kind of implementing organization",
    "start": "Start",
    "amount": "Budget",
    "day_named": "Days in the texts",
    "sum_named": "Sums in the texts",
    "prior": "Starting point",
    "freshness": "Freshness of the records",
    "kept": "Today",
}
BEGINNINGS = {  # of which pairs it is said how many overlap before anything is compared, by case of the calibration
    Kind.SAME_PROJECT: "that may be one project",
    Kind.SAME_WORK: "that may be one work",
    Kind.COMPLEMENTARY: "that share a body or a place",
    Kind.TIMING_CLASH: "that ask for the same people in the same weeks",
    OWN_DOUBLE: "of one partner that agree in text, time and money",
}


@dataclass(frozen=True, slots=True)
class Evidence:
    field: str
    label: str
    sentence: str
    weight: float
    is_stated: bool  # by both projects

    @property
    def is_nought(self) -> bool:
        """As it is printed."""
        return rounded(self.weight) == 0


def evidence_of(alert: Alert, hidden: bool) -> Iterable[Evidence]:
    for row in alert.contributions:
        field = row["field"]
        if not hidden or (field in SHOWN_OF_HIDDEN and row["weight"]):
            sentence = BEGINNINGS.get(row["level"], "") if field == "prior" else row["sentence"]
            yield Evidence(field, label_of(field), sentence, row["weight"], row["level"] != "missing")


def strongest(evidence: Iterable[Evidence]) -> list[str]:
    """The three sentences that speak most for an overlap."""
    told = [
        (line.weight, line.sentence) for line in evidence if line.weight > 0 and line.field not in {"prior"} | REPEATING
    ]
    telling = [sentence for weight, sentence in told if weight >= TELLING]
    return (telling or [sentence for _, sentence in told])[:3]


def label_of(field: str) -> str:
    return FIELDS.get(field) or field.replace("_", " ").capitalize()


def rounded(weight: float) -> float:
    """To the tenth, of halves away from nought, as templates round."""
    return float(Decimal(str(weight)).quantize(Decimal("0.1"), ROUND_HALF_UP)) + 0.0  # no nought below nought


def signed(weight: float) -> str:
    return f"{rounded(weight):+.1f}".replace("-", "\u2212")


def band(match_weight: float) -> str:
    return next(words for least, words in BANDS if match_weight >= least)
