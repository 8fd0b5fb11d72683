"""Who may write what about meetings. Reading is everybody's; see the querysets of the models."""

from django.db.models import Q, QuerySet

from partners.models import Partner, User
from projects.models import Project
from projects.models.project import ProjectQuerySet
from roundtables.models import Recommendation


def reportable_by(user: User) -> QuerySet[Recommendation]:
    """Recommendations the person may follow up: addressed to a partner or country he or she speaks for."""
    if user.is_coordinator:
        return Recommendation.objects.visible_to(user)
    addressed = Q(addressed_partners__in=user.writes_for) | Q(countries__partner__in=user.writes_for)
    return Recommendation.objects.visible_to(user).filter(addressed).distinct()


def speaking_for(user: User, recommendation: Recommendation) -> QuerySet[Partner]:
    """The partners in whose name the person may follow this recommendation up."""
    addressed = Q(recommendations=recommendation) | Q(country__recommendations=recommendation)
    return Partner.objects.filter(addressed, pk__in=user.writes_for).distinct()


def linkable_by(user: User) -> ProjectQuerySet:
    """Projects the person may name as an answer: own ones; coordinators all that are published."""
    visible = Project.objects.visible_to(user)
    return visible.published() if user.is_coordinator else visible.editable_by(user)
