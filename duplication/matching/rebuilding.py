"""All stored keys written anew, as a first sweep does: one by one the two indexes take ten times as long as the rows.

They go into a table of their own, which then takes the place of the one in use. All of it is one transaction, so that
nothing is left behind by one that was killed. Others save meanwhile; its end makes them wait: for about a second among
ten million keys, and while somebody else reads the table, for two seconds at each try.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from tempfile import TemporaryFile
from time import sleep

import numpy as np
from django.db import DatabaseError, OperationalError, connection, transaction
from django.db.backends.utils import CursorWrapper
from psycopg2 import errors

from . import index
from .index import Rows
from .prepared import written

WORTH_IT = 3_000  # projects; of fewer the rows take less time than the tables
REBUILDING = 7_212 << 40  # the lock of who does this
TRIES = 10  # to lock the table in use
WAITING = 2_000  # milliseconds each time: as long as others who save wait behind
PAUSE = 1.0  # seconds in which they save
IN_USE = (errors.LockNotAvailable, errors.DeadlockDetected)
REFUSED = (*IN_USE, errors.InsufficientPrivilege, errors.DependentObjectsStillExist)

BEGUN = """
    SELECT 'duplication_blockingkey'::regclass::oid, pg_snapshot_xmin(pg_current_snapshot())::xid::text, now()"""
ANEW = """
    SET LOCAL maintenance_work_mem = '256MB';
    CREATE TABLE blocking_key_anew (LIKE duplication_blockingkey INCLUDING ALL EXCLUDING INDEXES)"""
# Owner, grants, options or tablespace of its own would be lost; triggers and policies of its own are not looked for.
IS_ALIKE = """
    SELECT count(DISTINCT (relowner, relacl::text, reloptions::text, reltablespace, relpersistence)) = 1
    FROM pg_class WHERE oid IN ('duplication_blockingkey'::regclass, 'blocking_key_anew'::regclass)"""
INDEXES = """
    ALTER TABLE blocking_key_anew ADD PRIMARY KEY (key, project_id);
    CREATE INDEX blocking_key_project_anew ON blocking_key_anew (project_id);
    ANALYZE blocking_key_anew"""
LOCK = "SET LOCAL lock_timeout = {waiting}; LOCK TABLE duplication_blockingkey"
SAVED_SINCE = "SELECT DISTINCT project_id FROM duplication_blockingkey WHERE age(xmin) <= age(%s::xid)"
FORGOTTEN = """
    DELETE FROM blocking_key_anew WHERE project_id = ANY(%s::bigint[] || ARRAY(
        SELECT project FROM unnest(%s::bigint[]) AS project
        WHERE NOT EXISTS (SELECT FROM projects_project WHERE id = project)
    ))"""
THEIRS = """
    COPY (SELECT key, project_id FROM duplication_blockingkey WHERE project_id = ANY('{saved}'))
    TO STDOUT (FORMAT binary)"""
IN_ITS_PLACE = """
    DROP TABLE duplication_blockingkey;
    ALTER TABLE blocking_key_anew RENAME TO duplication_blockingkey;
    ALTER INDEX blocking_key_anew_pkey RENAME TO duplication_blockingkey_pkey;
    ALTER INDEX blocking_key_project_anew RENAME TO blocking_key_project"""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Begun:
    """When the projects began to be read. What has been stored since is kept: it may be younger."""

    table: int  # in use then
    transaction: str  # the oldest that had not ended
    at: datetime


class OfItsOwn(DatabaseError):
    """The table in use has what another would lose."""


def begun() -> Begun:
    with connection.cursor() as cursor:
        cursor.execute(BEGUN)
        return Begun(*cursor.fetchone())


def replace(since: Begun, pieces: Iterable[Rows]) -> bool:
    """Whether the stored keys are these now. They are not where the table may not be replaced, or is never free."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [REBUILDING])
            if begun().table == since.table:  # else another sweep has done it meanwhile
                projects = fill(cursor, pieces)
                lock(cursor)
                take_over(cursor, since, projects)
                cursor.execute(IN_ITS_PLACE)
    except DatabaseError as error:
        if not isinstance(error.__cause__ or error, (OfItsOwn, *REFUSED)):
            raise
        logger.warning("The keys of all projects are stored one by one, which takes longer.", exc_info=True)
        return False
    return True


def fill(cursor: CursorWrapper, pieces: Iterable[Rows]) -> list[int]:
    """Returns the projects."""
    cursor.execute(ANEW)
    cursor.execute(IS_ALIKE)
    if cursor.fetchone() != (True,):
        raise OfItsOwn("duplication_blockingkey has an owner, grants or options of its own.")
    projects = list[int]()
    for rows in pieces:
        index.copy(rows, into="blocking_key_anew", frozen=True)
        projects += np.unique(rows[1]).tolist()
    cursor.execute(INDEXES)
    return projects


def lock(cursor: CursorWrapper) -> None:
    for left in reversed(range(TRIES)):
        try:
            with transaction.atomic():
                return cursor.execute(LOCK.format(waiting=WAITING))
        except OperationalError as error:
            if not left or not isinstance(error.__cause__, IN_USE):
                raise
            sleep(PAUSE)


def take_over(cursor: CursorWrapper, since: Begun, projects: list[int]) -> None:
    """What saves have stored meanwhile, and that projects were deleted. The table in use is read once: they wait."""
    cursor.execute(SAVED_SINCE, [since.transaction])
    saved = written([project for (project,) in cursor.fetchall()])
    cursor.execute(FORGOTTEN, [saved, written(projects)])
    with TemporaryFile() as rows, connection.wrap_database_errors:
        cursor.copy_expert(THEIRS.format(saved=saved), rows)
        rows.seek(0)
        cursor.copy_expert(index.COPY.format(table="blocking_key_anew", options=index.FROZEN), rows)
