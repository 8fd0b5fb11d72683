"""For whom an alert waits: a partner that has not answered, or a coordinator."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from duplication.models import AlertQuerySet, Assignment, Position, Reopening
from duplication.models.alert import both_have_said
from duplication.notices.reminding import UNANSWERED
from partners.models import FocalPoint, Partner, User
from projects.models import Project

from .unlike import all_unlike


def waiting_for(user: User, alerts: AlertQuerySet) -> AlertQuerySet:
    """Of these what the person is to do; every page counts them. A focal point is to answer; a coordinator to decide or
    to look at what is assigned to him or her, and at what is for any coordinator and nobody sees to.
    """
    if not user.is_coordinator:
        return alerts.awaiting(user)
    seen_to = Assignment.objects.filter(alert=OuterRef("pk"), coordinator__in=User.objects.coordinators())
    mine = Exists(seen_to.filter(coordinator=user.pk))
    return alerts.open().filter(mine | ~Exists(seen_to) & for_coordinators(user))


def for_coordinators(user: User) -> Q:
    """Both have answered, or were asked long ago; or one cannot answer; or the two are no longer alike. Each is found
    for all alerts at once, which are many; who answered what was asked long ago need not be.
    """
    long_ago = timezone.now() - UNANSWERED
    unlike = Q(pk__in=all_unlike(user).values("pk"))
    return asked_before(long_ago) | both_have_said(since=long_ago) | unheard() | unlike


def asked_before(moment: datetime) -> Q:
    """Raised before it, and not opened again since. One that went and came back counts from when it was first raised:
    its return stands in the history alone, which is too long for every page.
    """
    reopened = Reopening.objects.asking_anew().filter(created_at__gt=moment).order_by().values("verdict__alert")
    return Q(raised_at__lte=moment) & ~Q(pk__in=reopened)


def unheard() -> Q:
    """Of a partner for which nobody speaks today, if none such has said anything."""
    voiceless = Partner.objects.exclude(pk__in=FocalPoint.objects.active().values("partner")).order_by().values("pk")
    theirs = Project.objects.filter(partner__in=voiceless).order_by().values("pk")
    said = Position.objects.in_force().filter(partner__in=voiceless).order_by().values("alert")
    return (Q(first__in=theirs) | Q(second__in=theirs)) & ~Q(pk__in=said)
