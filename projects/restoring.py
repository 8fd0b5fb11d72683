"""Putting back what a project was: a plan that can be looked at first, then one save through the ordinary checks.

`plan_of` compares the project with a version of it; what cannot be put back is left out and said in a sentence each.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

import pghistory
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst

from partners.models import Organization, Partner, User
from projects.history.difference import Piece, long_difference
from projects.history.naming import Names
from projects.history.tables import FIELDS, TABLES, Table, label_of
from projects.history.versions import Row, Version
from projects.models import Contribution, Project

STAYS = {"partner", "visibility"}  # whose it is is handed over, and who sees it is confirmed by itself
WIDTH = {Project.Visibility.RESTRICTED: 0, Project.Visibility.NAMED_PARTNERS: 1, Project.Visibility.ALL_PARTNERS: 2}


@dataclass(frozen=True, slots=True)
class FieldStep:
    name: str
    label: str
    now: str
    then: str
    value: Any
    pieces: list[Piece]


@dataclass(frozen=True, slots=True)
class PartStep:
    table: Table
    added: list[tuple[str, dict[str, Any]]]  # in words, and the values of the new row
    removed: list[tuple[str, int]]  # in words, and the key of the row

    @property
    def changes(self) -> int:
        return len(self.added) + len(self.removed)


@dataclass(frozen=True, slots=True)
class VisibilityStep:
    now: str
    then: str
    value: str
    partners: list[int]
    names: list[str]
    widens: bool


@dataclass(frozen=True, slots=True)
class Plan:
    at: datetime
    fields: list[FieldStep] = field(default_factory=list)
    parts: list[PartStep] = field(default_factory=list)
    visibility: VisibilityStep | None = None
    problems: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.fields or self.parts or self.visibility)


def plan_of(project: Project, version: Version, now: Version, user: User, only: str = "") -> Plan:
    """What differs between the project as it is and the version; with `only`, in this field of its own."""
    rows = [(TABLES[name], row) for one in (version, now) for name, own in one.parts.items() for row in own]
    rows += [(TABLES["project"], one.state) for one in (version, now)]
    names, problems = Names(rows, user), list[str]()
    fields = list(field_steps(project, version.state, now.state, names, problems, only))
    parts = [] if only else list(part_steps(project, version, now, names, problems))
    visibility = visibility_step(version, now, names) if only in ("", "visibility") else None
    return Plan(version.at, fields, parts, visibility, problems)


def field_steps(
    project: Project, then: Row, now: Row, names: Names, problems: list[str], only: str
) -> Iterator[FieldStep]:
    table = TABLES["project"]
    for name in FIELDS:
        column: Any = Project._meta.get_field(name)
        old, new = then.get(column.attname), now.get(column.attname)
        if name in STAYS or (only and name != only) or old == new:
            continue
        value = column.to_python(old)
        if name == "reference" and value and is_taken(project, value):
            problems.append(f"The reference number {value} is another project's now: it stays “{new or 'empty'}”.")
            continue
        was, is_now = names.value(table, then, name), names.value(table, now, name)
        pieces = long_difference(is_now, was) if old and new else []
        yield FieldStep(name, capfirst(label_of(table, name)), is_now, was, value, pieces)


def is_taken(project: Project, reference: str) -> bool:
    others = Project.objects.filter(partner=project.partner_id, reference=reference)
    return others.exclude(pk=project.pk).exists()


def part_steps(
    project: Project, version: Version, now: Version, names: Names, problems: list[str]
) -> Iterator[PartStep]:
    merged = Successors()
    for name, table in TABLES.items():
        if not table.restored or name in ("project", "shown"):
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


def visibility_step(version: Version, now: Version, names: Names) -> VisibilityStep | None:
    """Who sees it changes only by itself: None when it would stay the same."""
    then, today = version.state["visibility"], now.state["visibility"]
    shown, is_shown = ({row["partner_id"] for row in one.parts["shown"]} for one in (version, now))
    named = then == Project.Visibility.NAMED_PARTNERS
    if then == today and (not named or shown == is_shown):
        return None
    partners = Partner.objects.filter(pk__in=shown) if named else Partner.objects.none()
    if named and not partners:
        return None
    labels = dict(Project.Visibility.choices)
    return VisibilityStep(
        now=str(labels[today]),
        then=str(labels[then]),
        value=then,
        partners=[partner.pk for partner in partners],
        names=[str(partner) for partner in partners],
        widens=WIDTH[then] > WIDTH[today] or (then == today and not shown <= is_shown),
    )


def restore(project: Project, plan: Plan, *, with_visibility: bool) -> None:
    """One save, noted as a restored one. Raises ValidationError, and changes nothing, when the checks refuse it."""
    note = f"restored from {date_format(plan.at, 'j F Y, H:i')}"
    with pghistory.context(note=note), transaction.atomic():
        for step in plan.fields:
            setattr(project, step.name, step.value)
        if plan.visibility and with_visibility:
            project.visibility = plan.visibility.value
        if not project.is_draft:
            project.confirmed_at = timezone.now()  # whoever saves a published project confirms it
        project.full_clean()
        project.save()
        if plan.visibility and with_visibility:
            project.shared_with.set(plan.visibility.partners)
        for part in plan.parts:
            put_back(project, part)


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
