"""What the two partners say of an alert, and what was decided."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from partners.models import Partner


class Position(models.Model):
    """What one of the two partners says of the alert. Later ones do not erase earlier ones."""

    class Stance(models.TextChoices):
        SAME = "same", "It is the same project"
        OVERLAPPING = "overlapping", "The work overlaps"
        COMPLEMENTARY = "complementary", "The work complements each other"
        NOT_OVERLAP = "not_overlap", "There is no overlap"

    alert = models.ForeignKey("duplication.Alert", models.CASCADE, related_name="positions")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="positions")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    stance = models.CharField(max_length=15, choices=Stance.choices)
    text = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["created_at", "pk"]
        triggers = [pgtrigger.Protect(name="position_append_only", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.partner}: {self.get_stance_display()}"


class Verdict(models.Model):
    """A coordinator's decision. Append-only: the latest one counts, none is changed."""

    class Outcome(models.TextChoices):
        MERGED = "merged", "Same project: to be recorded once"
        JOINT = "joint", "Joint programme"
        DIVIDED = "divided", "Divided by place, time or agency"
        SEQUENCED = "sequenced", "One after the other"
        ACCEPTED = "accepted", "Accepted redundancy"
        NOT_OVERLAP = "not_overlap", "Not an overlap"

    class Reason(models.TextChoices):
        BENEFICIARY = "beneficiary", "Different beneficiary"
        PLACE = "place", "Different place"
        TIME = "time", "Different time"
        ACTIVITY = "activity", "Different activity"
        PHASES = "phases", "Phases of one programme"
        COORDINATED = "coordinated", "Known and coordinated"
        DATA_ERROR = "data_error", "Data error"
        TOO_GENERAL = "too_general", "Too general to tell"

    alert = models.ForeignKey("duplication.Alert", models.CASCADE, related_name="verdicts")
    outcome = models.CharField(max_length=15, choices=Outcome.choices)
    reason = models.CharField(max_length=15, choices=Reason.choices, blank=True)
    text = models.TextField("in your words", blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="verdict_dismissal_has_reason",
                condition=~Q(outcome="not_overlap") | ~Q(reason=""),
                violation_error_message="Say why it is not an overlap.",
            )
        ]
        triggers = [pgtrigger.Protect(name="verdict_append_only", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return self.get_outcome_display()
