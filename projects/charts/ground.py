"""The map that lies under a picture: the part of the world that has room, for the page and for files."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from partners.models import Country
from projects.maps import SIZE, CountryMap, Ground, Point, country_map, ground_of
from projects.maps.outlines import outlines
from projects.maps.view import view_of

from .atlas import Area, AreaMap, PointMap

WIDE = 60  # degrees of longitude
MOST = 0.95  # of all that is drawn, where the map is closer for it
CLOSER = 0.6  # times as broad as a map of all countries
ALONG = 1.05  # times as broad as a map of most: what lies within is taken along
STRIP, PART = 0.02, 0.4  # of a picture, or of a country, that make it seen
NAMED = 12  # countries of those outside
DESK = 760  # pixels in width at which names must not touch


@dataclass(frozen=True, slots=True)
class Frame:
    """The countries as far as which a map reaches."""

    codes: tuple[str, ...]
    outside: tuple[Area, ...] = ()  # what has a value and is not on it, the largest first

    @property
    def said(self) -> str:
        if not self.outside:
            return ""
        named = [f"{area.name} {area.short}" for area in self.outside[:NAMED]]
        more = len(self.outside) - len(named)
        return f"Outside this part of the map: {', '.join(named)}{f' and {more} more' if more else ''}."


def map_of_areas(plan: AreaMap, size: tuple[int, int] = SIZE, desk: int = DESK) -> CountryMap | None:
    """With the value below the name of each country."""
    codes = [area.code for area in by_value(plan)]

    def named(shown: Iterable[str]) -> Mapping[str, str]:
        here = {area.code: f"{area.name}\n{area.short}" for area in plan.areas if area.name}
        return names_of(shown) | dict(plan.around) | here

    return country_map(codes, names=named, size=size, frame=frame_of(plan, size).codes, ranked=True, desk=desk)


def frame_of(plan: AreaMap, size: tuple[int, int] = SIZE) -> Frame:
    """The widest countries are cut, as all others would be dots. Where a few far ones would make dots of the rest, the
    map shows the countries that hold nearly all there is; which are left out is said.
    """
    ranked, drawn = by_value(plan), frozenset(area.code for area in plan.areas)
    areas = [area for area in ranked if outlines().extent(area.code)]
    codes = tuple(area.code for area in areas)
    whole = holding(codes, drawn, size)
    if whole is None or not all(area.name for area in areas):  # of a region all countries have the one value
        return Frame(whole or codes)
    core = holding(most(areas), drawn, size)
    if core is None or breadth(core, size) > CLOSER * breadth(whole, size):
        return Frame(whole)
    reach, frame = breadth(core, size) * ALONG, core
    for code in codes:  # what lies near by comes along
        if code not in frame and breadth((*frame, code), size) <= reach:
            frame = (*frame, code)
    ground = ground_of(drawn, (), size, frozenset(frame))
    return Frame(frame, tuple(area for area in areas if area.code not in frame and not is_seen(ground, area.code)))


def by_value(plan: AreaMap) -> list[Area]:
    return sorted(plan.areas, key=lambda area: -area.value)


def most(areas: Sequence[Area]) -> tuple[str, ...]:
    """The largest, which together hold nearly all."""
    sums = list(accumulate(float(area.value) for area in areas))
    before = sum(1 for one in sums if one < MOST * sums[-1])
    return tuple(area.code for area in areas[: before + 1])


def holding(codes: tuple[str, ...], drawn: frozenset[str], size: tuple[int, int]) -> tuple[str, ...] | None:
    """As far as which a map must reach that shows all of them: without the widest, if they are seen all the same."""
    narrow = tuple(code for code in codes if (box := outlines().extent(code)) and box[2] - box[0] < WIDE)
    for frame in (narrow, codes):
        ground = ground_of(drawn, (), size, frozenset(frame))
        if ground and ground.shapes.keys() >= set(codes):
            return frame
    return None


def breadth(codes: Iterable[str], size: tuple[int, int]) -> float:
    """Of a map of them, in degrees of longitude."""
    return view_of([extent for code in codes if (extent := outlines().extent(code))], *size).breadth


def is_seen(ground: Ground | None, code: str) -> bool:
    """More than a strip at the edge of the picture."""
    box = outlines().extent(code)
    if ground is None or box is None or code not in ground.shapes:
        return False
    shape, view = ground.shapes[code], ground.view
    return shape.width * shape.height >= STRIP * view.width * view.height or view.part(box) >= PART


def map_of_points(plan: PointMap, size: tuple[int, int] = SIZE, desk: int = DESK) -> CountryMap | None:
    points = [Point(spot.name, spot.longitude, spot.latitude) for spot in plan.spots]
    return country_map((), points, names_of, most_named=len(points), size=size, desk=desk)


def names_of(codes: Iterable[str]) -> dict[str, str]:
    return dict(Country.objects.filter(pk__in=list(codes)).order_by().values_list("pk", "name"))
