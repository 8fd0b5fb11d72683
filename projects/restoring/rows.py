"""The parts of a project, row by row: which come back and which go, and the writing of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from partners.models import Organization
from projects.history.naming import Names
from projects.history.tables import TABLES, Table
from projects.history.versions import Row, Version
from projects.models import Contribution, Project


@dataclass(frozen=True, slots=True)
class PartStep:
    table: Table
    added: list[tuple[str, dict[str, Any]]]  # in words, and the values of the new row
    removed: list[tuple[str, int]]  # in words, and the key of the row

    @property
    def changes(self) -> int:
        return len(self.added) + len(self.removed)


def part_steps(
    project: Project, version: Version, now: Version, names: Names, problems: list[str]
) -> Iterator[PartStep]:
    merged = Successors()
    for name, table in TABLES.items():
        if not table.by_value or name in ("project", "shown"):
            continue
        there = {values_of(table, row): row for row in now.parts[name]}
        wanted: dict[tuple[Any, ...], Row] = {}
        for row in version.parts[name]:
            if possible := merged.applied(table, row, names, problems):
                wanted[values_of(table, possible)] = possible
        if name == "country" and project.published_at and not wanted and there:
            problems.append("A published project needs a country: its countries stay as they are.")
            continue
        added = [
            (names.subject(table, possible), row_values(table, possible))
            for key, possible in wanted.items()
            if key not in there
        ]
        removed = [(names.subject(table, row), row["id"]) for key, row in there.items() if key not in wanted]
        if added or removed:
            yield PartStep(table, added, removed)


def columns_of(table: Table) -> list[str]:
    return [table.model._meta.get_field(name).attname for name in table.told]


def values_of(table: Table, row: Row) -> tuple[Any, ...]:
    return tuple(row[column] for column in columns_of(table))


def row_values(table: Table, row: Row) -> Row:
    value = {"usd": row["usd"]} if table.model is Contribution else {}
    return value | {column: row[column] for column in columns_of(table)}


class Successors:
    """What rows of the past point at and is gone: organizations that were merged have a successor, others do not."""

    def __init__(self) -> None:
        self.gone: dict[tuple[type[models.Model], Any], Any] = {}

    def applied(self, table: Table, row: Row, names: Names, problems: list[str]) -> Row | None:
        """The row with what is there today; None, and a sentence, where something of it is gone."""
        possible = dict(row)
        for name in table.told:
            column = table.model._meta.get_field(name)
            if not column.is_relation or row.get(column.attname) is None:
                continue
            model, key = column.related_model, row[column.attname]
            if key in names.found.get(model, {}):
                continue
            former, successor = self._followed(model, key)
            if successor is None:
                problems.append(f"{table.label} left out: {former} is no longer in the register.")
                return None
            problems.append(f"{former} is now {successor}, which stands in its place.")
            possible[column.attname] = successor.pk
        return possible

    def _followed(self, model: type[models.Model], key: Any) -> tuple[str, Any]:
        """Its last name, and the organization that has this name among its own today."""
        if (model, key) not in self.gone:
            events: Any = getattr(model, "pgh_event_model", None)
            last = events.objects.filter(pgh_obj_id=key).order_by("-pgh_id").first() if events else None
            former = f"“{last.name}”" if last else f"{model._meta.verbose_name} {key}"
            successor = Organization.objects.named(last.name).first() if last and model is Organization else None
            self.gone[model, key] = (former, successor)
        return self.gone[model, key]


def put_back(project: Project, part: PartStep) -> None:
    model = part.table.model
    model._default_manager.filter(project=project, pk__in=[key for _, key in part.removed]).delete()
    for words, values in part.added:
        row = model(project=project, **cleaned(model, values))
        try:
            row.full_clean(exclude=["usd"])
        except ValidationError as error:
            raise ValidationError(f"{part.table.label} {words}: {' '.join(error.messages)}") from None
        row.save()
        if values.get("usd") is not None and row.usd != Decimal(str(values["usd"])):
            model.objects.filter(pk=row.pk).update(usd=values["usd"])  # a total of amounts at several rates


def cleaned(model: type[models.Model], values: dict[str, Any]) -> dict[str, Any]:
    """Values of JSON as the model has them."""
    by_column = {one.attname: one for one in model._meta.concrete_fields}
    return {name: by_column[name].to_python(value) for name, value in values.items()}
