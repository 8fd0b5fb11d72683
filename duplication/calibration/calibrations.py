"""Which table of weights is in use."""

import logging
from collections.abc import Mapping
from copy import deepcopy
from functools import lru_cache
from itertools import chain, count
from typing import Any

from django.db import DatabaseError
from django.utils import timezone

from duplication.matching.prepared import Prepared
from duplication.matching.scoring import shipped
from duplication.models import Calibration

logger = logging.getLogger(__name__)

# Asked at every save: which one, and the number of the transaction that wrote it as it is.
LATEST = Prepared("""
    SELECT id, xmin::text FROM duplication_calibration WHERE accepted_at IS NOT NULL
    ORDER BY accepted_at DESC, created_at DESC LIMIT 1""")


def active_calibration() -> Calibration:
    """The calibration accepted last; that of an earlier release gives way to that of this one."""
    return accepted() or default_calibration()


def accepted() -> Calibration | None:
    latest = next((version(*one) for one in LATEST.rows()), None)
    if latest is None or (latest.is_shipped and latest.name != shipped()["name"]):
        return None
    try:
        _ = latest.weights
    except ValueError as error:  # fitted before this release, which compares something more
        logger.warning("The calibration “%s” is left aside for that of the release. %s", latest.name, error)
        return None
    return latest


@lru_cache(maxsize=4)
def version(pk: int, written_by: str) -> Calibration:
    """The row as that transaction left it: read once, for its table takes longer to read than to ask for."""
    return Calibration.objects.get(pk=pk)


def table_in_use() -> tuple[str, Mapping[str, Any]]:
    """Name and table for work without the registry: nothing is stored, and no database need be there."""
    try:
        latest = accepted()
    except DatabaseError:
        latest = None
    return (latest.name, latest.table) if latest else (shipped()["name"], shipped())


def free_name(stem: str) -> str:
    """The stem; where a table has it already, with the next number. For who holds the lock of the one in use."""
    taken = set(Calibration.objects.filter(name__startswith=stem).values_list("name", flat=True))
    return next(name for name in chain([stem], (f"{stem} ({number})" for number in count(2))) if name not in taken)


def default_calibration() -> Calibration:
    """The table of this release, kept under its name so that alerts can go on naming it."""
    table = deepcopy(shipped())
    name, notes = table.pop("name"), table.pop("notes")
    defaults = {"table": table, "notes": notes, "accepted_at": timezone.now(), "is_shipped": True}
    return Calibration.objects.get_or_create(name=name, defaults=defaults)[0]
