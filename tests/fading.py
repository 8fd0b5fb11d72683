"""Records that nobody confirmed for long, and the mail that asks for them."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from adam.demo.makers import make_project
from adam.weekly import ask_focal_points
from partners.models import FocalPoint, User
from projects.models import Project


def long_ago() -> datetime:
    return timezone.now() - timedelta(days=200)


def stale(partner: str = "DE", **fields: object) -> Project:
    return make_project(partner, **{"confirmed_at": long_ago(), **fields})


def over(partner: str = "DE", **fields: object) -> Project:
    return make_project(partner, start=date(2020, 1, 1), end=date(2021, 1, 1), **fields)


def ask(focal_point: User) -> str:
    """The path in the mail of this week."""
    FocalPoint.objects.filter(user=focal_point).update(started=date(2020, 1, 1))
    ask_focal_points.func()
    return str(focal_point.notifications.get(kind="freshness").mail_url)


def is_fresh(project: Project) -> bool:
    return not Project.objects.stale().filter(pk=project.pk).exists()
