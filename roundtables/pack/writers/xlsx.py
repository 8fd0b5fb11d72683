"""A pack as a workbook: a sheet for each kind of table, with all rows and typed cells, and the notes."""

from datetime import date
from decimal import Decimal
from io import BytesIO

from xlsxwriter import Workbook

from projects.exports.parts import Field
from projects.exports.workbook import OPTIONS, About, Sheet, write_notes
from roundtables.pack.content import Column, Link, Pack, Table, Value
from roundtables.pack.language import Language

from .shown import lines_of, words_of

WIDTHS = {"text": 18, "number": 12, "money": 16, "thousands": 16, "year": 10, "day": 12}
WIDE = 12  # characters of one part of a table's width


def xlsx(pack: Pack) -> bytes:
    language = Language(pack.language)
    sheets: dict[str, list[Table]] = {}
    for table in pack.tables():
        sheets.setdefault(table.sheet, []).append(table)
    buffer = BytesIO()
    with Workbook(buffer, OPTIONS) as workbook:
        workbook.set_properties(
            {"title": pack.title, "subject": pack.over, "author": "ADAM", "comments": pack.audience}
        )
        for name, tables in sheets.items():
            write_sheet(workbook, name, tables, language)
        write_notes(workbook, about(pack, language), pack.phrases["notes_sheet"])
    return buffer.getvalue()


def write_sheet(workbook: Workbook, name: str, tables: list[Table], language: Language) -> None:
    first = tables[0]
    part = [Field("part", first.part_label, 26)] if first.part_label else []
    sheet = Sheet(workbook, name, [*part, *map(field_of, first.grid.columns)])
    for table in tables:
        for row in (*table.grid.rows, *([table.total] if table.total else [])):
            cells = [cell(value, column, language) for value, column in zip(row, table.grid.columns, strict=True)]
            sheet.add([*([table.part] if part else []), *cells])
            for at, value in enumerate(row, start=len(part)):
                if isinstance(first_line := next(iter(lines_of(value)), None), Link):
                    sheet.link(at, first_line.url)
    sheet.close()


def field_of(column: Column) -> Field:
    name = "usd" if column.kind in {"money", "thousands"} else column.kind  # which is shown with cents
    width = WIDTHS[column.kind] if column.kind != "text" else max(WIDTHS["text"], round(column.width * WIDE))
    return Field(name, column.label, width)


def cell(value: Value, column: Column, language: Language) -> object:
    """Numbers and days as such."""
    if value is None or isinstance(value, date | int | Decimal):
        return value
    return words_of(value, language, column)


def about(pack: Pack, language: Language) -> About:
    lines = [(name, words_of(value, language)) for name, value in pack.cover.lines]
    figures = [(label, value) for value, label in pack.figures]
    cut = [(table.sheet, table.cut) for table in pack.tables() if table.cut]
    return About(language.fact(pack.over, pack.title), [*lines, *figures, *cut, *pack.notes])
