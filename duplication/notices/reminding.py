"""Reminding partners that have not answered an open alert, after one week and after three; after four, who decides it.

Who has answered and since when the alert waits is read from what happened; that a reminder went out is told by the
notification itself, which a person gets once of each key. Nothing else is kept, so the job may run at any time, twice,
or be cut short. What has waited for longer than two months when the job first sees it is left to the queue.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain
from typing import Any, cast

from django.db import transaction
from django.db.models import F, Max, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Greatest
from django.utils import timezone

from duplication.models import Alert, Position, Reopening
from partners.models import Notification, User
from partners.notifications import about, put
from partners.text import day_in_words
from projects.models import Project

from .alerts import (
    ASK,
    asked,
    case_among,
    case_words,
    described,
    focal_points,
    for_each,
    may_see,
    named,
    question,
    short,
    why,
)

FIRST, SECOND = timedelta(days=7), timedelta(days=21)
UNANSWERED = timedelta(days=28)  # after which it waits for the coordinators too
GIVEN_UP = timedelta(days=60)
AT_ONCE = 200  # alerts in one transaction

Sides = Mapping[int, Project]
People = Mapping[int, list[User]]


@dataclass(frozen=True, slots=True)
class Waiting:
    """An open alert, since when it waits, and the partners that have not answered it."""

    alert: Alert
    since: Any
    partners: frozenset[int]

    @property
    def age(self) -> timedelta:
        return timezone.now() - self.since

    @property
    def stage(self) -> str:
        if self.age >= UNANSWERED:
            return "coordinators"
        return "second" if self.age >= SECOND else "first"

    @property
    def key(self) -> str:
        """What a person is told of once."""
        return f"unanswered:{self.alert.pk}:{self.since:%Y%m%d%H%M%S}:{self.stage}"


def remind() -> int:
    """Put what is due into the outbox; returns the number of alerts that wait for a partner."""
    number = 0
    for some in waiting():
        with transaction.atomic():
            tell(some)
        number += len(some)
    return number


def waiting() -> Iterator[list[Waiting]]:
    """Open alerts that have waited for a week or more, the oldest first, some at a time. Of a draft nobody is told."""
    now = timezone.now()
    published = Alert.objects.open().filter(first__published_at__isnull=False, second__published_at__isnull=False)
    due = published.annotate(since=asked_at()).filter(since__lte=now - FIRST, since__gt=now - GIVEN_UP)
    moments = list(due.order_by("since", "pk").values_list("pk", "since"))
    for start in range(0, len(moments), AT_ONCE):
        since = dict(moments[start : start + AT_ONCE])
        said = Position.objects.in_force().by_alert(list(since))
        alerts = Alert.objects.filter(pk__in=since).select_related("first", "second", "assignment")
        found = [
            Waiting(alert, since[alert.pk], partners_of(alert).difference(said[alert.pk]))
            for alert in alerts.order_by("pk")
        ]
        yield [one for one in found if one.partners]


def partners_of(alert: Alert) -> frozenset[int]:
    return frozenset({alert.first.partner_id, alert.second.partner_id})


def asked_at() -> Greatest:
    """When the two partners were last asked: as it was raised, came back after a withdrawal, or was opened again."""
    reopened = Reopening.objects.asking_anew().filter(verdict__alert=OuterRef("pk")).order_by().values("verdict__alert")
    return Greatest(
        F("raised_at"),
        Subquery(reopened.annotate(last=Max("created_at")).values("last")),
        Subquery(returns().filter(pgh_obj=OuterRef("pk")).values("at")),
    )


def returns() -> QuerySet[Any]:
    """From the history: of each alert that was withdrawn, when it was next seen standing."""
    events = cast(Any, Alert).pgh_event_model.objects.order_by()
    gone = events.filter(pgh_obj=OuterRef("pgh_obj"), withdrawn_at__isnull=False).values("pgh_obj")
    last = Subquery(gone.annotate(last=Max("pgh_id")).values("last"))
    back = events.filter(withdrawn_at__isnull=True, pgh_id__gt=last)
    return cast(QuerySet[Any], back.values("pgh_obj").annotate(at=Min("pgh_created_at")))


def tell(some: Sequence[Waiting]) -> None:
    people = focal_points({partner for one in some for partner in one.partners})
    coordinators = list(User.objects.coordinators())
    told = known(some, [*chain.from_iterable(people.values()), *coordinators])
    asked_of = [(one, untold(one, people, coordinators, told)) for one in some]
    left = [(one, users) for one, users in asked_of if users]
    projects = described({pk for one, _ in left for pk in (one.alert.first_id, one.alert.second_id)})
    rows: list[Notification] = []
    for one, users in left:
        if one.stage == "coordinators":
            rows += to_coordinators(one, projects, people, users)
        else:
            rows += to_partners(one, projects, people, set(users))
    put(rows)


def known(some: Sequence[Waiting], people: Iterable[User]) -> set[tuple[int, str]]:
    """Who is told of what already, so that nothing is worded in vain."""
    told = Notification.objects.filter(user__in=list(people), key__in=[one.key for one in some])
    return set(told.values_list("user", "key"))


def untold(one: Waiting, people: People, coordinators: list[User], told: set[tuple[int, str]]) -> list[User]:
    speaking = [user for partner in one.partners for user in people.get(partner, [])]
    whom = seeing_to(one.alert, coordinators) if one.stage == "coordinators" else speaking
    return [user for user in whom if (user.pk, one.key) not in told]


def seeing_to(alert: Alert, coordinators: list[User]) -> list[User]:
    """The coordinator it is assigned to, or all where it is nobody's who coordinates today."""
    held = getattr(alert, "assignment", None)
    return [user for user in coordinators if held and user.pk == held.coordinator_id] or coordinators


