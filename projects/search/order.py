"""The order of results. With words asked for, the best match comes first; among thousands only some are compared, those
whose title has the words, and the last changed of the others."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import F
from django.db.models.expressions import Value
from django.db.models.functions import Lower, NullIf

from projects.models import Project, ProjectWords
from projects.models.project import ProjectQuerySet

from .facets import Facets
from .register import Numbers

COMPARED = 500  # results of which the best match is found; the others follow, the last changed first
BY_ID = 2_000  # up to so many results are sorted by themselves, more by reading the register in that order
SORTS: dict[str, tuple[str, Any]] = {
    "number": ("Number", NullIf("reference", Value(""))),
    "title": ("Title", Lower("title")),
    "partner": ("Lead partner", F("partner__name")),
    "status": ("Status", F("status")),
    "start": ("Start", F("start")),
    "budget": ("Budget", F("budget")),
    "changed": ("Last changed", F("updated_at")),
    "confirmed": ("Last confirmed", F("confirmed_at")),
}
MEASURED = {"budget": "budget", "changed": "updated"}  # of which the register in memory knows the order
LATEST_FIRST = "-changed"
RANK = """
SELECT project_id FROM projects_projectwords WHERE project_id = ANY(%s)
ORDER BY starts_with(numbers, %s) AND %s <> '' DESC, ts_rank(words, %s::tsquery) DESC, array_position(%s, project_id)
"""


class InOrder(Sequence[int]):
    """Ids of the results, as many as were counted; a page is read when it is asked for."""

    def __init__(self, projects: ProjectQuerySet, total: int) -> None:
        self.ids, self.total = projects.values_list("pk", flat=True), total

    def __len__(self) -> int:
        return self.total

    def __getitem__(self, which: Any) -> Any:
        return list(self.ids[which])


class InMemory(Sequence[int]):
    """Ids in the order of the register in memory, after those of the best matches if there are any. What is not on the
    first pages is made out when a page needs it.
    """

    def __init__(self, every: Numbers, best: Sequence[int] = ()) -> None:
        self.every, self.best = every, best

    def __len__(self) -> int:
        return len(self.every)

    def __getitem__(self, which: Any) -> Any:
        if not self.best:
            return self.every[which].tolist()
        if which.stop <= len(self.best):
            return self.best[which]
        others = self.every[~np.isin(self.every, self.best)]
        return [*self.best, *others.tolist()][which]


def results(facets: Facets, sort: str) -> Sequence[int]:
    """Ids of the projects found. Without a sort that is known: the best match first, or else the last changed."""
    by, rising = sort.removeprefix("-"), not sort.startswith("-")
    if by not in SORTS and facets.narrowed.asked.tsquery:
        return best_first(facets)
    if by in MEASURED or by not in SORTS:
        measure = MEASURED.get(by, "updated")
        return InMemory(facets.register.in_order(facets.found, measure, rising=rising and by in SORTS))
    projects = facets.narrowed.qs
    if facets.total <= BY_ID or "q" in facets.chosen:  # words are not looked up again
        ids = f"{{{','.join(map(str, facets.latest_first()))}}}"
        projects = Project.objects.extra(where=["projects_project.id = ANY(%s::bigint[])"], params=[ids])
    return InOrder(in_order(projects, sort), facets.total)


def in_order(projects: ProjectQuerySet, sort: str) -> ProjectQuerySet:
    """Sorted by one of SORTS, with a minus the other way round; anything else means last changed first."""
    if sort.removeprefix("-") not in SORTS:
        return projects.recently_changed()
    if sort.endswith("budget"):
        projects = projects.with_budget()
    by = SORTS[sort.removeprefix("-")][1]
    return projects.order_by(by.desc(nulls_last=True) if sort.startswith("-") else by.asc(nulls_last=True), "-pk")


def best_first(facets: Facets) -> Sequence[int]:
    """Who has the number that was typed, then by weight of the words found: title, names, objective."""
    register, question, every = facets.register, facets.narrowed.asked, facets.latest_first()
    compared = every[:COMPARED].tolist()
    if len(every) > COMPARED:
        titled = register.found(ProjectWords.objects.filter(heading=question.heading_query).values("pk"))
        first = register.latest_first(facets.found & titled)[:COMPARED].tolist()
        compared = list(dict.fromkeys([*first, *compared]))[:COMPARED]
    number = question.number.upper()
    with connection.cursor() as cursor:
        cursor.execute(RANK, [compared, number, number, question.tsquery, compared])
        return InMemory(every, [row[0] for row in cursor])


def options(sort: str, *, asked: bool) -> list[tuple[str, str, bool]]:
    """Value, label and whether it is chosen, for the list of sorts."""
    found = [("", "Best match" if asked else "Last changed")]
    if asked:
        found.append((LATEST_FIRST, "Last changed"))
    for name, (label, _) in SORTS.items():
        if name not in {"changed", "confirmed"}:
            found += [(name, label), (f"-{name}", f"{label}, from the end")]
    found += [("-confirmed", "Last confirmed"), ("confirmed", "Longest not confirmed")]
    return [(value, label, value == sort) for value, label in found]
