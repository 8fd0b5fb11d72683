"""Makes `projects/data/boundaries.json` of Natural Earth's countries, 1:50 million, as TopoJSON (world-atlas):

    python -m projects.maps.condense countries-50m.topojson partners/fixtures/countries.csv \\
        projects/data/boundaries.json

Boundaries are attributed as the United Nations does, by ISO code; what is finer than a hundredth of a degree goes.
"""

import csv
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

Point = tuple[int, int]  # hundredths of a degree
Ring = list[int]  # arcs one after the other; ~n is arc n backwards

UNIT = 100
TURN = 360 * UNIT
FAR_EAST = -16_950  # hundredths of a degree: west of Alaska, where Chukotka and Fiji go on
TOLERANCE = 3  # hundredths of a degree
SOURCE = "Natural Earth 1:50m, public domain, through world-atlas 2.0.2; attribution of areas after the United Nations."
BELONGS_TO = {"Somaliland": "SO", "N. Cyprus": "CY", "Kosovo": "XK"}
CRIMEA = (32.0, 44.0, 37.0, 46.5)  # west, south, east, north: Natural Earth draws what is in force, not what is right
OVERSEAS = [  # parts that have a code of their own: whose, where, code
    ("FR", (-55.0, 2.0, -51.0, 6.5), "GF"), ("FR", (-62.0, 15.7, -60.9, 16.6), "GP"),
    ("FR", (-61.4, 14.3, -60.7, 15.0), "MQ"), ("FR", (55.0, -21.5, 56.0, -20.7), "RE"),
    ("FR", (44.9, -13.1, 45.4, -12.5), "YT"), ("NO", (9.0, 74.0, 35.0, 81.0), "SJ"), ("RU", CRIMEA, "UA"),
]  # fmt: skip
CONTROL_LINE = (32.6, 72.0)  # north of this, east of that, the line between India and Pakistan is one of control


def condensed(topology: dict[str, Any], iso2: dict[str, str]) -> dict[str, Any]:
    arcs = [unbroken(list(unpacked(arc, topology["transform"]))) for arc in topology["arcs"]]
    areas: dict[str, list[Ring]] = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        name = geometry["properties"]["name"]
        code = iso2.get(geometry.get("id", ""), BELONGS_TO.get(name, ""))
        if code == "AQ":  # no project goes there, and its outline runs around the pole
            continue
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        for polygon in polygons:
            for ring in polygon:
                areas.setdefault(attributed(code, ring, arcs), []).append(ring)
    areas = {code: dissolved(rings, arcs) for code, rings in areas.items()}
    kept = {arc if arc >= 0 else ~arc for rings in areas.values() for ring in rings for arc in ring}
    place = {old: new for new, old in enumerate(sorted(kept))}
    moved = {
        code: [[place[arc] if arc >= 0 else ~place[~arc] for arc in ring] for ring in rings]
        for code, rings in sorted(areas.items())
    }
    lines = [packed(simplified(arcs[old])) for old in sorted(kept)]
    dotted = sorted(place[arc] for arc in kept if is_dotted(arc, arcs, areas))
    return {"source": SOURCE, "unit": UNIT, "dotted": dotted, "areas": moved, "arcs": lines}


def unpacked(arc: Sequence[Sequence[int]], transform: dict[str, list[float]]) -> Iterator[Point]:
    x = y = 0
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        lon = x * transform["scale"][0] + transform["translate"][0]
        lat = y * transform["scale"][1] + transform["translate"][1]
        yield round(lon * UNIT), round(lat * UNIT)


def unbroken(points: list[Point]) -> list[Point]:
    """Across the 180th meridian longitudes go on, so that no outline runs around the world."""
    whole = points[:1]
    for x, y in points[1:]:
        before = whole[-1][0]
        whole.append((x + round((before - x) / TURN) * TURN, y))
    farthest_west = max(x for x, _ in whole)
    return [(x + TURN, y) for x, y in whole] if farthest_west < FAR_EAST else whole


