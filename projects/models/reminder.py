"""Asking a person whether records are still right: what was asked, in which state, and whether it was answered."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Self

from django.conf import settings
from django.core import signing
from django.core.signing import TimestampSigner
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from partners.models import Partner, User

VALID = timedelta(days=14)  # of the link in its mail
SHOWN = timedelta(hours=1)  # what was answered by it
AGAIN_AFTER = timedelta(days=7)  # between two requests of coordinators to one partner

signer = TimestampSigner(salt="projects.reminder")
RECEIPT = "projects.reminder.done"  # a salt of its own: what is shown afterwards opens nothing


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def requested(self) -> Self:
        """Those that a coordinator asked for."""
        return self.filter(partner__isnull=False)

    def recent(self) -> Self:
        return self.filter(created_at__gt=timezone.now() - AGAIN_AFTER)

    def by_token(self, token: str) -> "Reminder | None":
        """The reminder of a link. Raises BadSignature."""
        return self.filter(pk=signer.unsign(token, max_age=VALID)).select_related("user").first()


class Reminder(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reminders")
    week = models.DateField(null=True, blank=True, help_text="Monday of the weekly mail.")
    partner = models.ForeignKey(
        Partner, models.CASCADE, null=True, blank=True, help_text="About whose projects a coordinator asked."
    )
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    listed = models.JSONField(default=dict, help_text="Projects asked about, each with the time of its last change.")
    created_at = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField(null=True, blank=True, help_text="When the link of the mail was used.")

    objects = ReminderQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint("user", "week", name="reminder_once_a_week"),
            models.CheckConstraint(
                name="reminder_weekly_or_requested", condition=Q(week__isnull=True) ^ Q(partner__isnull=True)
            ),
        ]
        indexes = [models.Index(fields=["partner", "-created_at"], name="reminder_of_partner")]

    def __str__(self) -> str:
        return f"{self.user}, {self.created_at:%Y-%m-%d}"

    @property
    def mail_url(self) -> str:
        """The link of the mail, valid from now; it works without a password."""
        return reverse("projects:from_mail", args=[signer.sign(str(self.pk))])


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a person's answer, in numbers."""

    user: User
    confirmed: int
    answered: int
    left: int

    @property
    def receipt(self) -> str:
        """Address at which it is read, and nothing more, for an hour from now."""
        said = [self.user.pk, self.confirmed, self.answered, self.left]
        return reverse("projects:done_from_mail", args=[signing.dumps(said, salt=RECEIPT)])


def read_receipt(token: str) -> Done | None:
    """None when the account is gone. Raises BadSignature."""
    user, *numbers = signing.loads(token, salt=RECEIPT, max_age=SHOWN)
    person = User.objects.filter(pk=user, is_active=True).first()
    return Done(person, *numbers) if person else None
