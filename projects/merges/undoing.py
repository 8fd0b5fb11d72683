"""A merge led back: both projects as they were, but for what somebody has changed since, which stays and is told."""

from dataclasses import dataclass, field
from typing import Any

import pghistory
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from partners.merging import hold_bodies
from partners.models import User
from projects.history import TABLES, as_of
from projects.history.naming import Names
from projects.history.tables import Table, label_of
from projects.merges.carrying import answering
from projects.merges.former import former_rows
from projects.merges.telling import tell_of_undoing
from projects.merges.why import why
from projects.models import Document, Project, ProjectMerge, ProjectRelation, Watch
from projects.models.merge import UNDONE
from projects.restoring import PartStep, Successors, cleaned, put_back, row_values

Values = dict[str, Any]
FALLEN = "What was decided of the two stands no longer, because they have changed since."


@dataclass(slots=True)
class Undone:
    """What is on record again, and in sentences what was not led back."""

    project: Project
    remarks: list[str] = field(default_factory=list)


@transaction.atomic
def undo(merge_id: int, by: User) -> Undone:
    """Raises ValidationError with a sentence where it cannot be."""
    hold_bodies()
    merge = ProjectMerge.objects.select_for_update(of=("self",)).get(pk=merge_id)
    projects = Project.objects.select_for_update(of=("self",), no_key=True).select_related("partner").order_by("pk")
    found = projects.in_bulk([merge.kept_id, merge.closed_id])
    merge.kept, merge.closed = found[merge.kept_id], found[merge.closed_id]
    if reason := why_not(merge):
        raise ValidationError(reason)
    undone = Undone(merge.closed)
    with pghistory.context(notes=dict.fromkeys(map(str, found), UNDONE)):
        give_back_parts(merge, undone, by)
        give_back_documents(merge, undone)
        drop_links(merge.record["links"])
        give_back_fields(merge, undone)
        merge.closed.merged_into = None
        merge.closed.published_at = Project._meta.get_field("published_at").to_python(merge.record["published_at"])
        merge.closed.save(update_fields=["merged_into", "published_at", "updated_at"])
    ProjectMerge.objects.filter(pk=merge_id).update(undone_at=timezone.now(), undone_by=by)
    decision = why(merge)
    tell_of_undoing(merge, by, decision, keeps=bool(undone.remarks))
    if decision.has_fallen:
        undone.remarks.append(FALLEN)
    return undone


def why_not(merge: ProjectMerge) -> str:
    if merge.undone_at:
        return "This merge was undone already."
    if not merge.is_undoable:
        return "A merge can be undone within 30 days only. Enter the project anew."
    if merge.kept.merged_into_id:
        return f"{merge.kept.number} was merged into another project since. Undo that merge first."
    return ""


def give_back_fields(merge: ProjectMerge, undone: Undone) -> None:
    for name, (before, after) in merge.record["fields"].items():
        column: Any = Project._meta.get_field(name)
        if getattr(merge.kept, name) == column.to_python(after):
            setattr(merge.kept, name, column.to_python(before))
        else:
            undone.remarks.append(f"{label_of(TABLES['project'], name).capitalize()} was changed since and stays.")
    merge.kept.full_clean()
    merge.kept.save()


def give_back_parts(merge: ProjectMerge, undone: Undone, by: User) -> None:
    """What was left out comes back with the bodies of today; what was taken over goes, also under another body."""
    now = as_of(merge.kept_id, timezone.now(), latest=True)
    names = Names(((TABLES[name], values) for name, values in merge.record["removed"]), by)
    successors = Successors()
    for name, rows in now.parts.items():
        table = TABLES[name]
        added = [key_of(table, values) for part, values in merge.record["added"] if part == name]
        removed = [values for part, values in merge.record["removed"] if part == name]
        former = {
            pk: {key_of(table, row_values(table, row)) for row in was}
            for pk, was in former_rows(table, rows, merge.merged_at).items()
        }
        gone = [pk for pk, keys in former.items() if keys <= set(added)]
        stay = {key_of(table, row_values(table, row)) for row in rows if row["id"] not in gone}
        possible = [row for values in removed if (row := successors.applied(table, values, names, undone.remarks))]
        back = {key_of(table, row): (names.subject(table, row), row) for row in possible}
        if number := len([key for key in added if key not in set().union(*former.values())]):
            undone.remarks.append(f"{table.label}: {number} of what was taken over was changed or removed since.")
        wanted = [step for key, step in back.items() if key not in stay]
        put_back(merge.kept, PartStep(table, wanted, [("", pk) for pk in gone]))


def key_of(table: Table, values: Values) -> tuple[Any, ...]:
    """What the row says, whether it comes from JSON or from the database."""
    plain = cleaned(table.model, {name: value for name, value in values.items() if name != "usd"})
    return tuple(sorted((name, str(value)) for name, value in plain.items()))


def give_back_documents(merge: ProjectMerge, undone: Undone) -> None:
    for document in Document.objects.filter(pk__in=merge.record["documents"], project=merge.kept):
        try:
            with transaction.atomic():
                Document.objects.filter(pk=document.pk).update(project=merge.closed)
        except IntegrityError:
            undone.remarks.append(f"{document} stays: the other project has the same file already.")


def drop_links(links: dict[str, list[int]]) -> None:
    held: list[tuple[Any, str]] = [(Watch, "watches"), (ProjectRelation, "relations"), (answering(), "recommendations")]
    for model, name in held:
        model._default_manager.filter(pk__in=links[name]).delete()
