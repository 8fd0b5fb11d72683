"""The board: a column for each state, with so many cards of each that a page can hold, grouped as chosen.

One light row of each recommendation gives counts and order; only the cards that are shown are read in full. The number
of queries depends neither on the recommendations nor on the columns.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch
from django.http import QueryDict

from partners.models import Country, Pillar
from roundtables.following.filters import COUNTRY, MEETING, PILLAR, BoardFilter
from roundtables.models import FollowUp, Recommendation, RoundTable

PER_COLUMN = 10  # cards
State = Recommendation.State
LAST = ("~", "Not stated")


class Light(NamedTuple):
    """All that counting and ordering need of one."""

    pk: int
    number: int
    priority: int
    due_on: date | None
    begins_on: date
    meeting: int
    pillars: list[str]
    assessed: str | None
    progress: str | None

    @property
    def state(self) -> State:
        return State.derived(self.begins_on, self.assessed, self.progress, self.due_on)

    @property
    def urgency(self) -> tuple[date, int, int, int]:
        return self.due_on or date.max, self.priority, self.meeting, self.number


class Place(NamedTuple):
    """A card's place in its column: one that is about three countries has three when grouped by country."""

    order: tuple[object, ...]
    group: str
    pk: int


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    cards: list[Recommendation]


@dataclass(frozen=True, slots=True)
class Column:
    state: State
    total: int  # recommendations, each once
    groups: list[Group]
    number: int
    pages: int
    before: str  # query string of the page before this one, of this column alone; empty where there is none
    after: str


def columns(narrowed: BoardFilter, query: QueryDict) -> list[Column]:
    rows = light(narrowed)
    labels = labels_of(rows, narrowed)
    by_state: dict[State, list[Light]] = {state: [] for state in State if state != State.DRAFT}
    for row in rows:
        by_state[row.state].append(row)
    pages = {state: page_of(places(found, labels), query, state) for state, found in by_state.items()}
    shown = cards({place.pk for page in pages.values() for place in page.object_list})
    return [
        Column(
            state,
            len(by_state[state]),
            [
                Group(name, [shown[place.pk] for place in some])
                for name, some in groupby(page.object_list, lambda place: place.group)
            ],
            page.number,
            page.paginator.num_pages,
            turned(query, state, page.number - 1) if page.has_previous() else "",
            turned(query, state, page.number + 1) if page.has_next() else "",
        )
        for state, page in pages.items()
    ]


def light(narrowed: BoardFilter) -> list[Light]:
    names = ("pk", "number", "priority", "due_on", "begins_on", "round_table", "pillars")
    rows = narrowed.qs.order_by().values_list(*names, "last_assessed", "last_progress")
    return [Light(*row) for row in rows]


def labels_of(rows: Sequence[Light], narrowed: BoardFilter) -> Mapping[int, list[tuple[Any, str]]]:
    """Of each its groups: what they are ordered by, and their names. Two queries at most."""
    by = narrowed.grouped_by
    if by == MEETING:
        meetings = RoundTable.objects.in_bulk({row.meeting for row in rows})
        named = {pk: [(-one.start.toordinal(), str(one))] for pk, one in meetings.items()}
        return {row.pk: named[row.meeting] for row in rows}
    if by == PILLAR:
        pillars = dict(Pillar.choices)
        return {row.pk: [(code, pillars[code]) for code in row.pillars] or [LAST] for row in rows}
    if by == COUNTRY:
        found = by_country(narrowed)
        return {row.pk: found.get(row.pk) or [LAST] for row in rows}
    return {row.pk: [("", "")] for row in rows}


def by_country(narrowed: BoardFilter) -> Mapping[int, list[tuple[Any, str]]]:
    names = dict(Country.objects.values_list("pk", "name"))
    about = Recommendation.countries.through.objects.filter(recommendation__in=narrowed.qs.order_by().values("pk"))
    found: dict[int, list[tuple[Any, str]]] = defaultdict(list)
    for pk, code in about.values_list("recommendation", "country"):
        found[pk].append((names[code], names[code]))
    return found


def places(rows: Sequence[Light], labels: Mapping[int, list[tuple[Any, str]]]) -> list[Place]:
    return sorted(Place((order, name, *row.urgency), name, row.pk) for row in rows for order, name in labels[row.pk])


def page_of(found: list[Place], query: QueryDict, state: State) -> Page:
    return Paginator(found, PER_COLUMN).get_page(query.get(state.value))


def turned(query: QueryDict, state: State, number: int) -> str:
    other = query.copy()
    other[state.value] = str(number)
    return other.urlencode()


def cards(pks: set[int]) -> dict[int, Recommendation]:
    """In full, each with the partners that have reported."""
    reports = FollowUp.objects.reports().select_related("partner")
    found = Recommendation.objects.filter(pk__in=pks).with_state().select_related("round_table")
    return {one.pk: one for one in found.prefetch_related(Prefetch("follow_ups", reports, to_attr="reports"))}