def to_partners(one: Waiting, projects: Sides, people: People, left: set[User]) -> Iterator[Notification]:
    """Who speaks for both is told once, of both."""
    first, second = projects[one.alert.first_id], projects[one.alert.second_id]
    speaking = {pk: left.intersection(people.get(pk, ())) for pk in one.partners}
    of_both = set[User].intersection(*speaking.values()) if len(speaking) > 1 else set()
    if of_both:
        yield from reminder(one, first, second, of_both, f"{first.partner} and {second.partner} were")
    for own, other in ((first, second), (second, first)):
        if own.partner_id in one.partners:
            yield from reminder(one, own, other, speaking[own.partner_id] - of_both, f"{own.partner} was")


def reminder(one: Waiting, own: Project, other: Project, users: set[User], were: str) -> Iterable[Notification]:
    """In words for the partner of `own`."""
    seen = may_see(own.partner_id, other)
    whom = f" with {other.partner}" if other.partner_id != own.partner_id else ""
    whom = whom if seen else " with a restricted project"
    both = " / ".join([short(own), *([short(other)] if seen else [])])
    return for_each(
        sorted(users, key=lambda user: user.pk),
        one.alert,
        kind="unanswered",
        key=one.key,
        about=about("project", own.pk, *([other.pk] if seen else [])),
        subject=f"Your answer is missing on an overlap{whom} ({case_words(one.alert, own, other)}): {both}",
        text=asked(
            [f"{were} asked on {day_in_words(timezone.localtime(one.since))}.", *question(one.alert, own, other)], ASK
        ),
    )


def to_coordinators(
    one: Waiting, projects: Sides, people: People, coordinators: Iterable[User]
) -> Iterator[Notification]:
    first, second = projects[one.alert.first_id], projects[one.alert.second_id]
    silent = {project.partner_id: project.partner for project in (first, second) if project.partner_id in one.partners}
    names = " and ".join(str(partner) for partner in silent.values())
    kind = case_words(one.alert, first, second)
    unheard = [f"Nobody speaks for {partner} today." for pk, partner in silent.items() if not people.get(pk)]
    in_vain = "" if unheard else ", in spite of reminders"
    lines = [
        f"{names} {'has' if len(silent) == 1 else 'have'} not answered in {one.age.days} days{in_vain}.",
        *unheard,
        one.alert.sentence(case_among(one.alert, first, second), is_seen=True),
        *(f"{named(project)}, {project.partner}" for project in (first, second)),
        *why(one.alert, hidden=False),
        "Please write to the partners in the alert, or decide it.",
    ]
    for user in coordinators:
        yield Notification(
            user=user,
            kind="unheard",
            key=one.key,
            subject=f"No answer from {names} ({kind}): {short(first)} / {short(second)}",
            text="\n".join(lines),
            url=one.alert.get_absolute_url(),
            about=about("project", first.pk, second.pk),
        )
