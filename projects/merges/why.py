"""What the mail of a merge or of its undoing says besides: what was decided, what was taken over or given back."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from projects.history.tables import TABLES, label_of
from projects.models import ProjectMerge

FORMER = "Former number"  # scheme of the closed record's own number, by which the one that stays is found


@dataclass(frozen=True, slots=True)
class Why:
    decided: str = ""  # of which alert what, by whom and when
    has_fallen: bool = False  # of a merge that is undone: the two have changed since in what it was decided on
    about: list[str] = field(default_factory=list)  # what that gives away
    lists: list[dict[str, Any]] = field(default_factory=list)  # links of the mail


def nothing_known(merge: ProjectMerge) -> Why:
    return Why()


# Tells on what decision a merge rests; set by whoever decides, when the applications are ready.
why_finder: Callable[[ProjectMerge], Why] = nothing_known


def why(merge: ProjectMerge) -> Why:
    return why_finder(merge)


def taken_over(merge: ProjectMerge) -> str:
    """In a sentence, by the names of its fields and parts."""
    parts = [*fields(merge.record), *rows(merge.record)]
    return f"Taken over from the closed record: {', '.join(parts)}." if parts else "Nothing had to be taken over."


def given_back(merge: ProjectMerge, *, keeps: bool) -> str:
    """In sentences. `keeps`: somebody has changed some of it since, which stays."""
    parts = [*fields(merge.record), *rows(merge.record)]
    given = f"Given back to the record that was closed: {', '.join(parts)}." if parts else ""
    return f"{given} What was changed since stays as it is.".strip() if keeps else given


def fields(record: dict[str, Any]) -> Iterator[str]:
    for name in record.get("fields", {}):
        yield label_of(TABLES["project"], name)


def rows(record: dict[str, Any]) -> Iterator[str]:
    added = Counter(name for name, values in record.get("added", []) if values.get("scheme") != FORMER)
    added["document"] = len(record.get("documents", []))
    for name, number in added.items():
        if number:
            yield f"{TABLES[name].label.lower()}{f' ({number})' if number > 1 else ''}"
