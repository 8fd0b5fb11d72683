"""Maps drawn on the server: countries and points in, a picture of countries, borders, dots and names out.

`country_map(["TJ", "AF"], points)` is for `templates/projects/_map.html`; nothing of it knows projects.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import dist, sqrt

from .drawing import Drawing, Shape
from .labels import CLEAR, DESK, LETTER, Label, Labels, Spot, broken
from .outlines import outlines
from .view import View, extents, view_of

__all__ = ["CONTROL_LINE", "DISCLAIMER", "SIZE", "CountryMap", "Dot", "Ground", "Point", "country_map", "ground_of"]

SIZE = WIDTH, HEIGHT = 960, 620  # units of the drawing
SMALL = 14  # units: a country of this size gets a circle to be seen at all
LED = 12  # countries that are named at the end of a line where there is no room in them; of more, lines would be a heap
MAX_NAMED = 12  # dots with their names beside them; more would be a heap
DISCLAIMER = (
    "The boundaries and names shown and the designations used on this map do not imply official endorsement or "
    "acceptance by the United Nations."
)
CONTROL_LINE = (
    "The dotted line represents approximately the Line of Control in Jammu and Kashmir agreed upon by India and "
    "Pakistan. The final status of Jammu and Kashmir has not yet been agreed upon by the parties."
)
Names = Callable[[Iterable[str]], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Point:
    title: str
    longitude: float
    latitude: float
    kind: str = ""  # points of several kinds have a colour and a shape each


@dataclass(frozen=True, slots=True)
class Dot:
    title: str
    x: float  # percent of the picture
    y: float
    kind: str = ""
    code: str = ""  # of a country


@dataclass(frozen=True, slots=True)
class Ground:
    """The countries of a view, before anything is put on it."""

    view: View
    around: str
    here: str
    borders: str
    dotted: str
    shapes: dict[str, Shape]
    is_part: bool = False  # most of a vast country is not on it


@dataclass(frozen=True, slots=True)
class CountryMap:
    ground: Ground
    dots: list[Dot] = field(default_factory=list)
    small: list[Dot] = field(default_factory=list)  # countries that are hardly seen otherwise
    labels: list[Label] = field(default_factory=list)

    @property
    def notes(self) -> list[str]:
        """What the United Nations asks to be printed below."""
        shown = self.ground.shapes
        part = ["The map shows the part of the country in which the places lie."] if self.ground.is_part else []
        return [*part, DISCLAIMER, *([CONTROL_LINE] if self.ground.dotted and {"IN", "PK"} & shown.keys() else [])]


def country_map(
    codes: Iterable[str],
    points: Sequence[Point] = (),
    names: Names | None = None,
    *,
    most_named: int = MAX_NAMED,
    size: tuple[int, int] = SIZE,
    frame: Collection[str] | None = None,
    ranked: bool = False,
    desk: int = DESK,
) -> CountryMap | None:
    """None when neither a country nor a point can be put on a map. `names` gives the names of countries by code. With
    more dots than `most_named` no dot is named. The map reaches as far as these countries, or as those of the `frame`.
    `ranked`: the countries that come first are named first, and beside them if need be; else the widest. `desk` is the
    map's width in pixels.
    """
    given, (width, height) = list(codes), size
    codes = frozenset(given)
    seen = codes if frame is None else frozenset(frame)
    ground = ground_of(codes, tuple(sorted({(p.longitude, p.latitude) for p in points})), size, seen)
    if ground is None:
        return None
    labels = Labels(width, height, desk)
    dots = [dot(point, ground.view) for point in points]
    for one in dots:
        labels.keep_clear(one.x, one.y, 6)
    named_once = list({(one.title, one.x, one.y): one for one in dots}.values())
    if len(named_once) <= most_named:
        for one in named_once:
            labels.put(one.title, one.x, one.y, "place", ("start", "end"))
    here = [code for code in (given if ranked else sorted(codes)) if code in ground.shapes]
    named = names(ground.shapes) if names else {}
    for kind, group in (("here", here), ("around", sorted(ground.shapes.keys() - set(here)))):
        for code in group if ranked and kind == "here" else sorted(group, key=lambda code: -ground.shapes[code].width):
            if code in named:
                put_name(labels, ground, code, named[code], kind, here if ranked else ())
    small = [
        Dot(named.get(code, code), percent(shape.middle[0], width), percent(shape.middle[1], height), code=code)
        for code in here
        if max((shape := ground.shapes[code]).width, shape.height) < SMALL
    ]
    return CountryMap(ground, dots, small, labels.placed)


def put_name(labels: Labels, ground: Ground, code: str, name: str, kind: str, ranked: Sequence[str]) -> None:
    """A neighbour's name stays within the neighbour; that of a country of the map may stand out."""
    shape, view = ground.shapes[code], ground.view
    if kind == "around" and len(broken(name)[0]) * LETTER * view.width / labels.desk > shape.breadth:
        return
    x, y = middle(ground, code)
    others = [one for one in ranked if one != code]

    def is_on(spot: Spot, *codes: str) -> bool:
        at_x, at_y = spot[0] / 100 * view.width, spot[1] / 100 * view.height
        return any(ground.shapes[one].covers(at_x, at_y) for one in codes)

    def own(spot: Spot) -> bool:
        return is_on(spot, code)

    def foreign(spot: Spot) -> bool:
        return is_on(spot, *others)

    if kind == "here" and max(shape.width, shape.height) < SMALL:  # beside its circle
        labels.keep_clear(x, y, 7)
        put = labels.put(name, x, y, kind, ("start", "end"))
    else:
        put = labels.put_near(name, x, y, kind, own, foreign) if ranked else labels.put(name, x, y, kind)
    if not put and kind == "here" and code in ranked[:LED]:
        labels.put_away(name, x, y, kind, lambda spot: clearance(ground, spot, others), foreign)


def clearance(ground: Ground, spot: tuple[float, float], codes: Iterable[str]) -> float:
    """How far a spot is from the nearest of these countries, by their size."""
    x, y = spot[0] / 100 * ground.view.width, spot[1] / 100 * ground.view.height
    shapes = [ground.shapes[code] for code in codes]
    return min(
        (dist((x, y), one.middle) / max(sqrt(one.width * one.height) / 2, SMALL) for one in shapes), default=CLEAR
    )


def middle(ground: Ground, code: str) -> tuple[float, float]:
    (x, y), view = ground.shapes[code].middle, ground.view
    return percent(x, view.width), percent(y, view.height)


@lru_cache(maxsize=256)
def ground_of(
    codes: frozenset[str], points: tuple[tuple[float, float], ...], size: tuple[int, int], frame: frozenset[str]
) -> Ground | None:
    known = outlines()
    boxes, is_part = extents([box for code in frame if (box := known.extent(code))], points)
    if not boxes:
        return None
    view = view_of(boxes, *size)
    drawing = Drawing(known, view)
    shapes = drawing.shapes(codes)
    return Ground(
        view=view,
        around="".join(shape.path for code, shape in shapes.items() if code not in codes),
        here="".join(shape.path for code, shape in shapes.items() if code in codes),
        borders=drawing.lines(known.borders),
        dotted=drawing.lines(known.dotted),
        shapes=shapes,
        is_part=is_part,
    )


def dot(point: Point, view: View) -> Dot:
    x, y = view.place(point.longitude + view.turned(point.longitude), point.latitude)
    return Dot(point.title, percent(x, view.width), percent(y, view.height), point.kind)


def percent(units: float, whole: int) -> float:
    return round(100 * units / whole, 2)
