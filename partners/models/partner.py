"""Partners of the initiative, and who was invited to."""

import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from partners.history import tracked
from partners.text import day_in_words

from .country import Country
from .designation import FocalPoint

if TYPE_CHECKING:
    from .user import User


class Pillar(models.TextChoices):
    """Pillars of the Vienna Declaration of 2012."""

    REGIONAL = "I", "I Regional initiatives"
    FINANCIAL = "II", "II Financial flows"
    PRECURSORS = "III", "III Precursors"
    DEMAND = "IV", "IV Prevention and treatment"


class PartnerQuerySet(models.QuerySet["Partner"]):
    def by_code(self, code: str) -> Self:
        """The partner of this ISO code (two or three letters) or acronym, in any case."""
        code = code.replace("\0", "").strip()
        return self.filter(Q(code__iexact=code) | Q(country__iso3__iexact=code))

    def editable_by(self, user: "User") -> Self:
        """Partners in whose name the person may write."""
        return self.filter(focal_points__in=FocalPoint.objects.active().filter(user=user.pk)).distinct()

    def with_designation(self) -> Self:
        """Adds `is_designated`: whether somebody is focal point today."""
        return self.annotate(is_designated=Exists(FocalPoint.objects.active().filter(partner=OuterRef("pk"))))


@tracked()
class Partner(models.Model):
    class Kind(models.TextChoices):
        COUNTRY = "country", "Country"
        ORGANIZATION = "organization", "Organization"

    kind = models.CharField(max_length=12, choices=Kind.choices)
    code = models.CharField(max_length=12, help_text="ISO code of the country, or the organization's acronym.")
    name = models.CharField(max_length=150, unique=True)
    former_name = models.CharField(max_length=150, blank=True)
    country = models.OneToOneField(Country, models.PROTECT, null=True, blank=True, related_name="partner")
    crs_channel_code = models.CharField("CRS channel code", max_length=5, blank=True)
    pillars = ArrayField(models.CharField(max_length=3, choices=Pillar.choices), default=list, blank=True)

    objects = PartnerQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(Lower("code"), name="partner_code_once"),
            models.CheckConstraint(
                name="partner_country_if_country",
                condition=Q(kind="country", country__isnull=False) | Q(kind="organization", country__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("partners:detail", args=[self.pk])


def new_token() -> str:
    return secrets.token_urlsafe(32)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def unused(self) -> Self:
        """Neither accepted nor withdrawn; they may have run out."""
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)

    def pending(self) -> Self:
        return self.unused().filter(expires_at__gt=timezone.now())


def invitation_expiry() -> datetime:
    return timezone.now() + timedelta(days=settings.INVITATION_DAYS)


@tracked(exclude=["token"])
class Invitation(models.Model):
    """The only way to an account: an address, a role, and a link that works once."""

    class Role(models.TextChoices):
        FOCAL_POINT = "focal_point", "Focal point of a partner"
        READER = "reader", "Reader of a partner"
        ANALYST = "analyst", "Analyst"
        COORDINATOR = "coordinator", "Coordinator"
        ADMINISTRATOR = "administrator", "Administrator"

    email = models.EmailField("e-mail address")
    role = models.CharField(max_length=15, choices=Role.choices, default=Role.FOCAL_POINT)
    partner = models.ForeignKey(Partner, models.CASCADE, null=True, blank=True, related_name="invitations")
    is_primary = models.BooleanField(
        "first contact", null=True, blank=True, help_text="Of a focal point; empty: where there is none yet."
    )
    started = models.DateField("since", null=True, blank=True, help_text="Of a focal point; empty: from acceptance.")
    ended = models.DateField("until", null=True, blank=True, help_text="Of a focal point; empty: without end.")
    predecessor_stays = models.BooleanField(
        "present first contact stays as a deputy", default=False, help_text="Counts when the new one takes that place."
    )
    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(default=invitation_expiry)
    accepted_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                name="invitation_partner_for_role",
                condition=~Q(role__in=["focal_point", "reader"]) | Q(partner__isnull=False),
            ),
            models.CheckConstraint(
                name="invitation_dates",
                condition=Q(started__isnull=True) | Q(ended__isnull=True) | Q(ended__gt=F("started")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email}, {self.get_role_display()}"

    @property
    def purpose(self) -> str:
        """As what the person is invited: "focal point of Japan"."""
        role = self.get_role_display().lower()
        if self.is_primary is not None:
            role += " (first contact)" if self.is_primary else " (deputy)"
        return role.replace("a partner", str(self.partner)) if self.partner else role

    @property
    def days(self) -> str:
        """When the designation holds: "from 1 May 2026 until 30 June 2026"; empty where it begins on accepting."""
        first = f"from {day_in_words(self.started)}" if self.started else ""
        last = f"until {day_in_words(self.ended - timedelta(days=1))}" if self.ended else ""
        return " ".join(filter(None, [first, last]))

    @property
    def begins_later(self) -> bool:
        return self.started is not None and self.started > timezone.localdate()

    @property
    def is_pending(self) -> bool:
        return self.accepted_at is None and self.withdrawn_at is None and self.expires_at > timezone.now()
