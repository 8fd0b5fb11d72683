"""The calendar in the form that calendar programs read (RFC 5545). The same entries give the same bytes."""

from collections.abc import Iterable
from datetime import UTC, timedelta

from django.conf import settings
from icalendar import Calendar, Event

from partners.addresses import absolute

from .entries import Entry


def ics(found: Iterable[Entry], name: str) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//ADAM//Calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval;value=duration", "PT6H")
    for one in found:
        calendar.add_component(event(one))
    return bytes(calendar.to_ical())


def event(one: Entry) -> Event:
    """Whole days; the end is the day after the last, as the format has it."""
    found = Event()
    found.add("uid", f"{one.key}@{settings.BASE_URL.partition('://')[2]}")
    found.add("dtstamp", one.changed_at.astimezone(UTC))
    found.add("dtstart", one.start)
    found.add("dtend", one.end + timedelta(days=1))
    title = f"{one.title} · {one.project}" if one.project else one.title
    found.add("summary", f"{title} ({one.who})" if one.who else title)
    if one.where:
        found.add("location", one.where)
    found.add("categories", [one.kind_label])
    found.add("url", absolute(one.address))
    said = [f"The day is not known yet: some time in {one.start:%B %Y}."] if one.month_only else []
    said += [f"Until {one.until.day} {one.until:%B %Y}."] if one.until else []
    said += [f"Project {one.project}, {one.who}."] if one.project else []
    found.add("description", " ".join([*said, absolute(one.address)]))
    found.add("transp", "TRANSPARENT")
    return found
