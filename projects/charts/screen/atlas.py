"""Maps on the page: each country, or each disc, with its link."""

from dataclasses import dataclass
from math import sqrt

from projects.charts.atlas import Area, AreaMap, PointMap, Spot
from projects.charts.ground import frame_of, map_of_areas, map_of_points
from projects.maps import CountryMap, Dot

SMALLEST, LARGEST = 4, 20  # pixels of a disc's radius


@dataclass(frozen=True, slots=True)
class DrawnArea:
    path: str
    area: Area


@dataclass(frozen=True, slots=True)
class Ring:
    """A country too small to be seen."""

    dot: Dot
    area: Area


@dataclass(frozen=True, slots=True)
class AreaPicture:
    map: CountryMap | None
    areas: list[DrawnArea]
    rings: list[Ring]
    outside: str = ""  # which countries are not on it


@dataclass(frozen=True, slots=True)
class Disc:
    dot: Dot
    radius: float
    spot: Spot


@dataclass(frozen=True, slots=True)
class PointPicture:
    map: CountryMap | None
    discs: list[Disc]


def area_picture(plan: AreaMap) -> AreaPicture:
    drawn = map_of_areas(plan)
    if drawn is None:
        return AreaPicture(None, [], [])
    by_code = {area.code: area for area in plan.areas}
    shapes = drawn.ground.shapes
    areas = [DrawnArea(shapes[code].path, area) for code, area in by_code.items() if code in shapes]
    return AreaPicture(drawn, areas, [Ring(dot, by_code[dot.code]) for dot in drawn.small], frame_of(plan).said)


def point_picture(plan: PointMap) -> PointPicture:
    drawn = map_of_points(plan)
    if drawn is None:
        return PointPicture(None, [])
    largest = float(max((spot.value for spot in plan.spots), default=1)) or 1
    discs = [
        Disc(dot, round(max(LARGEST * sqrt(float(spot.value) / largest), SMALLEST), 1), spot)
        for dot, spot in zip(drawn.dots, plan.spots, strict=True)
    ]
    return PointPicture(drawn, discs)
