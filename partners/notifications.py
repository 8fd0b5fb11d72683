"""Telling people: rows written in the caller's transaction, shown on the site, mailed by the worker."""

import logging
from collections.abc import Iterable
from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from partners.models import Notification, User

logger = logging.getLogger(__name__)

LISTED = 50  # lines of a digest; the rest is counted
GIVE_UP_AFTER = 20  # refusals of one address; the row stays on the site


def notify(
    users: Iterable[User], *, kind: str, key: str, subject: str, text: str, url: str, batch: UUID | None = None
) -> None:
    """Tell each of them once of `key`. Part of the caller's transaction: what is rolled back is not told.

    With a batch the mail waits until `release(batch)`, so that many become one digest.
    """
    due_at = None if batch else timezone.now()
    rows = [
        Notification(
            user=user, kind=kind, key=key, subject=subject[:250], text=text, url=url, batch=batch, due_at=due_at
        )
        for user in users
    ]
    Notification.objects.bulk_create(rows, ignore_conflicts=True)
    if rows and batch is None:
        wake_worker()


def release(batch: UUID) -> None:
    """The batch is complete: its mails may go."""
    if Notification.objects.filter(batch=batch, due_at__isnull=True).update(due_at=timezone.now()):
        wake_worker()


def mark_read(user: User, url: str) -> None:
    """The person has come to what these notifications point at, whichever way."""
    Notification.objects.visible_to(user).unread().filter(url=url).update(read_at=timezone.now())


def wake_worker() -> None:
    """Have the mail sent soon. One waiting job is enough for all; it is also repeated every minute."""
    from partners.tasks import deliver_notifications

    waiting = DBTaskResult.objects.filter(task_path=deliver_notifications.module_path, status=TaskResultStatus.READY)
    if not waiting.exists():
        deliver_notifications.enqueue()


def deliver() -> int:
    """Mail what is due, one mail a person, and return the number of mails.

    Rows stay locked while their mail is under way, so no other worker sends them too. When the server does not answer
    the error goes on to the caller and everything not yet mailed stays due.
    """
    sent = 0
    people = list(Notification.objects.due().order_by("user").values_list("user", flat=True).distinct())
    if not people:
        return 0
    with get_connection() as server:
        for user_id in people:
            sent += _deliver_to(user_id, server)
    return sent


@transaction.atomic
def _deliver_to(user_id: int, server: BaseEmailBackend) -> int:
    due = Notification.objects.due().filter(user=user_id).select_related("user").order_by("created_at", "pk")
    rows = list(due.select_for_update(skip_locked=True, of=("self",)))
    if not rows:
        return 0
    these = Notification.objects.filter(pk__in=[row.pk for row in rows])
    try:
        server.send_messages([compose(rows)])
    except (SMTPRecipientsRefused, SMTPDataError):
        tries = max(row.attempts for row in rows) + 1
        logger.warning("The mail server refuses the mail to user %s (try %s).", user_id, tries)
        pause = timedelta(minutes=min(2**tries, 360)) if tries < GIVE_UP_AFTER else timedelta(days=36500)
        these.update(attempts=F("attempts") + 1, due_at=timezone.now() + pause)
        return 0
    these.update(mailed_at=timezone.now())
    return 1


def compose(rows: list[Notification]) -> EmailMultiAlternatives:
    """One notification as a mail of its own, several as a digest. All rows are one person's."""
    subject = rows[0].subject if len(rows) == 1 else f"{len(rows)} things to look at in ADAM"
    context = {
        "rows": rows[:LISTED],
        "more": max(0, len(rows) - LISTED),
        "user": rows[0].user,
        "site": settings.BASE_URL,
    }
    mail = EmailMultiAlternatives(
        subject=f"ADAM: {' '.join(subject.split())}",
        body=render_to_string("partners/mail/notifications.txt", context),
        to=[rows[0].user.email],
        headers={"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"},
    )
    mail.attach_alternative(render_to_string("partners/mail/notifications.html", context), "text/html")
    return mail
