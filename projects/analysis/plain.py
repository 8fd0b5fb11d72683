"""A table as strangers see it: the figures without the ways into the register."""

from dataclasses import replace

from .notes import Note
from .tables import Cell, Member, Table


def unlinked(table: Table) -> Table:
    return replace(
        table,
        rows=[plain_member(one) for one in table.rows],
        columns=[plain_member(one) for one in table.columns],
        cells=[[plain_cell(cell) for cell in line] for line in table.cells],
        row_totals=[plain_cell(cell) for cell in table.row_totals],
        column_totals=[plain_cell(cell) for cell in table.column_totals],
        total=plain_cell(table.total),
    )


def unnamed(notes: list[Note]) -> list[Note]:
    """The notes without the projects that they name."""
    return [Note(note.text) for note in notes if not note.unrated]


def plain_member(member: Member) -> Member:
    return replace(member, query=None)


def plain_cell(cell: Cell) -> Cell:
    return replace(cell, query=None)
