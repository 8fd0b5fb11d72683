"""Maps in a file."""

import re
from collections.abc import Iterator
from math import sqrt

from projects.charts.atlas import AreaMap, PointMap
from projects.charts.ground import frame_of, map_of_areas, map_of_points
from projects.charts.tones import HEATS
from projects.maps import CountryMap

from .sheet import INK, SOFT, Sheet

SEA, LAND, BORDER = "#dcebf5", "#f3f1ec", "#a5aeb6"
DISC, SMALLEST, LARGEST = "#00568f", 0.035, 0.17  # inches of a disc's radius
UNITS = 960  # of the drawing in width
SIZES = {"wide": (UNITS, 380), "square": (UNITS, 800), "strip": (UNITS, 380), "page": (UNITS, 580)}  # about
PER_INCH = 105  # pixels
MOVE, LINE, CLOSE = 1, 2, 79  # of matplotlib's Path
Point = tuple[float, float, int]


def draw_areas(sheet: Sheet, plan: AreaMap) -> None:
    sheet.legend([(HEATS[tone], words) for tone, words in plan.scale.legend])
    found = map_of_areas(plan, *size_of(sheet))
    if found is None:
        sheet.text(
            sheet.left, sheet.top + 0.5, "None of these countries has a figure that can be put on a map.", 13, SOFT
        )
        return
    shapes = found.ground.shapes
    tones = {area.code: HEATS[area.tone] for area in plan.areas}
    draw_ground(sheet, found, [(shapes[code].path, color) for code, color in tones.items() if code in shapes])
    for one in found.small:
        x, y = placed(sheet, found, one.x, one.y)
        sheet.line([x], [y], tones[one.code], marker="o", markersize=7, markeredgecolor=INK, markeredgewidth=0.8)
    draw_names(sheet, found)


def draw_points(sheet: Sheet, plan: PointMap) -> None:
    found = map_of_points(plan, *size_of(sheet))
    if found is None:
        sheet.text(sheet.left, sheet.top + 0.5, "The position of none of these places is known.", 13, SOFT)
        return
    draw_ground(sheet, found, [])
    from matplotlib.patches import Circle

    largest = float(max(spot.value for spot in plan.spots)) or 1
    for dot, spot in zip(found.dots, plan.spots, strict=True):
        radius = max(LARGEST * sqrt(float(spot.value) / largest), SMALLEST)
        center = placed(sheet, found, dot.x, dot.y)
        sheet.ground.add_patch(Circle(center, radius, facecolor=DISC, edgecolor="white", linewidth=0.8, alpha=0.7))
    draw_names(sheet, found)


def notes_of(plan: AreaMap | PointMap, shape: str = "wide") -> tuple[str, ...]:
    """What is not on the map, and what the United Nations asks to be printed below."""
    size = SIZES[shape]
    found = map_of_areas(plan, size) if isinstance(plan, AreaMap) else map_of_points(plan, size)
    outside = frame_of(plan, size).said if isinstance(plan, AreaMap) else ""
    return (*([outside] if outside else []), *(found.notes if found else ()))


def size_of(sheet: Sheet) -> tuple[tuple[int, int], int]:
    """Units of the drawing, and the width of a screen on which names would have as much room."""
    wide, high = sheet.room
    return (UNITS, round(UNITS * high / wide)), round(PER_INCH * wide)


def placed(sheet: Sheet, found: CountryMap, x: float, y: float) -> tuple[float, float]:
    """Per cent of the map as inches of the sheet."""
    wide, high = sheet.room
    return sheet.left + x / 100 * wide, sheet.top + y / 100 * high


def draw_ground(sheet: Sheet, found: CountryMap, areas: list[tuple[str, str]]) -> None:
    from matplotlib.patches import Rectangle

    wide, high = sheet.room
    scale = wide / UNITS
    frame = Rectangle((sheet.left, sheet.top), wide, high, facecolor=SEA, edgecolor="none")
    sheet.ground.add_patch(frame)
    for path, color in [(found.ground.around, LAND), *areas]:
        if path:
            sheet.area(points_of(path, sheet.left, sheet.top, scale), color, frame)
    for path, style in ((found.ground.borders, "-"), (found.ground.dotted, ":")):
        if path:
            look = {"edgecolor": BORDER, "linewidth": 0.7, "linestyle": style}
            sheet.area(points_of(path, sheet.left, sheet.top, scale), "none", frame, **look)


def points_of(path: str, left: float, top: float, scale: float) -> Iterator[Point]:
    """What `projects.maps.drawing.steps` wrote: a first point, then steps; "z" closes."""
    for part in path.split("M")[1:]:
        numbers = [int(number) for number in re.findall(r"-?\d+", part)]
        x = y = 0
        for at in range(0, len(numbers) - 1, 2):
            x, y = x + numbers[at], y + numbers[at + 1]
            yield left + x * scale, top + y * scale, LINE if at else MOVE
        if part.endswith("z"):
            yield left + x * scale, top + y * scale, CLOSE


def draw_names(sheet: Sheet, found: CountryMap) -> None:
    from matplotlib import patheffects

    halo = [patheffects.withStroke(linewidth=2.5, foreground="white")]
    gap = {"start": 0.12, "middle": 0.0, "end": -0.12}
    side = {"start": "left", "middle": "center", "end": "right"}
    for label in found.labels:
        if label.lead:
            ends = [placed(sheet, found, *end) for end in label.lead]
            sheet.line([x for x, _ in ends], [y for _, y in ends], INK, marker="o", markersize=2)
        x, y = placed(sheet, found, label.x, label.y)
        look = {"weight": "semibold"} if label.kind != "around" else {}
        color, size = (INK, 9) if label.kind != "around" else (SOFT, 8)
        text = "\n".join(label.lines)
        sheet.text(x + gap[label.anchor], y, text, size, color, ha=side[label.anchor], path_effects=halo, **look)
