"""Who answers recommendations, as far as the reader may see: nobody, many, or only projects that have ended."""

from dataclasses import dataclass

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, TextChoices
from django.db.models.functions import Coalesce

from partners.models import User
from projects.models import Project
from projects.models.project import ProjectQuerySet, active_condition
from roundtables.models import Recommendation, RecommendationQuerySet, RoundTable
from roundtables.models.follow_up import DONE

CROWDED = 5  # active projects that answer one recommendation: a round table should ask who does what


class Answered(TextChoices):
    """Of recommendations that are not finished. Never stored."""

    ORPHAN = "orphan", "Nobody answers"
    STALLED = "stalled", "All that answered have ended"
    CROWDED = "crowded", f"{CROWDED} or more projects answer"


CONDITIONS = {
    Answered.ORPHAN: Q(answering=0),
    Answered.STALLED: Q(answering__gt=0, active=0),
    Answered.CROWDED: Q(active__gte=CROWDED),
}


def answers_for(user: User) -> ProjectQuerySet:
    """Which projects answer anything, for this person: a draft, also an own one, does not yet."""
    return Project.objects.visible_to(user).published()


def with_answers(recommendations: RecommendationQuerySet, user: User) -> RecommendationQuerySet:
    """Adds `answering`, and `active` of these, in numbers of projects that the person may see."""
    visible = answers_for(user).order_by().values("pk")
    links = Recommendation.projects.through.objects.filter(recommendation=OuterRef("pk"), project__in=visible)
    active = links.filter(active_condition("project__"))
    return recommendations.annotate(answering=counted(links), active=counted(active))


def counted(links: QuerySet) -> Coalesce:
    number = links.order_by().values("recommendation").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(number), 0, output_field=IntegerField())


def answered(recommendations: RecommendationQuerySet, how: str, user: User) -> RecommendationQuerySet:
    return with_answers(recommendations.unfinished(), user).filter(CONDITIONS[Answered(how)])


def how_answered(recommendation: Recommendation) -> Answered | None:
    """As `answered` finds it; needs `with_state()` and `with_answers()`."""
    if recommendation.state in {*DONE, Recommendation.State.DRAFT}:
        return None
    answering, active = recommendation.answering, recommendation.active  # type: ignore[attr-defined]
    if not active:
        return Answered.STALLED if answering else Answered.ORPHAN
    return Answered.CROWDED if active >= CROWDED else None


@dataclass(frozen=True, slots=True)
class Meeting:
    """How many of a meeting's recommendations are answered how."""

    meeting: RoundTable
    unfinished: int
    orphan: int
    stalled: int
    crowded: int


def by_meeting(user: User) -> list[Meeting]:
    """Of meetings with something unfinished, the latest first. Two queries."""
    recommendations = with_answers(Recommendation.objects.visible_to(user).unfinished(), user)
    numbers = {how.value: Count("pk", filter=condition) for how, condition in CONDITIONS.items()}
    rows = recommendations.order_by().values_list("round_table").annotate(unfinished=Count("pk"), **numbers)
    counts = {meeting: tuple(counted) for meeting, *counted in rows}
    meetings = RoundTable.objects.visible_to(user).filter(pk__in=counts).order_by(F("start").desc(), "-pk")
    return [Meeting(meeting, *counts[meeting.pk]) for meeting in meetings]
