"""Two projects that became one: which was closed, what the other took over, and until when that can be undone."""

from collections.abc import Collection
from datetime import datetime
from typing import Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models
from django.db.models import F, Q
from django.utils import timezone

from partners.models.merge import UNDONE_WITHIN

from .project import Project

UNDONE = "merge undone"  # what the history of both notes
KEPT = """
    WITH RECURSIVE way (closed, kept) AS (
        SELECT id, merged_into_id FROM projects_project WHERE id = ANY(%s) AND merged_into_id IS NOT NULL
        UNION
        SELECT way.closed, project.merged_into_id FROM way JOIN projects_project project ON project.id = way.kept
        WHERE project.merged_into_id IS NOT NULL
    )
    SELECT closed, kept FROM way WHERE kept NOT IN (SELECT id FROM projects_project WHERE merged_into_id IS NOT NULL)
"""


def kept_of(projects: Collection[int]) -> dict[int, int]:
    """By those of these that were merged: the one that each was merged into, and that one, to the last. One query."""
    if not projects:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(KEPT, [list(projects)])
        return dict(cursor.fetchall())


class ProjectMergeQuerySet(models.QuerySet["ProjectMerge"]):
    def standing(self) -> Self:
        return self.filter(undone_at__isnull=True)


class ProjectMerge(models.Model):
    """The closed project keeps its record and its history; what was taken over is a copy, but for its documents."""

    kept = models.ForeignKey(Project, models.PROTECT, related_name="merges")
    closed = models.ForeignKey(Project, models.PROTECT, related_name="+")
    record = models.JSONField(
        encoder=DjangoJSONEncoder, help_text="Fields before and after, rows added and removed, documents, links."
    )
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    merged_at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = ProjectMergeQuerySet.as_manager()

    class Meta:
        ordering = ["-merged_at", "-pk"]
        constraints = [
            models.UniqueConstraint("closed", condition=Q(undone_at__isnull=True), name="project_merge_once"),
            models.CheckConstraint(name="project_merge_of_two", condition=~Q(kept=F("closed"))),
        ]

    def __str__(self) -> str:
        return f"ADAM-{self.closed_id} into ADAM-{self.kept_id}"

    @property
    def undoable_until(self) -> datetime:
        return self.merged_at + UNDONE_WITHIN

    @property
    def is_undoable(self) -> bool:
        return self.undone_at is None and self.undoable_until > timezone.now()
