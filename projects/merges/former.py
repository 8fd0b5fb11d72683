"""What the rows of a project were before bodies were merged, which changes rows and drops their doubles."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from partners.models import Merge, Organization
from projects.history.tables import Table
from projects.restoring import Row


def former_rows(table: Table, rows: Iterable[Row], since: datetime) -> dict[int, list[Row]]:
    """By row of today, what it was at that time, and what fell away since as its doubles."""
    today = {row["id"]: row for row in rows}
    was, stands_for = dict(today), {pk: pk for pk in today}  # by row of any time: what it said, and where it is now
    columns = [table.model._meta.get_field(name) for name in table.told]
    for column in (one.attname for one in columns if one.related_model is Organization):
        for merge in Merge.objects.standing().filter(merged_at__gt=since).order_by("-merged_at", "-pk"):
            lead_back(table.model, column, merge, today, was, stands_for)
    found: dict[int, list[Row]] = defaultdict(list)
    for pk, row in was.items():
        found[stands_for[pk]].append(row)
    return found


def lead_back(
    model: Any, column: str, merge: Merge, today: dict[int, Row], was: dict[int, Row], stands_for: dict[int, int]
) -> None:
    """One merge of bodies. A row that was given another body by hand since is what it is."""
    for pk in merge.record["moved"].get(f"{model._meta.label}.{column.removesuffix('_id')}", []):
        if pk in was and (pk not in today or today[pk][column] == merge.kept_id):
            was[pk] = {**was[pk], column: merge.vanished_id}
    for entry in merge.record["dropped"]:
        if entry["model"] == model._meta.label and entry["twin"] in was:
            was[entry["row"]["id"]] = entry["row"]
            stands_for[entry["row"]["id"]] = stands_for[entry["twin"]]
