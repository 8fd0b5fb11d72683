"""Flow in a file."""

from collections.abc import Sequence

from projects.charts.flow import Flow, Node
from projects.charts.ribbons import Box, laid_out
from projects.charts.tones import TONES

from .sheet import SOFT, Sheet

THICK, SIZE, SLOT, PART = 0.1, 9.5, 0.34, 0.62  # inches; points; inches; part of the height for all values
FEW = len(TONES) - 1
MOVE, LINE, CURVE = 1, 2, 4  # of matplotlib's Path


def draw_flow(sheet: Sheet, plan: Flow) -> None:
    _, high = sheet.room
    top = sheet.top + 0.2
    sheet.text(sheet.left, sheet.top + 0.08, plan.sides[0], 9, SOFT)
    sheet.text(sheet.right, sheet.top + 0.08, plan.sides[1], 9, SOFT, ha="right")
    height = high - 0.25
    layout = laid_out(plan, height * PART * 72, SLOT * 72, height * 72)
    scale = height / layout.height  # inches of a point; smaller where there are many ends
    left, right = sheet.left + THICK, sheet.right - THICK
    tones = [FEW if node.is_rest else at % FEW for at, node in enumerate(plan.left)]
    half = (left + right) / 2
    for strip in layout.strips:
        a, b = top + strip.left * scale, top + strip.right * scale
        thick = max(strip.height * scale, 0.006)
        c, d = b + thick, a + thick
        points = [(left, a, MOVE), (half, a, CURVE), (half, b, CURVE), (right, b, CURVE), (right, c, LINE)]
        points += [(half, c, CURVE), (half, d, CURVE), (left, d, CURVE)]
        sheet.area(points, TONES[tones[strip.band.left]], alpha=0.42)
    boxes = [(top + box.y * scale, box.height * scale) for box in layout.left]
    for at, (y, thick) in enumerate(boxes):
        sheet.box(sheet.left, y, THICK, max(thick, 0.01), TONES[tones[at]])
    for y, thick in [(top + box.y * scale, box.height * scale) for box in layout.right]:
        sheet.box(right, y, THICK, max(thick, 0.01), TONES[FEW])
    named(sheet, plan.left, layout.left, top, scale, "left")
    named(sheet, plan.right, layout.right, top, scale, "right")


def named(sheet: Sheet, nodes: Sequence[Node], boxes: Sequence[Box], top: float, scale: float, side: str) -> None:
    from matplotlib import patheffects

    halo = [patheffects.withStroke(linewidth=2.5, foreground="white")]
    x = sheet.left + THICK + 0.07 if side == "left" else sheet.right - THICK - 0.07
    room = (sheet.right - sheet.left) * 0.4
    for node, box in zip(nodes, boxes, strict=True):
        value = f"  {node.total}" if node.total else ""
        label = sheet.fitted(node.label, room - sheet.wide(value, SIZE), SIZE)
        y = top + (box.y + box.height / 2) * scale
        sheet.text(x, y, f"{label}{value}", SIZE, ha=side, path_effects=halo)
