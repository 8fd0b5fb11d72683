"""The gap map as a picture: a heat map with the gaps marked, or a map of how many gaps each country has."""

from django.http import QueryDict
from django.urls import reverse

from partners.models import Country
from partners.text import plural
from projects.analysis import MEASURES, Measure, Member
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
    columns = found.columns[: room.columns]

    def square(line: Line, column: Heading, cell: GapCell) -> Square:
        tone, text = (GAP, "none") if cell.is_gap else (scale.tone(cell.projects), "")
        title = f"{line.heading.label}, {column.label}: {told(cell)}"
        return Square(cell.projects, tone, narrowed(query, found.by, line.heading, column), title, text)

    rows = [
        HeatRow(
            line.heading.label,
            narrowed(query, found.by, line.heading),
            str(line.total.projects),
            [square(line, *pair) for pair in zip(columns, line.cells, strict=False)],
        )
        for line in found.lines[: room.rows]
    ]
    return Heat(
        title=TITLES[found.by],
        columns=[Member(one.key, one.label, narrowed(query, found.by, column=one)) for one in columns],
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
    known = outlines().areas
    areas = [
        Area(
            country.pk,
            country.name,
            f"{country.name}: {plural(line.gaps, 'gap')}",
            str(line.gaps),
            line.gaps,
            scale.tone(line.gaps),
            narrowed(query, found.by, line.heading),
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
    return f"{plural(cell.projects, 'project')}, {asked_by(cell) or 'not asked for'}"


def asked_by(cell: GapCell) -> str:
    said = [plural(cell.recommendations, "recommendation")] if cell.recommendations else []
    said += [plural(cell.needs, "need")] if cell.needs else []
    return f"asked by {' and '.join(said)}" if said else ""


def narrowed(query: str, by: str, row: Heading | None = None, column: Heading | None = None) -> str | None:
    """The map of this country, of this theme by sub-theme, or of both; None where no filter says so."""
    asked = QueryDict(query, mutable=True)
    for name, one in (("country", row), ("activity_type" if by == "activity_type" else "theme", column)):
        if one is None:
            continue
        if one.key == ANY:
            return None
        asked[name] = one.key
    asked.pop("picture", None)
    if column:
        asked["columns"] = BELOW[by]
    return asked.urlencode()
