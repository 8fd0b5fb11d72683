"""Contact between the two partners of an alert, where one's project is not open to the other.

Asked by either side, answered by the other. While it is open the focal points of the two see both projects, on the page
of this alert and nowhere else.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from duplication.models import Alert, Contact, Verdict
from duplication.notices.alerts import described, may_see
from partners.models import FocalPoint, Partner, User

AGAIN_AFTER = timedelta(days=30)  # before a partner that was declined may ask once more
RECONSIDERED = timedelta(hours=1)  # before one that took its request back may


@dataclass(frozen=True, slots=True)
class Standing:
    """How it is with contact, for one person."""

    own: Partner | None  # for which the person speaks; None for who may only look on
    other: Partner | None
    latest: Contact | None
    hides: bool  # whether the person's own project is not open to the other partner
    is_needed: bool  # whether any of the two is not open to the other partner
    is_settled: bool  # the alert is withdrawn or decided
    are_published: bool  # a draft is opened to nobody
    is_open: bool
    asks_again_from: datetime | None  # from when on the person's partner may ask once more; None when it may now
    took_back: bool  # whether the person's partner took back what it asked last, so that nobody declined it

    @property
    def is_over(self) -> bool:
        """Accepted, and no longer open although nobody closed it."""
        return self.latest is not None and self.latest.is_accepted and not self.is_open

    @property
    def is_waiting(self) -> bool:
        return self.latest is not None and self.latest.is_waiting

    @property
    def asked_by_own(self) -> bool:
        return self.latest is not None and self.own is not None and self.latest.asked_for_id == self.own.pk

    @property
    def declined(self) -> bool:
        """Whether the person's own partner declined, and nobody asked since."""
        return bool(self.own and self.latest and self.latest.declined_at) and not self.asked_by_own

    @property
    def may_ask(self) -> bool:
        free = self.own is not None and self.is_needed and self.are_published
        return free and not (self.is_open or self.is_waiting or self.is_settled) and self.asks_again_from is None

    @property
    def may_answer(self) -> bool:
        may = self.own is not None and self.are_published and not self.is_settled
        return may and self.is_waiting and not self.asked_by_own

    @property
    def may_end(self) -> bool:
        return self.own is not None and (self.is_open or (self.is_waiting and self.asked_by_own))


def standing(alert: Alert, user: User) -> Standing:
    """The same queries whatever there is to find."""
    projects = described({alert.first_id, alert.second_id})
    first, second = projects[alert.first_id], projects[alert.second_id]
    if first.partner_id not in user.writes_for:
        first, second = second, first
    speaks = first.partner_id in user.writes_for and first.partner_id != second.partner_id
    asked = between(alert, {first.partner_id, second.partner_id})
    asked_by_own = [one for one in asked if one.asked_for_id == first.partner_id]
    hides, hidden = not may_see(second.partner_id, first), not may_see(first.partner_id, second)
    return Standing(
        own=first.partner if speaks else None,
        other=second.partner if speaks else None,
        latest=asked[-1] if asked else None,
        hides=hides,
        is_needed=hides or hidden,
        is_settled=not Alert.objects.open().filter(pk=alert.pk).exists(),
        are_published=bool(first.published_at and second.published_at),
        is_open=is_open(alert),
        asks_again_from=again_from(asked, first.partner_id) if speaks else None,
        took_back=bool(asked_by_own and not asked_by_own[-1].declined_at),
    )


def is_open(alert: Alert) -> bool:
    return bool(open_among([alert.pk]))


def open_among(alerts: Collection[int]) -> set[int]:
    """Those in which it is."""
    return set(Contact.objects.opening().filter(alert__in=alerts).values_list("alert", flat=True))


def parted_by(verdicts: Collection[Verdict], *, though_narrowed: bool = False) -> set[int]:
    """The alerts in which it would be, had these not been given; and where a project is shown to fewer, not that."""
    return set(Contact.objects.closed_by(verdicts, though_narrowed=though_narrowed).values_list("alert", flat=True))


def between(alert: Alert, partners: set[int]) -> list[Contact]:
    """Those of these two, none when the last was of a partner to which a project no longer belongs."""
    found = list(alert.contacts.all())
    two = [one for one in found if {one.asked_for_id, one.asked_of_id} == partners]
    return two if two and two[-1] == found[-1] else []


def again_from(asked: Iterable[Contact], own: int) -> datetime | None:
    """Who was declined waits, whatever the other side asks and takes back meanwhile; until a contact is accepted, or
    the other side asks and is declined itself: it would be glad to be asked.
    """
    again = None
    for one in asked:
        if one.accepted_at or (one.declined_at and one.asked_of_id == own):
            again = None
        elif one.asked_for_id == own and one.declined_at:
            again = one.declined_at + AGAIN_AFTER
        elif one.asked_for_id == own and one.ended_at and one.ended_for_id == own:
            again = max(one.ended_at + RECONSIDERED, again or one.ended_at)
    return again if again and again > timezone.now() else None


def opened_to(alerts: Iterable[Alert], user: User) -> set[int]:
    """Projects opened to the person by contact, those of the own side among them. One query."""
    speaks = Alert.objects.answerable_by(user)
    opening = Contact.objects.opening().filter(alert__in=[alert.pk for alert in alerts]).filter(alert__in=speaks)
    pairs = opening.values_list("alert__first", "alert__second")
    return {pk for pair in pairs for pk in pair}


def ask(contact: Contact, own: Partner, other: Partner, user: User) -> Contact:
    """One that stands from before and opens nothing, such as with a partner whose project it was, ends with it."""
    for overtaken in Contact.objects.standing().filter(alert=contact.alert):
        overtaken.ended_at = timezone.now()
        overtaken.save()
    contact.asked_for, contact.asked_of, contact.asked_by = own, other, user
    contact.save()
    return contact


def answer(contact: Contact, user: User, *, accepts: bool, reply: str) -> None:
    moment = timezone.now()
    contact.accepted_at, contact.declined_at = (moment, None) if accepts else (None, moment)
    contact.answered_by, contact.reply = user, reply
    contact.save()


def end(contact: Contact, partner: Partner, user: User) -> None:
    contact.ended_at, contact.ended_for, contact.ended_by = timezone.now(), partner, user
    contact.save()


def people(contact: Contact) -> list[FocalPoint]:
    """Whom each side may now write to directly."""
    both = [contact.asked_for_id, contact.asked_of_id]
    return list(FocalPoint.objects.active().filter(partner__in=both).select_related("user", "partner"))
