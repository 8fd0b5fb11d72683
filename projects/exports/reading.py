"""Projects read for a file: first their ids, then piece by piece all that the columns need of these few.

What may be seen is asked again with every piece: reading a large register takes a while.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from partners.models import User
from projects.models import Project
from projects.models.project import ProjectQuerySet

from .columns import BASE, Column, Row
from .parts import Part

PIECE = 1_000


def ids_of(projects: ProjectQuerySet) -> "array[int]":
    """In their order, eight bytes each."""
    return array("q", projects.values_list("pk", flat=True).iterator(chunk_size=10_000))


def pieces(ids: Sequence[int], columns: Iterable[Column], user: User) -> Iterator[list[Row]]:
    """The rows of so many projects at a time; those that are gone, or no longer to be seen, are left out."""
    parts = {column.part.name: column.part for column in columns if column.part}
    for first in range(0, len(ids), PIECE):
        yield rows_of(list(ids[first : first + PIECE]), parts.values(), user)


def rows_of(ids: list[int], parts: Iterable[Part], user: User) -> list[Row]:
    found = Project.objects.visible_to(user).filter(pk__in=ids).order_by().values(*BASE)
    rows = {row["pk"]: row for row in found}
    for part in parts:
        of_project: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
        for project, *values in part.read(ids, user):
            of_project[project].append(tuple(values))
        for pk, row in rows.items():
            row[part.name] = of_project.get(pk, [])
    return [rows[pk] for pk in ids if pk in rows]
