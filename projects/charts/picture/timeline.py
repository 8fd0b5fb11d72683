"""Time line in a file: projects below the name of their group."""

from projects.charts.timeline import Timeline
from projects.charts.tones import TONES

from .sheet import GRID, SOFT, Sheet

MOST_NAME, TALL, LEAST = 0.42, 0.24, 0.03  # part of the width; inches
NOW = "#b3261e"


def draw_timeline(sheet: Sheet, plan: Timeline) -> None:
    sheet.legend([(TONES[tone], words) for tone, words in plan.legend])
    wide, _ = sheet.room
    rows = sum(1 + len(lane.spans) for lane in plan.lanes)
    top = sheet.top + 0.18
    row = min((sheet.bottom - top) / rows, TALL)
    size = min(9.5, row * 72 * 0.74)
    left, right = sheet.left + wide * MOST_NAME, sheet.right
    bottom = top + rows * row
    years = plan.years
    step = -(-len(years) * (sheet.wide("2000", 9) + 0.12) // (right - left)) or 1
    for at, year in enumerate(years):
        if at % step == 0:
            x = left + (right - left) * at / len(years)
            sheet.line([x, x], [top, bottom], GRID, zorder=0.5)
            sheet.text(x, sheet.top + 0.08, str(year), 9, SOFT)
    y = top
    for lane in plan.lanes:
        sheet.text(sheet.left, y + row / 2, sheet.fitted(lane.label, wide * MOST_NAME, size), size, weight="semibold")
        y += row
        for span in lane.spans:
            partner = f" · {span.partner}"
            room = wide * MOST_NAME - 0.3 - sheet.wide(partner, size)
            name = f"{sheet.fitted(span.title, room, size)}{partner}"
            sheet.text(sheet.left + 0.12, y + row / 2, name, size)
            x = left + (right - left) * span.first
            width = max((right - left) * (span.last - span.first), LEAST)
            sheet.box(min(x, right - width), y + row * 0.2, width, row * 0.6, TONES[span.tone])
            y += row
    if plan.today is not None:
        x = left + (right - left) * plan.today
        sheet.line([x, x], [top, bottom], NOW, 1, linestyle="--")
        sheet.text(x, bottom + 0.08, plan.now, 8, NOW, ha="center")
