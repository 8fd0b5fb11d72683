"""What somebody has typed into a form and not yet saved. Only its owner sees it."""

from datetime import timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from .project import Project

if TYPE_CHECKING:
    from partners.models import User

KEPT_FOR = timedelta(days=30)


class KeptFormQuerySet(models.QuerySet["KeptForm"]):
    def visible_to(self, user: "User") -> Self:
        """One's own, as far as one may still write what it is about."""
        may_write = models.Q(project__isnull=True) | models.Q(project__partner__in=user.writes_for)
        return self.filter(may_write, user=user).select_related("project")

    def outdated(self) -> Self:
        return self.filter(kept_at__lt=timezone.now() - KEPT_FOR)


class KeptForm(models.Model):
    token = models.UUIDField(primary_key=True, help_text="The form's own, made when it was opened.")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="kept_forms")
    project = models.ForeignKey(Project, models.CASCADE, null=True, blank=True, related_name="+")
    section = models.CharField(max_length=20)
    posted = models.TextField(help_text="The form as a browser sends it.")
    began_at = models.DateTimeField(auto_now_add=True)
    kept_at = models.DateTimeField(auto_now=True)

    objects = KeptFormQuerySet.as_manager()

    class Meta:
        ordering = ["-kept_at"]
        indexes = [models.Index("kept_at", name="kept_form_age")]

    def __str__(self) -> str:
        return self.data.get("title", "").strip() or (str(self.project) if self.project else "A new project")

    def get_absolute_url(self) -> str:
        return f"{form_address(self.project_id, self.section)}?kept={self.token}"

    @property
    def title_of_section(self) -> str:
        from projects.forms.sections import SECTIONS

        return SECTIONS[self.section].title if self.section in SECTIONS else self.section

    @property
    def data(self) -> QueryDict:
        return QueryDict(self.posted)


def form_address(project_id: int | None, section: str) -> str:
    if project_id is None:
        return reverse("projects:create")
    return reverse("projects:section", args=[project_id, section])
