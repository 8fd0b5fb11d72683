"""A few plain facts of a project in columns of fixed width: held of all projects by a sweep, and stored for a save.

A text stands as a number that is the same for equal texts, 0 for none; a set as marks, 64 bits of which each member
sets one: sets whose marks are apart have nothing in common, others perhaps.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from struct import Struct
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .blocking import hashed
from .kinds import trunk
from .mentions import budget, months
from .phases import parted
from .records import Record

UNKNOWN = 0  # no day, and nothing that is told by a number, has this number
LAYOUT = 1  # of the columns, or of what they mean: another number, and what is stored counts as not stored
COLUMNS = np.dtype(
    [
        ("layout", "<u1"),
        ("id", "<i8"),
        ("partner", "<i8"),
        ("language", "<i8"),
        ("countries", "<i8"),  # all of them
        ("purpose", "<i8"),  # the only one
        ("sector", "<i8"),  # of it
        ("currency", "<i8"),
        ("reference", "<i8"),
        ("trunk", "<i8"),  # of the reference
        ("phases", "<i8"),  # and parts; these three of the title
        ("numbers", "<i8"),
        ("years", "<i8"),
        # Marks: what may tie two records to one another.
        ("identifiers", "<u8"),
        ("places", "<u8"),  # sites, and works
        ("receivers", "<u8"),  # by number, and by name
        ("things", "<u8"),
        ("months", "<u8"),  # that the texts name
        ("budget", "<u8"),
        ("sums", "<u8"),  # that the texts name
        ("dollars", "<f8"),
        ("stated", "<f8"),
        ("start", "<i4"),
        ("end", "<i4"),
        ("is_in_one", "?"),  # country
        ("has_activities", "?"),
        ("has_themes", "?"),
    ]
)
Columns = NDArray[np.void] | Mapping[str, NDArray[Any]]  # all rows, or each column by itself

CODES = {"|u1": "B", "<i8": "q", "<u8": "Q", "<i4": "i", "<f8": "d", "|b1": "?"}  # of a type of NumPy, in a struct
ROW = Struct("<" + "".join(CODES[COLUMNS[name].str] for name in COLUMNS.names or ()))


def packed(record: Record) -> bytes:
    """One row of the columns."""
    purpose = min(record.purposes) if len(record.purposes) == 1 else ""
    currency, stated = record.stated or ("", 0.0)
    title = parted(record.title)
    return ROW.pack(
        LAYOUT,
        record.id or 0,
        record.partner or 0,
        number(record.language),
        together(record.countries),
        number(purpose),
        number(purpose[:3]),
        number(currency),
        number(record.reference),
        number(trunk(record.reference)),
        together(title.phases | title.parts),
        together(title.numbers),
        together(title.years),
        marks(record.identifiers),
        marks(record.sites) | marks(record.works),
        marks(record.receivers) | marks((body.country, *sorted(body.words)) for body in record.bodies),
        marks(record.things),
        marks(months(record)),
        marks(budget(record)),
        marks(record.sums_named),
        record.amount or 0.0,
        stated,
        day(record.start),
        day(record.end if record.start else None),
        len(record.countries) == 1,
        bool(record.activities),
        bool(record.themes),
    )


def unpacked(rows: bytes) -> NDArray[np.void]:
    """Rows one after the other."""
    return np.frombuffer(rows, COLUMNS)


def by_column(rows: NDArray[np.void]) -> Columns:
    """Of many rows, so that one column lies together in memory."""
    return {name: np.ascontiguousarray(rows[name]) for name in COLUMNS.fields or ()}


@lru_cache(maxsize=20_000)
def together(values: frozenset[str] | frozenset[int]) -> int:
    return number(" ".join(sorted(map(str, values))))


@lru_cache(maxsize=20_000)
def number(text: str) -> int:
    return hashed(text) if text else UNKNOWN


def marks(values: Iterable[object]) -> int:
    found = 0
    for value in values:
        found |= 1 << number(str(value)) % 64
    return found


def day(value: date | None) -> int:
    return value.toordinal() if value else UNKNOWN
