"""When mail of a rhythm goes out: daily at the hour of digests, weekly on Monday at that hour, in the time zone set."""

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.utils import timezone

from partners.models import Rhythm

MONDAY = 0


def last_moment(rhythm: Rhythm, now: datetime | None = None) -> datetime:
    """The latest moment, up to now, at which mail of the rhythm went out."""
    now = now or timezone.now()
    if rhythm == Rhythm.AT_ONCE:
        return now
    day = timezone.localdate(now)
    if on(day) > now:
        day -= timedelta(days=1)
    if rhythm == Rhythm.WEEKLY:
        day -= timedelta(days=day.weekday() - MONDAY)
    return on(day)


def next_moment(rhythm: Rhythm, now: datetime | None = None) -> datetime | None:
    """When mail of the rhythm goes out next; None for never."""
    now = now or timezone.now()
    if rhythm == Rhythm.NEVER:
        return None
    if rhythm == Rhythm.AT_ONCE:
        return now
    last = timezone.localdate(last_moment(rhythm, now))
    return on(last + timedelta(days=7 if rhythm == Rhythm.WEEKLY else 1))


def on(day: date) -> datetime:
    """The hour of digests on that day. Where clocks change it stays the hour that people read on theirs."""
    return datetime.combine(day, time(settings.DIGEST_HOUR), timezone.get_default_timezone())
