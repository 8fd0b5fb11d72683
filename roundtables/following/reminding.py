"""Reminding those who are to act on a recommendation: a month before it is due, on the day, and a month after.

What has no due date is asked about once a year, on the day of its endorsement, or of the end of its meeting. Who is
left alone is read from what was reported; that a reminder went out is told by the notification itself, which a person
gets once of each key. Nothing else is kept, so the job may run at any time, twice, or be cut short.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain, islice

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from partners.models import FocalPoint, Notification, Partner, User
from partners.notifications import put
from partners.text import day_in_words
from roundtables.addressees import partners_of
from roundtables.following.telling import named, quoted, report_form
from roundtables.models import FollowUp, Recommendation

MONTH, YEAR = timedelta(days=30), timedelta(days=365)
AT_ONCE = 200  # recommendations in one transaction

People = Mapping[int, list[User]]  # by partner


@dataclass(frozen=True, slots=True)
class Asked:
    """A recommendation that is due, or whose year is over, and what its addressees are told."""

    recommendation: Recommendation
    since: date  # who has reported since then is left alone
    moment: str  # of the key: a person is told of each once
    subject: str

    @property
    def key(self) -> str:
        return f"due:{self.recommendation.pk}:{self.moment}"


def remind() -> int:
    """Put what is due into the outbox; returns the number of recommendations that somebody is asked about."""
    today, number = timezone.localdate(), 0
    waiting = Recommendation.objects.unfinished().select_related("round_table").order_by("pk")
    touched = waiting.filter(Q(due_on=None) | Q(due_on__gt=today - 2 * MONTH, due_on__lte=today + MONTH))
    due = filter(None, (asked(one, today) for one in touched.iterator(chunk_size=1_000)))
    while some := list(islice(due, AT_ONCE)):
        with transaction.atomic():
            tell(some)
        number += len(some)
    return number


def asked(one: Recommendation, today: date) -> Asked | None:
    """What is to be said of it in these days, if anything."""
    name = named(one)
    if one.due_on is None:
        began = anniversary(one.endorsed_on or one.round_table.end, today)
        if began is None or today - began >= MONTH:
            return None
        return Asked(one, began - YEAR, f"{began.year}", f"What came of {name}?")
    days, on = (one.due_on - today).days, day_in_words(one.due_on)
    if days > 0:
        return Asked(one, today - MONTH, f"{one.due_on}:before", f"Due on {on}: {name}")
    if days > -MONTH.days:
        said = f"Due today: {name}" if days == 0 else f"Was due on {on}: {name}"
        return Asked(one, today - MONTH, f"{one.due_on}:day", said)
    return Asked(one, today - MONTH, f"{one.due_on}:after", f"Overdue since {on}: {name}")


def anniversary(first: date, today: date) -> date | None:
    """The latest one up to today; None in the first year. What began on 29 February is asked about on 1 March."""
    for year in (today.year, today.year - 1):
        day = date(year, 3, 1) if (first.month, first.day) == (2, 29) else first.replace(year=year)
        if first < day <= today:
            return day
    return None


def tell(some: Collection[Asked]) -> None:
    partners = partners_of([one.recommendation for one in some])
    people = focal_points(set().union(*partners.values()))
    names = dict(Partner.objects.filter(pk__in=people).values_list("pk", "name"))
    quiet, told = reported(some), known(some, people)
    rows: list[Notification] = []
    for one in some:
        for partner in sorted(partners[one.recommendation.pk] & people.keys()):
            if (one.key, partner) not in quiet:
                left = [user for user in people[partner] if (user.pk, one.key) not in told]
                rows += to_people(one, names[partner], left)
    put(rows)


def focal_points(partners: Collection[int]) -> dict[int, list[User]]:
    found: dict[int, list[User]] = {}
    for one in FocalPoint.objects.active().filter(partner__in=partners).select_related("user"):
        found.setdefault(one.partner_id, []).append(one.user)
    return found


def reported(some: Iterable[Asked]) -> set[tuple[str, int]]:
    """Which partner need not be asked: it has reported lately, or says that it is done and waits for an assessment."""
    by_pk = {one.recommendation.pk: one for one in some}
    reports = FollowUp.objects.reports().filter(recommendation__in=by_pk)
    waiting = set(reports.waiting().values_list("pk", flat=True))
    last = {(entry.recommendation_id, entry.partner_id): entry for entry in reports.order_by("created_at", "pk")}
    return {
        (by_pk[pk].key, partner)
        for (pk, partner), entry in last.items()
        if partner is not None  # a report has one
        and (
            timezone.localdate(entry.created_at) > by_pk[pk].since
            or (entry.progress == FollowUp.Progress.IMPLEMENTED and entry.pk in waiting)
        )
    }


def known(some: Collection[Asked], people: People) -> set[tuple[int, str]]:
    """Who is told of what already, so that nothing is worded in vain."""
    users = [user.pk for user in chain.from_iterable(people.values())]
    told = Notification.objects.filter(user__in=users, key__in=[one.key for one in some])
    return set(told.values_list("user", "key"))


def to_people(one: Asked, partner: str, users: Iterable[User]) -> Iterator[Notification]:
    recommendation = one.recommendation
    text = (
        f"{quoted(recommendation.text)}\n\nPlease report what {partner} has done, or what stands in the way. "
        "A few words are enough, and documents can go with them."
    )
    reason = f"{partner}, for which you speak, is to act on {named(recommendation)}"
    for user in users:
        yield Notification(
            user=user, kind="due", key=one.key, subject=one.subject, text=text, url=report_form(recommendation),
            reason=reason[:250],
        )  # fmt: skip
