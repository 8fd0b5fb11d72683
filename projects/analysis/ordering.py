"""The order of the rows: usual, by themselves, by name, by their totals, or by one column, the largest first."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from partners.text import fold

from .dimensions import EARLIER, LATER, NONE, OTHERS
from .tables import USUAL, Cell, Member, Table

OWN, LABEL, TOTAL = "own", "label", "total"
ORDERS = {USUAL: "Usual", OWN: "Their own order", LABEL: "Name", TOTAL: "Total, largest first"}
LAST = (LATER, OTHERS, NONE)  # no single values: below all others, in this order
Line = tuple[Member, list[Cell], Cell]


def in_order(table: Table) -> Table:
    order = table.question.order
    if order == USUAL or not table.rows:
        return table
    keys = [column.key for column in table.columns]
    if order not in ORDERS and order not in keys:
        known = ", ".join(filter(None, [*ORDERS, *keys]))
        problem = f"Order: “{order[:40]}” is no column here, so the usual order is shown. Choose one of {known}."
        return replace(table, problems=[*table.problems, problem])
    by = sorter(table, order, keys)
    lines = sorted(table.lines, key=lambda line: (place(line[0].key), *by(line)))
    rows, cells, totals = (list(part) for part in zip(*lines, strict=True))
    return replace(table, rows=rows, cells=cells, row_totals=totals)


def sorter(table: Table, order: str, keys: list[str]) -> Callable[[Line], tuple[Any, ...]]:
    own = {key: number for number, key in enumerate(table.question.rows.labels([row.key for row in table.rows]))}
    if order == OWN:
        if table.question.rows.is_ordered or table.question.rows.is_coded:
            return lambda line: (own.get(line[0].key, 0),)
        return lambda line: (fold(line[0].label),)
    if order == LABEL:
        return lambda line: (fold(line[0].label),)
    if order == TOTAL:
        return lambda line: (-(line[2].value or 0), fold(line[0].label))
    at = keys.index(order)
    return lambda line: (-(line[1][at].value or 0), fold(line[0].label))


def place(key: str) -> int:
    return 1 + LAST.index(key) if key in LAST else -1 if key == EARLIER else 0
