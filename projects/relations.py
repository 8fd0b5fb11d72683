"""Relating projects: by people, who tell the other side, and by what files publish, whichever comes first."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Case, Prefetch, Q, QuerySet, When
from django.urls import reverse
from django.utils import timezone

from partners.models import User
from partners.notifications import about, notify
from partners.text import row_id
from projects.models import Project, ProjectRelation
from projects.models.relations import Role, role_of

OFFERED = 10

# A related activity of a file is in the register when a project came under its identifier, or has it as a number.
PUBLISHED = """
WITH links AS (
    SELECT DISTINCT source.project_id AS own, link ->> 'type' AS type, link ->> 'ref' AS ref
    FROM projects_projectsource source, jsonb_array_elements(source.as_published -> 'related') link
    WHERE {which}
), pairs AS (
    SELECT own, type, project_id AS other FROM links JOIN projects_projectsource ON identifier = ref
    UNION
    SELECT own, type, project_id FROM links JOIN projects_projectidentifier ON value = ref AND scheme = 'IATI'
    WHERE type <> '5'  -- a third party's number is a number of the project itself
)
INSERT INTO projects_projectrelation (first_id, second_id, kind)
SELECT DISTINCT
    CASE type WHEN '1' THEN other WHEN '2' THEN own ELSE least(own, other) END,
    CASE type WHEN '1' THEN own WHEN '2' THEN other ELSE greatest(own, other) END,
    CASE type WHEN '2' THEN '1' ELSE type END
FROM pairs WHERE own <> other AND type IN ('1', '2', '3', '4', '5')
ON CONFLICT DO NOTHING
"""

RELATE = """
INSERT INTO projects_projectrelation (first_id, second_id, kind)
SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::text[]) ON CONFLICT DO NOTHING
RETURNING id, first_id, second_id, kind
"""


@dataclass(frozen=True, slots=True)
class Held:
    """Why a relation is not removed here."""

    text: str
    url: str


def nothing_held(relations: Collection[int]) -> dict[int, Held]:
    return {}


# Tells which of these relations rest on a decision; set by whoever decides, when the applications are ready.
held_finder: Callable[[Collection[int]], dict[int, Held]] = nothing_held


def held(relations: Collection[int]) -> dict[int, Held]:
    return held_finder(relations) if relations else {}


def seen_by(user: User, project: Project) -> list[tuple[Role, ProjectRelation, Project]]:
    """What other projects are to this one, as far as the person may see them."""
    relations = ProjectRelation.objects.visible_to(user).of(project).with_sides()
    sides = [(role_of(one, project.pk), one, other_side(one, project.pk)) for one in relations]
    order = {kind: number for number, kind in enumerate(ProjectRelation.Kind.values)}
    return sorted(sides, key=lambda side: (order[side[0].kind], side[0].name, side[2].title))


def other_side(relation: ProjectRelation, project_id: int) -> Project:
    return relation.second if relation.first_id == project_id else relation.first


def prefetched_for(user: User) -> list[Prefetch]:
    """For lists of projects: both directions, hidden sides left out."""
    visible = ProjectRelation.objects.visible_to(user).with_sides()
    return [Prefetch("relations_as_first", visible), Prefetch("relations_as_second", visible)]


def found(user: User, project: Project, words: str) -> QuerySet[Project]:
    """Projects the person may see by number or by words, without the one at hand; the nearest hits first."""
    offered = Project.objects.visible_to(user).exclude(pk=project.pk).select_related("partner")
    number = row_id(words.upper().removeprefix("ADAM-"))
    by_number = Q(reference__istartswith=words) | Q(pk=number)
    by_title = Q(title__icontains=words)
    by_words = Project.objects.matching(words).values("pk")
    nearness = Case(When(by_number, then=0), When(by_title, then=1), default=2)
    return offered.filter(by_number | by_title | Q(pk__in=by_words)).order_by(nearness, "-updated_at", "-pk")[:OFFERED]


def saved(relation: ProjectRelation) -> bool:
    """False when the two are so related already."""
    try:
        with transaction.atomic():
            relation.save()
    except IntegrityError:
        return False
    return True


def saved_each(relations: Sequence[ProjectRelation]) -> list[int | None]:
    """Their numbers; None of two that are so related already. One query."""
    if not relations:
        return []
    columns = [[getattr(one, name) for one in relations] for name in ("first_id", "second_id", "kind")]
    with connection.cursor() as cursor:
        cursor.execute(RELATE, columns)
        made = {tuple(pair): number for number, *pair in cursor.fetchall()}
    return [made.get((one.first_id, one.second_id, one.kind)) for one in relations]


def tell_other_side(relation: ProjectRelation, project: Project, by: User, *, is_gone: bool = False) -> None:
    """Those who speak for the other project's partner, where they may see the project that it was related to."""
    other = other_side(relation, project.pk)
    if other.partner_id in by.writes_for:
        return
    people = User.objects.focal_points_of(other.partner_id).exclude(pk=by.pk)
    allowed = [user for user in people if Project.objects.visible_to(user).filter(pk=project.pk).exists()]
    verb = "is no longer related" if is_gone else "was related"
    notify(
        allowed,
        kind="relation",
        key=told_once(relation, is_gone),
        subject=f"{project.number} {verb} to your project {other.number}",
        text=f"{project.title}, {project.partner}: “{role_of(relation, other.pk).label}”.\nYours: {other.title}.\n"
        "If this is not right, you can remove or change it on your project's page.",
        url=reverse("projects:detail", args=[other.pk]),
        about=about("project", project.pk, other.pk),
    )


def told_once(relation: ProjectRelation, is_gone: bool) -> str:
    """Relating and taking it back over and over is told once a day."""
    pair = f"{relation.kind}:{relation.first_id}:{relation.second_id}"
    return f"relation:{pair}:{'gone' if is_gone else 'made'}:{timezone.localdate()}"


def relate_published(created: Iterable[int], changed: dict[int, set[tuple[str, str]]]) -> None:
    """What files say of relations, as far as both projects are here: called in the import's transaction.

    New projects are related to what they name, and by what names them; changed ones to what they name anew only,
    so that a relation which people removed does not come back.
    """
    new = list(created)
    if new:
        run("source.project_id = ANY(%s)", [new])
        run("source.as_published -> 'related' @> ANY(%s::jsonb[])", [named_as(new)])
    for project_id, links in changed.items():
        if not links:
            continue
        refs = [f"{kind} {ref}" for kind, ref in links]
        run("source.project_id = %s AND (link ->> 'type') || ' ' || (link ->> 'ref') = ANY(%s)", [project_id, refs])


def named_as(project_ids: list[int]) -> list[str]:
    """How other files name these projects, as JSON to look for."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT jsonb_build_array(jsonb_build_object('ref', identifier))::text FROM projects_projectsource "
            "WHERE project_id = ANY(%s)",
            [project_ids],
        )
        return [text for (text,) in cursor.fetchall()]


def run(which: str, values: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(PUBLISHED.format(which=which), values)


def unrelate_published(project_id: int, links: Iterable[tuple[str, str]]) -> None:
    """Relations that an earlier publication made and that the later one does not name any more."""
    for kind, ref in links:
        others = Project.objects.filter(Q(source__identifier=ref) | Q(identifiers__value=ref)).values("pk")
        pair = Q(first=project_id, second__in=others) | Q(second=project_id, first__in=others)
        ProjectRelation.objects.filter(pair, kind="1" if kind == "2" else kind).delete()
