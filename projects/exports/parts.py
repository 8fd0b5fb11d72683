"""What a project has several of: read for many projects at a time, as plain rows that begin with the project's id.

Of documents and of other projects only those that the person may see.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, Q

from partners.models import Country, Organization, User
from projects.models import (
    Activity,
    Contribution,
    Document,
    Participation,
    Place,
    PlaceOfProject,
    ProjectIdentifier,
    ProjectRelation,
    Recipient,
    ShownTo,
    ThemeOfProject,
)
from projects.models.relations import role_of
from projects.rates import about_usd, to_usd, usd_per_unit

Ids = Sequence[int]
Rows = Iterable[tuple[Any, ...]]
REGIONS = dict(Country.Region.choices)
KINDS_OF_BODIES = dict(Organization.Kind.choices)
KINDS_OF_PLACES = dict(Place.Kind.choices)
KINDS_OF_DOCUMENTS = dict(Document.Kind.choices)
ROLES = dict(Participation.Role.choices)


@dataclass(frozen=True, slots=True)
class Field:
    name: str  # in JSON
    label: str  # above a column of a workbook
    width: int = 16


@dataclass(frozen=True, slots=True)
class Part:
    name: str
    label: str
    fields: tuple[Field, ...]  # of a row, after the project's id
    read: Callable[[Ids, User], Rows]

    def as_objects(self, rows: Iterable[tuple[Any, ...]]) -> list[dict[str, Any]]:
        names = [field.name for field in self.fields]
        return [dict(zip(names, row, strict=True)) for row in rows]


def of(name: str, label: str, read: Callable[[Ids, User], Rows], *fields: str) -> Part:
    """The fields as "name | label | width"."""
    parts = [[word.strip() for word in line.split("|")] for line in fields]
    return Part(name, label, tuple(Field(name, label, int(width)) for name, label, width in parts), read)


# -- Reading -----------------------------------------------------------------------------------------------------------
def countries(ids: Ids, user: User) -> Rows:
    rows = Recipient.objects.filter(project__in=ids).order_by("project", "country__name")
    for project, code, name, region, share in rows.values_list(
        "project", "country", "country__name", "country__region", "share"
    ):
        yield project, code, name, REGIONS.get(region, region), share


def places(ids: Ids, user: User) -> Rows:
    rows = PlaceOfProject.objects.filter(project__in=ids).order_by("project", "place__country__name", "place__name")
    names = ("name", "kind", "country", "country__name", "latitude", "longitude")
    for project, name, kind, *rest in rows.values_list("project", *(f"place__{part}" for part in names)):
        yield project, name, KINDS_OF_PLACES[kind], *rest


def themes(ids: Ids, user: User) -> Rows:
    rows = ThemeOfProject.objects.filter(project__in=ids).order_by("project", "theme")
    return rows.values_list("project", "theme", "theme__name", "theme__crs_code")


def contributions(ids: Ids, user: User) -> Rows:
    rows = Contribution.objects.filter(project__in=ids).order_by("project", "pk")
    for project, partner, amount, currency, day, usd in rows.values_list(
        "project", "partner__name", "amount", "currency", "committed_on", "usd"
    ):
        about = about_usd(amount, currency, day) if usd is None else None
        yield project, partner, currency, amount, day, rate_behind(amount, currency, day, usd), usd, about


def rate_behind(amount: Decimal, currency: str, day: date, usd: Decimal | None) -> Decimal | None:
    """US dollars per unit; of a value recorded with another rate than that of today's release the one it tells."""
    if usd is None:
        return None
    if usd == to_usd(amount, currency, day):
        return usd_per_unit(currency, day)
    return round(usd / amount, 6) if amount else None


def activities(ids: Ids, user: User) -> Rows:
    rows = Activity.objects.filter(project__in=ids).order_by("project", F("start").asc(nulls_last=True), "pk")
    names = ("type", "type__name", "description", "quantity", "unit", "beneficiary__name")
    return rows.values_list("project", *names, "country__name", "place__name", "start", "end")


