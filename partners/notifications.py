"""Telling people: rows written in the caller's transaction, shown on the site, mailed by the worker."""

import logging
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused
from typing import Any
from uuid import UUID

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Least
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from partners.kinds import kind_of
from partners.mails import compose
from partners.models import Notification, Rhythm, User
from partners.models.notification import HELD_AT_MOST, NotificationQuerySet
from partners.preferences import MISSED, Chosen, chosen_by, rhythm_of, schedule
from partners.rhythms import next_moment

logger = logging.getLogger(__name__)

Readable = Callable[[User, Collection[int]], Collection[int]]
READABLE: dict[str, Readable] = {}  # by what a row can be about: which of these a person may read; see the apps
HELD = timedelta(minutes=10)  # what may be taken back at once is not mailed before
GIVE_UP_AFTER = 20  # refusals of one address; the row stays on the site


def notify(
    users: Iterable[User],
    *,
    kind: str,
    key: str,
    subject: str,
    text: str,
    url: str,
    batch: UUID | None = None,
    in_time: bool = False,
    held: timedelta | None = None,
    **more: Any,
) -> None:
    """Tell each of them once of `key`. Part of the caller's transaction: what is rolled back is not told.

    It is mailed in the rhythm that the person chose for its kind; `in_time` says that this is the moment. With a batch
    the mail waits until `release(batch)`, so that many become one digest. `held`: see `put`. `more`: reason, about,
    mail_url, lists.
    """
    fields = {"kind": kind, "key": key, "subject": subject, "text": text, "url": url, "batch": batch, **more}
    put([Notification(user=user, **fields) for user in users], in_time=in_time, held=held)


def put(
    rows: Sequence[Notification],
    *,
    in_time: bool = False,
    held: timedelta | None = None,
    shown_to: int | None = None,
) -> None:
    """Into the outbox, each in its person's rhythm; those of a batch wait for its release. `held`: no mail before that,
    and what is held for the same people waits as long, so that it comes as one. `shown_to`: who has done it and reads
    on the page what came of it, and is mailed no sooner than with the digest of the day.
    """
    people = {row.user_id for row in rows if not row.batch}
    chosen = chosen_by(people)
    for row in rows:
        row.subject = row.subject[:250]
        rhythm = rhythm_of(row.user_id, row.kind, chosen)
        if row.user_id == shown_to and rhythm == Rhythm.AT_ONCE:
            rhythm = Rhythm.DAILY
        row.due_at = None if row.batch else due_at(rhythm, in_time, held)
    Notification.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1_000)
    if held and people:
        hold_on(people, chosen, held)
    if any(row.due_at and row.due_at <= timezone.now() for row in rows):
        wake_worker()


def due_at(rhythm: Rhythm, in_time: bool, held: timedelta | None = None) -> Any:
    from_then = timezone.now() + held if held else None
    return next_moment(Rhythm.AT_ONCE if in_time and rhythm != Rhythm.NEVER else rhythm, from_then)


@transaction.atomic
def hold_on(people: Collection[int], chosen: Chosen, held: timedelta) -> None:
    """Mails at once that are still held for these wait anew, but none for longer than an hour in all."""
    now = timezone.now()
    waiting = Notification.objects.filter(user__in=people, mailed_at__isnull=True, batch__isnull=True, attempts=0)
    waiting = waiting.filter(due_at__gt=now, due_at__lte=now + held).order_by("pk").select_for_update(skip_locked=True)
    rows = waiting.values_list("pk", "user", "kind")
    at_once = [pk for pk, user, kind in rows if goes_at_once(user, kind, chosen)]
    moment = Least(Value(now + held), F("created_at") + Value(HELD_AT_MOST))
    Notification.objects.filter(pk__in=at_once).update(due_at=moment)


def call_off(keys: Collection[str]) -> None:
    """What is overtaken by what came later is not mailed any more; it stays on the site."""
    call_off_rows(Notification.objects.filter(key__in=keys))


def call_off_rows(rows: NotificationQuerySet) -> None:
    waiting = not_under_way(rows.filter(mailed_at__isnull=True))
    waiting.update(due_at=None, batch=None, called_off_at=timezone.now())


def put_back(rows: NotificationQuerySet, held: timedelta) -> None:
    """What of it was called off is to be mailed after all."""
    off = rows.filter(called_off_at__isnull=False)
    rows = Notification.objects.filter(pk__in=list(off.values_list("pk", flat=True)))
    rows.update(called_off_at=None)
    schedule(rows.unread().filter(created_at__gt=timezone.now() - MISSED), held)


@transaction.atomic
def not_under_way(rows: NotificationQuerySet) -> NotificationQuerySet:
    """Those of them that are not being mailed at this moment: nobody waits for the mail server to change the others."""
    free = rows.order_by("pk").select_for_update(skip_locked=True)
    return Notification.objects.filter(pk__in=list(free.values_list("pk", flat=True)))


