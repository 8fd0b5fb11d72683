"""A sheet of a workbook whose rows are written whole, several times as fast as cell by cell: for 100,000 of them."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from html import escape
from math import isfinite
from typing import Any

from xlsxwriter.url import Url
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from .text import day_of

LONGEST = 32_767  # characters that a cell holds, as UTF-16 counts them
MOST_LINKS, LONGEST_ADDRESS = 65_530, 2_079  # that a sheet and a cell hold
CUT = " … (cut: a cell holds no more)"
AWKWARD = re.compile(r"[&<>\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_x|^\s|\s\Z")  # XML or Excel read it otherwise
DAY_NOUGHT = date(1899, 12, 30).toordinal()
MARCH_1900 = 61  # spreadsheets know a 29 February 1900 that never was


class Rows(Worksheet):
    """For a workbook in constant memory, whose way of writing a row this shortens."""

    def add(self, row: int, cells: Iterable[object], styles: Iterable[tuple[str, int, int]]) -> None:
        """Each value as what it is, never as what it looks like. Styles: the column's name, and how numbers and days
        are shown in it.
        """
        if self.table:  # written cell by cell before
            self._write_single_row(row)
        self.previous_row = row
        number, found = row + 1, []
        for cell, (name, shown, shown_day) in zip(cells, styles, strict=True):
            if cell.__class__ is str:
                if cell:
                    found.append(f'<c r="{name}{number}" t="inlineStr"><is><t{self.text(cell)}</t></is></c>')
            elif cell is None:
                continue
            elif isinstance(cell, int | float | Decimal):
                if not isfinite(cell):
                    raise ValueError(f"{name}{number} would hold {cell}, for which spreadsheets have no sign.")
                found.append(f'<c r="{name}{number}" s="{shown}"><v>{float(cell):.16G}</v></c>')
            elif isinstance(cell, date):
                found.append(f'<c r="{name}{number}" s="{shown_day}"><v>{serial(cell)}</v></c>')
            elif text := str(cell):
                found.append(f'<c r="{name}{number}" t="inlineStr"><is><t{self.text(text)}</t></is></c>')
        self._check_dimensions(row, 0)
        self.row_data_fh.write(f'<row r="{number}">{"".join(found)}</row>')

    def link(self, row: int, at: int, address: str) -> None:
        """Of a cell that is written already."""
        if self.hlink_count < MOST_LINKS and len(address) <= LONGEST_ADDRESS:
            self.hlink_count += 1
            self.hyperlinks[row][at] = Url(address)

    def text(self, text: Any) -> str:
        """From the end of the tag's name on."""
        text = cut(text)
        if AWKWARD.search(text):
            return f' xml:space="preserve">{escape(self._escape_control_characters(text), quote=False)}'
        return f">{text}"


def serial(day: date) -> int:
    """The day's number in a spreadsheet."""
    if isinstance(day, datetime):
        day = day_of(day) or day
    number = day.toordinal() - DAY_NOUGHT
    return number if number >= MARCH_1900 else number - 1


def cut(text: str) -> str:
    if len(text) <= LONGEST // 2:
        return text
    units = text.encode("utf-16-le", "surrogatepass")
    if len(units) <= 2 * LONGEST:
        return text
    return units[: 2 * (LONGEST - len(CUT))].decode("utf-16-le", "ignore") + CUT


def names(number: int) -> list[str]:
    return [xl_col_to_name(at) for at in range(number)]
