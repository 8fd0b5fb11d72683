"""What part of the world a map shows, and where on it a point of the earth lies."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from math import cos, radians

from .outlines import Box, around

MARGIN = 0.12  # of the extent, on each side: neighbours are seen
LEAST = 5.0  # degrees of latitude, however small the country
WORLD: Box = (-169.0, -78.0, 191.0, 84.0)
HALF, TURN = 180.0, 360.0
WIDE = 60.0  # degrees of longitude; beyond them outlines may be coarse


VAST = 50.0  # degrees of longitude: of a country as wide as this the part with the places is shown
ROOM = 9.0, 5.0  # degrees around a place in it, so that something is there to find one's way by


@dataclass(frozen=True, slots=True)
class View:
    """An equidistant picture, true along the middle parallel. Sizes are in units of the drawing."""

    box: Box
    width: int
    height: int

    @property
    def middle(self) -> float:
        return (self.box[0] + self.box[2]) / 2

    def place(self, longitude: float, latitude: float) -> tuple[float, float]:
        west, south, east, north = self.box
        return (
            (longitude - west) / (east - west) * self.width,
            (north - latitude) / (north - south) * self.height,
        )

    @property
    def breadth(self) -> float:
        """In degrees of longitude."""
        return self.box[2] - self.box[0]

    @property
    def is_wide(self) -> bool:
        return self.breadth > WIDE

    def turned(self, longitude: float) -> float:
        """Degrees to add, so that what lies beyond the 180th meridian comes next to what is before it."""
        if longitude - self.middle > HALF:
            return -TURN
        return TURN if self.middle - longitude > HALF else 0.0

    def shows(self, box: Box, turn: float = 0.0) -> bool:
        west, south, east, north = self.box
        return box[0] + turn < east and box[2] + turn > west and box[1] < north and box[3] > south

    def part(self, box: Box) -> float:
        """How much of a box is seen."""
        turn = self.turned((box[0] + box[2]) / 2)
        wide = min(self.box[2], box[2] + turn) - max(self.box[0], box[0] + turn)
        high = min(self.box[3], box[3]) - max(self.box[1], box[1])
        return max(wide, 0) * max(high, 0) / max((box[2] - box[0]) * (box[3] - box[1]), 0.01)

    def holds(self, box: Box, turn: float = 0.0) -> bool:
        west, south, east, north = self.box
        return box[0] + turn >= west and box[2] + turn <= east and box[1] >= south and box[3] <= north


def extents(countries: Iterable[Box], points: Collection[tuple[float, float]]) -> tuple[list[Box], bool]:
    """How far a map has to reach, and whether that leaves out most of a vast country."""
    countries = list(countries)
    whole = [box for box in countries if not (box[2] - box[0] > VAST and any(within(box, *at) for at in points))]
    is_part = len(whole) < len(countries)
    x_room, y_room = ROOM if is_part else (0.0, 0.0)
    return [*whole, *((x - x_room, y - y_room, x + x_room, y + y_room) for x, y in points)], is_part


def within(box: Box, longitude: float, latitude: float) -> bool:
    around_the_world = any(box[0] <= longitude + turn <= box[2] for turn in (-TURN, 0.0, TURN))
    return around_the_world and box[1] <= latitude <= box[3]


def view_of(extents: Iterable[Box], width: int, height: int) -> View:
    """The smallest view of this shape that holds all of it, with some of what is around."""
    box = around(list(extents))
    if box[2] - box[0] > HALF:
        return View(WORLD, width, height)
    west, south, east, north = box
    middle = min(max((south + north) / 2, -60), 60)
    stretch = cos(radians(middle)) * height / width  # degrees of latitude that take as much room as one of longitude
    tall = max((north - south) * (1 + 2 * MARGIN), (east - west) * (1 + 2 * MARGIN) * stretch, LEAST)
    wide = tall / stretch
    x, y = (west + east) / 2, (south + north) / 2
    return View((x - wide / 2, y - tall / 2, x + wide / 2, y + tall / 2), width, height)
