"""Words that were corrected after somebody had endorsed them, reported on them or taken them up.

Nothing is stored for it: the database keeps each state of a recommendation, whoever changes it and however. What a
later meeting amended is no correction, nor is what is taken back of that.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any

import pghistory
from django.apps import apps
from django.db.models import QuerySet
from django.utils import timezone

from partners.models import User
from partners.notifications import notify
from roundtables.addressees import partners_of
from roundtables.following.telling import named, quoted
from roundtables.models import Consideration, FollowUp, Recommendation

OF_A_MEETING = "taken_up"  # in the history: the words were given by a later meeting


@dataclass(frozen=True, slots=True)
class Correction:
    at: datetime
    who: User | None
    replaced: str

    @property
    def day(self) -> date:
        return timezone.localdate(self.at)


@dataclass(frozen=True, slots=True)
class Saved:
    """That somebody saved it, as the form tells who had it open."""

    at: datetime
    who: User | None
    user_id: int | None


def by_a_meeting() -> pghistory.context:
    return pghistory.context(**{OF_A_MEETING: True})


def is_settled(recommendation: Recommendation) -> bool:
    """Whether others rely on the words as they stand on record."""
    stored = Recommendation.objects.filter(pk=recommendation.pk)
    said = recommendation.follow_ups.exists() or recommendation.considerations.exists()
    return bool(said or stored.filter(endorsed_on__isnull=False).exists())


def corrections(recommendation: Recommendation) -> list[Correction]:
    """In their order."""
    states = list(states_of(recommendation))
    if len({state["text"] for state in states}) < 2:
        return []
    entries: list[FollowUp | Consideration] = [*recommendation.follow_ups.all(), *recommendation.considerations.all()]
    began = min((entry.created_at for entry in entries), default=None)
    amended = {one.replaced_text for one in recommendation.considerations.all() if is_amendment(one)}
    found = []
    for before, now in pairwise(states):
        settled = before["endorsed_on"] or (began and began <= now["pgh_created_at"])
        of_a_meeting = OF_A_MEETING in said_of(now) or before["text"] in amended
        if settled and not of_a_meeting and before["text"].split() != now["text"].split():
            found.append((now["pgh_created_at"], said_of(now).get("user"), before["text"]))
    people = User.objects.in_bulk({user for _, user, _ in found if user})
    return [Correction(at, people.get(user), text) for at, user, text in found]


def is_amendment(entry: Consideration) -> bool:
    return entry.decision == Consideration.Decision.AMENDED


def states_of(recommendation: Recommendation) -> QuerySet[Any, dict[str, Any]]:
    events = apps.get_model("roundtables", "RecommendationEvent")._default_manager.filter(id=recommendation.pk)
    return events.order_by("pgh_id").values("text", "endorsed_on", "pgh_created_at", "pgh_context__metadata")


def said_of(state: dict[str, Any]) -> dict[str, Any]:
    return state["pgh_context__metadata"] or {}


def saved_since(recommendation: Recommendation, since: datetime) -> list[Saved]:
    """Who has saved it since, each person's last time."""
    states = states_of(recommendation).filter(pgh_created_at__gt=since)
    last = {said_of(state).get("user"): state["pgh_created_at"] for state in states}
    people = User.objects.in_bulk([user for user in last if user])
    return [Saved(at, people.get(user), user) for user, at in last.items()]


def tell_of_correction(recommendation: Recommendation, replaced: str, author: User) -> None:
    """Those who speak for a partner that is to act, or that has reported."""
    partners: Collection[int] = partners_of([recommendation])[recommendation.pk]
    reported = recommendation.follow_ups.reports().values_list("partner", flat=True)
    notify(
        User.objects.focal_points_of(*{*partners, *reported}).exclude(pk=author.pk),
        kind="due:words",
        key=f"words:{recommendation.pk}:{timezone.now().isoformat()}",
        subject=f"Corrected: the words of {named(recommendation)}",
        text=f"Now: {quoted(recommendation.text)}\n\nUntil now: {quoted(replaced)}",
        url=recommendation.get_absolute_url(),
    )
