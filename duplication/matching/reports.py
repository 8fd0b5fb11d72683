"""Reports of projects in CSV files, read as records without the registry: to try detection on what others keep.

A report has no partner and no identifiers here: it is judged by what it says. Whatever is wrong with a file is a
ValueError that says what, and where.
"""

import csv
import gzip
import re
import zlib
from calendar import monthrange
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from io import TextIOWrapper
from pathlib import Path

from partners.text import fold, plural
from projects.progress import Bar
from projects.rates import to_usd

from .mentions import days_in, sums_in
from .records import Record
from .text import read
from .whereabouts import names
from .works import things_in

COLUMNS = (
    *("id", "title", "description", "recipient_countries", "purpose_codes", "start", "end"),
    *("amount", "currency", "implementing_org", "language"),
)
LONGEST_FIELD = 10_000_000  # characters
GZIP = b"\x1f\x8b"  # how a packed file begins
CENT = Decimal("0.01")
DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")

Row = dict[str, str]


def rows(path: Path, columns: Collection[str], bar: Bar) -> Iterator[Row]:
    """The rows of a file, plain or packed with gzip, which has at least these columns."""
    csv.field_size_limit(LONGEST_FIELD)
    line = 1
    try:
        with path.open("rb") as file:
            size, packed = path.stat().st_size, file.peek(2)[:2] == GZIP
            content = gzip.GzipFile(fileobj=file) if packed else file
            reader = csv.DictReader(TextIOWrapper(content, encoding="utf-8-sig", newline=""), strict=True)
            if missing := [column for column in columns if column not in (reader.fieldnames or ())]:
                raise ValueError(f"{path}: the first line names no column {', '.join(missing)}.")
            for row in reader:
                line = reader.line_num
                if None in row or None in row.values():
                    raise ValueError(f"{path}, line {line}: the row has not as many fields as the first line.")
                bar(f"Reading {path.name}", file.tell(), size)
                yield row
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise ValueError(f"{path}: the file is broken after line {line}: {error}.") from error
    except OSError as error:
        raise ValueError(f"{path}: the file cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise ValueError(f"{path}: the file is no text in UTF-8 after line {line}.") from error
    except csv.Error as error:
        raise ValueError(f"{path}: what follows line {line} is no CSV: {error}.") from error


def reports(path: Path, bar: Bar) -> Iterator[Row]:
    """The rows of a file of projects; every one has an id of its own."""
    seen: set[str] = set()
    for row in rows(path, COLUMNS, bar):
        id = row["id"]
        if not id or id in seen:
            raise ValueError(f"{path}: two rows have the id {id}." if id else f"{path}: a row has no id.")
        seen.add(id)
        yield row


def records(path: Path, wanted: Collection[str], bar: Bar) -> dict[str, Record]:
    """The projects with these ids."""
    found = {row["id"]: record_of(row, path) for row in reports(path, bar) if row["id"] in wanted}
    require(wanted, found, path)
    return found


def require(wanted: Iterable[str], known: Collection[str], path: Path) -> None:
    if unknown := sorted(set(wanted) - set(known)):
        others = f" and {plural(len(unknown) - 1, 'other')}" if len(unknown) > 1 else ""
        raise ValueError(f"{path} has no project {unknown[0] or 'with an empty id'}{others}.")


def record_of(row: Row, path: Path) -> Record:
    currency = row["currency"].strip().upper()
    try:
        start, end = day(row["start"]), day(row["end"], last=True)
        amount = usd(row["amount"], currency, start if len(row["start"].strip()) > len("2004") else None)
    except ValueError as error:
        raise ValueError(f"{path}, project {row['id']}: {error}") from error
    return Record(
        title=read(row["title"]),
        things=things_in(row["title"]),
        days_named=days_in(row["title"], row["description"]),
        sums_named=sums_in(row["title"], row["description"]),
        description=read(row["description"]),
        countries=frozenset(country_codes().get(fold(one), one) for one in listed(row["recipient_countries"])),
        purposes=listed(row["purpose_codes"]),
        implementers=frozenset(filter(None, map(fold, row["implementing_org"].split(";")))),
        start=start,
        end=end,
        amount=amount,
        stated=stated(row["amount"], currency),
        language=row["language"].strip(),
    )


def listed(values: str) -> frozenset[str]:
    return frozenset(value.strip() for value in values.split(";") if value.strip())


@cache
def country_codes() -> dict[str, str]:
    """By code and by name, both folded. A name of two countries stands for neither."""
    named: dict[str, set[str]] = defaultdict(set)
    for code, name in names():
        named[fold(name)].add(code)
    found = {name: min(its) for name, its in named.items() if len(its) == 1}
    return found | {code.lower(): code for code in set(found.values())}


def day(text: str, last: bool = False) -> date | None:
    """A date; of a year or a month alone its first day, or its last one."""
    if not text.strip():
        return None
    try:
        year, month, day = (int(part) if part else None for part in DATE.fullmatch(text.strip()).groups())  # type: ignore[union-attr]
        month = month or (12 if last else 1)
        return date(year or 0, month, day or (monthrange(year or 0, month)[1] if last else 1))
    except (AttributeError, ValueError):
        raise ValueError(f"“{text}” is no date like 2004-05-31.") from None


def stated(amount: str, currency: str) -> tuple[str, float] | None:
    return (currency, float(amount)) if amount.strip() and currency else None


def usd(amount: str, currency: str, start: date | None) -> float | None:
    """US dollars at the rate of the month of the start, or None when that is not known."""
    if not amount.strip():
        return None
    try:
        value = Decimal(amount).quantize(CENT)
        if value.is_nan():
            raise InvalidOperation
    except InvalidOperation:
        raise ValueError(f"“{amount}” is no amount like 1250000.50.") from None
    if currency != "USD":
        return float(converted) if start and (converted := to_usd(value, currency, start)) else None
    return float(value)
