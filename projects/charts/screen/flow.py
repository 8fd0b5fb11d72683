"""Flow on the page. Heights are pixels, widths per cent: the bands lie in a drawing that is stretched to the width."""

from dataclasses import dataclass

from projects.charts.flow import Flow
from projects.charts.ribbons import Box, laid_out

from .sizes import percent

SLOT = 42  # pixels for the name and the number of one end
PLOT = 420  # pixels of all values together
REST = 6  # tone of all others
TONES = 6


@dataclass(frozen=True, slots=True)
class End:
    y: float
    height: float
    middle: float
    tone: int
    label: str
    total: str
    query: str | None


@dataclass(frozen=True, slots=True)
class Ribbon:
    path: str
    tone: int
    title: str
    query: str | None


@dataclass(frozen=True, slots=True)
class FlowPicture:
    height: float
    left: list[End]
    right: list[End]
    ribbons: list[Ribbon]


def flow_picture(plan: Flow) -> FlowPicture:
    layout = laid_out(plan, PLOT, SLOT)
    tones = [REST if node.is_rest else at % TONES for at, node in enumerate(plan.left)]

    def ends(boxes: list[Box], side: str) -> list[End]:
        nodes = plan.left if side == "left" else plan.right
        return [
            End(
                round(box.y, 1),
                round(max(box.height, 1), 1),
                round(box.y + box.height / 2, 1),
                tones[at] if side == "left" else REST,
                node.label,
                node.total,
                node.query,
            )
            for at, (box, node) in enumerate(zip(boxes, nodes, strict=True))
        ]

    ribbons = [
        Ribbon(curved(one.left, one.right, one.height), tones[one.band.left], one.band.title, one.band.query)
        for one in layout.strips
    ]
    return FlowPicture(round(layout.height, 1), ends(layout.left, "left"), ends(layout.right, "right"), ribbons)


def curved(left: float, right: float, height: float) -> str:
    """From the left edge (0) to the right one (100) in an S."""
    a, b, c, d = (percent(y) for y in (left, right, right + max(height, 1), left + max(height, 1)))
    return f"M0 {a}C50 {a} 50 {b} 100 {b}V{c}C50 {c} 50 {d} 0 {d}z"
