"""The follow-up of a recommendation as a person reads it: with what came with it, as far as he or she may see it."""

from django.db.models import Prefetch, QuerySet

from partners.models import User
from roundtables.models import FollowUp, MeetingDocument, Recommendation


def with_papers(user: User) -> QuerySet[FollowUp]:
    """The oldest first; `papers` are the documents the person may see."""
    papers = MeetingDocument.objects.visible_to(user).order_by("pk")
    related = ("partner", "author", "successor__round_table")
    return FollowUp.objects.select_related(*related).prefetch_related(Prefetch("documents", papers, to_attr="papers"))


def entries_of(recommendation: Recommendation, user: User) -> list[FollowUp]:
    return list(with_papers(user).filter(recommendation=recommendation))
