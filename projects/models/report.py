"""Questions about the register that a person keeps: shared with others, pinned to a first page, shown elsewhere."""

import secrets
from base64 import urlsafe_b64encode
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from .saved_search import LONGEST_QUERY

if TYPE_CHECKING:
    from partners.models import User

MOST_REPORTS = 100  # of one person
MOST_EMBEDDED = 10  # addresses of one report that work
MOST_PINNED = 8  # each is a question to the whole register


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, user: "User") -> Self:
        """One's own, those shared with all, and those shared within one's partner. The figures are the reader's own."""
        within = Q(sharing=Report.Sharing.PARTNER, owner__partner__in=user.own_partners)
        return self.filter(Q(owner=user.pk) | Q(sharing=Report.Sharing.EVERYBODY) | within)

    def editable_by(self, user: "User") -> Self:
        return self.filter(owner=user.pk)


class Report(models.Model):
    """The query string of the graphs and tables under a name."""

    class Sharing(models.TextChoices):
        NOBODY = "nobody", "Only me"
        PARTNER = "partner", "People of my partner"
        EVERYBODY = "everybody", "Everybody who may sign in"

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reports")
    name = models.CharField(max_length=120)
    query = models.CharField(max_length=LONGEST_QUERY, blank=True, help_text="The query string of the graphs.")
    sharing = models.CharField("who sees it", max_length=9, choices=Sharing.choices, default=Sharing.NOBODY)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint("owner", Lower("name"), name="report_name_once"),
            models.CheckConstraint(name="report_has_name", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        address = reverse("projects:analysis")
        return f"{address}?{self.query}" if self.query else address


class PinQuerySet(models.QuerySet["Pin"]):
    def visible_to(self, user: "User") -> Self:
        """One's own, of reports that one may see: what is no longer shared is not shown and takes no place."""
        return self.filter(user=user.pk, report__in=Report.objects.visible_to(user).order_by())


class Pin(models.Model):
    """A report on a person's dashboard."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="pins")
    report = models.ForeignKey(Report, models.CASCADE, related_name="pins")
    position = models.PositiveSmallIntegerField(default=0)

    objects = PinQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint("user", "report", name="pin_once")]

    def __str__(self) -> str:
        return str(self.report)


class EmbedQuerySet(models.QuerySet["Embed"]):
    def editable_by(self, user: "User") -> Self:
        """Those of one's own reports; those who answer for what the site shows to the world take any back."""
        if user.sees_everything:
            return self.all()
        return self.filter(report__in=Report.objects.editable_by(user).order_by())

    def working(self) -> Self:
        """Those whose address shows something: not run out, not taken back, and their owner may still sign in."""
        return self.filter(revoked_at__isnull=True, expires_at__gt=timezone.now(), report__owner__is_active=True)

    def ended_before(self, moment: datetime) -> Self:
        return self.filter(Q(expires_at__lt=moment) | Q(revoked_at__lt=moment))

    def of_key(self, key: str) -> Self:
        return self.filter(key_hash=hashed(key))


class Embed(models.Model):
    """An address that shows a report to anybody who has it, for a time: what everybody who may sign in sees then.

    Only a hash of the key is kept: who reads the database cannot open what is embedded.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="embeds")
    key_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = EmbedQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.report}, until {timezone.localdate(self.expires_at)}"


def new_key() -> str:
    return secrets.token_urlsafe(32)


def key_of(report: Report, once: str) -> str:
    """The same for the same form sent again: nobody who has not the site's secret tells one from the other."""
    digest = salted_hmac("projects.embeds", f"{report.pk} {once}", algorithm="sha256").digest()
    return urlsafe_b64encode(digest).decode().rstrip("=")


def hashed(key: str) -> str:
    return sha256(key.encode()).hexdigest()
