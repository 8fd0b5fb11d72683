"""Statements that PostgreSQL plans once for each connection: those of a check take as long to plan as to answer."""

from collections.abc import Mapping
from hashlib import blake2b
from typing import Any
from weakref import WeakKeyDictionary

from django.db import connection

NOTHING: Mapping[str, Any] = {}

_known: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()  # by connection of the driver, the names of statements


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
            if self.name not in (known := _known.setdefault(connection.connection, set())):
                with connection.wrap_database_errors, connection.connection.cursor() as driver:
                    driver.execute(f"PREPARE {self.name} AS {self.sql}")
                known.add(self.name)
            cursor.execute(self.call, parameters)
            return cursor.fetchall()
