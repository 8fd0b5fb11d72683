"""How often a person is mailed of each kind of thing; a row only where it differs from the default."""

from django.conf import settings
from django.db import models


class Rhythm(models.TextChoices):
    AT_ONCE = "at_once", "At once"
    DAILY = "daily", "Daily"
    WEEKLY = "weekly", "Weekly"
    NEVER = "never", "Never by mail"


class Preference(models.Model):
    """`kind` is one of partners/kinds.py, or a part of one: "watch:12" goes before "watch"."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="preferences")
    kind = models.CharField(max_length=30)
    rhythm = models.CharField(max_length=10, choices=Rhythm.choices)

    class Meta:
        ordering = ["user", "kind"]
        constraints = [
            models.UniqueConstraint("user", "kind", name="preference_once"),
            models.CheckConstraint(
                name="preference_rhythm", condition=models.Q(rhythm__in=["at_once", "daily", "weekly", "never"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.kind} {self.rhythm}"
