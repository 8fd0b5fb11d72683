"""Per cent of the row, the column or the total: with one decimal, and exactly 100.0 together."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from .rounding import apportioned
from .tables import Cell, Table

SHARES = {"none": "None", "row": "Per cent of the row", "column": "Per cent of the column", "total": "Per cent of all"}
WHOLE = 1000  # tenths of a per cent


def with_shares(table: Table) -> Table:
    """Where something stands in several members, its shares are of the sum of the cells, not of the total."""
    kind = table.question.shares
    if kind == "none" or not table.rows:
        return table
    cells, row_totals, column_totals, total = table.cells, table.row_totals, table.column_totals, table.total
    if kind == "row":
        cells = [shared(line) for line in cells]
        row_totals = [whole(one, line) for one, line in zip(row_totals, cells, strict=True)]
        column_totals = shared(column_totals)
        total = whole(total, column_totals)
    elif kind == "column":
        cells = turned([shared(line) for line in turned(cells)])
        column_totals = [whole(one, line) for one, line in zip(column_totals, turned(cells), strict=True)]
        row_totals = shared(row_totals)
        total = whole(total, row_totals)
    else:
        width = len(table.columns)
        flat = shared([cell for line in cells for cell in line])
        cells = [flat[at : at + width] for at in range(0, len(flat), width)]
        row_totals = [whole(one, line) for one, line in zip(row_totals, cells, strict=True)]
        column_totals = [whole(one, line) for one, line in zip(column_totals, turned(cells), strict=True)]
        total = whole(total, row_totals)
    return replace(table, cells=cells, row_totals=row_totals, column_totals=column_totals, total=total)


def shared(cells: Sequence[Cell]) -> list[Cell]:
    """Each with its part of their sum; without a share where nothing is to be shared out."""
    values = [float(cell.value or 0) for cell in cells]
    together = sum(values)
    if not together:
        return [replace(cell, share=None) for cell in cells]
    tenths = apportioned(WHOLE, [WHOLE * value / together for value in values])
    return [replace(cell, share=Decimal(part).scaleb(-1)) for cell, part in zip(cells, tenths, strict=True)]


def whole(total: Cell, parts: Sequence[Cell]) -> Cell:
    known = [part.share for part in parts if part.share is not None]
    return replace(total, share=sum(known, Decimal(0)) if known else None)


def turned(cells: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    return [list(line) for line in zip(*cells, strict=True)]
