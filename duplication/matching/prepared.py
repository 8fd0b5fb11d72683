"""Statements that PostgreSQL plans once for a connection, and seldom anew: to plan takes as long as to answer."""

from collections import Counter
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any
from weakref import WeakKeyDictionary

from django.db import connection

# Left to itself PostgreSQL plans a statement anew for one project, because it expects a list of ten.
ONE_PLAN = "SET plan_cache_mode = force_generic_plan"
ANEW = {10, 100, 1_000, 10_000}  # uses, after which what was a small table may be a large one
NOTHING: Mapping[str, Any] = {}

_uses: WeakKeyDictionary[Any, Counter[str]] = WeakKeyDictionary()  # of each statement, by connection of the driver


class Prepared:
    def __init__(self, sql: str, **types: str) -> None:
        """The statement with %(name)s for each parameter, and the type of each."""
        numbered = {name: f"${number}::{type}" for number, (name, type) in enumerate(types.items(), start=1)}
        self.sql = sql % numbered
        self.name = f"adam_{blake2b(self.sql.encode(), digest_size=8).hexdigest()}"
        given = ", ".join(f"%({name})s" for name in types)
        self.call = f"EXECUTE {self.name} ({given})" if given else f"EXECUTE {self.name}"

    def rows(self, parameters: Mapping[str, Any] = NOTHING) -> list[tuple[Any, ...]]:
        """What it returns, with parameters by name."""
        with connection.cursor() as cursor:
            self.plan()
            given = {name: written(value) for name, value in parameters.items()}
            cursor.execute(f"{ONE_PLAN}; {self.call}", given)  # each time: a transaction rolled back undoes it
            return cursor.fetchall()

    def plan(self) -> None:
        uses = _uses.setdefault(connection.connection, Counter())
        used = uses[self.name]
        if used in ANEW or not used:
            with connection.wrap_database_errors, connection.connection.cursor() as driver:
                if used:
                    driver.execute(f"DEALLOCATE {self.name}")
                    uses[self.name] = 0  # should it fail to be planned, the next use finds nothing to let go
                driver.execute(f"PREPARE {self.name} AS {self.sql}")
        uses[self.name] = used + 1


def written(value: Any) -> Any:
    """A list as PostgreSQL writes its own: read in a quarter of the time of an ARRAY[…] with as many expressions."""
    if not isinstance(value, list):
        return value
    return "{" + ",".join(quoted(one) if isinstance(one, str) else plain(one) for one in value) + "}"


def plain(value: Any) -> str:
    return "NULL" if value is None else str(value)


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
