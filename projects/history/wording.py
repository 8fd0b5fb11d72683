"""From what was saved at one time to lines that a person reads: what was added, removed, and what became what."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst

from projects.models import Project, ProjectRelation
from projects.models.relations import role_of

from .difference import Piece, long_difference
from .events import Event
from .naming import Names
from .tables import label_of

MERGED = "Merged into"
DONE = {"insert": "added", "delete": "removed"}


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the history. `field` names a field of the project whose old value can be put back."""

    label: str
    done: str  # changed, added, removed, replaced; "" for what happened to the project as a whole
    old: str = ""
    new: str = ""
    field: str = ""
    pieces: tuple[Piece, ...] = ()

    def __str__(self) -> str:
        if self.done == "changed":
            return f"{self.label}: “{cut(self.old)}” became “{cut(self.new)}”"
        return f"{self.label} {self.done}: {self.new}" if self.done else self.label


def told(events: Sequence[Event], names: Names, project_id: int, *, opens: bool = False) -> list[Change]:
    """The lines of one save. When the project became visible to the reader by it, what it says before stays hidden."""
    of_project = [event for event in events if event.table.name == "project"]
    if any(event.done == "insert" for event in of_project):
        return [Change("Recorded", ""), *(line for line in project_lines(of_project, names, opens) if not line.done)]
    lines = list(project_lines(of_project, names, opens))
    if not opens:
        lines += part_lines([event for event in events if event.table.name != "project"], names, project_id)
    return lines


def project_lines(events: Sequence[Event], names: Names, opens: bool) -> Iterator[Change]:
    """Several writes of one save count as one: from what was before the first to what is after the last."""
    steps = [event for event in events if event.done == "update" and event.before]
    if not steps:
        return
    table, before, now = steps[0].table, steps[0].before or {}, steps[-1].now
    if not opens:
        yield from changed(table, before, now, names, "")
    if before["merged_into_id"] != now["merged_into_id"]:
        yield Change(merged(now["merged_into_id"], names), "")
    elif not before["published_at"] and now["published_at"]:
        yield Change("Published", "")
    elif before["published_at"] and not now["published_at"]:
        yield Change("Taken back to a draft", "")
    elif now["confirmed_at"] and before["confirmed_at"] != now["confirmed_at"] and not opens:
        yield Change("Confirmed", "")


def merged(into: int | None, names: Names) -> str:
    """What became of a project that was closed, or is open again; the other is named to whom may see it."""
    kept = names.found.get(Project, {}).get(into)
    return f"{MERGED} {kept.number if kept else 'another project'}" if into else "A project of its own again"


def changed(table: Any, before: dict[str, Any], now: dict[str, Any], names: Names, of: str) -> Iterator[Change]:
    for name in table.told:
        column = table.model._meta.get_field(name).attname
        if before.get(column) == now.get(column):
            continue
        old, new = names.value(table, before, name), names.value(table, now, name)
        label = label_of(table, name)
        pieces = tuple(long_difference(old, new)) if before[column] and now[column] else ()
        yield Change(f"{of}, {label}" if of else capfirst(label), "changed", old, new, "" if of else name, pieces)


def part_lines(events: Sequence[Event], names: Names, project_id: int) -> Iterator[Change]:
    by_row: dict[tuple[str, int], list[Event]] = {}
    for event in events:
        by_row.setdefault((event.table.name, event.now["id"]), []).append(event)
    came: list[Change] = []
    for steps in by_row.values():
        first, last, table = steps[0], steps[-1], steps[0].table
        if first.done == "insert" and last.done == "delete":
            continue
        subject = subject_of(last, names, project_id)
        if not subject:
            continue
        if last.done == "delete" or first.done == "insert":
            done = DONE["delete" if last.done == "delete" else "insert"]
            came.append(Change(table.label, done, new=subject))
        elif first.before:
            if last.now.get("version", 1) > first.before.get("version", 1):  # of a document, by another file
                yield Change(table.label, "replaced", new=f"{subject}, version {last.now['version']}")
            yield from changed(table, first.before, last.now, names, f"{table.label} “{cut(subject)}”")
    yield from without_replacements(came)


def without_replacements(lines: list[Change]) -> Iterator[Change]:
    """A part that was taken away and put back the same, as an import does, has not changed."""
    removed = Counter((line.label, line.new) for line in lines if line.done == "removed")
    added = Counter((line.label, line.new) for line in lines if line.done == "added")
    both = removed & added
    left = {"removed": Counter(both), "added": Counter(both)}
    for line in lines:
        key = (line.label, line.new)
        if left[line.done][key] > 0:
            left[line.done][key] -= 1
        else:
            yield line


def subject_of(event: Event, names: Names, project_id: int) -> str:
    """Which one it is; empty where the other side of a relation may not be known."""
    if event.table.name != "relation":
        return names.subject(event.table, event.now)
    relation = ProjectRelation(first_id=event.now["first_id"], second_id=event.now["second_id"], kind=event.now["kind"])
    other = names.found.get(type(relation)._meta.get_field("first").related_model, {}).get(
        relation.second_id if relation.first_id == project_id else relation.first_id
    )
    return f"{other.number} {other.title} ({role_of(relation, project_id).label.lower()})" if other else ""


def cut(text: str) -> str:
    return text if len(text) <= 160 else f"{text[:159]}…"
