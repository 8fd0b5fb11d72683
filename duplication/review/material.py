"""What of a project is material to a verdict, as JSON that is kept with the verdict."""

from collections import defaultdict
from collections.abc import Collection
from decimal import Decimal
from typing import Any

from duplication.models import Verdict
from partners.merging import survivors
from projects.models import Activity, Participation, Project, ProjectSource
from projects.numbers import compared

from .absorbed import absorbed_since, as_taken_over
from .changes import LISTS, TEXTS, Change, changes, period

PARTS = (
    "countries",
    "places__country",
    "themes",
    "contributions",
    "participations__organization",
    "activities__type",
    "activities__beneficiary",
    "activities__place__country",
    "identifiers",
)
OURS = "ADAM-"  # with which a number in this register begins
BODIES = ("implementers", "beneficiaries")


def material_of(project_ids: Collection[int]) -> dict[str, Any]:
    """By number of the project. A fixed number of queries, however many projects."""
    projects = Project.objects.filter(pk__in=project_ids).select_related("source").prefetch_related(*PARTS)
    return {str(project.pk): material(project) for project in projects}


def material(project: Project) -> dict[str, Any]:
    return {
        "visibility": project.visibility,
        "title": project.title,
        "objective": project.objective,
        "countries": {country.pk: country.name for country in project.countries.all()},
        "places": {str(place.pk): str(place) for place in project.places.all()},
        "themes": {theme.pk: theme.name for theme in project.themes.all()},
        "purposes": {code: code for code in project.purpose_codes},
        "implementers": taking_part(project, Participation.Role.IMPLEMENTING),
        "beneficiaries": taking_part(project, Participation.Role.BENEFICIARY),
        "numbers": numbers(project),
        "activities": [told(activity) for activity in project.activities.all()],
        "period": [project.start and project.start.isoformat(), project.end and project.end.isoformat()],
        "amount": sums(project),
    }


def taking_part(project: Project, role: str) -> dict[str, str]:
    parts = (part for part in project.participations.all() if part.role == role)
    return {str(part.organization_id): str(part.organization) for part in parts}


def numbers(project: Project) -> dict[str, str]:
    """As they are compared, each with one way of writing it; not that of a project here which was merged into it."""
    source: ProjectSource | None = getattr(project, "source", None)
    theirs = [one.value for one in project.identifiers.all() if not one.value.startswith(OURS)]
    written = [project.reference, source.identifier if source else "", *theirs]
    return {alike: number for number in written for alike in compared([number])}


def told(activity: Activity) -> dict[str, Any]:
    """How many, of what, for whom, where and when; its description is free."""
    quantity = "" if activity.quantity is None else f"{activity.quantity.normalize():f}"
    days = [str(day or "") for day in (activity.start, activity.end)]
    words = [activity.type, activity.how_many, activity.beneficiary, activity.place]
    return {
        "key": [activity.type_id, quantity, str(activity.beneficiary_id or ""), str(activity.place_id or ""), *days],
        "words": ", ".join(str(word) for word in words if word) + (f" ({period(days)})" if any(days) else ""),
    }


def sums(project: Project) -> dict[str, str]:
    totals: dict[str, Decimal] = defaultdict(Decimal)
    for contribution in project.contributions.all():
        totals[contribution.currency] += contribution.amount
    return {currency: str(total) for currency, total in totals.items()}


def is_whole(kept: dict[str, Any]) -> bool:
    """Whether the verdict kept, of both, all that is material today: an earlier release knew less."""
    return bool(kept) and all(one.keys() >= {*TEXTS, *LISTS} for one in kept.values())


def changed_since(verdicts: Collection[Verdict]) -> dict[int, list[Change]]:
    """By number of the verdict, what has changed in its two projects; nothing for one that kept nothing."""
    absorbed = absorbed_since(verdicts)
    closed = {pk for some in absorbed.values() for pk in some}
    now = material_of({int(number) for verdict in verdicts for number in verdict.material} | closed)
    merged = survivors(bodies_in(verdicts))

    def then_in(verdict: Verdict, number: str) -> dict[str, Any]:
        then = carried_on({**now[number], **verdict.material[number]}, merged)  # of what was not kept nothing is told
        taken = [now[str(pk)] for pk in absorbed.get((verdict.pk, number), ())]
        return as_taken_over(then, now[number], taken) if taken else then

    return {
        verdict.pk: [
            change
            for number in verdict.material
            if number in now
            for change in changes(int(number), then_in(verdict, number), now[number])
        ]
        for verdict in verdicts
    }


def bodies_in(verdicts: Collection[Verdict]) -> set[int]:
    kept = [material for verdict in verdicts for material in verdict.material.values()]
    named = {pk for material in kept for name in BODIES for pk in material[name]}
    named |= {activity["key"][2] for material in kept for activity in material["activities"]}
    return {int(pk) for pk in named if pk}


def carried_on(then: dict[str, Any], merged: dict[int, int]) -> dict[str, Any]:
    """As it would have been written had the bodies been merged by then."""
    if not merged:
        return then
    now = {str(vanished): str(kept) for vanished, kept in merged.items()}
    bodies = {name: {now.get(pk, pk): words for pk, words in then[name].items()} for name in BODIES}
    activities = [
        {**activity, "key": [now.get(part, part) if place == 2 else part for place, part in enumerate(activity["key"])]}
        for activity in then["activities"]
    ]
    return {**then, **bodies, "activities": activities}
