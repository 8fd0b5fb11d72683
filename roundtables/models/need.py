"""What recipient countries need, what donors have to offer, and what the two sides say of a match of the two."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Self

import pgtrigger
from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from partners.history import tracked
from partners.models import Country, Organization, Partner
from projects.models import ActivityType, Place, Project, Theme

if TYPE_CHECKING:
    from partners.models import User


class Outcome(models.TextChoices):
    MET = "met", "Met"
    WITHDRAWN = "withdrawn", "Withdrawn"


class WishQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: "User") -> Self:
        """They are stated to be read: by everybody who may sign in."""
        return self.filter() if user.is_active else self.none()

    def open(self) -> Self:
        return self.filter(closed_at__isnull=True)

    def open_on(self, day: date) -> Self:
        """Stated by the end of that day, and not closed by then."""
        return self.filter(Q(closed_at__isnull=True) | Q(closed_at__date__gt=day), created_at__date__lte=day)


class Wish(models.Model):
    """What a need and an offer have in common: words, how much, from when until when, and how it ended."""

    title = models.CharField(max_length=200)
    text = models.TextField(blank=True, max_length=5000)
    language = models.CharField("language of the text", max_length=8, default="en")
    quantity = models.DecimalField(
        max_digits=12, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(Decimal(0))]
    )
    unit = models.CharField(max_length=40, blank=True)
    start = models.DateField("from", null=True, blank=True)
    end = models.DateField("until", null=True, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(default=timezone.now, help_text="When somebody last said that it still holds.")
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=9, choices=Outcome.choices, blank=True)
    closing_note = models.CharField(max_length=500, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_period",
                condition=Q(start__isnull=True) | Q(end__isnull=True) | Q(end__gte=F("start")),
                violation_error_message="The last day is before the first.",
            ),
            models.CheckConstraint(name="%(class)s_quantity", condition=Q(quantity__isnull=True) | Q(quantity__gte=0)),
            models.CheckConstraint(name="%(class)s_closed_how", condition=Q(closed_at__isnull=True) ^ ~Q(outcome="")),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class NeedQuerySet(WishQuerySet):
    def editable_by(self, user: "User") -> Self:
        return self.filter() if user.is_coordinator else self.filter(country__partner__in=user.writes_for)

    def on_theme(self, code: str) -> Self:
        return self.filter(theme__in=Theme.objects.below([code]))


@tracked()
class Need(Wish):
    """One thing that a country needs, of one theme."""

    namespace = "need"  # how the names of its addresses begin
    country = models.ForeignKey(Country, models.PROTECT, related_name="needs")
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="needs")
    activity_type = models.ForeignKey(ActivityType, models.PROTECT, null=True, blank=True, related_name="needs")
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="needs")
    beneficiary = models.ForeignKey(Organization, models.PROTECT, null=True, blank=True, related_name="needs")
    beneficiary_kind = models.CharField(max_length=20, choices=Organization.Kind.choices, blank=True)

    objects = NeedQuerySet.as_manager()

    class Meta(Wish.Meta):
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="need_recent"),
            models.Index("country", "theme", name="need_cell", condition=Q(closed_at__isnull=True)),
        ]

    def get_absolute_url(self) -> str:
        return reverse("roundtables:need", args=[self.pk])


class OfferQuerySet(WishQuerySet):
    def editable_by(self, user: "User") -> Self:
        return self.filter() if user.is_coordinator else self.filter(partner__in=user.writes_for)

    def on_theme(self, code: str) -> Self:
        offered = Offer.themes.through.objects.filter(theme__in=Theme.objects.below([code]))
        return self.filter(Exists(offered.filter(offer=OuterRef("pk"))))


@tracked()
class Offer(Wish):
    """What a partner has to give or plans, before there is a budget: a light record beside planned projects."""

    namespace = "offer"
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="offers")
    themes = models.ManyToManyField(Theme, related_name="offers")
    activity_types = models.ManyToManyField(ActivityType, blank=True, related_name="offers")
    countries = models.ManyToManyField(Country, blank=True, related_name="offers", help_text="None: for any country.")

    objects = OfferQuerySet.as_manager()

    class Meta(Wish.Meta):
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["-created_at", "-id"], name="offer_recent")]

    def get_absolute_url(self) -> str:
        return reverse("roundtables:offer", args=[self.pk])


class MatchStatement(models.Model):
    """What one side says of a need and the offer, or planned project, that may meet it. Added, never changed."""

    class Side(models.TextChoices):
        NEED = "need", "The country"
        OFFER = "offer", "The donor"
        COORDINATOR = "coordinator", "A coordinator"

    class Says(models.TextChoices):
        IN_TOUCH = "in_touch", "We are in touch"
        MET = "met", "The need is met by this"
        PARTLY = "partly", "Part of the need is met by this"
        NOT_FITTING = "not_fitting", "It does not fit"

    need = models.ForeignKey(Need, models.CASCADE, related_name="statements")
    offer = models.ForeignKey(Offer, models.CASCADE, null=True, blank=True, related_name="statements")
    project = models.ForeignKey(Project, models.CASCADE, null=True, blank=True, related_name="match_statements")
    side = models.CharField(max_length=11, choices=Side.choices)
    says = models.CharField(max_length=11, choices=Says.choices)
    quantity = models.DecimalField(
        max_digits=12, decimal_places=2, null=True, blank=True, help_text="Of what is met in part: by this, in all."
    )
    note = models.CharField(max_length=1000, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="match_statement_of_one", condition=Q(offer__isnull=True) ^ Q(project__isnull=True)
            )
        ]
        triggers = [pgtrigger.Protect(name="match_statement_append_only", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.get_side_display()}: {self.get_says_display()}"

    @property
    def is_earlier(self) -> bool:
        """It closed the need, which was opened again since."""
        return self.says == self.Says.MET and self.side != self.Side.OFFER and self.need.is_open


@tracked(obj_field=None)
class ThemeOfOffer(Offer.themes.through):  # type: ignore[name-defined, misc]
    class Meta:
        proxy = True


@tracked(obj_field=None)
class TypeOfOffer(Offer.activity_types.through):  # type: ignore[name-defined, misc]
    class Meta:
        proxy = True


@tracked(obj_field=None)
class CountryOfOffer(Offer.countries.through):  # type: ignore[name-defined, misc]
    class Meta:
        proxy = True
