"""What waits with a partner: drafts, alerts to answer, projects to confirm, recommendations to follow."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from adam import panels
from adam.agreed import overview
from adam.panels import Panel, listed, panel
from duplication.models import Alert, Position
from partners.models import Notification, Partner, User
from projects.models import Project


@dataclass(frozen=True, slots=True)
class Waiting:
    """Numbers alone, for those who decide before they read."""

    drafts: int
    alerts: int
    stale: int
    overdue: int
    recommendations: int


def unanswered(partner: Partner) -> QuerySet[Alert]:
    """Open alerts on which this partner has said nothing."""
    said = Position.objects.in_force().filter(alert=OuterRef("pk"), partner=partner)
    concerned = Q(first__partner=partner) | Q(second__partner=partner)
    return Alert.objects.open().filter(concerned, ~Exists(said))


def recommended(partner: Partner, user: User) -> QuerySet[Any]:
    return panels.open_recommendations(user).addressed_to([partner.pk])


def counted(partner: Partner, user: User) -> Waiting:
    own = Project.objects.filter(partner=partner)
    return Waiting(
        drafts=own.filter(published_at=None).count(),
        alerts=unanswered(partner).count(),
        stale=own.stale().count(),
        overdue=own.overdue().count(),
        recommendations=recommended(partner, user).count(),
    )


def lists(partner: Partner, user: User) -> list[Panel]:
    own = Project.objects.visible_to(user).filter(partner=partner).select_related("partner")
    queue, mine = reverse("alerts:list"), {"lead": partner.code}
    alerts: QuerySet[Alert] = unanswered(partner) & Alert.objects.visible_to(user)
    # what this partner has not answered is no list of anybody else's
    queued = f"{queue}?state=open&partner={partner.code}", f"See all open alerts of {partner}"
    if user.writes_for == {partner.pk}:
        alerts, queued = Alert.objects.awaiting(user), (f"{queue}?state=waiting", "")
    followed = overview(addressee=partner.code, state="unfinished")
    found = [
        panel("Alerts to answer", panels.with_sides(alerts, user).order_by("raised_at", "pk"), panels.alert_row(user),
              queued[0], urgent=True, more=queued[1]),
        panel("Projects to confirm", own.stale().order_by("confirmed_at", "pk"), panels.to_confirm,
              listed(**mine, stale=1), urgent=True),
        panel("End date has passed, still running", own.overdue().order_by("end", "pk"), panels.ended,
              listed(**mine, overdue=1), urgent=True),
        panel("Drafts", own.filter(published_at=None).recently_changed(), panels.project_row, listed(**mine, draft=1),
              urgent=True),
        panel("Recommendations to follow", recommended(partner, user), panels.recommendation_row, followed,
              urgent=True),
    ]  # fmt: skip
    return [one for one in found if one.total]


def unread(partner: Partner, user: User) -> QuerySet[Notification]:
    """What the person has not read yet about projects and alerts of the partner."""
    concerned = Q(first__partner=partner) | Q(second__partner=partner)
    alerts = Alert.objects.filter(concerned).values_list("pk", flat=True)
    projects = Project.objects.filter(partner=partner).values_list("pk", flat=True)
    urls = [reverse("alerts:detail", args=[pk]) for pk in alerts]
    urls += [reverse("projects:detail", args=[pk]) for pk in projects]
    return Notification.objects.visible_to(user).unread().filter(url__in=urls)
