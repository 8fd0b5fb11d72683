"""Who looked at a look-alike before saving, so that nobody is asked twice and the alert can say that it was known."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from .project import Project


class SeenLookAlikeQuerySet(models.QuerySet["SeenLookAlike"]):
    def between(self, first: int, second: int) -> Self:
        """What was said of these two projects, whichever of them was being entered."""
        return self.filter(Q(project=first, other=second) | Q(project=second, other=first))


class SeenLookAlike(models.Model):
    """One person saw one look-alike of a project, or of a form that is not saved yet."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="look_alikes_seen")
    project = models.ForeignKey(Project, models.CASCADE, null=True, related_name="look_alikes_seen")
    form = models.UUIDField(null=True)  # names a new project until it is saved
    other = models.ForeignKey(Project, models.CASCADE, related_name="+")
    strength = models.FloatField(help_text="Match weight when it was seen.")
    seen_at = models.DateTimeField(default=timezone.now)

    objects = SeenLookAlikeQuerySet.as_manager()

    class Meta:
        ordering = ["seen_at"]
        constraints = [
            models.UniqueConstraint("user", "project", "other", name="look_alike_seen_once"),
            models.UniqueConstraint("user", "form", "other", name="look_alike_of_form_seen_once"),
            models.CheckConstraint(
                name="look_alike_of_project_or_form",
                condition=Q(project__isnull=False, form__isnull=True) | Q(project__isnull=True, form__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} saw {self.other}"
