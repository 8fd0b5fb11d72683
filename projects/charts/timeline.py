"""Time line: the projects behind a table as bars over the years, grouped by its rows. Where there are too many, a
few of each group are shown, so that no group is missing: those that have not ended first, then the largest.
"""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np

from partners.text import day_in_words, plural, thousands
from projects import clock
from projects.analysis import MEASURES, Dimension, Member, Table
from projects.analysis.columns import source_of
from projects.analysis.counting import Asked, placed
from projects.analysis.crossing import Axis
from projects.analysis.dimensions import OTHERS, Scope
from projects.models import Project
from projects.models.project import ProjectQuerySet

from .room import Room
from .values import shown_of

LONGEST = 30  # years on the axis
TONES = {
    Project.Status.PIPELINE: 4,
    Project.Status.IMPLEMENTATION: 0,
    Project.Status.FINALISATION: 2,
    Project.Status.CLOSED: 6,
    Project.Status.CANCELLED: 5,
    Project.Status.SUSPENDED: 3,
}


@dataclass(frozen=True, slots=True)
class Span:
    """One project; the ends are parts of the whole width, from 0 to 1."""

    title: str
    partner: str
    when: str
    status: str
    tone: int
    first: float
    last: float
    address: str


@dataclass(frozen=True, slots=True)
class Lane:
    label: str
    query: str | None
    spans: list[Span]


@dataclass(frozen=True, slots=True)
class Timeline:
    title: str
    first_year: int
    last_year: int
    lanes: list[Lane]
    legend: list[tuple[int, str]]
    today: float | None  # part of the width
    remarks: list[str]
    now: str = "Today"  # or the past day that is looked at

    @property
    def words(self) -> str:
        return f"Bars from {self.first_year} to {self.last_year}, one for each project"

    @property
    def lack(self) -> str:
        return "" if self.lanes else "None of these projects has dates, so there is nothing to draw."

    @property
    def years(self) -> list[int]:
        return list(range(self.first_year, self.last_year + 1))


class Found(NamedTuple):
    project: int
    key: str
    dated: int  # all entries that could be shown
    undated: int  # projects without dates


def timeline(table: Table, projects: ProjectQuerySet, room: Room) -> Timeline:
    dimension, members = grouped_by(table)
    groups = [member for member in members if member.key != OTHERS][: room.lanes]
    scope = Scope(tuple(member.key for member in members), table.years)
    found = entries(projects, dimension, scope, [one.key for one in groups], room.spans)
    shown = Project.objects.select_related("partner").in_bulk([one.project for one in found])
    first, last = axis(table, list(shown.values()))

    def span(project: Project) -> Span:
        start, end = project.start or date(first, 1, 1), project.end or date(last, 12, 31)
        left, right = (min(max(part(day, first, last), 0.0), 1.0) for day in (start, end))
        return Span(
            project.title,
            project.partner.code,
            when(project),
            project.get_status_display(),
            TONES[Project.Status(project.status)],
            left,
            max(right, left),
            project.get_absolute_url(),
        )

    lanes = []
    for member in groups:
        own = [shown[one.project] for one in found if one.key == member.key]
        own.sort(key=lambda project: (project.start or date.min, project.end or date.max, project.pk))
        if own:
            lanes.append(Lane(member.label, member.query, [span(project) for project in own]))
    present = {project.status for project in shown.values()}
    legend = [(tone, str(status.label)) for status, tone in TONES.items() if status in present]
    today = part(clock.today(), first, last)
    return Timeline(
        f"Projects over time, by {dimension.label.lower()}",
        first,
        last,
        lanes,
        legend,
        today if 0 <= today <= 1 else None,
        remarks(found, dimension, members, len(groups)),
        day_in_words(table.question.day) if table.question.is_past else "Today",
    )


def grouped_by(table: Table) -> tuple[Dimension, list[Member]]:
    """The rows, or the columns where the rows are years."""
    question = table.question
    if question.rows.is_time and question.columns:
        return question.columns, table.columns
    return question.rows, table.rows


def remarks(found: list[Found], dimension: Dimension, members: list[Member], groups: int) -> list[str]:
    said = shown_of(groups, members, dimension.plural)
    if found and found[0].dated > len(found):
        number = f"{thousands(len(found))} of {thousands(found[0].dated)}"
        said.append(f"Shown: {number} bars: of each those that go on, the largest first. Narrow down to see more.")
    if dimension.is_shared and len({one.project for one in found}) < len(found):
        said.append(f"A project in several {dimension.plural} stands with each.")
    if found and (undated := found[0].undated):
        said.append(f"Not shown: {plural(undated, 'project')} without dates.")
    return said


# -- Time --------------------------------------------------------------------------------------------------------------
def axis(table: Table, shown: list[Project]) -> tuple[int, int]:
    """First and last year: those of the projects, within what the filter asks for."""
    days = [day.year for project in shown for day in (project.start, project.end) if day]
    first, last = min(days, default=clock.today().year), max(days, default=clock.today().year)
    if table.within:
        first, last = max(first, table.within.first), min(last, table.within.last)
    last = max(first, last)
    return max(first, last - LONGEST + 1), last


def part(day: date, first: int, last: int) -> float:
    """Where a day lies between the first day of the first year and the last day of the last one."""
    begin, whole = date(first, 1, 1).toordinal(), (last - first + 1) * 365.2425
    return round((day.toordinal() - begin) / whole, 4)


def when(project: Project) -> str:
    if project.start and project.end:
        first, last = project.start.year, project.end.year
        return f"{first}" if first == last else f"{first}–{last}"
    if project.start:
        return f"since {project.start.year}, no end stated"
    return f"until {project.end.year}, no start stated" if project.end else ""


# -- Which projects ----------------------------------------------------------------------------------------------------
def entries(projects: ProjectQuerySet, dimension: Dimension, scope: Scope, keys: list[str], most: int) -> list[Found]:
    """The first of each group, then the second of each, and so on; so a group's first ones are those that are kept."""
    found = placed(source_of(projects), Asked(MEASURES["budget"]), Axis(dimension, scope))
    if found is None:
        return []
    counted, group = found.counted, found.by_row
    is_undated = np.isnan(counted.begins) & np.isnan(counted.ends)
    lane = {key: at for at, key in enumerate(keys)}
    lanes = np.array([lane.get(key, -1) for key in group.keys], dtype=np.int64)[group.members]
    shown = (lanes >= 0) & ~is_undated[group.rows]
    lanes, rows = lanes[shown], group.rows[shown]

    today = (clock.today() - date(1970, 1, 1)).days
    ended = np.where(np.isnan(counted.ends), 0, np.where(counted.ends < today, 2, 1))
    money = np.where(counted.having, counted.facts, -1)
    order = np.lexsort((rows, -money[rows], ended[rows], lanes))
    lanes, rows = lanes[order], rows[order]
    rank = np.arange(lanes.size) - np.searchsorted(lanes, lanes)
    first = np.lexsort((lanes, rank))[:most]
    undated = int(np.count_nonzero(is_undated))
    return [Found(int(counted.projects[rows[at]]), keys[lanes[at]], lanes.size, undated) for at in first]
