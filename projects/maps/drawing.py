"""Outlines to paths of an SVG: turned, projected, thinned to what the eye can see, cut at the edge of the picture."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise

from .outlines import Outlines, Ring
from .view import View

Point = tuple[int, int]
FINE = 3  # units of the drawing: points nearer to one another than this are one
ISLET = 5  # units: a neighbour's island of less width is left out
EDGE = 8  # units beyond the edge that are still drawn, so that no cut is seen


@dataclass(frozen=True, slots=True)
class Shape:
    """What is seen of one country."""

    path: str
    middle: tuple[float, float]  # of its largest part, in units of the drawing
    width: float
    height: float
    breadth: float  # on average, from top to bottom

    def covers(self, x: float, y: float) -> bool:
        """Whether a point of the drawing lies within: a line from it to the right crosses the outline an odd number of
        times.
        """
        crossed = 0
        for points in rings_of(self.path):
            for (one_x, one_y), (x_, y_) in zip(points, points[1:] + points[:1], strict=True):
                if (one_y > y) != (y_ > y) and x < one_x + (y - one_y) * (x_ - one_x) / (y_ - one_y):
                    crossed += 1
        return crossed % 2 == 1


class Drawing:
    """One picture; arcs that two countries share are worked out once."""

    def __init__(self, outlines: Outlines, view: View) -> None:
        self.outlines, self.view = outlines, view
        self.seen = ISLET * (view.box[2] - view.box[0]) / view.width  # degrees
        self.fine = FINE * 2 if view.is_wide else FINE
        self.known: dict[tuple[int, float], list[Point]] = {}

    def shapes(self, codes: Collection[str]) -> dict[str, Shape]:
        """Everything that is in view, by ISO code; the islets of these countries too, of others what can be seen."""
        found = {}
        for code, rings in self.outlines.areas.items():
            least = 1 if code in codes else 3
            parts = [part for ring in rings if len(part := self.part(ring, code in codes)) >= least]
            if parts:
                found[code] = shape_of(parts)
        return found

    def part(self, ring: Ring, wanted: bool) -> list[Point]:
        turn = self.view.turned((ring.box[0] + ring.box[2]) / 2)
        if not self.view.shows(ring.box, turn) or not (wanted or ring.box[2] - ring.box[0] > self.seen):
            return []
        points: list[Point] = []
        for arc in ring.arcs:
            line = self.line(max(arc, ~arc), turn)
            points += line if arc >= 0 else line[::-1]
        whole = self.view.holds(ring.box, turn)
        points = without_repeats(points)
        return points if whole else clipped(points, self.view.width, self.view.height)

    def line(self, arc: int, turn: float) -> list[Point]:
        """What is out of view keeps its ends only: the straight line between them is out of view as well."""
        if (arc, turn) not in self.known:
            points = (self.outlines.coarse if self.view.is_wide else self.outlines.arcs)[arc]
            if not self.view.shows(self.outlines.boxes[arc], turn):
                points = (points[0], points[-1])
            placed = [self.view.place(x + turn, y) for x, y in points]
            self.known[arc, turn] = thinned([(round(x), round(y)) for x, y in placed], self.fine)
        return self.known[arc, turn]

    def lines(self, arcs: Iterable[int]) -> str:
        """Open lines, as far as they are in view."""
        paths = []
        for arc in arcs:
            box = self.outlines.boxes[arc]
            turn = self.view.turned((box[0] + box[2]) / 2)
            if self.view.shows(box, turn) and len(line := self.line(arc, turn)) > 1:
                paths += [steps(run) for run in inside(line, self.view.width, self.view.height)]
        return "".join(paths)


def thinned(points: list[Point], fine: int) -> list[Point]:
    kept = points[:1]
    for x, y in points[1:-1]:
        if abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= fine:
            kept.append((x, y))
    return [*kept, points[-1]]


def without_repeats(points: list[Point]) -> list[Point]:
    return [point for at, point in enumerate(points) if point != points[at - 1]] or points[:1]


def clipped(points: list[Point], width: int, height: int) -> list[Point]:
    """Sutherland and Hodgman's algorithm, one edge of the picture after the other."""
    for axis, limit, sign in ((0, -EDGE, 1), (0, width + EDGE, -1), (1, -EDGE, 1), (1, height + EDGE, -1)):
        kept: list[Point] = []
        for at, point in enumerate(points):
            before = points[at - 1]
            was_in, is_in = (sign * (p[axis] - limit) >= 0 for p in (before, point))
            if was_in != is_in:
                share = (limit - before[axis]) / (point[axis] - before[axis])
                x, y = (round(b + share * (p - b)) for b, p in zip(before, point, strict=True))
                kept.append((x, y))
            if is_in:
                kept.append(point)
        points = kept
    return points


def inside(line: list[Point], width: int, height: int) -> Iterator[list[Point]]:
    """The runs of a line that come near the picture."""
    run: list[Point] = []
    for one, other in pairwise(line):
        near = all(
            min(a, b) <= limit + EDGE and max(a, b) >= -EDGE
            for a, b, limit in zip(one, other, (width, height), strict=True)
        )
        if near:
            run = run or [one]
            run.append(other)
        elif run:
            yield run
            run = []
    if run:
        yield run


def steps(points: list[Point]) -> str:
    """ "m10 20l3-4": the first point, then steps; a minus parts numbers as well as a space."""
    (x, y), rest = points[0], points[1:]
    path = [f"M{x} {y}{'l' if rest else ''}"]
    for to_x, to_y in rest:
        path.append(f"{to_x - x}{'' if to_y < y else ' '}{to_y - y} ")
        x, y = to_x, to_y
    return "".join(path).replace(" -", "-").rstrip()


@lru_cache(maxsize=2048)
def rings_of(path: str) -> tuple[tuple[Point, ...], ...]:
    """What `steps` wrote, read again: a first point, then steps."""
    rings = []
    for part in path.split("M")[1:]:
        numbers = [int(number) for number in re.findall(r"-?\d+", part)]
        rings.append(tuple(zip(accumulate(numbers[::2]), accumulate(numbers[1::2]), strict=True)))
    return tuple(rings)


def shape_of(parts: list[list[Point]]) -> Shape:
    largest = max(parts, key=lambda part: abs(doubled_area(part)))
    xs, ys = zip(*largest, strict=True)
    width, height = max(xs) - min(xs), max(ys) - min(ys)
    path = "".join(f"{steps(part)}z" for part in parts)
    return Shape(path, centre(largest), width, height, abs(doubled_area(largest)) / 2 / max(height, 1))


def doubled_area(points: list[Point]) -> int:
    return sum(points[at - 1][0] * y - x * points[at - 1][1] for at, (x, y) in enumerate(points))


def centre(points: list[Point]) -> tuple[float, float]:
    """Centre of gravity; of a sliver, the middle of its points."""
    area = doubled_area(points)
    if not area:
        return sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)
    sum_x = sum_y = 0
    for at, (x, y) in enumerate(points):
        before_x, before_y = points[at - 1]
        cross = before_x * y - x * before_y
        sum_x, sum_y = sum_x + (before_x + x) * cross, sum_y + (before_y + y) * cross
    return sum_x / (3 * area), sum_y / (3 * area)
