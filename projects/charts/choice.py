"""Which form of picture is drawn: the one that was asked for, if it can show this table; else one that can, and why."""

from django.http import QueryDict

from projects.analysis import Table
from projects.analysis.questions import PICTURES

from .bars import PARTS
from .lines import single_years
from .room import ROOMS

AUTO = "auto"
AREAS = ("country", "region")
PLACE = "place"


def asked_shape(query: QueryDict) -> tuple[str, list[str]]:
    """The shape of a file, and what was wrong."""
    name = query.get("shape", "").strip().lower() or next(iter(ROOMS))
    if name in ROOMS:
        return name, []
    return next(iter(ROOMS)), [f"Shape: “{name[:40]}” is not known here. Choose one of {', '.join(ROOMS)}."]


def chosen(table: Table) -> tuple[str, list[str]]:
    """The form that is drawn, and a sentence where it is not the one asked for."""
    name, best = table.question.picture, fitting(table)
    if name == AUTO or not table.total.projects:
        return best, []
    if lack := lacking(table, name):
        return best, [f"{lack} Until then this is drawn as: {PICTURES[best].lower()}."]
    return name, []


def fitting(table: Table) -> str:
    """What a reader takes in soonest."""
    question = table.question
    if question.by_unit:
        return "heat"
    if single_years(table) > 1:
        return "lines"
    if question.rows.name == PLACE:
        return "points"
    if not question.columns:
        return "bars"
    return "stacked" if len(table.columns) <= PARTS and question.measure.adds_up else "heat"


def lacking(table: Table, name: str) -> str:
    """What this form needs that the question does not have, and what to choose."""
    question = table.question
    names = {dimension.name for dimension in question.axes}
    if question.by_unit and name not in {"heat", "timeline"}:
        return "Quantities of unlike units have no common scale. Choose one unit."
    if name in {"stacked", "heat", "flow"} and not (question.columns or question.by_unit):
        return f"{PICTURES[name]}: this needs columns too. Choose some, such as Theme."
    if name in {"stacked", "flow"} and not question.measure.adds_up:
        return f"{PICTURES[name]}: {question.measure.label.lower()} has no parts. Choose another figure, or a heat map."
    if name == "flow" and any(dimension.is_time for dimension in question.axes):
        return "A flow does not lead to years. Choose Partner for rows and Country for columns, or lines."
    if name == "lines" and single_years(table) < 2:
        return "Lines need two years or more. Choose Year for rows or columns, or more years."
    if name == "map" and names.isdisjoint(AREAS):
        return "A map of countries needs them. Choose Country or Region for rows or columns."
    if name == "points" and question.rows.name != PLACE:
        return "A map of places needs them. Choose Place for rows."
    return ""
