"""Keys that too many projects have: they tell nothing, and to find that out of one takes four hundred rows.

A process remembers for a while those that it has met; one that serves people also those that the last sweep counted,
which it reads again after a while.
"""

import logging
from collections.abc import Iterable
from math import inf
from time import monotonic

from django.db import DatabaseError, connection

from .rarity import MOST

COMMON = MOST  # a key that more projects share is left out: it tells nothing, and costs most
SURELY = COMMON + 100  # a key that more projects share stays a common one for a while, whatever is saved meanwhile
A_WHILE = 3_600  # seconds

STORE = """
    WITH forgotten AS (DELETE FROM duplication_commonkey WHERE key <> ALL(%(keys)s::bigint[]))
    INSERT INTO duplication_commonkey (key) SELECT unnest(%(keys)s::bigint[]) ON CONFLICT DO NOTHING"""


logger = logging.getLogger(__name__)


class CommonKeys:
    """Those that this process knows."""

    def __init__(self) -> None:
        self.until: dict[int, float] = {}  # each with the end of its while
        self.read_again_at = inf  # those of the last sweep: never in a process that has not read them once

    def prepare(self) -> None:
        """Those of the last sweep are read before the process serves anybody."""
        try:
            self.read()
        except DatabaseError as error:
            logger.warning("The common keys were not read, so saves find them one by one. %s", error)
        finally:
            connection.close()  # processes may part from this one

    def read(self) -> None:
        self.read_again_at = monotonic() + A_WHILE
        with connection.cursor() as cursor:
            cursor.execute("SELECT key FROM duplication_commonkey")
            self.remember(key for (key,) in cursor.fetchall())

    def remember(self, keys: Iterable[int]) -> None:
        self.until |= dict.fromkeys(keys, monotonic() + A_WHILE)

    def others(self, keys: Iterable[int]) -> list[int]:
        """Those of these keys that are not known to be common."""
        now = monotonic()
        if self.read_again_at <= now:
            self.read()
        return [key for key in keys if self.until.get(key, now) <= now]

    def clear(self) -> None:
        self.until.clear()
        self.read_again_at = inf


known = CommonKeys()


def store(keys: list[int]) -> None:
    """For all processes, those that more than SURELY have."""
    with connection.cursor() as cursor:
        cursor.execute(STORE, {"keys": keys})
