"""Flow from rows to columns, such as from partners to countries: a band for each cell, as wide as its value."""

from dataclasses import dataclass

from projects.analysis import Cell, Member, Table
from projects.analysis.dimensions import OTHERS

from .bars import ALL_OTHERS
from .room import Room
from .values import NOTHING, Unit, Value, value_of


@dataclass(frozen=True, slots=True)
class Band:
    left: int  # which node
    right: int
    value: Value
    title: str
    query: str | None


@dataclass(frozen=True, slots=True)
class Node:
    label: str
    total: str
    value: Value  # of all its bands
    query: str | None
    is_rest: bool = False


@dataclass(frozen=True, slots=True)
class Flow:
    title: str
    sides: tuple[str, str]
    left: list[Node]
    right: list[Node]
    bands: list[Band]
    unit: Unit
    remarks: list[str]
    words: str = "Bands from rows on the left to columns on the right, as wide as their value"

    @property
    def lack(self) -> str:
        return "" if self.bands else NOTHING


def flow(table: Table, unit: Unit, room: Room) -> Flow:
    question = table.question
    left = largest(table.rows, table.row_totals, room.left)
    right = largest(table.columns, table.column_totals, room.right)
    values: dict[tuple[int, int], Value] = {}
    for row, cells in enumerate(table.cells):
        for column, cell in enumerate(cells):
            if (value := value_of(cell)) > 0:
                pair = (left.get(row, len(left)), right.get(column, len(right)))
                values[pair] = values.get(pair, 0) + value
    on_left = nodes(table.rows, table.row_totals, left, unit, [(a, v) for (a, _), v in values.items()])
    on_right = nodes(table.columns, table.column_totals, right, unit, [(b, v) for (_, b), v in values.items()])
    queries = {(left[row], right[column]): table.cells[row][column].query for row in left for column in right}
    bands = [
        Band(a, b, value, f"{on_left[a].label} to {on_right[b].label}: {unit.named(value)}", queries.get((a, b)))
        for (a, b), value in sorted(values.items())
    ]
    remarks = []
    if table.parts_exceed_total and unit.is_whole:
        remarks.append("A band has all that its two ends have in common; a number counts it once.")
    columns_label = question.columns.label if question.columns else ""
    return Flow(question.title, (question.rows.label, columns_label), on_left, on_right, bands, unit, remarks)


def largest(members: list[Member], totals: list[Cell], most: int) -> dict[int, int]:
    """Which member is which node, the largest ones in the order of the table; what is missing is with all others."""
    found = [at for at, member in enumerate(members) if value_of(totals[at]) > 0 and member.key != OTHERS]
    if len(found) > most:
        found = sorted(sorted(found, key=lambda at: (-value_of(totals[at]), at))[: most - 1])
    return {at: node for node, at in enumerate(found)}


def nodes(
    members: list[Member], totals: list[Cell], kept: dict[int, int], unit: Unit, parts: list[tuple[int, Value]]
) -> list[Node]:
    sums: dict[int, Value] = {}
    for node, value in parts:
        sums[node] = sums.get(node, 0) + value
    made = [
        Node(members[index].label, unit.short(value_of(totals[index])), sums.get(node, 0), members[index].query)
        for index, node in kept.items()
    ]
    if rest := sums.get(len(kept)):
        made.append(Node(ALL_OTHERS, "", rest, None, is_rest=True))
    return made
