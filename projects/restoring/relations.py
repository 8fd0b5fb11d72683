"""Relations to other projects: those that the person may see come back and go; of any other nothing is said."""

from collections.abc import Iterator
from dataclasses import dataclass

from partners.models import User
from projects.history.versions import Version
from projects.models import Project, ProjectRelation
from projects.models.relations import role_of
from projects.relations import held, other_side, saved, tell_other_side


@dataclass(frozen=True, slots=True)
class RelationStep:
    kind: str
    first_id: int
    second_id: int
    words: str
    gone: int | None = None  # key of the one that is removed


def relation_steps(project: Project, version: Version, user: User, problems: list[str]) -> Iterator[RelationStep]:
    there = {key_of(one): one for one in ProjectRelation.objects.visible_to(user).of(project).with_sides()}
    then = [
        ProjectRelation(**{name: row[name] for name in ("kind", "first_id", "second_id")})
        for row in version.links["relation"]
    ]
    wanted = {key_of(one): one for one in then}
    sides = [one.second_id if one.first_id == project.pk else one.first_id for one in then]
    seen = Project.objects.visible_to(user).in_bulk(sides)
    for key, one in wanted.items():
        other = seen.get(one.second_id if one.first_id == project.pk else one.first_id)
        if other and key not in there:
            yield RelationStep(one.kind, one.first_id, one.second_id, in_words(one, project, other))
    decided = held([one.pk for one in there.values()])
    for key, one in there.items():
        words = in_words(one, project, other_side(one, project.pk))
        if key not in wanted and one.pk in decided:
            problems.append(
                f"Related project {words} stays: {decided[one.pk].text[0].lower()}{decided[one.pk].text[1:]}."
            )
        elif key not in wanted:
            yield RelationStep(one.kind, one.first_id, one.second_id, words, one.pk)


def key_of(relation: ProjectRelation) -> tuple[str, int, int]:
    """The same for both ways round where the direction does not matter."""
    sides = (relation.first_id, relation.second_id)
    return (relation.kind, *(sides if relation.kind in ProjectRelation.DIRECTED else sorted(sides)))  # type: ignore[return-value]


def in_words(relation: ProjectRelation, project: Project, other: Project) -> str:
    return f"{other.number} {other.title} ({role_of(relation, project.pk).label.lower()})"


def put_relation_back(project: Project, step: RelationStep, by: User) -> None:
    """The other side is told, as always."""
    if step.gone:
        one = ProjectRelation.objects.with_sides().get(pk=step.gone)
        tell_other_side(one, project, by, is_gone=True)
        one.delete()
        return
    one = ProjectRelation(kind=step.kind, first_id=step.first_id, second_id=step.second_id)
    if saved(one):
        tell_other_side(one, project, by)
