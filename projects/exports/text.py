"""Rows as CSV and as lines of JSON, handed on one by one: constant memory however many there are."""

import csv
import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal

from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

FORMULA = tuple("=+-@＝＋－＠")  # what a spreadsheet would take for the beginning of a formula, also after space


def day_of(moment: date | None) -> date | None:
    """Of a moment the day on which it fell here."""
    return timezone.localtime(moment).date() if isinstance(moment, datetime) else moment


def defused(cell: object) -> object:
    """Text that a spreadsheet would run as a formula gets an apostrophe in front; numbers and dates stay."""
    if cell is None:
        return ""
    if isinstance(cell, int | float | Decimal):
        return cell
    if isinstance(cell, datetime):
        return timezone.localtime(cell).date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    text = str(cell)
    return f"'{text}" if text.startswith(("\t", "\r", "\n")) or text.lstrip().startswith(FORMULA) else text


class _Line:
    """What csv.writer writes into: hands the line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def csv_lines(header: Iterable[object], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield "\ufeff" + writer.writerow([defused(cell) for cell in header])  # the mark by which Excel knows UTF-8
    for row in rows:
        yield writer.writerow([defused(cell) for cell in row])


def csv_response(name: str, header: Iterable[object], rows: Iterable[Iterable[object]]) -> StreamingHttpResponse:
    return streamed(name, "text/csv; charset=utf-8", csv_lines(header, rows))


def streamed(name: str, content_type: str, content: Iterable[str]) -> StreamingHttpResponse:
    response = StreamingHttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    response["X-Content-Type-Options"] = "nosniff"
    return response


def json_line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=plain) + "\n"


def plain(value: object) -> object:
    """Days as 2026-11-25, amounts as numbers."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
