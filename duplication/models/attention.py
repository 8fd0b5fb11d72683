"""Which coordinator sees to an alert."""

from django.conf import settings
from django.db import models

from partners.history import tracked


@tracked()
class Assignment(models.Model):
    """At most one of an alert; assigning it to somebody else changes the row."""

    alert = models.OneToOneField("duplication.Alert", models.CASCADE, related_name="assignment")
    coordinator = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="assignments")
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    assigned_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return str(self.coordinator)
