"""The plan, and its carrying out: what cannot be put back is left out of it and said in a sentence each."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

import pghistory
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst

from partners.models import Partner, User
from projects.history.difference import Piece, long_difference
from projects.history.naming import Names
from projects.history.tables import FIELDS, TABLES, label_of
from projects.history.versions import Row, Version
from projects.models import Project

from .files import DocumentStep, document_steps, put_document_back
from .relations import RelationStep, put_relation_back, relation_steps
from .rows import PartStep, part_steps, put_back

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
    relations: list[RelationStep] = field(default_factory=list)
    documents: list[DocumentStep] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.fields or self.parts or self.visibility or self.relations or self.documents)

    @property
    def state(self) -> str:
        """Differs as soon as somebody has changed something that the plan would change too."""
        return sha256(repr(self).encode()).hexdigest()


def plan_of(project: Project, version: Version, now: Version, user: User, only: str = "") -> Plan:
    """What differs between the project as it is and the version; with `only`, in this field of its own."""
    rows = [(TABLES[name], row) for one in (version, now) for name, own in one.parts.items() for row in own]
    rows += [(TABLES["project"], one.state) for one in (version, now)]
    names, problems = Names(rows, user), list[str]()
    fields = list(field_steps(project, version.state, now.state, names, problems, only))
    visibility = visibility_step(version, now, names) if only in ("", "visibility") else None
    plan = Plan(version.at, fields, visibility=visibility, problems=problems)
    if not only:
        plan.parts.extend(part_steps(project, version, now, names, problems))
        plan.relations.extend(relation_steps(project, version, user, problems))
        plan.documents.extend(document_steps(project, version, problems))
    return plan


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


def restore(project: Project, plan: Plan, by: User, *, with_visibility: bool) -> None:
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
        for relation in plan.relations:
            put_relation_back(project, relation, by)
        for document in plan.documents:
            put_document_back(project, document, by)
