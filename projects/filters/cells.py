"""Filters that hold after each project was counted once.

A table decides first which records count and then in which row and column each stands. So the list behind one of its
figures has to decide on the same records: what the row and the column ask for goes into `cell`, as a query string of
its own, and is asked of what "each project once" has left.
"""

from functools import cached_property
from typing import Any, Self, cast

import django_filters
from django.db.models import QuerySet
from django.http import QueryDict

from partners.models import User
from projects.forms.narrowing import MOST_CODES
from projects.models import Project

from .told import Told

LONGEST, MOST_NAMES = 2_000, 50
WHOLE = {"once", "cell", "as_of"}  # of a whole list, never of what is asked besides


class Cells(Told):
    user: User

    @cached_property
    def cells(self) -> dict[str, Self]:
        """Those in the address that mean something, by their text."""
        found = {}
        for text in map(str.strip, self.data.getlist("cell")[:MOST_CODES]):
            if len(text) > LONGEST or text.count("&") >= MOST_NAMES:
                continue
            query = QueryDict(text)
            inner = cast(Any, type(self))(query, user=self.user)
            if WHOLE.isdisjoint(query) and inner.chips and not inner.problems:
                found[text] = inner
        return found

    def named_cells(self) -> list[tuple[str, str]]:
        return [(text, " · ".join(chip.text for chip in inner.chips)) for text, inner in self.cells.items()]

    def in_cells(self, projects: QuerySet[Project], name: str, value: list[str]) -> QuerySet[Project]:
        for text in value:
            inner: django_filters.FilterSet = self.cells[text]
            projects = inner.filter_queryset(projects)
        return projects
