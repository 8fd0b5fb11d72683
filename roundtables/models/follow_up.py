"""What was done about a recommendation, as its addressees report it and coordinators assess it."""

from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from partners.history import tracked
from partners.models import Partner


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def reports(self) -> Self:
        return self.filter(partner__isnull=False)

    def assessments(self) -> Self:
        return self.filter(partner__isnull=True)

    def waiting(self) -> Self:
        """Reports that coordinators have not assessed since."""
        later = Q(created_at__gt=OuterRef("created_at")) | Q(created_at=OuterRef("created_at"), pk__gt=OuterRef("pk"))
        assessed = FollowUp.objects.assessments().filter(later, recommendation=OuterRef("recommendation"))
        return self.reports().filter(~Exists(assessed))


@tracked()
class FollowUp(models.Model):
    """One entry: a partner's report, or without a partner the coordinators' assessment. Added, never changed."""

    class Progress(models.TextChoices):
        OPEN = "open", "Not begun"
        IN_PROGRESS = "in_progress", "In progress"
        IMPLEMENTED = "implemented", "Implemented"
        SUPERSEDED = "superseded", "Superseded"

    recommendation = models.ForeignKey("roundtables.Recommendation", models.CASCADE, related_name="follow_ups")
    progress = models.CharField(max_length=12, choices=Progress.choices)
    text = models.TextField()
    partner = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="follow_ups", help_text="Empty: coordinators."
    )
    successor = models.ForeignKey(
        "roundtables.Recommendation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="supersedes",
        help_text="The recommendation that takes its place.",
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="follow_up_successor_if_superseded",
                condition=Q(successor__isnull=True) | Q(progress="superseded", partner__isnull=True),
            )
        ]
        triggers = [pgtrigger.Protect(name="follow_up_append_only", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.get_progress_display()}: {self.text}"

    @property
    def is_assessment(self) -> bool:
        return self.partner_id is None


DONE = (FollowUp.Progress.IMPLEMENTED, FollowUp.Progress.SUPERSEDED)
