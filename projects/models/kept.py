"""What somebody has typed into a form and not yet saved. Only its owner sees it."""

from datetime import timedelta
from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.http import QueryDict
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.text import Truncator

from .project import Project

if TYPE_CHECKING:
    from partners.models import User

KEPT_FOR = timedelta(days=30)
# What forms on other pages call what is typed into them.
WORDS = ("text", "words", "reply", "recommendation", "focus", "name", "title", "email", "note")


class KeptFormQuerySet(models.QuerySet["KeptForm"]):
    def visible_to(self, user: "User") -> Self:
        """One's own, as far as one may still write what it is about."""
        may_write = models.Q(project__isnull=True) | models.Q(project__partner__in=user.writes_for)
        return self.filter(may_write, user=user).select_related("project")

    def begun_of(self, project_id: int | None) -> Self:
        """Forms of this project; without one, of new projects."""
        return self.filter(project=project_id, page="")

    def left_for(self, time: timedelta) -> Self:
        """Those into which nothing was typed for so long."""
        return self.filter(kept_at__lt=timezone.now() - time)


class KeptForm(models.Model):
    token = models.UUIDField(primary_key=True, help_text="The form's own, made when it was opened.")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="kept_forms")
    project = models.ForeignKey(Project, models.CASCADE, null=True, blank=True, related_name="+")
    section = models.CharField(max_length=20)
    page = models.CharField(
        max_length=200, blank=True, help_text="Address of the page on which it stands; empty for forms of projects."
    )
    posted = models.TextField(help_text="The form as a browser sends it.")
    began_at = models.DateTimeField(auto_now_add=True)
    kept_at = models.DateTimeField(auto_now=True)

    objects = KeptFormQuerySet.as_manager()

    class Meta:
        ordering = ["-kept_at"]
        indexes = [models.Index("kept_at", name="kept_form_age")]

    def __str__(self) -> str:
        if self.page:
            typed = (self.data.get(name, "").strip() for name in WORDS)
            return Truncator(next(filter(None, typed), self.section)).chars(80)
        return self.data.get("title", "").strip() or (str(self.project) if self.project else "A new project")

    def get_absolute_url(self) -> str:
        return address_kept(self.token, self.project_id, self.section, self.page)

    @property
    def title_of_section(self) -> str:
        from projects.forms.sections import SECTIONS

        return SECTIONS[self.section].title if self.section in SECTIONS else self.section

    @property
    def listed_as(self) -> str:
        """What it is, and of an alert of which: each has the same forms."""
        try:
            at = resolve(self.page.partition("#")[0]) if self.page else None
        except Resolver404:  # an address of a release before
            at = None
        alert = at.kwargs.get("pk") if at and at.namespace == "alerts" else None
        return f"{self.title_of_section}, alert {alert}" if alert else self.title_of_section

    @property
    def of(self) -> str:
        """Of what it is, where what it is called by does not say so."""
        if not (self.project_id or self.page):
            return ""
        return "" if str(self) == self.title_of_section else self.title_of_section

    @property
    def data(self) -> QueryDict:
        return QueryDict(self.posted)


def address_kept(token: UUID, project_id: int | None, section: str, page: str) -> str:
    """Where its owner finds the form again, as it was left."""
    address, _, at = (page or form_address(project_id, section)).partition("#")
    return f"{address}?kept={token}{at and '#'}{at}"


def form_address(project_id: int | None, section: str) -> str:
    if project_id is None:
        return reverse("projects:create")
    return reverse("projects:section", args=[project_id, section])
