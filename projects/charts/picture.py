"""The same picture as a file for slides and reports, 16:9, with all that is needed to quote it.

The bytes depend on the content alone: the same figures on the same day give the same file.
"""

import textwrap
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from logging import ERROR, getLogger
from typing import TYPE_CHECKING

from .plan import Bars, Lines, nice_ticks, short

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Told apart by colour-blind readers; light and dark alternate for print in grey. The same as in charts.css.
TONES = ("#004c80", "#e58606", "#2f8f5b", "#9c3d97", "#5aa9e6", "#8c5a2b", "#9aa5b1")
MARKS = ("o", "s", "^", "D", "v", "P")
INK, SOFT, GRID = "#16202b", "#4a5867", "#d5dde4"
INCHES, DOTS = (10, 5.625), 160  # 1600 by 900 pixels


@dataclass(frozen=True, slots=True)
class Words:
    """What stands around the picture."""

    title: str
    scope: str  # the filter
    source: str
    notes: tuple[str, ...] = ()


@cache
def prepare() -> None:
    """Fonts and a fixed salt, once a process, as matplotlib's settings are global; imported late, as it takes long."""
    import matplotlib
    from matplotlib import font_manager

    getLogger("matplotlib.font_manager").setLevel(ERROR)  # it warns of each weight that the second font lacks
    for weight in ("Regular", "Semibold"):
        font_manager.fontManager.addfont(str(files("font_source_sans_pro") / "files" / f"SourceSansPro-{weight}.ttf"))
    matplotlib.rcParams.update(
        {
            "font.family": ["Source Sans Pro", "DejaVu Sans"],
            "font.size": 11,
            "text.parse_math": False,
            "text.color": INK,
            "axes.labelcolor": INK,
            "xtick.color": SOFT,
            "ytick.color": INK,
            "svg.hashsalt": "adam",
            "svg.fonttype": "path",
        }
    )


def drawn(content: Bars | Lines | None, words: Words, kind: str) -> bytes:
    """PNG or SVG; a sentence instead of a picture when there is nothing to draw."""
    prepare()
    from matplotlib.figure import Figure

    figure = Figure(figsize=INCHES, dpi=DOTS, facecolor="white")
    foot = around(figure, words)
    if isinstance(content, Bars):
        draw_bars(figure, content, foot)
    elif isinstance(content, Lines):
        draw_lines(figure, content, foot)
    else:
        figure.text(0.04, 0.5, "No project matches, so there is nothing to draw.", fontsize=13, color=SOFT)
    buffer = BytesIO()
    metadata = {"Date": None, "Creator": "ADAM", "Title": words.title} if kind == "svg" else {"Software": "ADAM"}
    figure.savefig(buffer, format=kind, metadata=metadata)
    return buffer.getvalue()


def around(figure: "Figure", words: Words) -> float:
    """Title above, notes and source below; returns how high the text below reaches (0 to 1)."""
    title = textwrap.shorten(words.title, 90, placeholder=" …")
    figure.text(0.03, 0.945, title, fontsize=19, weight="semibold", va="center")
    figure.text(0.03, 0.893, textwrap.shorten(words.scope, 130, placeholder=" …"), fontsize=12, color=SOFT, va="center")
    below = [line for note in words.notes for line in textwrap.wrap(note, 165)][:3]
    below.append(words.source)
    for index, line in enumerate(reversed(below)):
        figure.text(0.03, 0.028 + 0.031 * index, line, fontsize=9, color=SOFT, va="center")
    return 0.028 + 0.031 * len(below)


def draw_bars(figure: "Figure", content: Bars, foot: float) -> None:
    labels = [cut(bar.label, 40) for bar in content.bars]
    left = 0.05 + 0.0068 * max(map(len, labels))
    legend = legend_height(content.legend)
    axes = figure.add_axes((left, foot + 0.03, 0.9 - left, 0.83 - foot - legend))
    longest = float(max(bar.length for bar in content.bars)) or 1
    for row, bar in enumerate(content.bars):
        x = 0.0
        for part in bar.parts:
            axes.barh(row, float(part.value), 0.68, x, color=TONES[part.tone], edgecolor="white", linewidth=0.8)
            x += float(part.value)
        axes.text(x + longest * 0.008, row, short(bar.total, content.is_money), va="center", fontsize=11)
    axes.set_yticks(range(len(labels)), labels)
    axes.set_ylim(len(labels) - 0.4, -0.6)
    axes.set_xlim(0, longest * 1.04)
    axes.set_xticks([])
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)
    if content.legend:
        from matplotlib.patches import Patch

        handles = [Patch(color=TONES[tone], label=cut(label)) for tone, label in enumerate(content.legend)]
        place_legend(figure, handles, content.legend)


def draw_lines(figure: "Figure", content: Lines, foot: float) -> None:
    legend = legend_height(content.legend)
    axes = figure.add_axes((0.1, foot + 0.075, 0.86, 0.77 - foot - legend))
    positions = range(len(content.years))
    handles = [
        axes.plot(
            positions,
            [float(value) for value in line.values],
            color=TONES[tone],
            marker=MARKS[tone],
            markersize=5,
            linewidth=2,
            label=cut(line.label),
        )[0]
        for tone, line in enumerate(content.lines)
    ]
    ticks = nice_ticks(max((float(value) for line in content.lines for value in line.values), default=0))
    axes.set_yticks(ticks, [short(tick, content.is_money) for tick in ticks])
    axes.set_ylim(0, ticks[-1] * 1.02)
    every = -(-len(content.years) // 16) or 1
    axes.set_xticks(list(positions)[::every], content.years[::every])
    tidy(axes)
    if content.legend:
        place_legend(figure, handles, content.legend)


def tidy(axes: "Axes") -> None:
    axes.grid(axis="y", color=GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.spines["bottom"].set_color(SOFT)
    axes.tick_params(axis="y", length=0)


def legend_columns(labels: list[str]) -> int:
    """As many as fit beside each other: about 150 letters, with 6 for each coloured patch."""
    widest = max(len(cut(label)) for label in labels)
    return max(1, min(len(labels), 150 // (widest + 6)))


def legend_height(labels: list[str]) -> float:
    return 0.045 * -(-len(labels) // legend_columns(labels)) + 0.015 if labels else 0


def place_legend(figure: "Figure", handles: list, labels: list[str]) -> None:
    figure.legend(
        handles=handles,
        loc="upper left",
        bbox_to_anchor=(0.022, 0.872),
        ncols=legend_columns(labels),
        frameon=False,
        fontsize=11,
        handlelength=1.4,
        columnspacing=1.6,
    )


def cut(label: str, letters: int = 48) -> str:
    return textwrap.shorten(label, letters, placeholder=" …")
