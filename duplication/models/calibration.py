"""The weights alerts are made with."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F

from duplication import scoring
from partners.history import tracked


@tracked()
class Calibration(models.Model):
    """A table of match weights by field and level, with where it came from. Alerts name the one they were made with."""

    name = models.CharField(max_length=80, unique=True)
    table = models.JSONField(help_text="Priors and thresholds by kind of overlap, log2 weights by field and level.")
    notes = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    accepted_at = models.DateTimeField(null=True, blank=True, help_text="The one accepted last is in use.")

    class Meta:
        ordering = [F("accepted_at").desc(nulls_last=True), "-created_at"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        try:
            scoring.Calibration.of(self.table)
        except ValueError as error:
            raise ValidationError({"table": str(error)}) from error
