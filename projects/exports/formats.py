"""The formats of a file of projects. Each is written row by row, whatever the number of rows."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from .columns import Column, Row
from .text import csv_lines, json_line
from .workbook import About, write_projects

Pieces = Iterable[list[Row]]
Columns = Sequence[Column]


@dataclass(frozen=True, slots=True)
class Format:
    name: str  # and the ending of the file's name
    label: str
    hint: str
    content_type: str
    write: Callable[[BinaryIO, Columns, Pieces, About], None]


def csv_of(columns: Columns, pieces: Pieces) -> Iterator[str]:
    rows = ([column.cell(row) for column in columns] for piece in pieces for row in piece)
    return csv_lines([column.label for column in columns], rows)


def json_of(columns: Columns, pieces: Pieces) -> Iterator[str]:
    for piece in pieces:
        for row in piece:
            yield json_line({column.name: column.value(row) for column in columns})


def write_csv(file: BinaryIO, columns: Columns, pieces: Pieces, about: About) -> None:
    file.writelines(line.encode() for line in csv_of(columns, pieces))


def write_json(file: BinaryIO, columns: Columns, pieces: Pieces, about: About) -> None:
    file.writelines(line.encode() for line in json_of(columns, pieces))


FORMATS = {
    one.name: one
    for one in (
        Format(
            "xlsx",
            "Excel",
            "Numbers and dates as such; contributions, activities and the like on sheets of their own.",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            write_projects,
        ),
        Format("csv", "CSV", "One row for each project, for any spreadsheet.", "text/csv; charset=utf-8", write_csv),
        Format("jsonl", "JSON", "One project a line, for programs.", "application/x-ndjson; charset=utf-8", write_json),
    )
}
