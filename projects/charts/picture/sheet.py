"""The sheet of a picture to download: its title, its foot, and a ground to draw on, all in inches from its upper left
corner. Texts are measured, so that nothing runs over the edge in any script.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from logging import ERROR, getLogger
from typing import Any

INK, SOFT, GRID, PAPER = "#16202b", "#4a5867", "#d5dde4", "#ffffff"
SHAPES = {  # inches: 1600 by 900, 1200 by 1200; of a page 1072 by 480 and by 672 pixels
    "wide": (10.0, 5.625),
    "square": (7.5, 7.5),
    "strip": (6.7, 3.0),
    "page": (6.7, 4.2),
}
DOTS = 160
MARGIN = 0.32
LINE = 1.25  # distance of lines in sizes of letters
FOOT, NOTES = 8.0, 9  # points; lines at most


@dataclass(frozen=True, slots=True)
class Words:
    """What stands around the picture."""

    title: str
    scope: str  # the filter
    source: str
    address: str = ""  # where the report is built again
    notes: tuple[str, ...] = ()


@cache
def prepare() -> None:
    """Fonts and a fixed salt, once a process, as matplotlib's settings are global; imported late, as it takes long."""
    import matplotlib
    from matplotlib import font_manager

    getLogger("matplotlib.font_manager").setLevel(ERROR)  # it warns of each weight that the other fonts lack
    for weight in ("Regular", "Semibold"):
        font_manager.fontManager.addfont(str(files("font_source_sans_pro") / "files" / f"SourceSansPro-{weight}.ttf"))
    font_manager.fontManager.addfont(str(files("cvttf_NotoSansCJK_Regular") / "NotoSansCJKtc-Regular.otf"))
    matplotlib.rcParams.update(
        {
            "font.family": ["Source Sans Pro", "DejaVu Sans", "Noto Sans CJK TC"],
            "text.parse_math": False,
            "svg.hashsalt": "adam",
            "svg.fonttype": "path",
        }
    )


