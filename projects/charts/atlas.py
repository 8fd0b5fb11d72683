"""Maps of a table: countries in a light or a dark tone, or places as discs as large as their value."""

from collections.abc import Mapping
from dataclasses import dataclass

from partners.models import Country
from partners.text import plural
from projects.analysis import Cell, Member, Table
from projects.analysis.dimensions import NO_SINGLE_VALUE
from projects.maps.outlines import outlines
from projects.models import Place

from .room import Room
from .values import Scale, Unit, Value, scale_of, value_of

SPOTS = 200


@dataclass(frozen=True, slots=True)
class Area:
    """A country of the map; with regions, each of a region's countries has the value of the region."""

    code: str
    name: str
    title: str
    short: str
    value: Value
    tone: int
    query: str | None


@dataclass(frozen=True, slots=True)
class AreaMap:
    title: str
    areas: list[Area]
    scale: Scale
    unit: Unit
    remarks: list[str]
    words: str = "A map: the darker, the more"
    around: tuple[tuple[str, str], ...] = ()  # codes and names of countries that are not called as the register does
    leads_to: str = ""  # the page that its queries are for; empty: the register

    @property
    def lack(self) -> str:
        return "" if self.areas else "None of these countries has a figure that can be put on a map."


@dataclass(frozen=True, slots=True)
class Spot:
    name: str
    title: str
    longitude: float
    latitude: float
    value: Value
    query: str | None


@dataclass(frozen=True, slots=True)
class PointMap:
    title: str
    spots: list[Spot]  # the largest first, so that the smaller ones lie above
    unit: Unit
    remarks: list[str]
    words: str = "A map of places: the larger the disc, the more"

    @property
    def lack(self) -> str:
        return "" if self.spots else "None of these places has both a figure and a known position."


def area_map(table: Table, unit: Unit, room: Room) -> AreaMap:
    dimension, lines = geographic(table)
    known = outlines().areas
    countries = Country.objects.order_by("name")
    if dimension == "country":
        by_code = {member.key: (member, cell) for member, cell in lines}
        shown = {country.pk: country for country in countries.filter(pk__in=by_code)}
    else:
        by_region = {member.key: (member, cell) for member, cell in lines}
        shown = {country.pk: country for country in countries.filter(region__in=by_region)}
        by_code = {code: by_region[country.region] for code, country in shown.items()}
    scale = scale_of((value_of(cell) for _, cell in lines), unit)
    areas = []
    for code, country in shown.items():
        member, cell = by_code[code]
        if code in known and (value := value_of(cell)) > 0:
            title = f"{member.label}: {unit.named(value)}"
            name = country.name if dimension == "country" else ""
            areas.append(Area(code, name, title, unit.brief(value), value, scale.tone(value), member.query))
    remarks = []
    lost = [member.label for member, cell in lines if cell.value and dimension == "country" and member.key not in known]
    if lost:
        remarks.append(f"Not on the map: {', '.join(lost[:5])}{' and others' if len(lost) > 5 else ''}.")
    if len(table.question.axes) > 1:
        remarks.append("The map shows the totals; the table has all figures.")
    return AreaMap(table.question.title, areas, scale, unit, remarks)


def geographic(table: Table) -> tuple[str, list[tuple[Member, Cell]]]:
    """The rows, or the columns where these are the countries."""
    question = table.question
    if question.rows.name in {"country", "region"} or not question.columns:
        return question.rows.name, list(zip(table.rows, table.row_totals, strict=True))
    return question.columns.name, list(zip(table.columns, table.column_totals, strict=True))


def point_map(table: Table, unit: Unit, room: Room) -> PointMap:
    lines = {m.key: (m, cell) for m, cell in zip(table.rows, table.row_totals, strict=True) if value_of(cell) > 0}
    numbers = [int(key) for key in lines if key.isdigit()]
    places: Mapping[int, Place] = Place.objects.filter(latitude__isnull=False).in_bulk(numbers)
    spots = []
    for number, place in places.items():
        member, cell = lines[str(number)]
        title = f"{member.label}: {unit.named(value_of(cell))}"
        spots.append(
            Spot(
                place.name, title, float(place.longitude or 0), float(place.latitude or 0), value_of(cell), member.query
            )
        )
    spots.sort(key=lambda spot: (-spot.value, spot.name))
    remarks = [f"The largest disc: {spots[0].title}."] if spots else []
    if len(spots) > SPOTS:
        remarks.append(f"Shown: the {SPOTS} largest of {len(spots)} places.")
    if lost := len(numbers) - len(places):
        remarks.append(f"Not on the map: {plural(lost, 'place')} whose position is not known.")
    if left_out := [m.label for key, (m, _) in lines.items() if key in NO_SINGLE_VALUE]:
        remarks.append(f"Not on the map: {' and '.join(label.lower() for label in left_out)}.")
    return PointMap(table.question.title, spots[:SPOTS], unit, remarks)
