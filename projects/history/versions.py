"""A project as it stood at a moment: its own values and its parts, as rows of the event tables."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection

from .events import belongs, decoded
from .tables import TABLES

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Version:
    at: datetime
    project: Row | None  # None: it was not recorded by then
    parts: dict[str, list[Row]] = field(default_factory=dict)
    links: dict[str, list[Row]] = field(default_factory=dict)  # its relations and documents

    @property
    def state(self) -> Row:
        if self.project is None:
            raise ValueError("The project was not recorded by then.")
        return self.project


def as_of(project_id: int, at: datetime, *, before: bool = False, latest: bool = False) -> Version:
    """After everything that was saved at this time, or just before it; `latest`: after all that was saved until now."""
    until = "TRUE" if latest else f"pgh_created_at {'<' if before else '<='} %(at)s"
    states = " UNION ALL ".join(
        f"""
        SELECT '{table.name}' AS name, to_jsonb(state) AS row FROM (
            SELECT DISTINCT ON (id) * FROM "{table.events}"
            WHERE {belongs(table)} AND {until} ORDER BY id, pgh_id DESC
        ) state WHERE pgh_label <> 'delete'
        """  # noqa: S608 - put together of names that stand in this package
        for table in TABLES.values()
    )
    with connection.cursor() as cursor:
        cursor.execute(f"{states} ORDER BY name", {"project": project_id, "at": at})
        rows = [(name, decoded(row)) for name, row in cursor.fetchall()]
    project = next((row for name, row in rows if name == "project"), None)
    parts: dict[str, list[Row]] = {name: [] for name, table in TABLES.items() if table.by_value and name != "project"}
    links: dict[str, list[Row]] = {name: [] for name, table in TABLES.items() if not table.by_value}
    for name, row in rows:
        if name != "project":
            (parts if name in parts else links)[name].append(row)
    return Version(at, project, parts, links)
