"""The way back into the register: the query string that lists exactly the projects behind a figure."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.http import QueryDict
from django.utils.http import urlencode

from projects.filters import ProjectFilter, tidy

from .crossing import Axis
from .dimensions import EARLIER, LATER, NONE, OTHERS, Years
from .entities import ANY, STATED, Entity, Term, term
from .measures import ACTIVITY, PART
from .tables import Question
from .totals import GROSS

NAMES = {ACTIVITY: "activity", PART: "involved"}  # of the filters that ask of one such row
ENTITIES_ASKED = frozenset(NAMES.values())
ADDED = {"missing", "member", *ENTITIES_ASKED}  # filters whose values hold all together
OF_THE_QUESTION = (
    "rows", "columns", "measure", "totals", "shares", "order", "picture", "shape", "as_of", "page", "sort",
)  # fmt: skip
Parts = list[tuple[str, str]]


def address(question: Question, narrowed: ProjectFilter) -> QueryDict:
    """The query of this very report, complete and tidy: for the page, the files and the API."""
    query = tidy(narrowed.understood, {"page", "sort", *OF_THE_QUESTION})
    for name, value in question.names.items():
        query[name] = value
    if question.unit and question.measure.kind == "quantity":
        query.setlist("unit", [question.unit])
    return query


def own_terms(narrowed: ProjectFilter, entity: Entity) -> tuple[Term, ...]:
    """What the filter asks of one activity, or of one partner's part: only these are counted."""
    texts = narrowed.cleaned.get(NAMES.get(entity.name, ""), [])
    return tuple(found for text in texts if (found := term(text, entity)))


@dataclass(frozen=True, slots=True)
class Links:
    """A large table has thousands of them, so what many have in common is put into words once."""

    base: dict[str, list[str]]
    entity: Entity
    every: Parts  # what each link asks besides
    rows: Axis
    columns: Axis | None
    once: bool  # whether each project is counted once: before it is known in which cell it stands
    known: dict[Any, Any] = field(default_factory=dict)

    def query(self, row: str | None, column: str | None) -> str | None:
        asked = list(self.every)
        for axis, key in ((self.rows, row), (self.columns, column)):
            if axis is not None and key is not None:
                found = self.part(axis, key)
                if found is None:
                    return None
                asked += found
        if self.once:
            return self.within(asked)
        replaced = frozenset(name for name, _ in asked if name not in ADDED)
        new = [
            (name, value)
            for name, value in dict.fromkeys(asked)
            if value not in self.base.get(name, []) or name in replaced
        ]
        return "&".join(filter(None, [self.without(replaced), *(encoded(*pair) for pair in new)]))

    def within(self, asked: Parts) -> str | None:
        """Of the records that count, those of the cell; none where cells were asked for before it was counted once."""
        base = self.base
        if "cell" in base and "once" not in base:
            return None
        new = [(name, value) for name, value in dict.fromkeys(asked) if base.get(name) != [value]]
        for name in {name for name, _ in new} & ENTITIES_ASKED:  # all of it holds of one activity, of one partner
            new = [*((name, value) for value in base.get(name, [])), *new]
        cell = [encoded("cell", urlencode(list(dict.fromkeys(new))))] if new else []
        once = [] if "once" in base else ["once=on"]
        return "&".join(filter(None, [self.without(frozenset()), *once, *cell]))

    def part(self, axis: Axis, key: str) -> Parts | None:
        where = axis is self.rows, key
        if where not in self.known:
            self.known[where] = part(self.entity, axis, key)
        found: Parts | None = self.known[where]
        return found

    def without(self, names: frozenset[str]) -> str:
        if names not in self.known:
            kept = {name: values for name, values in self.base.items() if name not in names}
            self.known[names] = urlencode(kept, doseq=True)
        return str(self.known[names])


@lru_cache(10_000)
def encoded(name: str, value: str) -> str:
    return urlencode({name: value})


def links(
    question: Question, narrowed: ProjectFilter, entity: Entity, rows: Axis, columns: Axis | None, within: Years | None
) -> Links:
    every: Parts = []
    if entity.name == ACTIVITY:
        quantity = question.measure.kind == "quantity"
        every.append(("activity", f"unit:{question.unit}" if question.unit else STATED if quantity else ANY))
        if within:
            every.append(("activity", f"year:{within.first}-{within.last}"))
    base = register_query(narrowed)
    if "once" not in narrowed.cleaned:  # "once=off" is no such filter
        base.pop("once", None)
    base.pop("drafts", None)  # the register has them in any case
    if not narrowed.counts_drafts:
        base["published"] = ["on"]
    once = question.totals != GROSS or "once" in narrowed.cleaned
    if question.as_of:
        base["as_of"] = [question.as_of.isoformat()]
    return Links(base, entity, every, rows, columns, once)


def register_query(narrowed: ProjectFilter) -> dict[str, list[str]]:
    """The filter as the register reads it: without this page's own names and without what was left out."""
    query = {name: [value for value in values if value] for name, values in narrowed.understood.lists()}
    return {name: values for name, values in query.items() if values and name not in OF_THE_QUESTION}


def part(entity: Entity, axis: Axis, key: str) -> Parts | None:
    """The filter of this member as names and values; None when there is none."""
    dimension, years = axis.dimension, axis.scope.years
    name = NAMES.get(entity.name, "")
    alone = entity.rows is not None and entity.stands_alone(dimension)
    if key == OTHERS:
        kept = axis.scope.kept or ()
        if not kept or any("," in one for one in kept):
            return None
        return [(name if alone else "member", f"{dimension.name}:others:{','.join(kept)}")]
    if key == EARLIER and years:
        return [(name, f"year:-{years.shown_from - 1}") if alone else ("to_year", str(years.shown_from - 1))]
    if key == LATER and years:
        return [(name, f"year:{years.shown_to + 1}-") if alone else ("from_year", str(years.shown_to + 1))]
    if alone:
        return [(name, f"{dimension.name}:{key}")]
    if key == NONE:
        return [("missing", dimension.missing)]
    return [(dimension.name, key)]
