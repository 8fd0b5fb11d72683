"""The gap map as a picture: a heat map with the gaps marked, or a map of how many gaps each country has."""

from dataclasses import dataclass, field

from django.http import QueryDict
from django.urls import reverse

from partners.models import Country
from partners.text import plural
from projects.analysis import MEASURES, Measure, Member
from projects.analysis.links import encoded
from projects.charts import Unit
from projects.charts.atlas import Area, AreaMap
from projects.charts.heat import Heat, HeatRow, Square
from projects.charts.room import Room
from projects.charts.values import GAP, scale_of, shown_of
from projects.maps.outlines import outlines

from .cells import GapCell, GapMap, Heading, Line
from .lists import ANY

GAPS = Measure("gaps", "Gaps", "gaps", "count")
BELOW = {"theme": "sub_theme", "sub_theme": "activity_type", "activity_type": "activity_type"}
TITLES = {
    "theme": "What is asked and what is done, by country and theme",
    "sub_theme": "What is asked and what is done, by country and sub-theme",
    "activity_type": "What is asked and what is done, by country and kind of activity",
}


def heat_map(found: GapMap, query: str, room: Room) -> Heat:
    unit = Unit(MEASURES["projects"])
    scale = scale_of((cell.projects for line in found.lines for cell in line.cells), unit)
    narrowed = Narrower(query, found.by)
    columns = found.columns[: room.columns]

    def square(line: Line, column: Heading, cell: GapCell) -> Square:
        tone, text = scale.tone(cell.projects), "–" if cell.state == "unknown" and cell.has_dash else ""
        if cell.is_gap:
            tone, text = GAP, "none"
        title = f"{line.heading.label}, {column.label}: {told(cell)}"
        leads = narrowed(line.heading, column) if cell.projects or cell.is_gap else None
        return Square(cell.projects, tone, leads, title, text)

    rows = [
        HeatRow(
            line.heading.label,
            narrowed(line.heading),
            "–" if line.total.has_dash else str(line.total.projects),
            [square(line, *pair) for pair in zip(columns, line.cells, strict=False)],
        )
        for line in found.lines[: room.rows]
    ]
    return Heat(
        title=TITLES[found.by],
        columns=[Member(one.key, one.label, narrowed(column=one)) for one in columns],
        rows=rows,
        legend=[(GAP, "asked for, no project active"), *scale.legend],
        unit=unit,
        remarks=[
            *shown_of(room.rows, [member(line.heading) for line in found.lines], "countries"),
            *shown_of(room.columns, [member(one) for one in found.columns], "columns"),
        ],
        words="A heat map: the darker, the more projects are active; orange where something is asked for and none is",
        leads_to=reverse("roundtables:gaps"),
    )


def member(heading: Heading) -> Member:
    return Member(heading.key, heading.label)


def area_map(found: GapMap, query: str, room: Room) -> AreaMap:
    unit = Unit(GAPS)
    counted = {line.heading.key: line for line in found.lines if line.gaps}
    scale = scale_of((line.gaps for line in counted.values()), unit)
    known, narrowed = outlines().areas, Narrower(query, found.by)
    areas = [
        Area(
            country.pk,
            country.name,
            f"{country.name}: {plural(line.gaps, 'gap')}",
            str(line.gaps),
            line.gaps,
            scale.tone(line.gaps),
            narrowed(line.heading),
        )
        for country in Country.objects.filter(pk__in=counted).order_by("name")
        if (line := counted[country.pk]) and country.pk in known
    ]
    shown = {area.code for area in areas}
    lost = [line.heading.label for key, line in counted.items() if key not in shown]
    return AreaMap(
        title="What is asked for and nobody does: gaps by country",
        areas=areas,
        scale=scale,
        unit=unit,
        remarks=[f"Not on the map: {', '.join(lost)}."] if lost else [],
        words="A map: the darker, the more is asked for without a project",
        leads_to=reverse("roundtables:gaps"),
    )


def told(cell: GapCell) -> str:
    """3 projects, asked by 2 recommendations."""
    if cell.has_dash:
        return f"{asked_by(cell) or 'not asked for'}, projects not counted"
    return f"{plural(cell.projects, 'project')}, {asked_by(cell) or 'not asked for'}"


def asked_by(cell: GapCell) -> str:
    said = [plural(cell.recommendations, "recommendation")] if cell.recommendations else []
    said += [plural(cell.needs, "need")] if cell.needs else []
    return f"asked by {' and '.join(said)}" if said else ""


@dataclass(slots=True)
class Narrower:
    """The map of one country, of one theme by sub-theme, or of both. A picture has a thousand squares, so what they
    share is put into words once.
    """

    query: str
    by: str
    known: dict[tuple[str, ...], str] = field(default_factory=dict)

    def __call__(self, row: Heading | None = None, column: Heading | None = None) -> str | None:
        """None where no filter says so."""
        if ANY in {row and row.key, column and column.key}:
            return None
        name = "activity_type" if self.by == "activity_type" else "theme"
        said = {"country": row.key} if row else {}
        said |= {name: column.key, "columns": BELOW[self.by]} if column else {}
        return "&".join(filter(None, [self.without(*said), *(encoded(*pair) for pair in said.items())]))

    def without(self, *names: str) -> str:
        if names not in self.known:
            kept = QueryDict(self.query, mutable=True)
            for name in ("picture", *names):
                kept.pop(name, None)
            self.known[names] = kept.urlencode()
        return self.known[names]
