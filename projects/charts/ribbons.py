"""Where the ends and bands of a flow lie, in any unit of length; for the page and for files."""

from dataclasses import dataclass

from .flow import Band, Flow, Node

GAP = 6  # between two ends


@dataclass(frozen=True, slots=True)
class Box:
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Strip:
    left: float  # upper edge
    right: float
    height: float
    band: Band


@dataclass(frozen=True, slots=True)
class Layout:
    height: float
    left: list[Box]
    right: list[Box]
    strips: list[Strip]


def laid_out(flow: Flow, plot: float, slot: float, height: float = 0) -> Layout:
    """`plot` is the height of all values together, `slot` the least room for one end with its name."""
    whole = sum(float(node.value) for node in flow.left) or 1
    sides = [[float(node.value) / whole * plot for node in side] for side in (flow.left, flow.right)]
    height = max(height, *(sum(max(one + GAP, slot) for one in side) for side in sides))
    left, right = (stood(side, slot, height) for side in sides)
    at_left, at_right = [box.y for box in left], [box.y for box in right]
    strips = []
    for band in flow.bands:
        thick = float(band.value) / whole * plot
        strips.append(Strip(at_left[band.left], at_right[band.right], thick, band))
        at_left[band.left] += thick
        at_right[band.right] += thick
    return Layout(height, left, right, strips)


def stood(heights: list[float], slot: float, height: float) -> list[Box]:
    """One below the other, each in the middle of its slot; room that is left is shared among them."""
    slots = [max(one + GAP, slot) for one in heights]
    more = (height - sum(slots)) / max(len(slots), 1)
    boxes, y = [], 0.0
    for one, room in zip(heights, slots, strict=True):
        boxes.append(Box(y + (room + more - one) / 2, one))
        y += room + more
    return boxes


def labels(side: list[Node]) -> list[str]:
    return [f"{node.label}  {node.total}".strip() for node in side]
