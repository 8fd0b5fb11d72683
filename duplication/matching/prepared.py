"""Statements that PostgreSQL plans once for a connection, and seldom anew: to plan takes as long as to answer."""

from collections import Counter
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from django.db import connection

# Left to itself PostgreSQL plans a statement anew for one project, because it expects a list of ten.
ONE_PLAN = "SET plan_cache_mode = force_generic_plan"
ANEW = {10, 100, 1_000, 10_000}  # uses, after which what was a small table may be a large one
NOTHING: Mapping[str, Any] = {}

_uses: WeakKeyDictionary[Any, Counter[str]] = WeakKeyDictionary()  # of each statement, by connection of the driver


class Call(NamedTuple):
    """A statement with its parameters by name."""

    statement: "Prepared"
    parameters: Mapping[str, Any]

    def rows(self) -> list[tuple[Any, ...]]:
        return self.statement.rows(self.parameters)

    def values(self) -> list[Any]:
        return [written(self.parameters[name]) for name in self.statement.types]


class Prepared:
    def __init__(self, sql: str, **types: str) -> None:
        """The statement with %(name)s for each parameter, and the type of each."""
        numbered = {name: f"${number}::{type}" for number, (name, type) in enumerate(types.items(), start=1)}
        self.sql = sql % numbered
        self.name = f"adam_{blake2b(self.sql.encode(), digest_size=8).hexdigest()}"
        self.types = types
        given = ", ".join("%s" for _ in types)
        self.call = f"EXECUTE {self.name} ({given})" if given else f"EXECUTE {self.name}"

    def given(self, **parameters: Any) -> Call:
        return Call(self, parameters)

    def rows(self, parameters: Mapping[str, Any] = NOTHING, after: Sequence[Call] = ()) -> list[tuple[Any, ...]]:
        """What it returns, with parameters by name.

        `after` are others that are executed before, and of which nobody wants to know what they return. They go the
        same way: a statement by itself waits for a tenth of a millisecond until the database has woken up.
        """
        calls = [*after, Call(self, parameters)]
        with connection.cursor() as cursor:
            for call in calls:
                call.statement.plan()
            # The setting goes along each time: a transaction rolled back undoes it.
            statements = "; ".join([ONE_PLAN, *(call.statement.call for call in calls)])
            cursor.execute(statements, [value for call in calls for value in call.values()])
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
    if value and type(value[0]) is int and None not in value:  # as most are, written at once
        return f"{{{str(value)[1:-1]}}}"
    return "{" + ",".join(quoted(one) if isinstance(one, str) else plain(one) for one in value) + "}"


def plain(value: Any) -> str:
    return "NULL" if value is None else str(value)


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
