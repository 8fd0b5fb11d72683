"""The test database put back to what it held at first, behind tests that really commit.

Django would empty every table and each test would load the reference data anew; here only what changed is put right.
What it held at first is what a run finds: after one with --reuse-db was killed, begin the next with --create-db.
"""

from collections.abc import Iterable

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

KEPT = "as_it_was"  # the schema with a copy of every table that has rows at first
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
FORGETTING = "projects_projectchange"
FORGET = f"INSERT INTO {FORGETTING} (project_id, transaction) SELECT 0, pg_current_xact_id()::text::bigint"
COLUMNS = """
    SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
    WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
"""
_marks: dict[str, tuple[int, int]] = {}  # per table, how many rows it had and which transactions wrote them
_filled: set[str] = set()  # tables that had rows at first: putting back adds one to a table that had none


def keep() -> None:
    """Remember what every table holds now."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {KEPT} CASCADE")
        cursor.execute(f"CREATE SCHEMA {KEPT}")
        _marks.update(marks(cursor, tables(cursor)))
        _filled.update(table for table, (rows, _) in _marks.items() if rows)
        for table in _filled:
            names = columns(cursor, table)
            cursor.execute(f"CREATE TABLE {KEPT}.{table} AS SELECT {names} FROM {table}")  # noqa: S608


def restore() -> None:
    """Put back every table that was written to since."""
    with transaction.atomic(), connection.cursor() as cursor:
        changed = [table for table, mark in marks(cursor, tables(cursor)).items() if mark != _marks[table]]
        cursor.execute("SET LOCAL session_replication_role = replica")  # no history, and no order among the tables
        for table in changed:
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - names from the catalogue
            if table in _filled:
                names = columns(cursor, table)
                cursor.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM {KEPT}.{table}")  # noqa: S608
        if changed:  # as after a TRUNCATE: what processes keep in memory is read anew
            cursor.execute(FORGET)
            _marks.update(marks(cursor, {*changed, FORGETTING}))


def tables(cursor: CursorWrapper) -> list[str]:
    cursor.execute(TABLES)
    return [table for (table,) in cursor.fetchall()]


def marks(cursor: CursorWrapper, asked: Iterable[str]) -> dict[str, tuple[int, int]]:
    each = [
        f"SELECT '{table}', count(*), coalesce(sum(xmin::text::bigint), 0) FROM {table}"  # noqa: S608
        for table in asked
    ]
    cursor.execute(" UNION ALL ".join(each))
    return {table: (rows, int(written)) for table, rows, written in cursor.fetchall()}


def columns(cursor: CursorWrapper, table: str) -> str:
    """Those that can be filled in: the database itself makes the others."""
    cursor.execute(COLUMNS, [table])
    return str(cursor.fetchone()[0])
