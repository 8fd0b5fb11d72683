"""A file, of projects or of what else has a maker, that the worker makes for one person, who alone may have it, for
some days.

Its state follows from what happened: asked for, begun, ready or failed. Cancelling it is deleting its row.
"""

from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Self
from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

if TYPE_CHECKING:
    from partners.models import User

MOST_AT_ONCE = 3  # of one person, waiting or being made
MOST_KEPT = 20  # files of one person
REMEMBERED = timedelta(days=30)  # after the file is gone: its page then tells how to have it again


def stored_name(export: "Export", name: str) -> str:
    """A name nobody can guess."""
    return f"exports/{uuid4().hex}"


class ExportQuerySet(models.QuerySet["Export"]):
    def of(self, user: "User") -> Self:
        """Nobody else opens them, whatever the role."""
        return self.filter(owner=user)

    def unfinished(self) -> Self:
        return self.filter(ready_at__isnull=True, failed_at__isnull=True)

    def kept(self) -> Self:
        """Those whose file is there."""
        return self.exclude(file="")

    def finished_before(self, moment: datetime) -> Self:
        return self.filter(Q(ready_at__lt=moment) | Q(failed_at__lt=moment))


class Export(models.Model):
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="exports")
    maker = models.CharField(max_length=12, default="projects", editable=False)
    format = models.CharField(max_length=5)
    query = models.TextField(help_text="The recipe: filters, order and columns as in an address.")
    scope = models.TextField(blank=True, default="", help_text="The filters in words, as they were understood.")
    recipe = models.CharField(max_length=64, editable=False, help_text="Digest of format and query.")
    state = models.CharField(
        max_length=64, blank=True, editable=False, help_text="Of the registry, where the file holds as long as that."
    )
    total = models.PositiveIntegerField(help_text="Projects that there are to write.")
    done = models.PositiveIntegerField(default=0, help_text="Of these, how many are written.")
    asked_at = models.DateTimeField(auto_now_add=True)
    begun_at = models.DateTimeField(null=True, blank=True)
    ready_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=250, blank=True, help_text="What went wrong, in words for the owner.")
    file = models.FileField(upload_to=stored_name, blank=True)
    name = models.CharField("file name", max_length=100, blank=True)
    size = models.PositiveBigIntegerField(default=0, help_text="Bytes.")
    saw_everything = models.BooleanField(default=False, help_text="The owner's role when the file was made.")
    saw_partners = ArrayField(
        models.BigIntegerField(), default=list, blank=True, help_text="Partners the owner then belonged to."
    )

    objects = ExportQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                "owner",
                "recipe",
                condition=Q(ready_at__isnull=True, failed_at__isnull=True),
                name="export_once_at_a_time",
            ),
            models.CheckConstraint(
                name="export_ready_or_failed", condition=Q(ready_at__isnull=True) | Q(failed_at__isnull=True)
            ),
            models.CheckConstraint(name="export_done_of_total", condition=Q(done__lte=F("total"))),
        ]

    def __str__(self) -> str:
        return self.name or "projects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.recipe = digest(self.format, self.query)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("projects:export_made", args=[self.pk])

    @property
    def is_under_way(self) -> bool:
        return self.ready_at is None and self.failed_at is None

    @property
    def expires_at(self) -> datetime | None:
        return self.ready_at + timedelta(days=settings.EXPORT_DAYS) if self.ready_at else None

    @property
    def is_expired(self) -> bool:
        return bool(self.expires_at and self.expires_at <= timezone.now())

    def may_still_be_had_by(self, user: "User") -> bool:
        """Whether the owner sees at least what the owner saw when the file was made. Drafts are seen by their partner
        alone, whatever the role: who has left it since may not have them, not even as a coordinator.
        """
        return (user.sees_everything or not self.saw_everything) and set(self.saw_partners) <= user.own_partners


def digest(kind: str, query: str) -> str:
    return sha256(f"{kind} {query}".encode()).hexdigest()
