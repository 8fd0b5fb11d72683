"""The picture on the page: where everything lies in its SVG, and the template that writes it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from projects.charts.atlas import AreaMap, PointMap
from projects.charts.bars import Bars
from projects.charts.flow import Flow
from projects.charts.heat import Heat
from projects.charts.lines import Lines
from projects.charts.plan import Plan
from projects.charts.timeline import Timeline

from .atlas import area_picture, point_picture
from .bars import bar_picture
from .flow import flow_picture
from .heat import heat_picture
from .lines import line_picture
from .timeline import time_picture

__all__ = ["Screen", "on_screen"]
DRAWN: dict[type, tuple[str, Callable[[Any], Any]]] = {
    Bars: ("bars", bar_picture),
    Lines: ("lines", line_picture),
    Heat: ("heat", heat_picture),
    Timeline: ("timeline", time_picture),
    Flow: ("flow", flow_picture),
    AreaMap: ("areas", area_picture),
    PointMap: ("points", point_picture),
}


@dataclass(frozen=True, slots=True)
class Screen:
    template: str
    drawing: Any  # what that template reads


def on_screen(plan: Plan) -> Screen:
    name, draw = DRAWN[type(plan)]
    return Screen(f"projects/pictures/_{name}.html", draw(plan))
