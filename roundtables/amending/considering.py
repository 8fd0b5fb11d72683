"""A later meeting takes a recommendation up: carries it over as it is, or gives it other words.

What was replaced is kept with the consideration: the earlier words with their translations, and the earlier due date.
"""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from partners.models import User
from roundtables.amending.corrections import by_a_meeting
from roundtables.models import Consideration, Recommendation, RoundTable, Translation


@dataclass(frozen=True, slots=True)
class Decided:
    """As the recommendation is to read from now on. `translations` are of new words, by language."""

    text: str
    due_on: date | None
    note: str = ""
    translations: dict[str, str] = field(default_factory=dict)


def carry_over(recommendation: Recommendation, meeting: RoundTable, author: User, note: str = "") -> Consideration:
    return consider(recommendation, meeting, author, Decided(recommendation.text, recommendation.due_on, note))


def consider(recommendation: Recommendation, meeting: RoundTable, author: User, decided: Decided) -> Consideration:
    is_amended, due_changed = decided.text != recommendation.text, decided.due_on != recommendation.due_on
    entry = Consideration.objects.create(
        recommendation=recommendation,
        round_table=meeting,
        author=author,
        note=decided.note,
        decision=Consideration.Decision.AMENDED if is_amended else Consideration.Decision.CARRIED,
        replaced_text=recommendation.text if is_amended else "",
        replaced_translations=translations_of(recommendation) if is_amended else {},
        due_changed=due_changed,
        replaced_due_on=recommendation.due_on if due_changed else None,
    )
    write(recommendation, decided.text, decided.due_on, decided.translations if is_amended else None)
    return entry


def take_back(entry: Consideration) -> None:
    """It was entered by mistake. The recommendation reads as before; only the latest entry can be taken back."""
    recommendation = entry.recommendation
    is_amended = entry.decision == Consideration.Decision.AMENDED
    text = entry.replaced_text if is_amended else recommendation.text
    due_on = entry.replaced_due_on if entry.due_changed else recommendation.due_on
    entry.delete()
    write(recommendation, text, due_on, entry.replaced_translations if is_amended else None)


def is_latest(entry: Consideration) -> bool:
    return not Consideration.objects.filter(recommendation=entry.recommendation_id, pk__gt=entry.pk).exists()


def with_latest(entries: QuerySet[Consideration]) -> QuerySet[Consideration]:
    """Adds `latest`: whether it can be taken back."""
    later = Consideration.objects.filter(recommendation=OuterRef("recommendation"), pk__gt=OuterRef("pk"))
    return entries.annotate(latest=~Exists(later))


def later_meeting(recommendation: Recommendation, meeting: RoundTable) -> RoundTable | None:
    """The last meeting after this one that has taken it up already."""
    considered = RoundTable.objects.later_than(meeting).filter(considerations__recommendation=recommendation)
    return considered.order_by("start", "pk").last()


def translations_of(recommendation: Recommendation) -> dict[str, str]:
    return dict(recommendation.translations.values_list("language", "text"))


def write(recommendation: Recommendation, text: str, due_on: date | None, translations: dict[str, str] | None) -> None:
    """With None the translations stay."""
    recommendation.text, recommendation.due_on = text, due_on
    with by_a_meeting():
        recommendation.save(update_fields=["text", "due_on"])
        if translations is None:
            return
        recommendation.translations.all().delete()
        for language, words in translations.items():
            Translation.objects.create(recommendation=recommendation, language=language, text=words)
