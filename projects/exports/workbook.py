"""Workbooks for Excel and its like: numbers and dates as such, text as nothing but text, whatever it begins with."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, BinaryIO

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from .columns import Column, Row, number_of
from .parts import Field, Part
from .sheets import Rows, cut, names
from .text import day_of

LAST_ROW = 1_048_575  # that a sheet has, counted from 0
LINE = 15  # points
OPTIONS = {
    "constant_memory": True,  # a row is written once the next begins
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd",
}
KEY = (Field("id", "Project's id", 10), Field("number", "Project's number", 18))
MONEY = {"budget", "amount", "usd", "about_usd"}  # shown with cents


@dataclass(frozen=True, slots=True)
class About:
    """What the sheet of notes says: names and what belongs to them."""

    title: str
    lines: Sequence[tuple[str, object]]


class Sheet:
    """A table that grows row by row; where it is longer than a sheet can be it goes on on the next."""

    def __init__(self, workbook: Workbook, name: str, header: Sequence[Column | Field]) -> None:
        self.workbook, self.name, self.header = workbook, name, header
        self.head = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        money = workbook.add_format({"num_format": "#,##0.00"})
        indexes = [one._get_xf_index() for one in (money, workbook.default_date_format)]
        shown = [indexes[0] if one.name in MONEY else 0 for one in header]
        self.styles = list(zip(names(len(header)), shown, [indexes[1]] * len(header), strict=True))
        self.sheets = 0
        self.begin()

    def begin(self) -> None:
        self.sheets += 1
        name = self.name if self.sheets == 1 else f"{self.name} {self.sheets}"
        self.sheet: Rows = self.workbook.add_worksheet(name, worksheet_class=Rows)
        make_room(self.sheet, 0, ((one.label, one.width) for one in self.header))
        for at, one in enumerate(self.header):
            self.sheet.set_column(at, at, one.width)
            self.sheet.write_string(0, at, one.label, self.head)
        self.sheet.freeze_panes(1, 0)
        for_paper(self.sheet)
        self.row = 0

    def add(self, cells: Iterable[object]) -> None:
        if self.row == LAST_ROW:
            self.close()
            self.begin()
        self.row += 1
        self.sheet.add(self.row, cells, self.styles)

    def link(self, at: int, address: str) -> None:
        """From a cell of the row just added."""
        self.sheet.link(self.row, at, address)

    def close(self) -> None:
        self.sheet.autofilter(0, 0, self.row, len(self.header) - 1)


def make_room(sheet: Worksheet, row: int, texts: Iterable[tuple[str, int]]) -> None:
    """As high as the longest of these texts needs in the width of its column: not every program sees to it itself."""
    lines = max((-(-len(text) // max(1, width - 2)) for text, width in texts), default=1)
    sheet.set_row(row, LINE * max(1, lines))


def for_paper(sheet: Worksheet, *, has_header: bool = True) -> None:
    """Across an A4 page, all columns on it, the header on each."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    if has_header:
        sheet.repeat_rows(0)


def put(sheet: Worksheet, row: int, at: int, cell: object, shown: Any = None) -> None:
    """By what the value is, never by what it looks like. `shown` is the format of numbers."""
    if cell is None or cell == "":
        return
    if isinstance(cell, datetime):
        cell = day_of(cell)
    if isinstance(cell, date):
        sheet.write_datetime(row, at, cell)
    elif isinstance(cell, int | float | Decimal):
        sheet.write_number(row, at, float(cell), shown)
    else:
        sheet.write_string(row, at, cut(str(cell)))


def write_projects(file: BinaryIO, columns: Sequence[Column], pieces: Iterable[list[Row]], about: About) -> None:
    """One row for each project, a sheet for each whole part, and the notes."""
    with Workbook(file, OPTIONS) as workbook:
        workbook.use_zip64()
        projects = Sheet(workbook, "Projects", columns)
        parts = [column.part for column in columns if column.is_whole and column.part]
        sheets = {part.name: sheet_of(workbook, part) for part in parts}
        for piece in pieces:
            for row in piece:
                projects.add(column.cell(row) for column in columns)
                for name, sheet in sheets.items():
                    for values in row[name]:
                        sheet.add((row["pk"], number_of(row), *values))
        for sheet in [projects, *sheets.values()]:
            sheet.close()
        write_notes(workbook, about)


def sheet_of(workbook: Workbook, part: Part) -> Sheet:
    return Sheet(workbook, part.label, (*KEY, *part.fields))


def write_notes(workbook: Workbook, about: About, name: str = "Notes") -> None:
    sheet = workbook.add_worksheet(name)
    top = {"align": "left", "valign": "top"}
    bold, wrapped = workbook.add_format({**top, "bold": True}), workbook.add_format({**top, "text_wrap": True})
    number, day = workbook.add_format(top), workbook.add_format({**top, "num_format": "yyyy-mm-dd"})
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 90)
    for_paper(sheet, has_header=False)
    sheet.write_string(0, 0, about.title, workbook.add_format({"bold": True, "font_size": 14}))
    for at, (name, value) in enumerate(about.lines, start=2):
        make_room(sheet, at, [(str(value), 90)])
        sheet.write_string(at, 0, name, bold)
        if isinstance(value, date):
            sheet.write_datetime(at, 1, value, day)
        elif isinstance(value, int):
            sheet.write_number(at, 1, value, number)
        else:
            sheet.write_string(at, 1, str(value), wrapped)
