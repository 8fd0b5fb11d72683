"""What the alert of two projects says that count as one, these two or each with a third, where it says otherwise."""

from collections.abc import Collection
from typing import Any

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import JSONObject

from duplication.models import Alert, Verdict
from partners.models import User
from projects.analysis.pairs import OwnAlert

WAITS = "Their own alert waits for a decision"
OTHERWISE = "Their own alert was decided otherwise"


def otherwise(user: User, pairs: Collection[tuple[int, int]]) -> dict[tuple[int, int], OwnAlert]:
    """By pair, the lower number first; of alerts that the person may see. One query."""
    first, second = ({pair[at] for pair in pairs} for at in (0, 1))
    said = JSONObject(outcome="outcome", divided_by="divided_by", by=F("decided_by__name"))
    standing = Verdict.objects.standing().filter(alert=OuterRef("pk")).order_by().values(said=said)
    alerts = Alert.objects.visible_to(user).filter(first__in=first, second__in=second).order_by()
    told = {}
    for alert in alerts.annotate(said=Subquery(standing)).only("first", "second", "withdrawn_at"):
        if text := in_words(alert, alert.said, user):
            told[alert.first_id, alert.second_id] = OwnAlert(text, alert.get_absolute_url())
    return told


def in_words(alert: Alert, said: dict[str, Any] | None, user: User) -> str:
    """Nothing where it says that they are one, or asks nobody. Who decided is for those who see everything."""
    if said is None:
        return "" if alert.withdrawn_at else WAITS
    if said["outcome"] == Verdict.Outcome.MERGED:
        return ""
    by = said.pop("by")
    who = ", as it follows from other alerts" if by is None else f", by {by}" if user.sees_everything else ""
    return f"{OTHERWISE}: “{Verdict(**said)}”{who}"
