"""What an address asks for: which projects, in which order, with which columns. The address is the recipe of the file:
`?country=TJ&sort=title&column=number,title,contributions`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from partners.models import User
from projects.analysis.past import past_of
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
    problems: tuple[str, ...] = ()

    @property
    def sort(self) -> str:
        return self.narrowed.data.get("sort", "")

    @property
    def projects(self) -> ProjectQuerySet:
        return in_order(self.narrowed.qs, self.sort)

    @property
    def scope(self) -> str:
        """The filters in words."""
        return " · ".join(chip.text for chip in self.narrowed.chips) or "All projects"

    @property
    def which(self) -> str:
        """The query string without the columns."""
        return tidy(self.narrowed.understood, NOT_KEPT).urlencode()

    @property
    def query(self) -> str:
        """Complete and tidy; the usual columns need no saying."""
        chosen = "" if self.columns == USUAL else f"column={','.join(column.name for column in self.columns)}"
        return "&".join(filter(None, [self.which, chosen]))

    def having(self, columns: Iterable[Column]) -> "Recipe":
        return Recipe(self.narrowed, tuple(dict.fromkeys(columns)), self.problems)

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
        return f"adam-projects-{timezone.localdate()}.{extension}"


def recipe_of(query: Any, user: User) -> Recipe:
    """Of an address. What is not understood is left out, and said in `problems`."""
    query = query if isinstance(query, QueryDict) else QueryDict(query)
    narrowed = ProjectFilter(tidy(query, NOT_KEPT), user=user)
    columns, unknown = columns_of(query)
    past = ["As of: files of the register hold it as it is today, so the day was left out."] if past_of(query) else []
    return Recipe(narrowed, columns, (*narrowed.problems, *past, *unknown, *unknown_sort(query)))


def unknown_sort(query: QueryDict) -> list[str]:
    """An order that was asked for and is not the one of the file must be said. `order` is a name of tables."""
    found = (
        [f"Order: “{query['order'][:40]}” says nothing here. Name the order with “sort”."] if "order" in query else []
    )
    sort = query.get("sort", "")
    if sort and sort.removeprefix("-") not in SORTS:
        found.append(f"Sort: “{sort[:40]}” is not known here, so the usual order was taken. One of {', '.join(SORTS)}.")
    return found


def columns_of(query: QueryDict) -> tuple[tuple[Column, ...], list[str]]:
    """Each once, the usual ones where none is named; and what to say of a name that is not known."""
    names = [name.strip() for value in query.getlist("column") for name in value.split(",") if name.strip()]
    unknown = [name for name in names if name not in COLUMNS][:1]
    found = tuple(dict.fromkeys(COLUMNS[name] for name in names if name in COLUMNS))
    return found or USUAL, [f"Column: “{name[:40]}” is not known here, so it was left out." for name in unknown]
