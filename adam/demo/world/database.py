"""From plain reports to rows, in bulk: partners, countries and the rest of the reference data are there already."""

from collections.abc import Iterable, Iterator

import pgtrigger
from django.db.models import F
from django.db.models.functions import Coalesce

from adam.demo.world import recorded, shelf
from adam.demo.world.report import Report
from partners.models import Organization, OrganizationAlias, Partner
from partners.text import fold
from projects.models import Activity, Contribution, Participation, Place, Project, ProjectIdentifier, Recipient
from projects.rates import to_usd


def organizations() -> dict[str, Organization]:
    """The bodies of the world by name; what the register has already stays as it is."""
    bodies = [
        Organization(name=body.name, name_key=fold(body.name), acronym=body.acronym, kind=body.kind, country_id=country)
        for country, of_country in shelf.bodies().items()
        for body in of_country
    ]
    agencies = [
        Organization(name=row["name"], name_key=fold(row["name"]), acronym=row["acronym"], kind=row["kind"])
        for row in shelf.table(shelf.LIBRARY / "implementers.csv")
    ]
    Organization.objects.bulk_create(bodies + agencies, ignore_conflicts=True)
    by_key = {body.name_key: body for body in Organization.objects.all()}
    OrganizationAlias.objects.bulk_create(
        (
            OrganizationAlias(organization=by_key[fold(body.name)], name=alias, name_key=fold(alias))
            for body in shelf.bodies_by_name().values()
            for alias in body.aliases
        ),
        ignore_conflicts=True,
    )
    return {body.name: by_key[body.name_key] for body in bodies + agencies}


class Register:
    """What reports name, looked up once."""

    def __init__(self) -> None:
        self.partners = {partner.code: partner for partner in Partner.objects.all()}
        self.bodies = organizations()
        self.places: dict[str, list[Place]] = {}
        for place in Place.objects.all():
            self.places.setdefault(place.name, []).append(place)

    def place(self, name: str, countries: list[str]) -> Place:
        """Places of one name lie on both sides of some borders: the one in a country of the project."""
        return min(self.places[name], key=lambda place: place.country_id not in countries)


def write(reports: list[Report]) -> list[Project]:
    register = Register()
    projects = [project(report, register) for report in reports]
    Project.objects.bulk_create(projects)
    date_back()
    pairs = list(zip(reports, projects, strict=True))
    Recipient.objects.bulk_create(
        Recipient(project=project, country_id=code) for report, project in pairs for code in report.countries
    )
    Contribution.objects.bulk_create(contribution for pair in pairs for contribution in contributions(*pair, register))
    Participation.objects.bulk_create(part for pair in pairs for part in participations(*pair, register))
    Activity.objects.bulk_create(activity for pair in pairs for activity in activities(*pair, register))
    ProjectIdentifier.objects.bulk_create(
        ProjectIdentifier(project=project, scheme=scheme, value=value)
        for report, project in pairs
        for scheme, value in report.identifiers
    )
    write_relations(pairs, register)
    recorded.write()
    return projects


def project(report: Report, register: Register) -> Project:
    themes = [shelf.themes()[code] for code in report.themes]
    return Project(
        partner=register.partners[report.partner],
        reference=report.reference,
        title=report.title,
        objective=report.objective,
        language=report.language,
        status=report.status,
        start=report.start,
        end=report.end,
        oda=report.oda,
        route=next((route for route, codes in shelf.voices()["routes"].items() if report.country in codes), ""),
        substances=report.substances,
        purpose_codes=list(dict.fromkeys(theme["crs_code"] for theme in themes)) if report.oda == "oda" else [],
        visibility=report.visibility,
        published_at=None if report.draft else report.recorded,
        confirmed_at=report.confirmed,
    )


def date_back() -> None:
    """When they were recorded and last changed; the history is dated by itself and is not told of this."""
    with pgtrigger.ignore("projects.Project:update_update"):
        Project.objects.published().update(
            created_at=F("published_at"), updated_at=Coalesce("confirmed_at", "published_at")
        )


def contributions(report: Report, project: Project, register: Register) -> Iterator[Contribution]:
    for money in report.money:
        yield Contribution(
            project=project,
            partner=register.partners[money.partner],
            amount=money.amount,
            currency=money.currency,
            committed_on=money.day,
            usd=to_usd(money.amount, money.currency, money.day),
        )


def participations(report: Report, project: Project, register: Register) -> Iterator[Participation]:
    for name in report.implementers:
        yield Participation(project=project, organization=register.bodies[name], role=Participation.Role.IMPLEMENTING)
    for name in report.bodies:
        yield Participation(project=project, organization=register.bodies[name], role=Participation.Role.BENEFICIARY)


def activities(report: Report, project: Project, register: Register) -> Iterator[Activity]:
    for done in report.activities:
        yield Activity(
            project=project,
            type_id=done.type,
            quantity=done.quantity,
            unit=done.unit,
            beneficiary=register.bodies[done.body] if done.body else None,
            country_id=report.country if len(report.countries) == 1 else None,
            place=register.place(done.place, report.countries) if done.place else None,
            start=done.start,
            end=done.end,
        )


def write_relations(pairs: Iterable[tuple[Report, Project]], register: Register) -> None:
    places, themes, shared = (
        Project.places.through,
        Project.themes.through,
        Project.shared_with.through,
    )
    pairs = list(pairs)
    themes.objects.bulk_create(
        themes(project=project, theme_id=code) for report, project in pairs for code in report.themes
    )
    places.objects.bulk_create(
        places(project=project, place=register.place(name, report.countries))
        for report, project in pairs
        for name in report.places
    )
    shared.objects.bulk_create(
        shared(project=project, partner=register.partners[code])
        for report, project in pairs
        for code in report.shared_with
    )
