"""Who speaks for a partner, from which day to which."""

from datetime import date, timedelta
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q
from django.utils import timezone

from partners.history import tracked

NOTICE = timedelta(days=30)  # before a designation runs out, those concerned are told
DAYS = Func(F("started"), F("ended"), function="DATERANGE", output_field=DateRangeField())  # the last day is not in it


class FocalPointQuerySet(models.QuerySet["FocalPoint"]):
    def on(self, day: date) -> Self:
        """Designations that hold on this day, whether or not the person's account is still open."""
        return self.filter(Q(ended__isnull=True) | Q(ended__gt=day), started__lte=day)

    def active(self) -> Self:
        return self.on(timezone.localdate()).filter(user__is_active=True)

    def coming(self) -> Self:
        return self.filter(started__gt=timezone.localdate(), user__is_active=True)

    def awaited(self) -> Self:
        """Those with which their people come to the partner: until the first day they are no part of it."""
        before = FocalPoint.objects.filter(
            partner=OuterRef("partner"), user=OuterRef("user"), started__lte=timezone.localdate()
        )
        return self.coming().filter(~Exists(before), invitation__isnull=False)

    def counting(self) -> Self:
        """Those that say what their people may read and write today."""
        return self.active() | self.awaited()

    def past(self) -> Self:
        return self.filter(ended__lte=timezone.localdate())

    def ending(self) -> Self:
        """Those that run out within the month of notice."""
        return self.active().filter(ended__lte=timezone.localdate() + NOTICE)

    def during(self, started: date, ended: date | None) -> Self:
        """Those that hold on any day of this time; `ended` is the first day after it."""
        touching = self.filter(Q(ended__isnull=True) | Q(ended__gt=started))
        return touching.filter(started__lt=ended) if ended else touching


@tracked()
class FocalPoint(models.Model):
    """A designation: this person speaks for this partner, from a day until another."""

    partner = models.ForeignKey("partners.Partner", models.CASCADE, related_name="focal_points")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="designations")
    is_primary = models.BooleanField("first contact", default=True, help_text="Otherwise a deputy.")
    started = models.DateField("since", default=timezone.localdate)
    ended = models.DateField("until", null=True, blank=True, help_text="The first day on which it no longer holds.")
    invitation = models.OneToOneField(
        "partners.Invitation", models.SET_NULL, null=True, blank=True, editable=False, related_name="designation"
    )

    objects = FocalPointQuerySet.as_manager()

    class Meta:
        ordering = ["partner__name", "-is_primary", "started"]
        constraints = [
            models.CheckConstraint(
                name="focal_point_dates", condition=Q(ended__isnull=True) | Q(ended__gte=F("started"))
            ),
            ExclusionConstraint(
                name="focal_point_once",
                expressions=[("partner", "="), ("user", "="), (DAYS, "&&")],
                violation_error_message="The person is designated for this partner in that time already.",
            ),
            ExclusionConstraint(
                name="focal_point_primary_once",
                expressions=[("partner", "="), (DAYS, "&&")],
                condition=Q(is_primary=True),
                violation_error_message="Another person is first contact of this partner in that time.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} for {self.partner}"

    def clean_fields(self, exclude: Any = None) -> None:
        """Days the wrong way round are told here: the database cannot even compare them with others."""
        super().clean_fields(exclude)
        if self.started and self.ended and self.ended < self.started:
            raise ValidationError({"ended": "The designation ends before it begins."})

    @property
    def rank(self) -> str:
        return "First contact" if self.is_primary else "Deputy"

    @property
    def is_ending(self) -> bool:
        return self.ended is not None and self.ended <= timezone.localdate() + NOTICE
