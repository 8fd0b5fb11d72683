"""The same picture as a file for slides and reports, wide or square, with all that is needed to quote it.

The bytes depend on the content alone: the same figures on the same day give the same file. One picture is drawn at a
time in each process: matplotlib is not made for threads, and two at once would take as long as one after the other.
One more may wait; whoever comes then is asked to come again, as waiting threads would leave none for other pages.
"""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from threading import BoundedSemaphore, Lock
from typing import Any

from django.core.cache import caches

from projects.charts.atlas import AreaMap, PointMap
from projects.charts.bars import Bars
from projects.charts.flow import Flow
from projects.charts.heat import Heat
from projects.charts.lines import Lines
from projects.charts.plan import Plan
from projects.charts.timeline import Timeline

from .atlas import draw_areas, draw_points, notes_of
from .bars import draw_bars
from .flow import draw_flow
from .heat import draw_heat
from .lines import draw_lines
from .sheet import SOFT, Sheet, Words
from .timeline import draw_timeline

__all__ = ["Busy", "Words", "draw", "drawn_for_page", "drawn_once"]
TURN = Lock()
WAITING = BoundedSemaphore(2)  # the one that is drawn, and the one that waits
DRAWN: dict[type, Callable[[Sheet, Any], None]] = {
    Bars: draw_bars,
    Lines: draw_lines,
    Heat: draw_heat,
    Timeline: draw_timeline,
    Flow: draw_flow,
    AreaMap: draw_areas,
    PointMap: draw_points,
}


class Busy(Exception):
    """As many pictures as may wait are waiting."""


def drawn_once(key: str, plan: Plan | None, words: Words, kind: str, shape: str = "wide") -> bytes:
    """Drawn in turn, or as it was drawn some minutes ago; the key stands for all that it shows. Raises Busy."""
    kept = caches["pictures"]
    if found := kept.get(key):
        return bytes(found)
    if not WAITING.acquire(blocking=False):
        raise Busy
    try:
        with TURN:
            picture = kept.get(key) or draw(plan, words, kind, shape)  # the one before may have been the same
            kept.set(key, picture)
            return bytes(picture)
    finally:
        WAITING.release()


def drawn_for_page(plan: Plan, notes: tuple[str, ...] = (), shape: str = "strip") -> bytes:
    """PNG for a page of a document, which says all else around it: as wide as its text, with letters of its size."""
    with TURN:
        sheet = Sheet(Words("", "", "", notes=notes), shape)
        DRAWN[type(plan)](sheet, plan)
        buffer = BytesIO()
        sheet.figure.savefig(buffer, format="png", metadata={"Software": "ADAM"})
        return buffer.getvalue()


def draw(plan: Plan | None, words: Words, kind: str, shape: str = "wide") -> bytes:
    """PNG, SVG or PDF; a sentence instead of a picture when there is nothing to draw."""
    if isinstance(plan, AreaMap | PointMap):
        words = replace(words, notes=(*notes_of(plan, shape), *words.notes))
    sheet = Sheet(words, shape)
    if plan is None or plan.lack:
        said = plan.lack if plan else "No project matches, so there is nothing to draw."
        sheet.text(sheet.left, sheet.height / 2, said, 13, SOFT)
    else:
        DRAWN[type(plan)](sheet, plan)
    buffer = BytesIO()
    sheet.figure.savefig(buffer, format=kind, metadata=metadata(words, kind))
    return buffer.getvalue()


def metadata(words: Words, kind: str) -> dict[str, str | None]:
    """Nothing that changes from one drawing to the next."""
    if kind == "png":
        return {"Software": "ADAM", "Title": words.title, "Source": words.address}
    if kind == "svg":
        return {"Date": None, "Creator": "ADAM", "Title": words.title, "Source": words.address}
    return {"CreationDate": None, "Creator": "ADAM", "Title": words.title, "Subject": words.address}
