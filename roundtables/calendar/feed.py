"""The calendar in the form that calendar programs read (RFC 5545). The same entries give the same bytes.

It has no pages, so it has an end: what is coming first, then what is over, the latest first, in so many entries.
"""

from collections.abc import Iterable
from datetime import UTC, date, timedelta
from hashlib import sha256

from django.conf import settings
from icalendar import Calendar, Event

from partners.addresses import absolute
from partners.models import User

from .entries import Entry
from .finding import Asked, Line, found

BEFORE, AFTER = timedelta(days=92), timedelta(days=731)
MOST = 1_000  # entries


def lines_of(user: User, asked: Asked, today: date) -> tuple[list[Line], bool]:
    """In the order of days, and whether there are more than `MOST`."""
    coming = found(user, asked, today, today + AFTER, MOST + 1)
    if len(coming) > MOST:
        return coming[:MOST], True
    going_on, room = {line.key for line in coming if line.start < today}, MOST - len(coming)
    over = found(user, asked, today - BEFORE, today - timedelta(days=1), -(room + 1 + len(going_on)))
    over = [line for line in over if line.key not in going_on]
    return [*over[max(0, len(over) - room) :], *coming], len(over) > room


def fingerprint(lines: Iterable[Line], today: date) -> str:
    """Changes with what is in the feed; names of partners and places, which hardly change, count from the next day."""
    return sha256(f"{today}{list(lines)}".encode()).hexdigest()[:32]


def ics(entries: Iterable[Entry], name: str, *, is_cut: bool = False) -> bytes:
    """Without a method: then DTSTAMP too says when an entry was changed, and is the same each time."""
    calendar = Calendar()
    calendar.add("prodid", "-//ADAM//Calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    if is_cut:
        calendar.add("x-wr-caldesc", f"The first {MOST:,} entries. Choose a country, a theme or a partner to have all.")
    calendar.add("refresh-interval;value=duration", "PT6H")
    for one in entries:
        calendar.add_component(event(one))
    return bytes(calendar.to_ical())


def event(one: Entry) -> Event:
    """Whole days; the end is the day after the last, as the format has it."""
    made = Event()
    made.add("uid", f"{one.key}@{settings.BASE_URL.partition('://')[2]}")
    made.add("dtstamp", one.changed_at.astimezone(UTC))
    made.add("last-modified", one.changed_at.astimezone(UTC))
    made.add("dtstart", one.start)
    made.add("dtend", one.end + timedelta(days=1))
    title = f"{one.title} · {one.project}" if one.project else one.title
    made.add("summary", f"{title} ({one.who})" if one.who else title)
    if one.where:
        made.add("location", one.where)
    made.add("categories", [one.kind_label])
    made.add("url", absolute(one.address))
    said = [f"The day is not known yet: some time in {one.start:%B %Y}."] if one.month_only else []
    said += [f"Until {one.until.day} {one.until:%B %Y}."] if one.until else []
    said += [f"Project {one.project}, {one.who}."] if one.project else []
    made.add("description", " ".join([*said, absolute(one.address)]))
    made.add("transp", "TRANSPARENT")
    return made
