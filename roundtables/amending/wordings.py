"""The words of a recommendation as each meeting left them."""

from dataclasses import dataclass

from roundtables.models import Consideration, Recommendation, RoundTable


@dataclass(frozen=True, slots=True)
class Wording:
    text: str
    since: RoundTable
    ended_by: Consideration | None  # whose meeting gave it other words; None for those that stand

    @property
    def translations(self) -> dict[str, str]:
        """Of earlier words, by language."""
        return self.ended_by.replaced_translations if self.ended_by else {}


def wordings(recommendation: Recommendation) -> list[Wording]:
    """The present words first, then the earlier ones; as many as there were amendments, and one."""
    found, since = [], recommendation.round_table
    for consideration in recommendation.considerations.all():
        if consideration.decision == Consideration.Decision.AMENDED:
            found.append(Wording(consideration.replaced_text, since, consideration))
            since = consideration.round_table
    return [Wording(recommendation.text, since, None), *reversed(found)]
