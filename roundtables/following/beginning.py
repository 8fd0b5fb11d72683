"""A meeting begins: what was entered for it until then counts from this day, and those who are to act are told."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from django.apps import apps
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from partners.models import Notification, User
from roundtables.addressees import partners_of
from roundtables.following.acting import KIND, tell
from roundtables.models import Recommendation, RoundTable

LATEST = timedelta(days=14)  # after the first day; whoever is told of it later hears it from the reminders


def tell_of_begun() -> int:
    """Of each meeting once, by the first daily round from its first day on; returns how many recommendations."""
    today, number = timezone.localdate(), 0
    for meeting in RoundTable.objects.filter(start__range=(today - LATEST, today)).order_by("start", "pk"):
        if prepared := entered_before(meeting):
            with transaction.atomic():
                number += len(prepared) if tell_at(meeting, prepared) else 0
    return number


def entered_before(meeting: RoundTable) -> list[Recommendation]:
    """Its drafts, as the history has it: what is entered from the first day on is told when it is entered."""
    events = apps.get_model("roundtables", "RecommendationEvent")._default_manager.filter(id=OuterRef("pk"))
    begins = timezone.make_aware(datetime.combine(meeting.start, time.min))
    found = meeting.recommendations.filter(Exists(events.filter(pgh_created_at__lt=begins)))
    return list(found.select_related("round_table").order_by("number"))


def tell_at(meeting: RoundTable, prepared: Sequence[Recommendation], author: User | None = None) -> bool:
    """False where it was told before."""
    key = f"began:{meeting.pk}"
    if not prepared or Notification.objects.filter(kind=KIND, key__startswith=f"act:{key}:").exists():
        return False
    tell(prepared, partners_of(prepared), author, key, f"You are to act on {{what}} of {meeting}")
    return True
