"""Which past day is looked at, if any, and what of the register has changed since: all else stands as it does today."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from django.db import connection

Numbers = np.ndarray[Any, Any]
CHANGED, STOOD = "past_changed", "past_projects"  # tables of this transaction: ids, and these projects as they were


@dataclass(frozen=True, slots=True)
class Looking:
    end: datetime
    register: Any  # of today, if this process has one
    changed: Numbers  # ids of projects, ascending
    path: str  # on which the tables of today are found

    @contextmanager
    def at_today(self) -> Iterator[None]:
        """What is asked inside is asked of the tables of today. After an error nothing more is asked at all."""
        turn_to(f"{self.path}, pg_temp")
        yield
        turn_to(f"pg_temp, {self.path}")


_looking: ContextVar[Looking | None] = ContextVar("looking", default=None)
_looked: ContextVar[str] = ContextVar("looked", default="")


def has_only_looked(transaction: str) -> bool:
    """Whether what gave it an id were the tables of a past day, which are gone; changes of projects are marked."""
    return looking() is None and transaction == _looked.get()


def looking() -> Looking | None:
    return _looking.get()


@contextmanager
def as_looked(found: Looking) -> Iterator[None]:
    token = _looking.set(found)
    transaction = turn_to(f"pg_temp, {found.path}")
    if found.register is not None:  # which it would not have, had this transaction written before
        _looked.set(transaction)
    try:
        yield
    finally:
        _looking.reset(token)


def turn_to(path: str) -> str:
    """For this transaction only, whose id it gives. Temporary tables come first wherever a path does not name them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('search_path', %s, true), pg_current_xact_id_if_assigned()::text", [path])
        return str(cursor.fetchone()[1])


def current_path() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('search_path')")
        return str(cursor.fetchone()[0])
