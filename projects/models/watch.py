"""What a person wants to hear of: a project, all that a query string of the register finds, or what a page is about."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from .project import Project

if TYPE_CHECKING:
    from partners.models import User

MOST_WATCHED = 200  # by one person: each is looked at whenever something has changed
LONGEST_WATCH = 1_000  # characters of its query string


class WatchQuerySet(models.QuerySet["Watch"]):
    def visible_to(self, user: "User") -> Self:
        return self.filter(user=user.pk)

    def editable_by(self, user: "User") -> Self:
        return self.visible_to(user)


class Watch(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="watches")
    project = models.ForeignKey(Project, models.CASCADE, null=True, blank=True, related_name="watches")
    query = models.CharField(
        max_length=LONGEST_WATCH, blank=True, help_text="Query string of the register, its names and values in order."
    )
    page = models.CharField(
        max_length=100, blank=True, help_text="Address of what another application shows, and tells of itself."
    )
    name = models.CharField(max_length=250, blank=True, help_text="The query in words, as when it was first watched.")
    created_at = models.DateTimeField(auto_now_add=True)
    told_until = models.DateTimeField(default=timezone.now, help_text="Later changes are still to be told.")

    objects = WatchQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name_plural = "watches"
        constraints = [
            models.UniqueConstraint("user", "project", name="watch_project_once"),
            models.UniqueConstraint("user", "query", name="watch_query_once", condition=~Q(query="")),
            models.UniqueConstraint("user", "page", name="watch_page_once", condition=~Q(page="")),
            models.CheckConstraint(
                name="watch_one_thing",
                condition=Q(project__isnull=False, query="", page="")
                | Q(project__isnull=True, page="") & ~Q(query="")
                | Q(project__isnull=True, query="") & ~Q(page=""),
            ),
        ]
        indexes = [
            models.Index("told_until", name="watch_told_until"),
            models.Index("page", name="watch_page", condition=~Q(page="")),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        if self.project_id:
            return reverse("projects:detail", args=[self.project_id])
        if self.page:
            return self.page
        return f"{reverse('projects:list')}?{self.query}"

    @property
    def kind(self) -> str:
        """The name under which its mails are chosen and stopped."""
        return f"watch:{self.pk}"
