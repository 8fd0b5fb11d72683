"""Notifications as a mail: plain and HTML, why it came, and how to end it with one click."""

from collections import defaultdict
from dataclasses import dataclass
from textwrap import shorten

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext

from partners.kinds import KINDS, Kind, kind_of
from partners.models import Notification, Rhythm
from partners.stopping import stop_url

LISTED = 50  # lines of a digest; the rest is counted
IN_FULL = 3  # things of one mail, up to which each shows the answers one can choose
LISTED_FIRST = 3  # things of one mail, from which on it begins with a list of them
LEADING = 150  # characters of the first thing in the subject of a mail about several
RANKS = {name: rank for rank, name in enumerate(dict.fromkeys(["verdict", "reopened", *KINDS]))}  # settled, then new
READY = "Ready for a verdict"  # as what asks a coordinator to decide begins
WITHDRAWN = "Withdrawn"  # as what asks nothing any more begins: it goes after all else that was said of alerts


@dataclass(frozen=True, slots=True)
class Part:
    """What came of one kind, for one reason."""

    rows: list[Notification]
    kind: Kind
    reason: str | Promise


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something came, and the link that stops all of a mail that came for it."""

    words: str | Promise
    stop: str


def compose(rows: list[Notification], rhythm: Rhythm) -> EmailMultiAlternatives:
    """One notification as a mail of its own, several as a digest: what asks the reader for something first, then what
    was decided. All rows are one person's, in one rhythm.
    """
    rows = sorted(rows, key=rank)
    user = rows[0].user
    told = parts(rows[:LISTED])
    context = {
        "parts": told,
        "contents": [row for part in told for row in part.rows] if len(rows) >= LISTED_FIRST else [],
        "reasons": reasons(told),
        "more": max(0, len(rows) - LISTED),
        "is_brief": len(rows) > IN_FULL,
        "user": user,
        "site": settings.BASE_URL,
        "rhythm": rhythm,
        "rhythm_words": in_words(rhythm),
    }
    mail = EmailMultiAlternatives(
        subject=f"ADAM: {' '.join(subject(rows, rhythm).split())}",
        body=render_to_string("partners/mail/notifications.txt", context),
        to=[user.email],
        headers={
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            "List-Unsubscribe": f"<{stop_url(user.pk, [row.kind for row in rows])}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
    mail.attach_alternative(render_to_string("partners/mail/notifications.html", context), "text/html")
    return mail


def rank(row: Notification) -> tuple[bool, int, bool]:
    own = RANKS[kind_of(row.kind).name]
    is_withdrawn = row.subject.startswith(WITHDRAWN)
    return not is_asking(row), (max(own, RANKS["contact"]) if is_withdrawn else own), is_withdrawn


def is_asking(row: Notification) -> bool:
    """Whether the reader is to do something: by the link of the mail, or as a coordinator."""
    return bool(row.mail_url) or kind_of(row.kind).is_to_do or row.subject.startswith(READY)


def parts(rows: list[Notification]) -> list[Part]:
    together: dict[tuple[bool, str, str], list[Notification]] = {}
    for row in rows:
        together.setdefault((is_asking(row), row.kind, row.reason), []).append(row)
    return [
        Part(of_one, kind_of(kind), reason or kind_of(kind).reason) for (_, kind, reason), of_one in together.items()
    ]


def reasons(told: list[Part]) -> list[Reason]:
    """Each once: several kinds may come for the same."""
    kinds: dict[str | Promise, list[str]] = defaultdict(list)
    for part in told:
        kinds[part.reason].append(part.rows[0].kind)
    user = told[0].rows[0].user_id
    return [Reason(words, stop_url(user, of_one)) for words, of_one in kinds.items()]


def subject(rows: list[Notification], rhythm: Rhythm) -> str:
    """The first thing in its own words, and how many more there are."""
    if len(rows) == 1:
        return rows[0].subject
    words = {"first": shorten(rows[0].subject, LEADING, placeholder="…"), "number": len(rows) - 1}
    if rhythm == Rhythm.DAILY:
        return gettext("%(first)s, and %(number)s more since yesterday") % words
    if rhythm == Rhythm.WEEKLY:
        return gettext("%(first)s, and %(number)s more of the past week") % words
    return gettext("%(first)s, and %(number)s more") % words


def in_words(rhythm: Rhythm) -> str:
    return {
        Rhythm.AT_ONCE: gettext("as soon as it happens"),
        Rhythm.DAILY: gettext("once a day"),
        Rhythm.WEEKLY: gettext("once a week"),
    }[rhythm]
