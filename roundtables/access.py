"""Who may write what about meetings. Reading is everybody's; see the querysets of the models."""

from django.db.models import QuerySet

from partners.models import Partner, User
from projects import clock
from projects.models import Project
from projects.models.project import ProjectQuerySet
from roundtables.addressees import partners_of
from roundtables.models import Recommendation, RecommendationQuerySet


def reportable_by(user: User) -> RecommendationQuerySet:
    """Recommendations on which the person may report, for a partner that is to act on them."""
    return Recommendation.objects.visible_to(user).made_by(clock.today()).addressed_to(user.writes_for)


def speaking_for(user: User, recommendation: Recommendation) -> QuerySet[Partner]:
    """The partners in whose name the person may report on this recommendation."""
    return Partner.objects.filter(pk__in=partners_of([recommendation], user.writes_for)[recommendation.pk])


def linkable_by(user: User) -> ProjectQuerySet:
    """Projects the person may name as an answer: own ones; coordinators all that are published."""
    visible = Project.objects.visible_to(user)
    return visible.published() if user.is_coordinator else visible.editable_by(user)
