"""What people decided on projects that were proposed as answers to a recommendation."""

import pgtrigger
from django.conf import settings
from django.db import models

from projects.models import Project

from .recommendation import Recommendation


class ProposalDecision(models.Model):
    """A project proposed as an answer was accepted or declined, or a decline was taken back. Added, never changed.

    The last one counts as long as what was material to it (`basis`) is the same; after that the project may be proposed
    again.
    """

    class Verdict(models.TextChoices):
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"
        REOPENED = "reopened", "Decline taken back"

    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="proposal_decisions")
    project = models.ForeignKey(Project, models.CASCADE, related_name="proposal_decisions")
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    note = models.CharField(max_length=500, blank=True)
    basis = models.CharField(max_length=32, help_text="Fingerprint of what the two said then.")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["created_at", "pk"]
        indexes = [models.Index("recommendation", "project", "created_at", name="proposal_decision_pair")]
        triggers = [pgtrigger.Protect(name="proposal_decision_append_only", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()}: {self.project_id} for {self.recommendation_id}"
