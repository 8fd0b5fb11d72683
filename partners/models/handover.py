"""Somebody hands the portfolio of a partner to another person."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from partners.history import tracked

from .partner import Invitation, Partner

if TYPE_CHECKING:
    from .user import User


class HandOverQuerySet(models.QuerySet["HandOver"]):
    def visible_to(self, user: "User") -> Self:
        """The two it is between, and the coordinators."""
        return self.filter() if user.sees_everything else self.filter(Q(incoming=user.pk) | Q(outgoing=user.pk))

    def waiting(self) -> Self:
        """Their day has not come, or the person had no account: what waits unread has not moved yet."""
        return self.filter(moved_at__isnull=True)

    def to_read(self, user: "User") -> Self:
        """What the person has taken over and not yet put aside."""
        return self.filter(incoming=user.pk, seen_at__isnull=True, day__lte=timezone.localdate())


@tracked()
class HandOver(models.Model):
    partner = models.ForeignKey(Partner, models.CASCADE, related_name="hand_overs")
    outgoing = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="handed_over")
    incoming = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="taken_over"
    )
    invitation = models.OneToOneField(
        Invitation, models.CASCADE, null=True, blank=True, related_name="hand_over",
        help_text="By which the person comes, who has no account yet.",
    )  # fmt: skip
    day = models.DateField("from")
    note = models.TextField("words for the one who takes over", blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    moved_at = models.DateTimeField(null=True, blank=True, help_text="When what waited unread was moved.")
    seen_at = models.DateTimeField(null=True, blank=True, help_text="When the new person put the letter aside.")

    objects = HandOverQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="hand_over_to_somebody", condition=Q(incoming__isnull=False) | Q(invitation__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner}: {self.outgoing} to {self.to}"

    def get_absolute_url(self) -> str:
        return reverse("people:handed-over", args=[self.pk])

    @property
    def to(self) -> str:
        """Who takes over, or the address that was invited to."""
        return str(self.incoming) if self.incoming else str(self.invitation and self.invitation.email)
