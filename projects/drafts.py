"""What is on record of a project, as detection and publication ask for it."""

from collections.abc import Iterable
from decimal import Decimal

from projects.checks import Draft, DraftActivity
from projects.models import Participation, Project


def missing_for_publication(project: Project) -> str:
    """What a draft lacks, as a sentence; empty when nothing."""
    return "" if project.countries.exists() else "choose at least one country."


def draft_of(project: Project) -> Draft:
    """The project as saved."""
    parts = list(project.participations.select_related("organization"))
    implementers = [part.organization for part in parts if part.role == Participation.Role.IMPLEMENTING]
    activities = project.activities.all()
    return Draft(
        project_id=project.pk,
        partner_id=project.partner_id,
        title=project.title,
        objective=project.objective,
        language=project.language,
        reference=project.reference,
        countries=frozenset(project.countries.values_list("pk", flat=True)),
        places=frozenset(project.places.values_list("pk", flat=True)),
        themes=frozenset(project.themes.values_list("pk", flat=True)),
        purpose_codes=frozenset(project.purpose_codes),
        implementers=frozenset(body.pk for body in implementers),
        implementer_names=tuple(body.name for body in implementers),
        beneficiaries=frozenset(p.organization_id for p in parts if p.role == Participation.Role.BENEFICIARY),
        activities=tuple(
            DraftActivity(
                type=activity.type_id,
                quantity=activity.quantity,
                beneficiary=activity.beneficiary_id,
                country=activity.country_id or "",
                place=activity.place_id,
                start=activity.start,
                end=activity.end,
                description=activity.description,
            )
            for activity in activities
        ),
        start=project.start,
        end=project.end,
        usd=known_sum(contribution.usd for contribution in project.contributions.all()),
        identifiers=tuple(project.identifiers.values_list("scheme", "value")),
    )


def known_sum(values: Iterable[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None
