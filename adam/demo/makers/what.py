"""Projects with their parts, documents, reports and exports."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from adam.demo.makers.who import NUMBERS, get_partner, make_organization, make_user
from partners.models import Organization, Partner, User
from projects.history import TABLES
from projects.merges import merge, merging_of
from projects.models import (
    AbstractVersion,
    Activity,
    Contribution,
    Document,
    Embed,
    Export,
    Letter,
    Participation,
    Place,
    Project,
    ProjectIdentifier,
    ProjectMerge,
    ProjectRelation,
    Recipient,
    Report,
    SavedSearch,
    Theme,
)
from projects.models.relations import ROLES, related
from projects.models.report import hashed, new_key
from roundtables.models import MeetingDocument


def make_place(name: str = "", country: str = "TJ", kind: str = Place.Kind.CROSSING, **fields: Any) -> Place:
    return Place.objects.create(name=name or f"Post {next(NUMBERS)}", country_id=country, kind=kind, **fields)


def make_project(
    partner: Partner | str = "DE",
    *,
    countries: Sequence[str] = ("TJ",),
    themes: Sequence[str] = ("T1.1",),
    places: Sequence[Place] = (),
    amount: Decimal | int | None = 250_000,
    currency: str = "USD",
    contributions: Iterable[tuple[Partner | str, Decimal | int, str]] = (),
    implementing: Iterable[Organization | str] = (),
    beneficiaries: Iterable[Organization | str] = (),
    activities: Iterable[dict[str, Any]] = (),
    identifiers: Iterable[tuple[str, str]] = (),
    shared_with: Iterable[Partner | str] = (),
    draft: bool = False,
    **fields: Any,
) -> Project:
    """A published, running project; with `amount=None` and no contributions, one without money.

    `contributions` are (partner, amount, currency); `activities` are dictionaries for `make_activity`; organizations
    may be given by name.
    """
    partner, number, now = get_partner(partner), next(NUMBERS), timezone.now()
    defaults: dict[str, Any] = {
        "reference": f"{partner.code}-T-{number:04}",
        "title": f"Equipment for border post {number % 1000}",  # more digits may be a year, or a reference to a file
        "objective": "Officers at the post find concealed drugs without holding up trade.",
        "status": Project.Status.IMPLEMENTATION,
        "start": date(now.year - 1, 1, 1),
        "end": date(now.year + 1, 12, 31),
        "oda": Project.OdaFlag.ODA,
        "published_at": None if draft else now,
        "confirmed_at": None if draft else now,
    }
    project = Project.objects.create(partner=partner, **{**defaults, **fields})
    project.themes.set(Theme.objects.filter(pk__in=themes))
    project.places.set(places)
    project.shared_with.set(get_partner(other) for other in shared_with)
    for country in countries:
        Recipient.objects.create(project=project, country_id=country)
    for giver, sum_given, money in contributions or ([(partner, amount, currency)] if amount is not None else []):
        make_contribution(project, giver, sum_given, money)
    for role, bodies in (("4", implementing), ("b", beneficiaries)):
        for body in bodies:
            make_participation(project, body, role)
    for activity in activities:
        make_activity(project, **activity)
    for scheme, value in identifiers:
        ProjectIdentifier.objects.create(project=project, scheme=scheme, value=value)
    return project


def make_contribution(
    project: Project, partner: Partner | str, amount: Decimal | int = 100_000, currency: str = "USD", **fields: Any
) -> Contribution:
    """Committed when the project starts, unless said otherwise."""
    fields.setdefault("committed_on", project.start or timezone.localdate())
    return Contribution.objects.create(
        project=project, partner=get_partner(partner), amount=Decimal(amount), currency=currency, **fields
    )


def make_participation(
    project: Project, organization: Organization | str, role: str = Participation.Role.IMPLEMENTING
) -> Participation:
    body = make_organization(organization) if isinstance(organization, str) else organization
    return Participation.objects.create(project=project, organization=body, role=role)


def make_activity(project: Project, type: str = "A01", **fields: Any) -> Activity:
    return Activity.objects.create(project=project, type_id=type, **fields)


def recorded_on(day: date) -> None:
    """Dates all that has been recorded of projects within the hour back to noon of that day."""
    noon = timezone.make_aware(datetime.combine(day, time(12)))
    for table in TABLES.values():
        events = table.model.pgh_event_model.objects
        events.filter(pgh_created_at__gt=timezone.now() - timedelta(hours=1)).update(pgh_created_at=noon)


def make_merge(kept: Project, closed: Project, by: User | None = None) -> ProjectMerge:
    """With what the page proposes."""
    by = by or make_user(User.Role.COORDINATOR)
    fresh = Project.objects.select_related("partner").in_bulk([kept.pk, closed.pk])
    return merge(merging_of(fresh[kept.pk], fresh[closed.pk], by), by)


def make_relation(project: Project, other: Project, role: str = "coordinated") -> ProjectRelation:
    """`role` is what the other project is to the first one named: parent, child, sibling, after..."""
    relation = related(project, other, ROLES[role])
    relation.save()
    return relation


def make_document(
    project: Project, content: bytes = b"%PDF-1.4 minutes", *, name: str = "minutes.pdf", **fields: Any
) -> Document:
    return Document.objects.create(project=project, **file_of(content, name, fields))


def make_letter(
    partner: Partner | str = "DE", content: bytes = b"%PDF-1.4 letter", *, name: str = "letter.pdf", **fields: Any
) -> Letter:
    return Letter.objects.create(partner=get_partner(partner), **file_of(content, name, fields))


def make_saved_search(owner: User, query: str = "country=TJ", **fields: Any) -> SavedSearch:
    return SavedSearch.objects.create(owner=owner, query=query, **{"name": f"Search {next(NUMBERS)}", **fields})


def make_export(owner: User, content: bytes = b"Title\r\nScanners\r\n", **fields: Any) -> Export:
    """A file that the worker has made for the person."""
    defaults = {
        "format": "csv",
        "query": "column=title",
        "scope": "All projects",
        "total": 1,
        "done": 1,
        "begun_at": timezone.now(),
        "ready_at": timezone.now(),
        "file": ContentFile(content, "projects.csv"),
        "name": "projects.csv",
        "size": len(content),
        "saw_everything": owner.sees_everything,
        "saw_partners": sorted(owner.own_partners),
    }
    return Export.objects.create(owner=owner, **{**defaults, **fields})


def make_report(owner: User, **fields: Any) -> Report:
    """Projects by country."""
    return Report.objects.create(owner=owner, **{"name": f"Report {next(NUMBERS)}", "query": "rows=country", **fields})


def make_embed(report: Report, **fields: Any) -> Embed:
    """Its address works for a month; nobody knows the key."""
    defaults = {"key_hash": hashed(new_key()), "expires_at": timezone.now() + timedelta(days=30)}
    return Embed.objects.create(report=report, **{**defaults, **fields})


def make_earlier_version(
    document: Document | MeetingDocument,
    content: bytes = b"%PDF-1.4 earlier",
    *,
    name: str = "earlier.pdf",
    **fields: Any,
) -> AbstractVersion:
    """The document was replaced once more than before."""
    number, document.version = document.version, document.version + 1
    document.save(update_fields=["version"])
    return document.versions.create(version=number, **file_of(content, name, fields))


def file_of(content: bytes, name: str, fields: dict[str, Any]) -> dict[str, Any]:
    return {
        "file": ContentFile(content, name),
        "name": name,
        "content_type": "application/pdf",
        "size": len(content),
        "sha256": sha256(content).hexdigest(),
        **fields,
    }
