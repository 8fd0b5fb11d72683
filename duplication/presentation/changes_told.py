"""Material changes as a person may see them: of a project that is or was hidden only that it changed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import Truncator

from partners.models import User
from projects.history.difference import Piece, long_difference
from projects.models import Project

from .sides import Side

MAILED = 120  # characters of a value in a mail


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One change; all but the name is empty where it is not told."""

    name: str  # of the project
    label: str = ""
    before: str = ""
    after: str = ""

    @property
    def pieces(self) -> list[Piece]:
        """Of long texts, word by word."""
        return long_difference(self.before, self.after)

    def __str__(self) -> str:
        if not self.label:
            return f"Something has changed in {self.name}."
        before, after = (Truncator(value).chars(MAILED) for value in (self.before, self.after))
        return f"{self.label}: {before} → {after} on {self.name}"


def change_views(changes: Iterable[dict[str, Any]], sides: Sequence[Side], user: User) -> Iterator[ChangeView]:
    by_project = {side.pk: side for side in sides}
    untold = set()
    for change in changes:
        side = by_project[change["project"]]
        if is_told(change, side, user):
            yield ChangeView(side.name, change["label"], change["before"], change["after"])
        elif side.pk not in untold:
            untold.add(side.pk)
            yield ChangeView(side.name)


def is_told(change: dict[str, Any], side: Side, user: User) -> bool:
    """Both values were open to all; through contact only what the project says today is seen."""
    if side.is_hidden or side.is_own or user.sees_everything:
        return not side.is_hidden
    both = {change["visibility"], change.get("visibility_after")}  # older ones do not say what it was after
    return both == {Project.Visibility.ALL_PARTNERS} and not side.is_opened
