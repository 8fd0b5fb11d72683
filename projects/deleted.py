"""Deleted drafts: for thirty days those who write for the partner may put one back, as its history holds it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from partners.models import User
from projects.history import as_of
from projects.models import Project
from projects.restoring import is_taken, plan_of, restore

KEPT_FOR = timedelta(days=30)
NEW = {"id", "created_at", "updated_at", "confirmed_at", "copied_from"}  # what is not as it was


def deleted_drafts(user: User) -> QuerySet[Any]:
    """The event of each deletion, the latest first. A draft that was put back is none."""
    events: Any = Project.pgh_event_model  # type: ignore[attr-defined]
    later = events.objects.filter(pgh_obj_id=OuterRef("pgh_obj_id"), pgh_id__gt=OuterRef("pgh_id"))
    found = events.objects.filter(
        pgh_label="delete",
        pgh_created_at__gte=timezone.now() - KEPT_FOR,
        partner__in=user.writes_for,
        published_at=None,
    )
    return found.exclude(Exists(later)).select_related("partner").order_by("-pgh_created_at", "-pgh_id")


def put_back(deletion: Any, user: User) -> tuple[Project, list[str]]:
    """The draft under its old number, and in a sentence each what of it is not as it was."""
    with transaction.atomic():
        columns = [column.attname for column in Project._meta.concrete_fields if column.name not in NEW]
        project = Project(pk=deletion.pgh_obj_id, **{name: getattr(deletion, name) for name in columns})
        problems = []
        if project.reference and is_taken(project, project.reference):
            problems.append(f"Its reference number {project.reference} is another project's now, so it has none.")
            project.reference = ""
        project.save(force_insert=True)
        now = as_of(project.pk, timezone.now(), latest=True)
        then = replace(as_of(project.pk, deletion.pgh_created_at, before=True), project=now.project)
        plan = plan_of(project, then, now, user)
        restore(project, plan, user, with_visibility=True)
    return project, [*problems, *plan.problems]
