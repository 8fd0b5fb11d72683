"""Bodies that were entered twice: what moved when two became one, and which only look alike."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from partners.history import tracked

from .organization import Organization

UNDONE_WITHIN = timedelta(days=30)


class MergeQuerySet(models.QuerySet["Merge"]):
    def standing(self) -> Self:
        return self.filter(undone_at__isnull=True)


class Merge(models.Model):
    """One body was found to be another. The row of the vanished one is kept here, with all that moved from it."""

    kept = models.ForeignKey(Organization, models.PROTECT, related_name="merges")
    vanished_id = models.BigIntegerField()
    vanished_name = models.CharField(max_length=250)
    record = models.JSONField(encoder=DjangoJSONEncoder, help_text="Its row, what moved, fell away, was added, filled.")
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    merged_at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = MergeQuerySet.as_manager()

    class Meta:
        ordering = ["-merged_at", "-pk"]
        constraints = [
            models.UniqueConstraint("vanished_id", condition=Q(undone_at__isnull=True), name="merge_once"),
        ]

    def __str__(self) -> str:
        return f"{self.vanished_name} into {self.kept}"

    @property
    def undoable_until(self) -> datetime:
        return self.merged_at + UNDONE_WITHIN

    @property
    def is_undoable(self) -> bool:
        return self.undone_at is None and self.undoable_until > timezone.now()


@tracked()
class NotTheSame(models.Model):
    """Two bodies that look alike and were found to be two. They are not proposed again."""

    first = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    second = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    said_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "not the same"
        constraints = [
            models.UniqueConstraint("first", "second", name="not_the_same_once"),
            models.CheckConstraint(name="not_the_same_ordered", condition=Q(first__lt=F("second"))),
        ]

    def __str__(self) -> str:
        return f"{self.first} is not {self.second}"
