"""IATI files into the register: `import_file` reads a file twice, first to see that it is sound, then to write it, in
one transaction. Importing the same content again changes nothing.
"""

import os
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from uuid import uuid4

import pghistory
from django.db import DatabaseError, connection, transaction

from partners.models import Partner, User
from projects.iati import IatiActivity, Refused, Rejected, read
from projects.signals import projects_imported

from .known import Body
from .report import Report
from .writing import Writer, bodies_to_come

__all__ = ["Refused", "Report", "import_file"]

BATCH = 500
LOCK = 0x1A71  # any number of our own: imports take turns
ATTEMPTS = 3
NOT_LOOKED = "not looked for, as the log says why; `manage.py find_duplicates` makes up for it"
TRANSIENT = {"40P01", "23505"}  # deadlock with a form, or a form was first with the same reference number
Progress = Callable[[str, int, int], object]  # what is being done, how much of how much


def silent(doing: str, done: int, total: int) -> None:
    pass


def import_file(
    path: Path, partner: Partner, *, dry_run: bool = False, user: User | None = None, progress: Progress = silent
) -> Report:
    """The report on one file. Raises Refused when the file is no sound IATI activity file; then nothing is kept of it.

    A dry run does all of it and takes it back.
    """
    bodies = _check(path, partner, progress)
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return _write(path, partner, bodies, dry_run, user, progress)
        except DatabaseError as error:
            if attempt == ATTEMPTS or getattr(error.__cause__, "pgcode", "") not in TRANSIENT:
                raise
    raise AssertionError("the last attempt returns or raises")


def _check(path: Path, partner: Partner, progress: Progress) -> dict[str, Body]:
    """Read all of it, and note the organizations that will be needed: they are added first, in one fixed order."""
    bodies: dict[str, Body] = {}
    activities = (item for item in _read(path, "Checking", progress) if isinstance(item, IatiActivity))
    while batch := list(islice(activities, BATCH)):
        bodies |= bodies_to_come(partner, batch)
    return bodies


def _write(
    path: Path, partner: Partner, bodies: dict[str, Body], dry_run: bool, user: User | None, progress: Progress
) -> Report:
    report = Report(path.name)
    who = {"user": user.pk} if user else {}
    with pghistory.context(command="import_iati", file=path.name, **who), transaction.atomic():
        _take_turn(path, progress)
        writer = Writer(partner, bodies, report)
        activities = _valid(path, report, progress)
        while batch := list(islice(activities, BATCH)):
            writer.take(batch)
        if dry_run:
            transaction.set_rollback(True)
        elif report.project_ids:
            transaction.on_commit(lambda: _announce(report, progress), robust=True)
    return report


def _take_turn(path: Path, progress: Progress) -> None:
    """Wait for an import that is under way: it may bring the same activities."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            progress("Waiting for another import", 0, 1)
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _valid(path: Path, report: Report, progress: Progress) -> Iterator[IatiActivity]:
    for item in _read(path, "Writing", progress):
        if isinstance(item, IatiActivity):
            yield item
        else:
            report.rejected.append(item)


def _read(path: Path, doing: str, progress: Progress) -> Iterator[IatiActivity | Rejected]:
    size = os.path.getsize(path) if path.is_file() else 0
    return read(path, lambda done: progress(doing, done, size))


def _announce(report: Report, progress: Progress) -> None:
    """Bulk writes send no signals: whoever checks projects hears of all of them at once, after the commit."""
    progress("Looking for overlaps", 0, 1)
    heard = projects_imported.send_robust(sender=Report, project_ids=report.project_ids, batch=uuid4())
    report.overlaps = [answer if isinstance(answer, str) else NOT_LOOKED for _, answer in heard if answer]
    progress("Looking for overlaps", 1, 1)