def release(batch: UUID) -> None:
    """The batch is complete: its mails may go."""
    if schedule(Notification.objects.filter(batch=batch, due_at__isnull=True)):
        wake_worker()


def hidden_from(user: User, rows: Collection[Notification]) -> set[int]:
    """Rows with words that the person may not read any more: sharing has ended since, or a designation."""
    asked: dict[str, set[int]] = defaultdict(set)
    for one in rows:
        for kind, pk in map(parted, one.about):
            asked[kind].add(pk)
    allowed = {kind: set(READABLE[kind](user, pks)) for kind, pks in asked.items()}
    return {one.pk for one in rows if any(pk not in allowed[kind] for kind, pk in map(parted, one.about))}


def about(kind: str, *pks: int) -> list[str]:
    return [f"{kind}:{pk}" for pk in pks]


def parted(about: str) -> tuple[str, int]:
    kind, _, pk = about.partition(":")
    return kind, int(pk)


def mark_read(user: User, url: str) -> None:
    """The person has come to what these notifications point at, whichever way."""
    Notification.objects.visible_to(user).filter(url=url).mark_read()


def wake_worker() -> None:
    """Have the mail sent soon. One waiting job is enough for all; it is also repeated every minute."""
    from partners.tasks import deliver_notifications

    waiting = DBTaskResult.objects.filter(task_path=deliver_notifications.module_path, status=TaskResultStatus.READY)
    if not waiting.exists():
        deliver_notifications.enqueue()


def deliver() -> int:
    """Mail what is due, one mail for each person and rhythm, and return the number of mails.

    Rows stay locked while their mail is under way, so no other worker sends them too. When the server does not answer
    the error goes on to the caller and everything not yet mailed stays due.
    """
    sent = 0
    due: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for user, kind, pk in Notification.objects.due().order_by("user").values_list("user", "kind", "pk"):
        due[user].append((kind, pk))
    if not due:
        return 0
    chosen = chosen_by(due.keys())
    take_along(due, chosen)
    with get_connection() as server:
        for user, rows in due.items():
            for rhythm, pks in in_mails(user, rows, chosen):
                sent += _deliver(pks, rhythm, server)
    return sent


def take_along(due: dict[int, list[tuple[str, int]]], chosen: Chosen) -> None:
    """With a mail at once goes what waits for more and has waited long enough."""
    at_once = [user for user, rows in due.items() if any(goes_at_once(user, kind, chosen) for kind, _ in rows)]
    for user, kind, pk in waiting_for_more().filter(user__in=at_once).values_list("user", "kind", "pk"):
        if goes_at_once(user, kind, chosen):
            due[user].append((kind, pk))


def waiting_for_more() -> NotificationQuerySet:
    """To be mailed later, and told so long ago that who would take it back has had the time."""
    now = timezone.now()
    waiting = Notification.objects.filter(mailed_at__isnull=True, attempts=0, due_at__gt=now)
    return waiting.filter(created_at__lte=now - HELD, user__is_active=True)


def goes_at_once(user: int, kind: str, chosen: Chosen) -> bool:
    return rhythm_of(user, kind, chosen) == Rhythm.AT_ONCE


def in_mails(user: int, rows: list[tuple[str, int]], chosen: Chosen) -> Iterable[tuple[Rhythm, list[int]]]:
    """Which rows go together: those of one rhythm, but some kinds have a mail of their own."""
    mails: dict[tuple[Rhythm, str], list[int]] = defaultdict(list)
    for kind, pk in rows:
        apart = f"{kind}:{pk}" if kind_of(kind).alone else ""
        mails[rhythm_of(user, kind, chosen), apart].append(pk)
    for (rhythm, _), pks in mails.items():
        yield rhythm, pks


@transaction.atomic
def _deliver(pks: Collection[int], rhythm: Rhythm, server: BaseEmailBackend) -> int:
    theirs = (Notification.objects.due() | waiting_for_more()).filter(pk__in=pks).order_by("created_at", "pk")
    rows = list(theirs.select_related("user").select_for_update(skip_locked=True, of=("self",)))
    if not rows:
        return 0
    hidden = hidden_from(rows[0].user, rows)
    Notification.objects.filter(pk__in=hidden).mark_read()
    rows = [row for row in rows if row.pk not in hidden]
    if not rows:
        return 0
    these = Notification.objects.filter(pk__in=[row.pk for row in rows])
    if rhythm == Rhythm.NEVER:  # chosen while its batch was growing
        these.update(due_at=None, batch=None)
        return 0
    try:
        server.send_messages([compose(rows, rhythm)])
    except (SMTPRecipientsRefused, SMTPDataError):
        tries = max(row.attempts for row in rows) + 1
        logger.warning("The mail server refuses the mail to user %s (try %s).", rows[0].user_id, tries)
        pause = timedelta(minutes=min(2**tries, 360)) if tries < GIVE_UP_AFTER else timedelta(days=36500)
        these.update(attempts=F("attempts") + 1, due_at=timezone.now() + pause)
        return 0
    these.update(mailed_at=timezone.now())
    return 1
