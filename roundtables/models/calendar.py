"""Keys with which a calendar program reads a person's calendar without signing in."""

from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils.crypto import salted_hmac

if TYPE_CHECKING:
    from partners.models import User

MOST_KEYS = 5


class CalendarKeyQuerySet(models.QuerySet["CalendarKey"]):
    def editable_by(self, user: "User") -> Self:
        return self.filter(owner=user.pk)

    def working(self) -> Self:
        """Not taken back, of somebody who may still sign in."""
        return self.filter(revoked_at__isnull=True, owner__is_active=True)

    def of_key(self, key: str) -> Self:
        return self.filter(key_hash=hashed(key))


class CalendarKey(models.Model):
    """Only a hash of the key is kept: who reads the database cannot read anybody's calendar with it."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_keys")
    name = models.CharField("where you use it", max_length=80, help_text="Such as: Outlook at work.")
    key_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = CalendarKeyQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name


def key_of(owner: "User", once: str) -> str:
    """The same for the same form sent again: nobody who has not the site's secret tells one from the other."""
    digest = salted_hmac("roundtables.calendar", f"{owner.pk} {once}", algorithm="sha256").digest()
    return urlsafe_b64encode(digest).decode().rstrip("=")


def hashed(key: str) -> str:
    return sha256(key.encode()).hexdigest()
