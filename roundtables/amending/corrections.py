"""What was corrected after somebody had endorsed it, reported on it or taken it up: words, translations, due date.

Nothing is stored for it: the database keeps each state of a recommendation, whoever changes it and however. What a
later meeting amended is no correction, nor is what is taken back of that.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Any, NamedTuple

import pghistory
from django.apps import apps
from django.db.models import QuerySet
from django.utils import timezone

from partners.models import User
from partners.notifications import notify
from partners.text import day_in_words
from roundtables.addressees import partners_of
from roundtables.following.telling import named, quoted
from roundtables.models import Consideration, FollowUp, Recommendation

State = dict[str, Any]
OF_A_MEETING = "taken_up"  # in the history: the words were given by a later meeting


@dataclass(frozen=True, slots=True)
class Correction:
    """Of the words, or of their translation into a `language`; `now` is empty where one was taken away."""

    at: datetime
    who: User | None
    replaced: str
    now: str
    language: str = ""

    @property
    def day(self) -> date:
        return timezone.localdate(self.at)


@dataclass(frozen=True, slots=True)
class Moved:
    """Another due date, or none any more."""

    at: datetime
    who: User | None
    replaced: date | None
    now: date | None

    @property
    def day(self) -> date:
        return timezone.localdate(self.at)


class Corrections(NamedTuple):
    """Each in their order."""

    words: list[Correction]
    translations: list[Correction]
    due: list[Moved]


@dataclass(frozen=True, slots=True)
class Saved:
    """That somebody saved it, as the form tells who had it open."""

    at: datetime
    who: User | None
    user_id: int | None


def by_a_meeting() -> pghistory.context:
    return pghistory.context(**{OF_A_MEETING: True})


def is_settled(recommendation: Recommendation) -> bool:
    """Whether others rely on the words as they were read from the database."""
    said = recommendation.follow_ups.exists() or recommendation.considerations.exists()
    return bool(recommendation.endorsed_on or said)


def corrections(recommendation: Recommendation) -> Corrections:
    """Needs its entries and considerations; prefetch them."""
    states, of_words = list(states_of(recommendation)), list(translated(recommendation))
    people = User.objects.in_bulk({said_of(state).get("user") for state in [*states, *of_words]} - {None})
    amended = {one.replaced_text for one in recommendation.considerations.all() if is_amendment(one)}
    entries: list[FollowUp | Consideration] = [*recommendation.follow_ups.all(), *recommendation.considerations.all()]
    began = min((entry.created_at for entry in entries), default=None)
    words, translations, due = [], [], []
    for before, now, at, who in changes(states, people):
        if not before["endorsed_on"] and not (began and began <= at):
            continue
        if before["text"] not in amended and before["text"].split() != now["text"].split():
            words.append(Correction(at, who, before["text"], now["text"]))
        if before["due_on"] != now["due_on"]:
            due.append(Moved(at, who, before["due_on"], now["due_on"]))
    for _, same in groupby(sorted(of_words, key=itemgetter("id", "pgh_id")), itemgetter("id")):
        for before, now, at, who in changes(list(same), people):
            text = "" if now["pgh_label"] == "delete" else now["text"]
            relied_on = is_endorsed(states, at) or (began and began <= at)
            if relied_on and before["text"].split() != text.split():
                translations.append(Correction(at, who, before["text"], text, before["language"]))
    return Corrections(words, sorted(translations, key=lambda one: one.at), due)


def changes(
    states: Sequence[State], people: Mapping[int, User]
) -> Iterator[tuple[State, State, datetime, User | None]]:
    """Each state and the next, with when and by whom, without what a meeting decided."""
    for before, now in pairwise(states):
        if OF_A_MEETING not in said_of(now):
            yield before, now, now["pgh_created_at"], people.get(said_of(now).get("user", 0))


def is_endorsed(states: Sequence[State], at: datetime) -> bool:
    then = [state for state in states if state["pgh_created_at"] <= at]
    return bool(then and then[-1]["endorsed_on"])


def is_amendment(entry: Consideration) -> bool:
    return entry.decision == Consideration.Decision.AMENDED


def states_of(recommendation: Recommendation) -> QuerySet[Any, State]:
    events = apps.get_model("roundtables", "RecommendationEvent")._default_manager.filter(id=recommendation.pk)
    return events.order_by("pgh_id").values("text", "due_on", "endorsed_on", "pgh_created_at", "pgh_context__metadata")


def translated(recommendation: Recommendation) -> QuerySet[Any, State]:
    events = apps.get_model("roundtables", "TranslationEvent")._default_manager
    of_this = events.filter(recommendation=recommendation.pk).order_by("pgh_id")
    return of_this.values("id", "pgh_id", "pgh_label", "language", "text", "pgh_created_at", "pgh_context__metadata")


def said_of(state: State) -> dict[str, Any]:
    return state["pgh_context__metadata"] or {}


def saved_since(recommendation: Recommendation, since: datetime) -> list[Saved]:
    """Who has saved it since, each person's last time."""
    states = states_of(recommendation).filter(pgh_created_at__gt=since)
    last = {said_of(state).get("user"): state["pgh_created_at"] for state in states}
    people = User.objects.in_bulk([user for user in last if user])
    return [Saved(at, people.get(user), user) for user, at in last.items()]


def tell_of_correction(recommendation: Recommendation, was: Recommendation, author: User) -> None:
    """Those who speak for a partner that is to act, or that has reported."""
    partners: Collection[int] = partners_of([recommendation])[recommendation.pk]
    reported = recommendation.follow_ups.reports().values_list("partner", flat=True)
    moved = f"\n\n{due_in_words(recommendation, was)}" if recommendation.due_on != was.due_on else ""
    notify(
        User.objects.focal_points_of(*{*partners, *reported}).exclude(pk=author.pk),
        kind="due:words",
        key=f"words:{recommendation.pk}:{timezone.now().isoformat()}",
        subject=f"Corrected: the words of {named(recommendation)}",
        text=f"Now: {quoted(recommendation.text)}\n\nUntil now: {quoted(was.text)}{moved}",
        url=recommendation.get_absolute_url(),
    )


def due_in_words(recommendation: Recommendation, was: Recommendation) -> str:
    now = f"due on {day_in_words(recommendation.due_on)}" if recommendation.due_on else "without a due date"
    until_now = f"due on {day_in_words(was.due_on)}" if was.due_on else "without one"
    return f"It is {now}; until now it was {until_now}."
