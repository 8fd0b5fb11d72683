"""Makers: one valid object per call, with sensible values for all that is not said.

They save one by one, so everything that follows a save follows here too. Partners, countries, themes and types of
activity come from the reference data (`load_reference`); partners may be named by their code: `make_project("DE")`.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from hashlib import sha256
from itertools import count
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from duplication.deciding import decide
from duplication.models import Alert, Attachment, Calibration, Contact, Message, Position, Verdict
from partners.models import Country, FocalPoint, Invitation, Notification, Organization, Partner, User
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
from roundtables.models import FollowUp, MeetingDocument, Recommendation, RoundTable

_numbers = count(1)


# -- Who ---------------------------------------------------------------------------------------------------------------
def get_partner(partner: Partner | str) -> Partner:
    """The partner of this ISO code or acronym."""
    return Partner.objects.by_code(partner).get() if isinstance(partner, str) else partner


def make_partner(code: str = "", **fields: Any) -> Partner:
    """A further organization among the partners."""
    code = code or f"ORG{next(_numbers)}"
    return Partner.objects.create(
        **{"kind": Partner.Kind.ORGANIZATION, "code": code, "name": f"{code} Office", **fields}
    )


def make_user(
    role: str = User.Role.READER, partner: Partner | str | None = None, *, password: str | None = None, **fields: Any
) -> User:
    """A person; a reader without partner is Germany's."""
    number = next(_numbers)
    if partner is None and role == User.Role.READER:
        partner = "DE"
    defaults = {"email": f"{role}-{number}@adam.example", "name": f"{User.Role(role).label} {number}"}
    return User.objects.create_user(
        password=password, role=role, partner=get_partner(partner) if partner else None, **{**defaults, **fields}
    )


def make_focal_point(
    partner: Partner | str = "DE",
    *,
    password: str | None = None,
    is_primary: bool | None = None,
    started: date | None = None,
    ended: date | None = None,
    **fields: Any,
) -> User:
    """A person designated since a year ago, as first contact where there is none yet."""
    partner = get_partner(partner)
    user = make_user(partner=partner, password=password, **{"name": f"Focal point, {partner.name}", **fields})
    since = started or timezone.localdate() - timedelta(days=365)
    if is_primary is None:
        is_primary = not partner.focal_points.filter(is_primary=True).during(since, ended).exists()
    FocalPoint.objects.create(partner=partner, user=user, is_primary=is_primary, started=since, ended=ended)
    return user


def make_letter(
    partner: Partner | str = "DE", content: bytes = b"%PDF-1.4 letter", *, name: str = "letter.pdf", **fields: Any
) -> Letter:
    return Letter.objects.create(partner=get_partner(partner), **_file(content, name, fields))


def make_invitation(partner: Partner | str | None = "DE", **fields: Any) -> Invitation:
    defaults = {"email": f"invited-{next(_numbers)}@adam.example", "role": Invitation.Role.FOCAL_POINT}
    return Invitation.objects.create(partner=get_partner(partner) if partner else None, **{**defaults, **fields})


def make_notification(user: User, **fields: Any) -> Notification:
    defaults = {"kind": "alert", "key": f"told-{next(_numbers)}", "subject": "A possible overlap", "url": "/alerts/"}
    return Notification.objects.create(user=user, **{**defaults, **fields})


def make_organization(name: str = "", *, country: str | None = "TJ", **fields: Any) -> Organization:
    """The body of this name, made when there is none."""
    name = name or f"Border Police Regiment {next(_numbers)}"
    if known := Organization.objects.named(name).first():
        return known
    defaults = {"kind": Organization.Kind.OTHER, "country_id": country}
    return Organization.objects.create(name=name, **{**defaults, **fields})


