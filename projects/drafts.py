"""What is on record of a project, as detection and publication ask for it."""

from collections.abc import Iterable
from decimal import Decimal

from django.db.models import prefetch_related_objects

from projects.checks import Draft, DraftActivity
from projects.models import Participation, Project


def missing_for_publication(project: Project) -> str:
    """What a draft lacks, as a sentence; empty when nothing."""
    return "" if project.countries.exists() else "choose at least one country."


PARTS = (
    "countries", "places", "themes", "participations__organization", "activities", "contributions", "identifiers",
)  # fmt: skip


def draft_of(project: Project) -> Draft:
    """The project as saved. What has been read of it already is not read again."""
    prefetch_related_objects([project], *PARTS)
    parts = project.participations.all()
    implementers = [part.organization for part in parts if part.role == Participation.Role.IMPLEMENTING]
    contributions = project.contributions.all()
    return Draft(
        project_id=project.pk,
        is_published=project.published_at is not None,
        partner_id=project.partner_id,
        title=project.title,
        objective=project.objective,
        language=project.language,
        reference=project.reference,
        countries=frozenset(country.pk for country in project.countries.all()),
        places=frozenset(place.pk for place in project.places.all()),
        themes=frozenset(theme.pk for theme in project.themes.all()),
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
            for activity in project.activities.all()
        ),
        start=project.start,
        end=project.end,
        usd=known_sum(contribution.usd for contribution in contributions),
        paid=tuple((one.currency, one.amount) for one in contributions),
        identifiers=tuple((one.scheme, one.value) for one in project.identifiers.all()),
    )


def known_sum(values: Iterable[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None
