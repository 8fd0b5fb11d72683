"""What is drawn of a table, in the form that was chosen."""

from collections.abc import Callable
from dataclasses import replace

from projects.analysis import Table
from projects.analysis.totals import GROSS
from projects.models.project import ProjectQuerySet

from .atlas import AreaMap, PointMap, area_map, point_map
from .bars import Bars, bars, stacked
from .flow import Flow, flow
from .heat import Heat, heat
from .lines import Lines, lines
from .room import SCREEN, Room
from .timeline import Timeline, timeline
from .values import Unit, in_percent

Plan = Bars | Lines | Heat | Timeline | Flow | AreaMap | PointMap
PLANS: dict[str, Callable[[Table, Unit, Room], Plan]] = {
    "bars": bars,
    "stacked": stacked,
    "lines": lines,
    "heat": heat,
    "flow": flow,
    "map": area_map,
    "points": point_map,
}


def plan(table: Table, form: str, projects: ProjectQuerySet, room: Room = SCREEN) -> Plan | None:
    """None where there is nothing to draw. Only a time line asks for the projects themselves."""
    if not table.total.projects:
        return None
    if form == "timeline":
        return timeline(table, projects if table.question.totals == GROSS else projects.once(), room)
    question = table.question
    if question.shares == "none":
        return PLANS[form](table, Unit(question.measure, question.unit), room)
    drawn = PLANS[form](in_percent(table), Unit(question.measure, question.unit, is_share=True), room)
    of = "all" if question.shares == "total" else f"the {question.shares}"
    return replace(drawn, title=f"{drawn.title}, per cent of {of}")