# -- What --------------------------------------------------------------------------------------------------------------
def make_place(name: str = "", country: str = "TJ", kind: str = Place.Kind.CROSSING, **fields: Any) -> Place:
    return Place.objects.create(name=name or f"Post {next(_numbers)}", country_id=country, kind=kind, **fields)


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
    partner, number, now = get_partner(partner), next(_numbers), timezone.now()
    defaults: dict[str, Any] = {
        "reference": f"{partner.code}-T-{number:04}",
        "title": f"Equipment for border post {number}",
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
    return Document.objects.create(project=project, **_file(content, name, fields))


def make_saved_search(owner: User, query: str = "country=TJ", **fields: Any) -> SavedSearch:
    return SavedSearch.objects.create(owner=owner, query=query, **{"name": f"Search {next(_numbers)}", **fields})


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
    return Report.objects.create(owner=owner, **{"name": f"Report {next(_numbers)}", "query": "rows=country", **fields})


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
    return document.versions.create(version=number, **_file(content, name, fields))


def _file(content: bytes, name: str, fields: dict[str, Any]) -> dict[str, Any]:
    return {
        "file": ContentFile(content, name),
        "name": name,
        "content_type": "application/pdf",
        "size": len(content),
        "sha256": sha256(content).hexdigest(),
        **fields,
    }


# -- What was agreed ---------------------------------------------------------------------------------------------------
def make_round_table(**fields: Any) -> RoundTable:
    """A working group in Vienna last year, on its own day."""
    day = date(timezone.localdate().year - 1, 1, 1) + timedelta(days=next(_numbers) % 360)
    defaults = {
        "kind": RoundTable.Kind.EXPERT_WORKING_GROUP,
        "start": day,
        "end": day,
        "city": "Vienna",
        "country_id": "AT",
        "focus": "Precursors",
    }
    return RoundTable.objects.create(**{**defaults, **fields})


def make_recommendation(
    round_table: RoundTable | None = None,
    *,
    countries: Sequence[str] = ("TJ",),
    themes: Sequence[str] = ("T1.1",),
    projects: Sequence[Project] = (),
    **fields: Any,
) -> Recommendation:
    table = round_table or make_round_table()
    defaults = {"number": table.recommendations.count() + 1, "text": "Promote border liaison offices"}
    recommendation = Recommendation.objects.create(round_table=table, **{**defaults, **fields})
    recommendation.countries.set(Country.objects.filter(pk__in=countries))
    recommendation.themes.set(Theme.objects.filter(pk__in=themes))
    recommendation.projects.set(projects)
    return recommendation


def make_follow_up(recommendation: Recommendation, author: User, **fields: Any) -> FollowUp:
    defaults = {"progress": FollowUp.Progress.IN_PROGRESS, "text": "Two offices were opened."}
    return FollowUp.objects.create(recommendation=recommendation, author=author, **{**defaults, **fields})


def make_meeting_document(
    round_table: RoundTable, content: bytes = b"%PDF-1.4 agenda", *, name: str = "agenda.pdf", **fields: Any
) -> MeetingDocument:
    return MeetingDocument.objects.create(round_table=round_table, **_file(content, name, fields))


# -- What overlaps -----------------------------------------------------------------------------------------------------
CONTRIBUTIONS = [
    {"field": "title", "level": "similar", "weight": 5.0, "sentence": "The titles use nearly the same words."},
    {"field": "countries", "level": "same", "weight": 1.5, "sentence": "Both work in Tajikistan."},
    {"field": "amount", "level": "far", "weight": -0.5, "sentence": "The budgets differ widely."},
]


def make_calibration(**fields: Any) -> Calibration:
    defaults: dict[str, Any] = {"name": f"Calibration {next(_numbers)}", "table": {}, "accepted_at": None}
    return Calibration.objects.create(**{**defaults, **fields})


def make_alert(first: Project, second: Project, *, kind: str = Alert.Kind.SAME_WORK, **fields: Any) -> Alert:
    """The pair is put in order: the earlier recorded project is the first."""
    first, second = sorted((first, second), key=lambda project: project.pk)
    defaults = {"match_weight": 6.0, "probability": 0.98, "contributions": CONTRIBUTIONS}
    if "calibration" not in fields:
        defaults["calibration"] = Calibration.objects.first() or make_calibration()
    return Alert.objects.create(first=first, second=second, kind=kind, **{**defaults, **fields})


def make_position(alert: Alert, author: User, partner: Partner | None = None, **fields: Any) -> Position:
    """What a focal point says; the partner is the author's own unless named."""
    defaults = {"stance": Position.Stance.OVERLAPPING, "partner": partner or author.partner}
    return Position.objects.create(alert=alert, author=author, **{**defaults, **fields})


def make_verdict(alert: Alert, decided_by: User | None = None, **fields: Any) -> Verdict:
    """A later one takes the place of the one that stands."""
    defaults = {"outcome": Verdict.Outcome.NOT_OVERLAP, "reason": Verdict.Reason.PLACE}
    decided_by = decided_by or make_user(User.Role.COORDINATOR)
    return decide(Verdict(alert=alert, decided_by=decided_by, **{**defaults, **fields}))


def make_message(alert: Alert, author: User, partner: Partner | None = None, **fields: Any) -> Message:
    """What a focal point writes for the own partner unless another is named, or a coordinator for none."""
    by = None if author.is_coordinator else partner or author.partner
    return Message.objects.create(alert=alert, author=author, **{"partner": by, "text": "Shall we speak?", **fields})


def make_attachment(
    message: Message, content: bytes = b"%PDF-1.4 timetable", *, name: str = "timetable.pdf", **fields: Any
) -> Attachment:
    return Attachment.objects.create(message=message, **_file(content, name, fields))


def make_contact(alert: Alert, asked_by: User, **fields: Any) -> Contact:
    """Asked for by the person's partner, of the partner of the other project."""
    sides = {alert.first.partner, alert.second.partner}
    asked_for = asked_by.partner
    (asked_of,) = sides - {asked_for}
    people = {"asked_for": asked_for, "asked_of": asked_of, "asked_by": asked_by}
    return Contact.objects.create(alert=alert, **{**people, **fields})
