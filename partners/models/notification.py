"""What a person is told. The row is the outbox: it is mailed while `mailed_at` is empty and `due_at` is not."""

from datetime import timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

if TYPE_CHECKING:
    from .user import User

HELD_AT_MOST = timedelta(hours=1)  # for more to come; a batch whose maker died is mailed after this too


class NotificationQuerySet(models.QuerySet["Notification"]):
    def unread(self) -> Self:
        return self.filter(read_at__isnull=True)

    def visible_to(self, user: "User") -> Self:
        return self.filter(user=user.pk)

    def due(self) -> Self:
        """To be mailed now: not yet mailed, not waiting for another try, not held back for a digest."""
        now = timezone.now()
        abandoned = Q(due_at__isnull=True, batch__isnull=False, created_at__lte=now - HELD_AT_MOST)
        return self.filter(Q(due_at__lte=now) | abandoned, mailed_at__isnull=True, user__is_active=True)

    def failing(self) -> Self:
        """Refused by the mail server: it waits for another try or was given up, and was not read on the site."""
        return self.filter(attempts__gt=0, due_at__isnull=False, mailed_at__isnull=True, user__is_active=True)

    def mark_read(self) -> int:
        """Read on the site: what has not been mailed yet need not be."""
        return self.unread().update(read_at=timezone.now(), due_at=None, batch=None)


class Notification(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=30)
    key = models.CharField(max_length=100, help_text="What it is about; a person is told once of each.")
    subject = models.CharField(max_length=250)
    text = models.TextField(blank=True)
    url = models.CharField(max_length=250, help_text="Path on this site.")
    reason = models.CharField(
        max_length=250, blank=True, help_text="Why this person is told, where the kind does not say it all."
    )
    about = ArrayField(
        models.CharField(max_length=40),
        default=list,
        blank=True,
        help_text="What its words give away, such as project:12: they are for those alone who may read all of it.",
    )
    mail_url = models.CharField(
        max_length=250, blank=True, help_text="Path for the mail alone: a link that works without a password."
    )
    lists = models.JSONField(
        default=list, blank=True, help_text="For the mail: headings, each with rows of text, path and remark."
    )
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)
    batch = models.UUIDField(null=True, blank=True, help_text="Those of one import go out in one mail.")
    due_at = models.DateTimeField(
        null=True,
        blank=True,
        default=timezone.now,
        help_text="When to mail it; empty while its batch is still growing, and without a batch: not at all.",
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    mailed_at = models.DateTimeField(null=True, blank=True)
    called_off_at = models.DateTimeField(
        null=True, blank=True, help_text="Overtaken before it was mailed: it stays on the site alone."
    )

    objects = NotificationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint("key", "user", name="notification_once"),  # so that a key is looked up alone too
        ]
        indexes = [
            models.Index("due_at", name="notification_outbox", condition=Q(mailed_at__isnull=True)),
            models.Index(fields=["user", "-created_at"], name="notification_of_user"),
            models.Index("url", "key", name="notification_of_page"),
            models.Index("batch", name="notification_batch", condition=Q(due_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.subject
