"""A table of figures as a file: typed cells with its totals, a graph of them, the pairs counted once, and the notes."""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any, BinaryIO

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from projects.analysis import Cell, Pairs, Table

from .graphs import drawn, figure_format, write_graph
from .workbook import OPTIONS, About, for_paper, make_room, put, write_notes

TOTAL = "Total"
OF_PAIRS = (
    ("Counted in", 18), ("Its partner", 28), ("Its title", 50), ("Not counted in", 18), ("Its partner", 28),
    ("Its title", 50), ("Why", 44), ("Taken away (US$)", 18),
)  # fmt: skip


# -- Rows and columns --------------------------------------------------------------------------------------------------
def header(table: Table) -> list[str]:
    labels = [column.label for column in table.columns]
    return [table.question.rows.label, *labels, *([TOTAL] if table.question.columns else [])]


def lines(table: Table) -> Iterator[tuple[str, list[Cell]]]:
    """Each row under its name, its total last; the totals of the columns at the end."""
    for member, cells, total in table.lines:
        yield member.label, [*cells, *([total] if table.question.columns else [])]
    yield TOTAL, [*table.column_totals, *([table.total] if table.question.columns else [])]


def rows_of(table: Table) -> Iterator[list[object]]:
    """As CSV has them; where shares were asked for, they follow the figures."""
    for label, cells in lines(table):
        yield [label, *(cell.value for cell in cells), *shares_of(table, cells)]


def header_with_shares(table: Table) -> list[str]:
    names = header(table)
    return names if table.question.shares == "none" else [*names, *(f"{name} (%)" for name in names[1:])]


def shares_of(table: Table, cells: Sequence[Cell]) -> list[Decimal | None]:
    return [] if table.question.shares == "none" else [cell.share for cell in cells]


# -- The workbook ------------------------------------------------------------------------------------------------------
def write_table(file: BinaryIO, table: Table, about: About, pairs: Pairs | None) -> None:
    with Workbook(file, {**OPTIONS, "constant_memory": False}) as workbook:  # a graph refers back to its cells
        write_figures(workbook, "Table", table, lambda cell: cell.value, figure_format(table))
        if table.question.shares != "none":
            write_figures(workbook, "Per cent", table, lambda cell: cell.share, "0.0")
        if graph := drawn(table):
            write_graph(workbook, graph, table)
        if pairs:
            write_pairs(workbook, pairs)
        write_notes(workbook, about)


def write_figures(workbook: Workbook, name: str, table: Table, value: Callable[[Cell], Any], shown: str) -> None:
    sheet = workbook.add_worksheet(name)
    head = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    right = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "align": "right"})
    number, bold = workbook.add_format({"num_format": shown}), workbook.add_format({"num_format": shown, "bold": True})
    last, last_number = {"bold": True, "top": 1}, {"bold": True, "top": 1, "num_format": shown}
    names = header(table)
    make_room(sheet, 0, [(name, 16) for name in names[1:]])
    for at, label in enumerate(names):
        sheet.write_string(0, at, label, right if at else head)
    sheet.set_column(0, 0, 38)
    sheet.set_column(1, max(1, len(names) - 1), 16)
    sheet.freeze_panes(1, 1)
    for_paper(sheet)
    formats = number, bold, workbook.add_format(last), workbook.add_format(last_number)
    write_lines(sheet, table, value, formats)


def write_lines(
    sheet: Worksheet, table: Table, value: Callable[[Cell], Any], formats: tuple[Any, Any, Any, Any]
) -> None:
    number, bold, last, last_number = formats
    for row, (label, cells) in enumerate(lines(table), start=1):
        is_last = row == len(table.rows) + 1
        sheet.write_string(row, 0, label, last if is_last else None)
        for at, cell in enumerate(cells, start=1):
            is_total = bool(table.question.columns) and at == len(cells)
            put(sheet, row, at, value(cell), last_number if is_last else bold if is_total else number)


def write_pairs(workbook: Workbook, pairs: Pairs) -> None:
    sheet = workbook.add_worksheet("Counted once")
    bold, money = workbook.add_format({"bold": True, "bottom": 1}), workbook.add_format({"num_format": "#,##0.00"})
    for at, (name, width) in enumerate(OF_PAIRS):
        sheet.write_string(0, at, name, bold)
        sheet.set_column(at, at, width)
    sheet.freeze_panes(1, 0)
    for_paper(sheet)
    for row, pair in enumerate(pairs.shown, start=1):
        sides = [text for one in (pair.kept, pair.project) for text in (one.number, one.partner.name, one.title)]
        for at, cell in enumerate([*sides, pair.why_in_full, pair.amount]):
            put(sheet, row, at, cell, money)
