"""The weights alerts are made with."""

import json
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property

from duplication.matching import scoring
from duplication.matching.bounding import Bounds
from duplication.matching.plain_bounds import PlainBounds
from partners.history import tracked


class CalibrationQuerySet(models.QuerySet["Calibration"]):
    def waiting(self) -> Self:
        """Proposed, and neither accepted nor declined."""
        return self.filter(accepted_at__isnull=True, declined_at__isnull=True)

    def of_weights(self, weights: Any, priors: Any) -> Self:
        """Those with these weights, whatever their thresholds, the first one first: it has given them their name."""
        return self.filter(table__weights=weights, table__priors=priors).order_by("created_at", "pk")


@tracked()
class Calibration(models.Model):
    """A table of match weights by field and level, with where it came from. Alerts name the one they were made with."""

    name = models.CharField(max_length=80, unique=True)
    table = models.JSONField(help_text="Priors and thresholds by kind of overlap, log2 weights by field and level.")
    notes = models.TextField(blank=True)
    is_shipped = models.BooleanField(
        default=False, editable=False, help_text="It came with a release, and gives way to that of the next."
    )
    created_at = models.DateTimeField(auto_now_add=True)
    accepted_at = models.DateTimeField(null=True, blank=True, help_text="The one accepted last is in use.")
    declined_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = CalibrationQuerySet.as_manager()

    class Meta:
        ordering = [F("accepted_at").desc(nulls_last=True), "-created_at"]
        constraints = [
            models.CheckConstraint(
                name="calibration_decided_once", condition=Q(accepted_at__isnull=True) | Q(declined_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return self.name

    @cached_property
    def weights(self) -> scoring.Calibration:
        """The table ready for use. Raises ValueError when it does not fit the comparisons."""
        return scoring.Calibration.of(self.table)

    @cached_property
    def bounds(self) -> Bounds:
        return Bounds(self.weights)

    @cached_property
    def plain_bounds(self) -> PlainBounds:
        return PlainBounds(self.bounds)

    @property
    def is_readable(self) -> bool:
        """Whether it fits what is compared today: one of an earlier release may lack some of that."""
        try:
            return bool(self.weights)
        except ValueError:
            return False

    @property
    def weights_key(self) -> str:
        """Equal for tables that differ in their thresholds alone."""
        return json.dumps([self.table.get("weights"), self.table.get("priors")], sort_keys=True)

    @property
    def weights_name(self) -> str:
        """The name under which these weights first came: who moves thresholds makes a table with the same weights."""
        same = Calibration.objects.of_weights(self.table.get("weights"), self.table.get("priors"))
        return same.values_list("name", flat=True).first() or self.name

    def clean(self) -> None:
        try:
            scoring.Calibration.of(self.table)
        except ValueError as error:
            raise ValidationError({"table": str(error)}) from error
