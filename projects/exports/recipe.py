"""What an address asks for: which projects, in which order, with which columns. The address is the recipe of the file:
`?country=TJ&sort=title&column=number,title,contributions`, of a past day with `as_of=2026-03-31` besides.
"""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from partners.models import User
from partners.narrowing import as_left_out, no_such_order, unknown
from projects.analysis.past import Past, past_of, told
from projects.filters import ProjectFilter, tidy
from projects.models.project import ProjectQuerySet
from projects.search.order import SORTS, in_order

from .columns import COLUMNS, USUAL, Column

NOT_KEPT = {"page", "column", "as_of", "csrfmiddlewaretoken"}
MOVES = ("first", "earlier", "later", "remove")


@dataclass(frozen=True, slots=True)
class Recipe:
    narrowed: ProjectFilter
    columns: tuple[Column, ...]
    past: Past
    problems: tuple[str, ...] = ()

    @property
    def sort(self) -> str:
        return self.narrowed.data.get("sort", "")

    @property
    def projects(self) -> ProjectQuerySet:
        return in_order(self.narrowed.qs, self.sort)

    @property
    def day(self) -> date:
        return self.past.day or timezone.localdate()

    def seen(self) -> AbstractContextManager[None]:
        """All that is read of the projects inside is as of the day that is asked for."""
        return self.past.seen_by(self.narrowed.user)

    @property
    def scope(self) -> str:
        """The day, if it is a past one, and the filters in words."""
        day = [f"As of the end of {told(self.past.day)}"] if self.past.day else []
        return " · ".join([*day, *(chip.text for chip in self.narrowed.chips)]) or "All projects"

    @property
    def which(self) -> str:
        """The query string without the columns."""
        query = tidy(self.narrowed.understood, NOT_KEPT)
        if self.past.day:
            query["as_of"] = self.past.day.isoformat()
        return query.urlencode()

    @property
    def query(self) -> str:
        """Complete and tidy; the usual columns need no saying."""
        chosen = "" if self.columns == USUAL else f"column={','.join(column.name for column in self.columns)}"
        return "&".join(filter(None, [self.which, chosen]))

    def having(self, columns: Iterable[Column]) -> "Recipe":
        return replace(self, columns=tuple(dict.fromkeys(columns)))

    def moved(self, move: str, column: Column) -> "Recipe":
        """One of MOVES; past the ends nothing moves, and the last column stays."""
        columns = list(self.columns)
        if column not in columns or move not in MOVES or (move == "remove" and len(columns) == 1):
            return self
        at = columns.index(column)
        columns.remove(column)
        if move != "remove":
            columns.insert({"first": 0, "earlier": max(at - 1, 0), "later": at + 1}[move], column)
        return self.having(columns)

    def file_name(self, extension: str) -> str:
        return f"adam-projects-{self.day}.{extension}"


def recipe_of(query: Any, user: User) -> Recipe:
    """Of an address. What is not understood is left out, and said in `problems`."""
    query = query if isinstance(query, QueryDict) else QueryDict(query)
    past = past_of(query)
    narrowed = ProjectFilter(tidy(past.query, NOT_KEPT), user=user)
    columns, strange = columns_of(query)
    return Recipe(narrowed, columns, past, (*past.problems, *narrowed.problems, *strange, *unknown_sort(query)))


def unknown_sort(query: QueryDict) -> list[str]:
    """An order that was asked for and is not the one of the file must be said. `order` is a name of tables."""
    found = (
        [f"Order: “{query['order'][:40]}” says nothing here. Name the order with “sort”."] if "order" in query else []
    )
    known = f"Choose one of {', '.join(SORTS)}."
    return found + [f"{said} {known}" for said in no_such_order(query.get("sort", ""), SORTS)]


def columns_of(query: QueryDict) -> tuple[tuple[Column, ...], list[str]]:
    """Each once, the usual ones where none is named; and what to say of a name that is not known."""
    names = [name.strip() for value in query.getlist("column") for name in value.split(",") if name.strip()]
    strange = [name for name in names if name not in COLUMNS][:1]
    found = tuple(dict.fromkeys(COLUMNS[name] for name in names if name in COLUMNS))
    return found or USUAL, as_left_out(unknown("Column", name) for name in strange)