def attributed(code: str, ring: Ring, arcs: list[list[Point]]) -> str:
    points = [point for arc in ring for point in arcs[arc if arc >= 0 else ~arc]]
    for owner, (west, south, east, north), other in OVERSEAS:
        inside = all(west <= x / UNIT <= east and south <= y / UNIT <= north for x, y in points)
        if code == owner and inside:
            return other
    return code


def dissolved(rings: list[Ring], arcs: list[list[Point]]) -> list[Ring]:
    """The outlines of areas taken together: arcs that two of them share are inside and go, the rest is joined anew."""
    counted = Counter(arc if arc >= 0 else ~arc for ring in rings for arc in ring)
    inner = {arc for arc, times in counted.items() if times > 1}
    if not inner:
        return rings
    whole = [ring for ring in rings if not any((arc if arc >= 0 else ~arc) in inner for arc in ring)]
    broken = [ring for ring in rings if ring not in whole]
    return whole + joined([run for ring in broken for run in runs(ring, inner)], arcs)


def runs(ring: Ring, inner: set[int]) -> list[Ring]:
    """What is left of a ring without the inner arcs, as pieces."""
    start = next(at for at, arc in enumerate(ring) if (arc if arc >= 0 else ~arc) in inner)
    pieces: list[Ring] = [[]]
    for arc in ring[start:] + ring[:start]:
        if (arc if arc >= 0 else ~arc) in inner:
            pieces.append([])
        else:
            pieces[-1].append(arc)
    return [piece for piece in pieces if piece]


def joined(pieces: list[Ring], arcs: list[list[Point]]) -> list[Ring]:
    def first(arc: int) -> Point:
        return arcs[arc][0] if arc >= 0 else arcs[~arc][-1]

    rings: list[Ring] = []
    while pieces:
        ring = pieces.pop(0)
        while (following := next((piece for piece in pieces if first(~ring[-1]) == first(piece[0])), None)) is not None:
            pieces.remove(following)
            ring = ring + following
        rings.append(ring)
    return rings


def is_dotted(arc: int, arcs: list[list[Point]], areas: dict[str, list[Ring]]) -> bool:
    sides = {code for code, rings in areas.items() for ring in rings if arc in ring or ~arc in ring}
    if sides == {"RS", "XK"} or ("" in sides and sides & {"IN", "PK"}):
        return True
    south, west = CONTROL_LINE
    return sides == {"IN", "PK"} and all(y / UNIT >= south and x / UNIT >= west for x, y in arcs[arc])


def simplified(points: Sequence[Point]) -> list[Point]:
    """Douglas and Peucker's algorithm, for one arc: what two areas share stays shared."""
    if len(points) < 3:
        return list(points)
    (x1, y1), (x2, y2) = points[0], points[-1]
    length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
    away = [
        abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / length if length else ((x - x1) ** 2 + (y - y1) ** 2) ** 0.5
        for x, y in points[1:-1]
    ]
    farthest = max(range(len(away)), key=away.__getitem__)
    if away[farthest] <= TOLERANCE:
        return [points[0], points[-1]]
    return [*simplified(points[: farthest + 2]), *simplified(points[farthest + 1 :])[1:]]


def packed(points: Iterable[Point]) -> list[int]:
    """Steps from point to point, x and y by turns."""
    flat: list[int] = []
    x = y = 0
    for to_x, to_y in points:
        flat += [to_x - x, to_y - y]
        x, y = to_x, to_y
    return flat


def main(topology: str, countries: str, target: str) -> None:
    with Path(countries).open(encoding="utf-8") as lines:
        iso2 = {row["m49"].zfill(3): row["iso2"] for row in csv.DictReader(lines)}
    read = json.loads(Path(topology).read_text(encoding="utf-8"))
    text = json.dumps(condensed(read, iso2), separators=(",", ":"))
    Path(target).write_text(text.replace("],[", "],\n[") + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:4])