class Sheet:
    def __init__(self, words: Words, shape: str) -> None:
        prepare()
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        self.width, self.height = SHAPES[shape]
        self.figure = Figure(figsize=(self.width, self.height), dpi=DOTS, facecolor=PAPER)
        self.measure = FigureCanvasAgg(self.figure).get_renderer()
        self.ground = self.figure.add_axes((0, 0, 1, 1))
        self.ground.set_xlim(0, self.width)
        self.ground.set_ylim(self.height, 0)
        self.ground.set_axis_off()
        self.left, self.right = MARGIN, self.width - MARGIN
        self.top = self.head(words)
        self.bottom = self.foot(words)

    @property
    def room(self) -> tuple[float, float]:
        return self.right - self.left, self.bottom - self.top

    def head(self, words: Words) -> float:
        y = 0.3
        for line in self.wrapped(words.title, self.right - self.left, 18, 2, "semibold"):
            self.text(self.left, y, line, 18, weight="semibold")
            y += 0.3
        for line in self.wrapped(words.scope, self.right - self.left, 11, 2):
            self.text(self.left, y, line, 11, SOFT)
            y += 0.2
        return y + 0.02

    def foot(self, words: Words) -> float:
        """From the lower edge upwards; returns how far the picture may reach down."""
        wide = self.right - self.left
        lines = [line for note in words.notes for line in self.wrapped(note, wide, FOOT, NOTES)][:NOTES]
        lines += self.wrapped(words.source, wide, FOOT, 2)
        lines += self.broken(words.address, wide, FOOT, 3)
        y = self.height - 0.2
        for line in reversed(lines):
            self.text(self.left, y, line, FOOT, SOFT)
            y -= FOOT * LINE / 72
        return y - 0.06

    # -- Text ----------------------------------------------------------------------------------------------------------
    def wide(self, text: str, size: float, weight: str = "regular") -> float:
        from matplotlib.font_manager import FontProperties

        width, _, _ = self.measure.get_text_width_height_descent(text, FontProperties(size=size, weight=weight), False)
        return float(width) / DOTS

    def fitted(self, text: str, room: float, size: float, weight: str = "regular") -> str:
        """The text, or as much of it as has room, with an ellipsis."""
        if self.wide(text, size, weight) <= room:
            return text
        fits, too_long = 0, len(text)
        while too_long - fits > 1:
            middle = (fits + too_long) // 2
            if self.wide(f"{text[:middle].rstrip()} …", size, weight) <= room:
                fits = middle
            else:
                too_long = middle
        return f"{text[:fits].rstrip()} …"

    def wrapped(self, text: str, room: float, size: float, most: int, weight: str = "regular") -> list[str]:
        """Lines of whole words; the last of `most` lines is cut."""
        lines: list[str] = []
        words = text.split()
        while words and len(lines) < most - 1:
            count = self.count_fitting(words, room, size, weight)
            lines.append(self.fitted(" ".join(words[:count]), room, size, weight))
            words = words[count:]
        return [*lines, self.fitted(" ".join(words), room, size, weight)] if words else lines

    def count_fitting(self, words: list[str], room: float, size: float, weight: str) -> int:
        """How many of these words one line takes; one of any length at least."""

        def wide(count: int) -> float:
            return self.wide(" ".join(words[:count]), size, weight)

        return max(1, bisect_right(range(1, len(words) + 1), room, key=wide))

    def broken(self, text: str, room: float, size: float, most: int) -> list[str]:
        """An address: lines that end wherever they are full."""
        lines: list[str] = []
        while text and len(lines) < most:
            count = len(text)
            while count > 1 and self.wide(text[:count], size) > room:
                count = min(count - 1, int(count * room / self.wide(text[:count], size)) + 1)
            lines.append(text[:count])
            text = text[count:]
        return lines

    # -- Marks ---------------------------------------------------------------------------------------------------------
    def text(self, x: float, y: float, text: str, size: float, color: str = INK, **look: Any) -> None:
        """Around this height: one line stands with its letters on a common ground, whatever letters they are."""
        style: dict[str, Any] = {"va": "baseline", "ha": "left"} | look
        if "\n" in text or "va" in look:
            style |= {"va": look.get("va", "center"), "linespacing": 1.05}
        else:
            y += size * 0.34 / 72
        self.ground.text(x, y, text, fontsize=size, color=color, **style)

    def box(self, x: float, y: float, width: float, height: float, color: str, edge: str = "none") -> None:
        from matplotlib.patches import Rectangle

        self.ground.add_patch(Rectangle((x, y), width, height, facecolor=color, edgecolor=edge, linewidth=0.8))

    def line(self, xs: Sequence[float], ys: Sequence[float], color: str, width: float = 0.8, **look: Any) -> None:
        self.ground.plot(xs, ys, color=color, linewidth=width, **look)

    def area(self, points: Iterable[tuple[float, float, int]], color: str, within: Any = None, **look: Any) -> None:
        """A closed path of points with the kind of step that leads to each, as in matplotlib's Path."""
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path

        rows = list(points)
        path = Path([(x, y) for x, y, _ in rows], [kind for _, _, kind in rows])
        patch = PathPatch(path, facecolor=color, **({"linewidth": 0} | look))
        self.ground.add_patch(patch)
        if within:
            patch.set_clip_path(within)

    def legend(self, entries: Sequence[tuple[str, str]], size: float = 10, **mark: Any) -> None:
        """Colours and what they stand for, in as many lines as are needed; the picture begins below."""
        if not entries:
            return
        x, y = self.left, self.top + 0.1
        for at, (color, label) in enumerate(entries):
            text = self.fitted(label, (self.right - self.left) / 2, size)
            room = self.wide(text, size) + 0.45
            if x + room > self.right and x > self.left:
                x, y = self.left, y + 0.21
            if "marks" in mark:
                self.line([x, x + 0.22], [y, y], color, 2)
                self.line([x + 0.11], [y], color, marker=mark["marks"][at], markersize=5)
            else:
                self.box(x, y - 0.07, 0.2, 0.14, color, GRID)
            self.text(x + 0.27, y, text, size)
            x += room + 0.05
        self.top = y + 0.2