def organizations(ids: Ids, user: User) -> Rows:
    rows = Participation.objects.filter(project__in=ids).order_by("project", "role", "organization__name")
    names = ("name", "acronym", "kind", "country__name")
    for project, role, name, acronym, kind, country in rows.values_list(
        "project", "role", *(f"organization__{part}" for part in names)
    ):
        yield project, ROLES[role], name, acronym, KINDS_OF_BODIES[kind], country


def identifiers(ids: Ids, user: User) -> Rows:
    rows = ProjectIdentifier.objects.filter(project__in=ids).order_by("project", "scheme", "value")
    return rows.values_list("project", "scheme", "value")


def shown_to(ids: Ids, user: User) -> Rows:
    """The partners named; they count while the project is visible to named partners only."""
    rows = ShownTo.objects.filter(project__in=ids, project__visibility="named").order_by("project", "partner__name")
    return rows.values_list("project", "partner__name")


def documents(ids: Ids, user: User) -> Rows:
    rows = Document.objects.shown_to(user).filter(project__in=ids).order_by("project", "pk")
    for project, title, name, kind, language, at in rows.values_list(
        "project", "title", "name", "kind", "language", "uploaded_at"
    ):
        yield project, title or name, KINDS_OF_DOCUMENTS[kind], name, language, at


def relations(ids: Ids, user: User) -> Iterator[tuple[Any, ...]]:
    wanted = set(ids)
    visible = ProjectRelation.objects.visible_to(user).filter(Q(first__in=ids) | Q(second__in=ids)).with_sides()
    for relation in visible:
        for own, other in ((relation.first, relation.second), (relation.second, relation.first)):
            if own.pk in wanted:
                yield own.pk, role_of(relation, own.pk).label, other.number, other.title, other.partner.name, other.pk


# -- What they are called ----------------------------------------------------------------------------------------------
PARTS = {
    part.name: part
    for part in (
        of(
            "countries", "Countries", countries,
            "code | Code | 6", "name | Country | 24", "region | Region | 28", "share | Share (%) | 10",
        ),
        of(
            "places", "Places", places,
            "name | Place | 28", "kind | Kind | 22", "country | Country code | 8", "country_name | Country | 24",
            "latitude | Latitude | 11", "longitude | Longitude | 11",
        ),
        of("themes", "Themes", themes, "code | Code | 8", "name | Theme | 44", "crs | CRS code | 10"),
        of(
            "contributions", "Contributions", contributions,
            "partner | Partner | 28", "currency | Currency | 9", "amount | Amount | 16", "date | Date | 12",
            "rate | US$ per unit | 12", "usd | US$ | 16",
            "about_usd | About US$, provisional | 16",
        ),
        of(
            "activities", "Activities", activities,
            "type | Code | 7", "type_name | Activity | 30", "description | Description | 44",
            "quantity | Quantity | 11", "unit | Unit | 16", "beneficiary | Beneficiary | 30",
            "country | Country | 22", "place | Place | 22", "start | Start | 12", "end | End | 12",
        ),
        of(
            "organizations", "Organizations", organizations,
            "role | Role | 14", "name | Organization | 44", "acronym | Acronym | 12", "kind | Kind | 24",
            "country | Country | 22",
        ),
        of("identifiers", "Identifiers", identifiers, "scheme | Register | 14", "value | Number there | 32"),
        of(
            "relations", "Related projects", relations,
            "role | The other is | 34", "number | Its number | 18", "title | Its title | 50",
            "partner | Its lead partner | 28", "id | Its id | 9",
        ),
        of(
            "documents", "Documents", documents,
            "title | Document | 44", "kind | Kind | 22", "file | File | 30", "language | Language | 9",
            "added | Added | 12",
        ),
        of("shown_to", "Named partners", shown_to, "partner | Partner | 28"),
    )
}  # fmt: skip
