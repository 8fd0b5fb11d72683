"""Records kept true: all still right, and has it ended? Nothing is flipped without an answer."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import pghistory
from django.db import transaction
from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone

from partners.models import Partner, User
from partners.text import thousands
from projects.models import Project, Reminder
from projects.models.project import ProjectQuerySet, stale_condition
from projects.signals import projects_imported

Listed = dict[str, str]  # id of a project: when it was changed last


def state_of(projects: Iterable[Project]) -> Listed:
    return {str(project.pk): project.updated_at.isoformat() for project in projects}


def to_confirm(user: User) -> ProjectQuerySet:
    """Running projects of the person's partners that nobody has confirmed for half a year, the oldest first."""
    return (
        asked_apart(Project.objects.editable_by(user).stale()).select_related("partner").order_by("confirmed_at", "pk")
    )


def asked_apart(projects: ProjectQuerySet) -> ProjectQuerySet:
    """Without those whose end has passed: they get a question of their own."""
    return projects.exclude(pk__in=Project.objects.overdue().values("pk"))


def still_called(number: int) -> str:
    """What is said beside a number of active projects of those that are not, whatever their status says."""
    are, their = ("is", "its") if number == 1 else ("are", "their")
    return f"{thousands(number)} more {are} still called running, though {their} end has passed"


def ended(user: User) -> ProjectQuerySet:
    """Said to be running although the end date has passed, the longest ago first."""
    return Project.objects.editable_by(user).overdue().select_related("partner").order_by("end", "pk")


def confirm(user: User, ids: Collection[int]) -> int:
    """All still right, says somebody who may. Returns of how many records; they are checked for overlaps together."""
    writable = Project.objects.editable_by(user).published().filter(pk__in=ids)
    found = list(writable.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True))
    Project.objects.filter(pk__in=found).update(confirmed_at=timezone.now())
    if found:
        transaction.on_commit(
            lambda: projects_imported.send_robust(sender=Project, project_ids=found, batch=uuid4()), robust=True
        )
    return len(found)


def answer(project: Project, said: str, until: date | None) -> bool:
    """Write down whether the project has ended; False when the question is left for later."""
    if said == "closed":
        project.status = Project.Status.CLOSED
    elif said == "until":
        project.end = until
    else:
        return False
    project.confirmed_at = timezone.now()
    project.save(update_fields=["status", "end", "confirmed_at", "updated_at"])
    return True


def unchanged(reminder: Reminder, projects: Iterable[Project]) -> list[Project]:
    """Those that are as they were when the person was asked."""
    return [p for p in projects if datetime.fromisoformat(reminder.listed[str(p.pk)]) == p.updated_at]


def from_mail(reminder: Reminder) -> pghistory.context:
    """Within it, history says who answered from which mail: the link signs nobody in."""
    return pghistory.context(user=reminder.user_id, mail=reminder.created_at.isoformat())


def partners_with_stale() -> QuerySet[Partner, Any]:
    """Partners with records to confirm, the most first: how many, since when, and of how many running."""
    running = Q(projects__published_at__isnull=False, projects__status__in=Project.RUNNING)
    stale = stale_condition("projects__")
    counted = Partner.objects.with_designation().annotate(  # type: ignore[misc]
        running=Count("projects", filter=running),
        stale=Count("projects", filter=stale),
        oldest=Min("projects__confirmed_at", filter=stale),
        never=Count("projects", filter=stale & Q(projects__confirmed_at__isnull=True)),
    )
    return counted.filter(stale__gt=0).order_by("-stale", "name")
