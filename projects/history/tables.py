"""The event tables of a project and its parts: what each is called, and which of its columns are told."""

from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst

from projects.models import (
    Activity,
    Contribution,
    Document,
    Participation,
    PlaceOfProject,
    Project,
    ProjectIdentifier,
    ProjectRelation,
    Recipient,
    ShownTo,
    ThemeOfProject,
)


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    label: str
    model: Any
    told: tuple[str, ...]  # fields
    by: tuple[str, ...] = ("project_id",)  # columns that say whose it is
    by_value: bool = True  # put back row by row; files and relations have ways of their own

    @property
    def events(self) -> str:
        """Name of the table in the database."""
        return self.model.pgh_event_model._meta.db_table


TABLES = {
    table.name: table
    for table in (
        Table(
            "project", "Project", Project,
            ("partner", "reference", "title", "objective", "language", "status", "start", "end", "oda", "route",
             "substances", "purpose_codes", "visibility"),
            ("pgh_obj_id",),
        ),
        Table("country", "Country", Recipient, ("country", "share")),
        Table("place", "Place", PlaceOfProject, ("place",)),
        Table("theme", "Theme", ThemeOfProject, ("theme",)),
        Table("organization", "Organization", Participation, ("role", "organization")),
        Table("contribution", "Contribution", Contribution, ("partner", "amount", "currency", "committed_on")),
        Table(
            "activity", "Activity", Activity,
            ("type", "description", "quantity", "unit", "beneficiary", "country", "place", "start", "end"),
        ),
        Table("identifier", "Other number", ProjectIdentifier, ("scheme", "value")),
        Table("shown", "Shown to", ShownTo, ("partner",)),
        Table("relation", "Related project", ProjectRelation, ("kind", "first", "second"), ("first_id", "second_id"),
              by_value=False),
        Table("document", "Document", Document, ("title", "name", "kind", "language", "visibility"), by_value=False),
    )
}  # fmt: skip


def label_of(table: Table, name: str) -> str:
    return str(table.model._meta.get_field(name).verbose_name)


FIELDS = TABLES["project"].told
CHANGING = [  # what a reader may narrow the history down to
    *((name, capfirst(label_of(TABLES["project"], name))) for name in FIELDS),
    *((table.name, table.label) for table in TABLES.values() if table.name != "project"),
]
