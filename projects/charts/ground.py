"""The map that lies under a picture: the part of the world that has room, for the page and for files."""

from collections.abc import Iterable, Mapping

from partners.models import Country
from projects.maps import SIZE, CountryMap, Point, country_map
from projects.maps.outlines import outlines

from .atlas import AreaMap, PointMap

WIDE = 60  # degrees of longitude
DESK = 760  # pixels in width at which names must not touch


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


def map_of_points(plan: PointMap, size: tuple[int, int] = SIZE, desk: int = DESK) -> CountryMap | None:
    points = [Point(spot.name, spot.longitude, spot.latitude) for spot in plan.spots]
    return country_map((), points, names_of, most_named=len(points), size=size, desk=desk)


def names_of(codes: Iterable[str]) -> dict[str, str]:
    return dict(Country.objects.filter(pk__in=list(codes)).order_by().values_list("pk", "name"))
