"""What time it is for whoever looks: now, or the end of the past day that is looked at."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_looked_at: ContextVar[datetime | None] = ContextVar("looked_at", default=None)


def now() -> datetime:
    return _looked_at.get() or timezone.now()


def today() -> date:
    return timezone.localdate(_looked_at.get())


@contextmanager
def stopped_at(moment: datetime) -> Iterator[None]:
    token = _looked_at.set(moment)
    try:
        yield
    finally:
        _looked_at.reset(token)
