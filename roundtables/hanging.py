"""What would be lost with a meeting or a recommendation, in words; nothing when it may be deleted."""

from partners.text import plural
from roundtables.models import (
    Consideration,
    FollowUp,
    ProposalDecision,
    Recommendation,
    RecommendationQuerySet,
    RoundTable,
)


def on_recommendation(recommendation: Recommendation) -> list[str]:
    return _on(Recommendation.objects.filter(pk=recommendation.pk))


def on_meeting(meeting: RoundTable) -> list[str]:
    taken_up = Consideration.objects.filter(round_table=meeting).count()
    endorsed = Recommendation.objects.filter(endorsed_at=meeting).count()
    documents = meeting.documents.count()
    counts = {
        plural(taken_up, "recommendation that it took up", "recommendations that it took up"): taken_up,
        plural(endorsed, "recommendation that it endorsed", "recommendations that it endorsed"): endorsed,
        plural(documents, "document"): documents,
    }
    return [words for words, count in counts.items() if count] + _on(meeting.recommendations.all())


def _on(recommendations: RecommendationQuerySet) -> list[str]:
    """With these recommendations."""
    entries = FollowUp.objects.filter(recommendation__in=recommendations).count()
    successors = FollowUp.objects.filter(successor__in=recommendations).count()
    considerations = Consideration.objects.filter(recommendation__in=recommendations).count()
    projects = Recommendation.projects.through.objects.filter(recommendation__in=recommendations).count()
    proposals = ProposalDecision.objects.filter(recommendation__in=recommendations).count()
    counts = {
        plural(entries, "entry of follow-up", "entries of follow-up"): entries,
        plural(successors, "recommendation that it supersedes", "recommendations that it supersedes"): successors,
        plural(considerations, "later meeting that took it up", "later meetings that took it up"): considerations,
        plural(projects, "project that answers", "projects that answer"): projects,
        plural(proposals, "decision on a proposed project", "decisions on proposed projects"): proposals,
    }
    return [words for words, count in counts.items() if count]
