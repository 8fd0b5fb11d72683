"""Maps on the page: each country, or each disc, with its link."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt

from partners.models import Country
from projects.charts.atlas import Area, AreaMap, PointMap, Spot
from projects.maps import SIZE, CountryMap, Dot, Point, country_map
from projects.maps.outlines import outlines

SMALLEST, LARGEST = 4, 20  # pixels of a disc's radius
WIDE = 60  # degrees of longitude
DESK = 760  # pixels in width at which names must not touch


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
    return AreaPicture(drawn, areas, [Ring(dot, by_code[dot.code]) for dot in drawn.small])


def map_of_areas(plan: AreaMap, size: tuple[int, int] = SIZE, desk: int = DESK) -> CountryMap | None:
    """With the value below the name of each country. The widest countries are cut, as all others would be dots; but no
    country is left out.
    """
    codes = [area.code for area in sorted(plan.areas, key=lambda area: -area.value)]

    def named(shown: Iterable[str]) -> Mapping[str, str]:
        here = {area.code: f"{area.name}\n{area.short}" for area in plan.areas if area.name}
        return names_of(shown) | dict(plan.around) | here

    extents = {code: extent for code in codes if (extent := outlines().extent(code))}
    narrow = [code for code, (west, _, east, _) in extents.items() if east - west < WIDE]
    for frame in (narrow, codes):
        found = country_map(codes, names=named, size=size, frame=frame, ranked=True, desk=desk)
        if found and extents.keys() <= found.ground.shapes.keys():
            return found
    return None


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


def map_of_points(plan: PointMap, size: tuple[int, int] = SIZE, desk: int = DESK) -> CountryMap | None:
    points = [Point(spot.name, spot.longitude, spot.latitude) for spot in plan.spots]
    return country_map((), points, names_of, most_named=len(points), size=size, desk=desk)


def names_of(codes: Iterable[str]) -> dict[str, str]:
    return dict(Country.objects.filter(pk__in=list(codes)).order_by().values_list("pk", "name"))
