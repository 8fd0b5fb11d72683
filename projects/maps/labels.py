"""Names on a map: put down one after the other, each where nothing stands yet, or not at all."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from math import cos, hypot, pi, sin

LETTER, LINE = 7.0, 15.0  # pixels that a sign takes in width and a line in height
DESK, PHONE = 480, 320  # usual widths in pixels at which names must not touch one another
NEAR, WITHIN = (14, 24), (10, 18, 26, 36, 48, 64)  # pixels from where a name belongs: beside it, and on its country
AWAY = (48, 72, 100)  # at the end of a line that leads there
DIRECTIONS = 16
CLEAR = 1.6  # times the size of another country from its middle: surely not within it
STEP = 3  # pixels: a line is kept clear at so many points that nothing gets through
LINE_FREE = 4  # steps
Spot = tuple[float, float]  # percent of the picture
Box = tuple[float, float, float, float]  # left, top, right, bottom in pixels
On = Callable[[Spot], bool]  # whether a spot is on the country itself, or on another of those that matter


@dataclass(frozen=True, slots=True)
class Label:
    lines: tuple[str, ...]
    x: float  # percent of the picture
    y: float
    anchor: str  # start, middle, end
    kind: str  # place, here, around
    narrow: bool  # whether it has room on a phone too
    lead: tuple[Spot, Spot] | None = None  # a line to it from where it belongs


class Labels:
    def __init__(self, width: int, height: int, desk: int = DESK) -> None:
        self.shape, self.desk = height / width, desk
        self.placed: list[Label] = []
        self.taken: dict[int, list[Box]] = {desk: [], PHONE: []}

    def keep_clear(self, x: float, y: float, radius: float) -> None:
        """Room for a dot; x and y in percent, the radius in pixels."""
        for wide, taken in self.taken.items():
            at_x, at_y = x / 100 * wide, y / 100 * wide * self.shape
            taken.append((at_x - radius, at_y - radius, at_x + radius, at_y + radius))

    def put(
        self,
        name: str,
        x: float,
        y: float,
        kind: str,
        anchors: tuple[str, ...] = ("middle",),
        lead_from: Spot | None = None,
        foreign: On | None = None,
    ) -> bool:
        """With the anchor that has room on a phone too, if there is one, else with one that has room at a desk."""
        lines = broken(name)
        best: tuple[str, dict[int, bool], dict[int, Box], dict[int, list[Spot]], tuple[Spot, Spot] | None] | None = None
        for anchor in anchors:
            fits = {wide: self._box(lines, x, y, anchor, wide) for wide in self.taken}
            lead = (lead_from, self._edge(fits[self.desk], lead_from)) if lead_from else None
            runs = {wide: self._run(lead, wide) if lead else [] for wide in self.taken}
            free = {
                wide: self._is_free(box, wide)
                and not any(self._is_taken(at, wide) for at in runs[wide])
                and not (foreign and any(map(foreign, self._spots(box, wide))))
                for wide, box in fits.items()
            }
            if free[self.desk] and (best is None or (free[PHONE] and not best[1][PHONE])):
                best = anchor, free, fits, runs, lead
        if best is None:
            return False
        anchor, free, fits, runs, lead = best
        for wide in self.taken:
            if free[wide]:
                self.taken[wide].append(fits[wide])
                self.taken[wide] += [(x - STEP, y - STEP, x + STEP, y + STEP) for x, y in runs[wide]]
        self.placed.append(Label(lines, round(x, 1), round(y, 1), anchor, kind, free[PHONE], lead))
        return True

    def put_near(self, name: str, x: float, y: float, kind: str, own: On, foreign: On) -> bool:
        """Where it belongs, else elsewhere on its own country, else a little beside, but not on another."""
        below = 100 * LINE / 2 / self.desk / self.shape  # from the middle of a first line to that of two
        within = (at for at in self._around(x, y, WITHIN) if own((at[0], at[1] + below)))
        beside = (at for at in self._around(x, y, NEAR) if not foreign(at) and not foreign((at[0], at[1] + below)))
        return any(self.put(name, *spot, kind) for spot in ((x, y), *within, *beside))

    def put_away(self, name: str, x: float, y: float, kind: str, clear: Callable[[Spot], float], foreign: On) -> bool:
        """At the end of a line that crosses nothing: near by, but `clear` of what else has a name and on nothing
        `foreign`.
        """
        spots = sorted(self._around(x, y, AWAY), key=lambda spot: -min(clear(spot), CLEAR))
        return any(self.put(name, *spot, kind, lead_from=(x, y), foreign=foreign) for spot in spots)

    def _run(self, lead: tuple[Spot, Spot], wide: int) -> list[Spot]:
        """Points of a line in pixels, without its beginning, where the country's own ring may be."""
        (x, y), (to_x, to_y) = ((a / 100 * wide, b / 100 * wide * self.shape) for a, b in lead)
        steps = max(int(hypot(to_x - x, to_y - y) / STEP), 1)
        return [(x + (to_x - x) * at / steps, y + (to_y - y) * at / steps) for at in range(LINE_FREE, steps)]

    def _is_taken(self, at: Spot, wide: int) -> bool:
        return any(left < at[0] < right and top < at[1] < bottom for left, top, right, bottom in self.taken[wide])

    def _spots(self, box: Box, wide: int) -> Iterator[Spot]:
        """Where on the picture a name stands: its corners, its middle, and between them."""
        left, top, right, bottom = box
        for part in (0.05, 0.275, 0.5, 0.725, 0.95):
            for down in (0.15, 0.5, 0.85):
                at_x, at_y = left + part * (right - left), top + down * (bottom - top)
                yield 100 * at_x / wide, 100 * at_y / wide / self.shape

    def _around(self, x: float, y: float, radii: Iterable[int]) -> Iterator[Spot]:
        for radius in radii:
            for part in range(DIRECTIONS):
                angle = 2 * pi * part / DIRECTIONS
                across, down = radius * cos(angle), radius * sin(angle)
                yield x + 100 * across / self.desk, y + 100 * down / self.desk / self.shape

    def _edge(self, box: Box, spot: Spot) -> Spot:
        """The point of a name next to the spot; a little within its box, as names are smaller on a wide screen."""
        left, top, right, bottom = box
        inside_x, inside_y = (right - left) / 6, (bottom - top) / 6
        left, top, right, bottom = left + inside_x, top + inside_y, right - inside_x, bottom - inside_y
        high = self.desk * self.shape
        x, y = spot[0] / 100 * self.desk, spot[1] / 100 * high
        to_x, to_y = min(max(x, left), right), min(max(y, top), bottom)
        return round(100 * to_x / self.desk, 2), round(100 * to_y / high, 2)

    def _box(self, lines: tuple[str, ...], x: float, y: float, anchor: str, wide: int) -> Box:
        length, tall = max(map(len, lines)) * LETTER, len(lines) * LINE
        at_x, at_y = x / 100 * wide, y / 100 * wide * self.shape
        left = {"start": at_x + 9, "middle": at_x - length / 2, "end": at_x - 9 - length}[anchor]
        return left, at_y - LINE / 2, left + length, at_y - LINE / 2 + tall

    def _is_free(self, box: Box, wide: int) -> bool:
        left, top, right, bottom = box
        if left < 2 or top < 2 or right > wide - 2 or bottom > wide * self.shape - 2:
            return False
        return all(left >= r or right <= l or top >= b or bottom <= t for l, t, r, b in self.taken[wide])  # noqa: E741


def broken(name: str) -> tuple[str, ...]:
    """ "Iran (Islamic Republic of)" in two lines; a line break stays one."""
    name, _, below = name.partition("\n")
    first, bracket, rest = name.partition(" (")
    lines = (first, f"({rest}") if bracket else (name,)
    return (*lines, below) if below else lines
