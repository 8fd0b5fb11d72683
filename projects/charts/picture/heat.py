"""Heat map in a file."""

from projects.charts.heat import Heat
from projects.charts.tones import HEATS

from .sheet import INK, PAPER, Sheet

MOST_NAME, FEW_HEAD, MOST_HEAD, TALL = 0.27, 0.9, 1.35, 0.34  # part of the width; inches
HEAD, ACROSS = 8.5, 5  # points; lines at most
DARK = 4  # from this tone on letters are white


def draw_heat(sheet: Sheet, plan: Heat) -> None:
    sheet.legend([(HEATS[tone], words) for tone, words in plan.legend])
    wide, _ = sheet.room
    size = 9.5
    names = [sheet.fitted(row.label, wide * MOST_NAME, size) for row in plan.rows]
    left = sheet.left + max(sheet.wide(name, size) for name in names) + 0.1
    right = sheet.right - max(sheet.wide(row.total, size, "semibold") for row in plan.rows) - 0.12
    cell = (right - left) / len(plan.columns)
    top = heads(sheet, plan, left, cell)
    row = min((sheet.bottom - top) / len(plan.rows), TALL)
    inner = min(9, row * 72 * 0.6)
    texts = [
        [one.text or (plan.unit.brief(one.value) if one.value else "") for one in line.squares] for line in plan.rows
    ]
    widest = max(sheet.wide(text, inner) for line in texts for text in line)
    for at, (line, name) in enumerate(zip(plan.rows, names, strict=True)):
        y = top + at * row
        sheet.text(left - 0.08, y + row / 2, name, min(size, row * 72 * 0.7), ha="right")
        for column, (square, text) in enumerate(zip(line.squares, texts[at], strict=True)):
            sheet.box(left + column * cell, y, cell, row, HEATS[square.tone], PAPER)
            if text and widest < cell - 0.02:
                color = PAPER if square.tone >= DARK else INK
                sheet.text(left + (column + 0.5) * cell, y + row / 2, text, inner, color, ha="center")
        sheet.text(sheet.right, y + row / 2, line.total, min(size, row * 72 * 0.7), ha="right", weight="semibold")


def heads(sheet: Sheet, plan: Heat, left: float, cell: float) -> float:
    """Names of columns, across where they have room, else upright; in several lines each. Returns where they end."""
    labels = [column.label for column in plan.columns]
    words = [word for label in labels for word in label.split()]
    across = all(sheet.wide(word, HEAD) < cell - 0.06 for word in words)
    lines = ACROSS if across else max(1, min(2, int(cell * 72 / HEAD / 1.15)))
    for room in (cell - 0.05,) if across else (FEW_HEAD, MOST_HEAD):
        broken = [sheet.wrapped(label, room, HEAD, lines) for label in labels]
        if not any(line.endswith("…") for one in broken for line in one):
            break
    if across:
        high = max(map(len, broken)) * HEAD * 1.25 / 72
    else:
        high = max(sheet.wide(line, HEAD) for one in broken for line in one)
    bottom = sheet.top + high + 0.04
    for at, one in enumerate(broken):
        look = {"ha": "center", "va": "bottom"} if across else {"ha": "center", "va": "bottom", "rotation": 90}
        sheet.text(left + (at + 0.5) * cell, bottom, "\n".join(one), HEAD, **look)
    return bottom + 0.06
