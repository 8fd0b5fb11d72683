"""A merge carried out: the one project takes over what was chosen, the other is closed. All of it can be led back."""

from collections.abc import Iterator
from typing import Any

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from partners.merging import hold_bodies
from partners.models import User
from projects.history import TABLES
from projects.merges.choosing import Merging
from projects.merges.judging import refused, with_fields
from projects.merges.telling import tell_of_merging
from projects.merges.why import FORMER
from projects.models import Document, Project, ProjectIdentifier, ProjectMerge, ProjectRelation
from projects.restoring import PartStep, put_back, row_values


@transaction.atomic
def merge(merging: Merging, by: User) -> ProjectMerge:
    """Raises ValidationError with sentences, and changes nothing, when the checks refuse what was chosen."""
    hold_bodies()
    kept, other = locked(merging)
    if sentences := refused(merging):
        raise ValidationError(sentences)
    record: dict[str, Any] = {"published_at": other.published_at and other.published_at.isoformat()}
    with pghistory.context(notes=notes(kept, other)):
        record |= {"fields": dict(take_fields(merging, kept)), **take_parts(merging, kept)}
        record["documents"] = take_documents(merging)
        record["links"] = take_links(kept, other)
        other.merged_into, other.published_at = kept, None
        other.save(update_fields=["merged_into", "published_at", "updated_at"])
    made = ProjectMerge.objects.create(kept=kept, closed=other, record=record, merged_by=by)
    tell_of_merging(made, by)
    return made


def locked(merging: Merging) -> tuple[Project, Project]:
    pair = Project.objects.select_for_update(of=("self",), no_key=True).order_by("pk")
    found = pair.select_related("partner").in_bulk([merging.kept.pk, merging.other.pk])
    kept, other = found[merging.kept.pk], found[merging.other.pk]
    if (kept.updated_at, other.updated_at) != (merging.kept.updated_at, merging.other.updated_at):
        raise ValidationError("One of the two was changed after this page was opened. Look at them again, then merge.")
    return kept, other


def notes(kept: Project, other: Project) -> dict[str, str]:
    """What the history of the one that stays says, by its id; no number of one that not everybody saw."""
    return {str(kept.pk): f"{other.number if other.is_for_all else 'another project'} merged into this"}


def take_fields(merging: Merging, kept: Project) -> Iterator[tuple[str, list[Any]]]:
    """Each field that changes, with its value before and after."""
    before = {choice.name: getattr(kept, choice.name) for choice in merging.fields if choice.takes_other}
    with_fields(merging, kept).save()
    yield from ((name, [was, getattr(kept, name)]) for name, was in before.items())


def take_parts(merging: Merging, kept: Project) -> dict[str, Any]:
    added, removed = [], []
    for part in merging.parts:
        come = [(row.words, row_values(part.table, row.row)) for row in part.rows if row.is_wanted and not row.is_kepts]
        gone = [(row.words, row) for row in part.rows if row.is_kepts and not row.is_wanted]
        put_back(kept, PartStep(part.table, come, [(words, row.row["id"]) for words, row in gone]))
        added += [(part.table.name, values) for _, values in come]
        removed += [(part.table.name, row_values(part.table, row.row)) for _, row in gone]
    return {"added": [*added, *number_kept(merging, kept)], "removed": removed}


def number_kept(merging: Merging, kept: Project) -> Iterator[tuple[str, dict[str, Any]]]:
    """The number of the closed project finds the one that stays; of one that not everybody saw it is published to
    nobody, and its address leads on whoever could read it.
    """
    values = {"scheme": FORMER, "value": merging.other.number}
    if merging.other.is_for_all and not kept.identifiers.filter(value=merging.other.number).exists():
        ProjectIdentifier.objects.create(project=kept, **values)
        yield TABLES["identifier"].name, values


def take_documents(merging: Merging) -> list[int]:
    """They move, since a file belongs to one document. What both have stays where it is."""
    same = set(merging.kept.documents.values_list("sha256", flat=True))
    moved = [document.pk for document, wanted in merging.documents if wanted and document.sha256 not in same]
    Document.objects.filter(pk__in=moved).update(project=merging.kept)
    return moved


def take_links(kept: Project, other: Project) -> dict[str, list[int]]:
    """Who watches it, what it is related to and which recommendations it answers are so of the one that stays too."""
    watches = kept.watches.model._default_manager
    watching = set(kept.watches.values_list("user", flat=True))
    answers = answering()
    answered = set(answers.objects.filter(project=kept).values_list("recommendation", flat=True))
    return {
        "watches": [
            watches.create(user_id=user, project=kept).pk
            for user in other.watches.values_list("user", flat=True)
            if user not in watching
        ],
        "recommendations": [
            answers.objects.create(project=kept, recommendation_id=number).pk
            for number in answers.objects.filter(project=other).values_list("recommendation", flat=True)
            if number not in answered
        ],
        "relations": [relation.pk for relation in take_relations(kept, other)],
    }


def answering() -> Any:
    """The links to the recommendations that projects answer, of which only the meetings know more."""
    return Project.recommendations.through  # type: ignore[attr-defined]


def take_relations(kept: Project, other: Project) -> Iterator[ProjectRelation]:
    for relation in ProjectRelation.objects.of(other):
        first, second = (kept.pk if pk == other.pk else pk for pk in (relation.first_id, relation.second_id))
        there = ProjectRelation.objects.filter(
            Q(first=first, second=second) | Q(first=second, second=first), kind=relation.kind
        )
        if first != second and not there.exists():
            if relation.kind not in ProjectRelation.DIRECTED and first > second:
                first, second = second, first
            yield ProjectRelation.objects.create(first_id=first, second_id=second, kind=relation.kind)
