"""The outlines of countries and territories, read once a process: arcs in degrees, and what they bound."""

import json
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from math import cos, radians
from pathlib import Path

FILE = Path(__file__).parent.parent / "data" / "boundaries.json"
MAIN_PART = 0.1  # smaller islands than this share of the largest part do not decide how far a map reaches
COARSE = 1.1  # degrees between the points of a coarse arc
Box = tuple[float, float, float, float]  # west, south, east, north
Line = tuple[tuple[float, float], ...]  # longitude, latitude


@dataclass(frozen=True, slots=True)
class Ring:
    arcs: tuple[int, ...]  # one after the other; ~n is arc n backwards
    box: Box

    @property
    def size(self) -> float:
        west, south, east, north = self.box
        return (east - west) * (north - south) * cos(radians((south + north) / 2))


@dataclass(frozen=True, slots=True)
class Outlines:
    arcs: tuple[Line, ...]
    coarse: tuple[Line, ...]  # the same for views of half the world
    boxes: tuple[Box, ...]  # of the arcs
    areas: dict[str, tuple[Ring, ...]]  # ISO code -> outlines; "" is land that no code is given to
    borders: tuple[int, ...]  # arcs between two areas
    dotted: tuple[int, ...]  # lines of control and such

    def extent(self, code: str) -> Box | None:
        """How far the main parts of a country reach; None where the country is too small to be in the data."""
        rings = self.areas.get(code)
        if not rings:
            return None
        largest = max(ring.size for ring in rings)
        return around([ring.box for ring in rings if ring.size >= MAIN_PART * largest])


def around(boxes: list[Box]) -> Box:
    west, south, east, north = zip(*boxes, strict=True)
    return min(west), min(south), max(east), max(north)


@lru_cache(maxsize=1)
def outlines() -> Outlines:
    read = json.loads(FILE.read_text(encoding="utf-8"))
    arcs = tuple(unpacked(flat, read["unit"]) for flat in read["arcs"])
    boxes = tuple(box_of(arc) for arc in arcs)
    areas = {
        code: tuple(Ring(tuple(ring), around([boxes[max(arc, ~arc)] for arc in ring])) for ring in rings)
        for code, rings in read["areas"].items()
    }
    sides = Counter(max(arc, ~arc) for rings in areas.values() for ring in rings for arc in ring.arcs)
    dotted = tuple(read["dotted"])
    borders = tuple(arc for arc, times in sides.items() if times > 1 and arc not in dotted)
    coarse = tuple(coarsened(arc) for arc in arcs)
    return Outlines(arcs, coarse, boxes, areas, borders, dotted)


def unpacked(flat: list[int], unit: int) -> Line:
    line, x, y = [], 0, 0
    for step_x, step_y in zip(flat[::2], flat[1::2], strict=True):
        x, y = x + step_x, y + step_y
        line.append((x / unit, y / unit))
    return tuple(line)


def coarsened(line: Line) -> Line:
    kept = [line[0]]
    for x, y in line[1:-1]:
        if abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= COARSE:
            kept.append((x, y))
    return (*kept, line[-1])


def box_of(line: Line) -> Box:
    xs, ys = zip(*line, strict=True)
    return min(xs), min(ys), max(xs), max(ys)
