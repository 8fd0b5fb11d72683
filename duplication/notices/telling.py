"""Telling many people of many alerts, each in the words for what he or she may see.

In go who is told of which alert, as what; out go notifications. The number of queries goes by that of the audiences,
not of the people nor of the alerts.
"""

import logging
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import prefetch_related_objects

from duplication.models import Alert
from duplication.presentation.alerts import AlertView, present
from partners.kinds import kind_of
from partners.models import Notification, User
from partners.models.user import know_designations
from partners.notifications import put
from projects.models import Watch

from . import mail_links
from .words import Words, asked_now, both, decided, given_away, is_asked, latest, reopened

logger = logging.getLogger(__name__)

WATCHED = {"position", "message", "verdict", "reopened"}
OUTSIDE = {"verdict": decided, "reopened": reopened}  # what others may hear of: that it is so, not what is said of it

Audience = tuple[bool, frozenset[int]]


@dataclass(frozen=True, slots=True)
class Telling:
    """`watching`: of those who watch the alert only these; `by`: whose deed it is, who is not told; `worded_for`: who
    of the people is told in other words; `wanted`: whether it is for who sees the alert so; `asks`: whether it asks for
    an answer that is no position.
    """

    alert: Alert
    kind: str
    key: str
    people: Sequence[User]
    by: int | None = None
    worded: Callable[[AlertView], Words] = latest
    worded_for: Mapping[int, Callable[[AlertView], Words]] = field(default_factory=dict)
    outside: Callable[[AlertView], str] | None = None
    watching: Collection[int] | None = None
    wanted: Callable[[AlertView], bool] | None = None
    asks: bool = False

    @property
    def url(self) -> str:
        return self.alert.get_absolute_url()

    @property
    def told(self) -> set[int]:
        return {user.pk for user in self.people} | ({self.by} if self.by else set())


def tell(tellings: Sequence[Telling], *, held: timedelta | None = None, shown_to: int | None = None) -> None:
    """Each who may see the alert; then those who watch it and are not told anyway."""
    put(rows_of(tellings), held=held, shown_to=shown_to)


def rows_of(tellings: Sequence[Telling]) -> list[Notification]:
    """No deed fails for the words in which it is told: who has a part in an alert without words is led there."""
    try:
        with transaction.atomic():
            return in_words(tellings)
    except Exception:  # whatever is wrong with words, what was decided stands and must be told
        logger.exception("Not put into words: %s", ", ".join(one.key for one in tellings))
    if len(tellings) > 1:  # the others can be
        return [row for one in tellings for row in rows_of([one])]
    return [without_words(one, user) for one in tellings for user in one.people]


def without_words(one: Telling, user: User) -> Notification:
    subject, text = f"Something is new in alert {one.alert.pk}", "Open the alert to read it."
    return Notification(kind=one.kind, user=user, key=one.key, url=one.url, subject=subject, text=text)


def in_words(tellings: Sequence[Telling]) -> list[Notification]:
    watches = watches_of(tellings)
    watchers = [watch.user for some in watches for watch in some]
    know_designations([*(user for one in tellings for user in one.people), *watchers])
    seen_by = seen_by_each(tellings, watches)
    rows = []
    for one, watching in zip(tellings, watches, strict=True):
        for user in one.people:
            for view in seen_by(one, user):
                link = {"kind": one.kind, "mail_url": mail_link(one, user, view)}
                worded = one.worded_for.get(user.pk, one.worded)
                rows.append(Notification(**link, **row_for(one, user, view, worded(view))))
        outside = one.outside or OUTSIDE.get(one.kind)
        for watch in watching:
            for view in seen_by(one, watch.user):
                if view.is_heard or outside:
                    words = one.worded(view) if view.is_heard else (outside(view), view.kind_sentence)  # type: ignore[misc]
                    why = {"kind": watch.kind, "reason": f"you watch the alert on {both(view)}"}
                    rows.append(Notification(**why, **row_for(one, watch.user, view, words)))
    return rows


def watches_of(tellings: Sequence[Telling]) -> list[list[Watch]]:
    pages = {one.url for one in tellings if one.kind in WATCHED}
    by_page: dict[str, list[Watch]] = defaultdict(list)
    for watch in Watch.objects.filter(page__in=pages, user__is_active=True).select_related("user") if pages else ():
        by_page[watch.page].append(watch)

    def hears(one: Telling, watch: Watch) -> bool:
        return watch.user_id not in one.told and (one.watching is None or watch.user_id in one.watching)

    return [[watch for watch in by_page[one.url] if hears(one, watch)] for one in tellings]


def seen_by_each(
    tellings: Sequence[Telling], watches: Sequence[Sequence[Watch]]
) -> Callable[[Telling, User], list[AlertView]]:
    """The alerts as people see them, presented once for all who see the same; nothing to who does not see one."""
    wanted: dict[Audience, tuple[User, set[int]]] = {}
    for one, watching in zip(tellings, watches, strict=True):
        for user in (*one.people, *(watch.user for watch in watching)):
            wanted.setdefault(audience(user), (user, set()))[1].add(one.alert.pk)
    views: dict[tuple[Audience, int], AlertView] = {}
    for key, (user, alerts) in wanted.items():
        found = present(Alert.objects.visible_to(user).filter(pk__in=alerts), user)
        implied = [view.verdict for view in found if view.verdict and view.verdict.is_implied]
        prefetch_related_objects(implied, "rests_on__alert__first", "rests_on__alert__second")
        views |= {(key, view.pk): view for view in found}

    def seen_by(one: Telling, user: User) -> list[AlertView]:
        view = views.get((audience(user), one.alert.pk))
        return [view] if view and (one.wanted is None or one.wanted(view)) else []

    return seen_by


def audience(user: User) -> Audience:
    return user.sees_everything, user.own_partners


def row_for(one: Telling, user: User, view: AlertView, words: Words) -> dict[str, Any]:
    subject, text = words
    asks = asked_now(view, user) if one.kind == "position" else ""
    return {
        "user": user, "key": one.key, "url": one.url, "subject": f"{asks}{subject}", "text": text,
        "about": given_away(view, one.key),
    }  # fmt: skip


def mail_link(one: Telling, user: User, view: AlertView) -> str:
    """By which the alert is opened and answered from the mail, where its kind has one, for those who speak for one of
    the two: nobody writes as the coordinators who was forwarded a link. Who has answered would find it used.
    """
    kind = kind_of(one.kind)
    speaks = kind.link and user.writes_for & {one.alert.first.partner_id, one.alert.second.partner_id}
    asks = kind.asks or (one.asks and view.is_open) or is_asked(view)
    return mail_links.path(one.alert.pk, user.pk) if speaks and asks else ""
