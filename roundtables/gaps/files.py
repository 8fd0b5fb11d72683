"""The gap map as a file: one row for each cell, and for people the sentences and a table to look at."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from projects.exports.parts import Field
from projects.exports.workbook import OPTIONS, About, Sheet, for_paper, make_room, write_notes

from .cells import GapCell, GapMap
from .lists import ANY
from .picture import BELOW, asked_by
from .reading import COLUMNS, Reading
from .wording import caution, gaps

STATES = {
    "gap": "Asked, nobody active",
    "crowded": "Crowded",
    "met": "Asked and active",
    "unknown": "Asked, active not known",
    "unasked": "Active, not asked",
    "empty": "Neither",
}
HEADER = (
    Field("country_code", "Country code", 12),
    Field("country", "Country", 30),
    Field("column_code", "Code", 10),
    Field("column", "Theme or activity", 44),
    Field("state", "State", 22),
    Field("recommendations", "Recommendations", 16),
    Field("needs", "Needs", 10),
    Field("projects", "Active projects", 14),
    Field("usd", "Budget (US$)", 18),
    Field("alerts", "Open alerts", 12),
    Field("unnamed", "Active projects there that name none", 18),
)


def rows(found: GapMap) -> Iterator[tuple[object, ...]]:
    for line in found.lines:
        for column, cell in zip(found.columns, line.cells, strict=True):
            where = (code(line.heading.key), line.heading.label, code(column.key), column.label)
            yield (*where, STATES[cell.state], *numbers(cell))


def numbers(cell: GapCell) -> tuple[object, ...]:
    done = (None, None) if cell.has_dash else (cell.projects, cell.money)
    return cell.recommendations, cell.needs, *done, cell.alerts, cell.unnamed


def code(key: str) -> str:
    return "" if key == ANY else key


def sentences(found: GapMap) -> list[str]:
    """What the page says of each gap."""
    return [f"{gap.where}: {gap.what}; {gap.so}. {caution(gap, found.by)}".strip() for gap in gaps(found)]


def workbook(reading: Reading, about: About) -> bytes:
    file = BytesIO()
    with Workbook(file, OPTIONS) as book:
        write_map(book, reading.map)
        cells = Sheet(book, "Cells", HEADER)
        for row in rows(reading.map):
            cells.add(row)
        cells.close()
        write_notes(book, about)
    return file.getvalue()


def write_map(book: Workbook, found: GapMap) -> None:
    """Numbers of active projects; gaps in orange, crowded cells framed."""
    sheet = book.add_worksheet("Gap map")
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    look = {
        "gap": book.add_format({"bg_color": "#b3470b", "font_color": "#ffffff", "align": "right"}),
        "crowded": book.add_format({"border": 2, "align": "right"}),
    }
    right = book.add_format({"align": "right"})
    names = ["Country", *(one.label for one in found.columns), "Active projects", "Gaps"]
    make_room(sheet, 0, [(name, 16) for name in names[1:]])
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, len(names) - 1, 16)
    sheet.freeze_panes(1, 1)
    for_paper(sheet)
    for at, name in enumerate(names):
        sheet.write_string(0, at, name, head)
    for row, line in enumerate(found.lines, start=1):
        sheet.write_string(row, 0, line.heading.label)
        for at, cell in enumerate(line.cells, start=1):
            if cell.is_gap:
                sheet.write_string(row, at, asked_by(cell), look["gap"])
            else:
                write_done(sheet, row, at, cell, look.get(cell.state, right))
        write_done(sheet, row, len(names) - 2, line.total, right)
        sheet.write_number(row, len(names) - 1, line.gaps)


def write_done(sheet: Any, row: int, at: int, cell: GapCell, look: Any) -> None:
    if cell.has_dash:
        sheet.write_string(row, at, "–", look)
    else:
        sheet.write_number(row, at, cell.projects, look)


def content(reading: Reading, scope: list[str], address: str) -> dict[str, Any]:
    found = reading.map
    names = [field.name for field in HEADER]
    return {
        "title": f"Gap map: {COLUMNS[reading.columns].lower()} by country",
        "as_of": reading.day,
        "filter": scope,
        "address": address,
        "columns": reading.columns,
        "narrower": BELOW[reading.columns],
        "gaps": sentences(found),
        "cells": [dict(zip(names, row, strict=True)) | {"state": state(row)} for row in rows(found)],
        "notes": reading.notes,
    }


def state(row: tuple[object, ...]) -> str:
    return next(name for name, words in STATES.items() if words == row[4])
