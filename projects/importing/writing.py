"""Activities to projects, in bulk. A later publication changes what it says differently from the one before, and
nothing else: what people have entered or corrected in ADAM stays.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.utils import timezone

from partners.models import Partner
from projects import relations
from projects.iati import IatiActivity, Notice, content_hash, from_published, published
from projects.models import Contribution, Participation, Project, ProjectIdentifier, ProjectSource, Recipient

from .known import Body, Known
from .placing import NOWHERE, REFERENCE, Money, Placed, participants, place
from .report import Report

MERGED = "Its project was merged into another: brought up to date, and closed as before"
ProjectTheme, ProjectPlace = Project.themes.through, Project.places.through


@dataclass(frozen=True, slots=True)
class Item:
    """An activity, its content as text, and where that goes."""

    activity: IatiActivity
    content: str
    hash: str
    placed: Placed

    @property
    def as_published(self) -> dict[str, Any]:
        return {**json.loads(self.content), "notices": [str(notice) for notice in self.placed.notices]}


def bodies_to_come(partner: Partner, activities: Sequence[IatiActivity]) -> dict[str, Body]:
    """Organizations of the activities that are new, or published differently from before."""
    hashes = dict(_sources(partner, activities).values_list("identifier", "content_hash"))
    return {
        body.key: body
        for activity in activities
        if hashes.get(activity.identifier) != content_hash(published(activity))
        for body, _ in participants(activity, [])
    }


def _sources(partner: Partner, activities: Iterable[IatiActivity]) -> QuerySet[ProjectSource]:
    identifiers = [activity.identifier for activity in activities]
    return ProjectSource.objects.filter(partner=partner, identifier__in=identifiers)


class Writer:
    """Writes the activities of one file, batch by batch, within the caller's transaction."""

    def __init__(self, partner: Partner, bodies: dict[str, Body], report: Report) -> None:
        self.partner, self.report = partner, report
        self.known, self.now = Known(), timezone.now()
        self.known.learn(bodies)

    def take(self, activities: Sequence[IatiActivity]) -> None:
        items = [self._item(activity) for activity in activities]
        hashes = dict(_sources(self.partner, activities).values_list("identifier", "content_hash"))
        new = [item for item in items if item.activity.identifier not in hashes]
        changed = [item for item in items if hashes.get(item.activity.identifier, item.hash) != item.hash]
        created = self._create(new)
        linked_anew = self._update(changed)
        relations.relate_published(created, linked_anew)
        self.report.unchanged += len(items) - len(new) - len(changed)
        for item in items:
            self.report.note(item.placed.notices)

    def _item(self, activity: IatiActivity) -> Item:
        content = published(activity)
        return Item(activity, content, content_hash(content), place(activity, self.known))

    def _create(self, items: list[Item]) -> list[int]:
        self.known.learn({key: body for item in items for key, body in item.placed.bodies.items()})
        references = self._free_references(items)
        projects = Project.objects.bulk_create(
            Project(
                partner=self.partner,
                reference=references.get(item.activity.identifier, ""),
                published_at=self.now,
                confirmed_at=self._confirmed(item.activity),
                **item.placed.fields,
            )
            for item in items
        )
        pairs = list(zip(projects, items, strict=True))
        ProjectSource.objects.bulk_create(self._described(ProjectSource(project=one), item) for one, item in pairs)
        _add(row for project, item in pairs for row in self._new_rows(project, NOWHERE, item.placed))
        _add(self._contribution(project, money) for project, item in pairs for money in item.placed.money)
        self.report.created += len(projects)
        created = [project.pk for project in projects]
        self.report.project_ids += created
        return created

    def _update(self, items: list[Item]) -> dict[int, set[tuple[str, str]]]:
        """Writes what is published differently; returns the links to other activities that are new, by project."""
        if not items:
            return {}
        self.known.learn({key: body for item in items for key, body in item.placed.bodies.items()})
        by_identifier = {item.activity.identifier: item for item in items}
        sources = list(_sources(self.partner, (item.activity for item in items)))
        projects = Project.objects.select_for_update().order_by("pk").in_bulk([one.project_id for one in sources])
        entered: dict[int, list[Contribution]] = {}
        for row in Contribution.objects.filter(project__in=projects, partner=self.partner).order_by("pk"):
            entered.setdefault(row.project_id, []).append(row)
        gone: list[QuerySet[Any]] = []
        added: list[Model] = []
        linked_anew: dict[int, set[tuple[str, str]]] = {}
        for source in sources:
            project, item = projects[source.project_id], by_identifier[source.identifier]
            before = place(from_published(source.as_published), self.known)
            self.known.find(before.bodies)
            self._change(project, before, item)
            gone += self._gone_rows(project, before, item.placed)
            added += self._new_rows(project, before, item.placed)
            earlier, money = replaced_money(before, item.placed, entered.get(project.pk, []))
            gone.append(Contribution.objects.filter(pk__in=earlier))
            added += [self._contribution(project, one) for one in money]
            relations.unrelate_published(project.pk, before.links - item.placed.links)
            linked_anew[project.pk] = {*item.placed.links - before.links}
            self._described(source, item)
            if project.merged_into_id:
                item.placed.notices.append(Notice(MERGED))
        Project.objects.bulk_update(projects.values(), [*NAMES, "confirmed_at", "updated_at"])
        ProjectSource.objects.bulk_update(sources, ["content_hash", "file_name", "imported_at", "as_published"])
        for rows in gone:
            rows.delete()
        _add(added)
        self.report.updated += len(sources)
        self.report.project_ids += list(projects)
        return linked_anew

    def _change(self, project: Project, before: Placed, item: Item) -> None:
        """Fields that are published differently from before; the others keep what people made of them."""
        for name, value in item.placed.fields.items():
            if value != before.fields[name]:
                setattr(project, name, value)
        if project.start and project.end and project.end < project.start:
            project.start, project.end = item.placed.fields["start"], item.placed.fields["end"]
        confirmed = self._confirmed(item.activity)
        if confirmed and (project.confirmed_at is None or project.confirmed_at < confirmed):
            project.confirmed_at = confirmed
        project.updated_at = self.now

    def _described(self, source: ProjectSource, item: Item) -> ProjectSource:
        source.partner, source.identifier = self.partner, item.activity.identifier
        source.content_hash, source.as_published = item.hash, item.as_published
        source.file_name, source.imported_at = self.report.file[:250], self.now
        return source

    def _free_references(self, items: list[Item]) -> dict[str, str]:
        """The identifiers that can be the project's reference number as well."""
        identifiers = {item.activity.identifier for item in items if len(item.activity.identifier) <= REFERENCE}
        projects = Project.objects.filter(partner=self.partner, reference__in=identifiers)
        taken = set(projects.values_list("reference", flat=True))
        for item in items:
            if item.activity.identifier in taken:
                item.placed.notices.append(Notice("Another project of the partner has this reference number"))
        return {identifier: identifier for identifier in identifiers - taken}

    def _confirmed(self, activity: IatiActivity) -> datetime | None:
        """The publisher's last update confirms the project; a moment to come does not."""
        moment = activity.last_updated
        return moment if moment and moment <= self.now else None

    def _new_rows(self, project: Project, before: Placed, after: Placed) -> Iterator[Model]:
        for country, share in after.countries.items() - before.countries.items():
            yield Recipient(project=project, country_id=country, share=share)
        for key, role in after.roles - before.roles:
            yield Participation(project=project, organization_id=self.known.bodies[key], role=role)
        for scheme, value in after.identifiers - before.identifiers:
            yield ProjectIdentifier(project=project, scheme=scheme, value=value)
        for theme in after.themes - before.themes:
            yield ProjectTheme(project=project, theme_id=theme)
        for place_id in after.places - before.places:
            yield ProjectPlace(project=project, place_id=place_id)

    def _contribution(self, project: Project, money: Money) -> Contribution:
        return Contribution(
            project=project,
            partner=self.partner,
            amount=money.amount,
            currency=money.currency,
            committed_on=money.committed_on,
            usd=money.usd,
        )

    def _gone_rows(self, project: Project, before: Placed, after: Placed) -> Iterator[QuerySet[Any]]:
        """What was published before and is not any more. Rows that people added are not among them."""
        if countries := before.countries.items() - after.countries.items():
            yield Recipient.objects.filter(project=project, country__in=[country for country, _ in countries])
        for key, role in before.roles - after.roles:
            yield Participation.objects.filter(project=project, organization=self.known.bodies.get(key), role=role)
        for scheme, value in before.identifiers - after.identifiers:
            yield ProjectIdentifier.objects.filter(project=project, scheme=scheme, value=value)
        if themes := before.themes - after.themes:
            yield ProjectTheme.objects.filter(project=project, theme__in=themes)
        if places := before.places - after.places:
            yield ProjectPlace.objects.filter(project=project, place__in=places)


def replaced_money(before: Placed, after: Placed, entered: Sequence[Contribution]) -> tuple[list[int], list[Money]]:
    """Rows that the earlier publication made and that go, and the amounts that come instead.

    Where people have corrected or deleted one of those rows, their amounts count and nothing comes beside them.
    """
    made = {(row.amount, row.currency, row.committed_on): row.pk for row in reversed(entered)}
    leaving = [money for money in before.money if money not in after.money]
    rows = [made.get((money.amount, money.currency, money.committed_on)) for money in leaving]
    earlier = [row for row in rows if row is not None]
    if len(earlier) < len(leaving):
        after.notices.append(Notice("New amount left out: people changed the one published before"))
        return [], []
    return earlier, [money for money in after.money if money not in before.money]


NAMES = ("title", "objective", "language", "status", "start", "end", "oda", "purpose_codes")


def _add(rows: Iterable[Model]) -> None:
    """In one statement a table. What is there already, entered by people or under a second name, stays as it is."""
    by_model: dict[type[Model], list[Model]] = {}
    for row in rows:
        by_model.setdefault(type(row), []).append(row)
    for model, own in by_model.items():
        model._default_manager.bulk_create(own, ignore_conflicts=True)
