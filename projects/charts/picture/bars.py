"""Bars in a file: names on the left, numbers at the end."""

from projects.charts.bars import Bars
from projects.charts.tones import TONES

from .sheet import PAPER, Sheet

MOST_NAME, THICK, TALL = 0.36, 0.66, 0.5  # part of the width; part of a row; inches of a row at most
LEAST = 0.0025  # of the longest bar


def draw_bars(sheet: Sheet, plan: Bars) -> None:
    sheet.legend([(TONES[tone], label) for tone, label in enumerate(plan.legend)])
    wide, high = sheet.room
    row = min(high / len(plan.bars), TALL)
    size = min(11, row * 72 * 0.62)
    values = [plan.unit.short(bar.total) for bar in plan.bars]
    names = [sheet.fitted(bar.label, wide * MOST_NAME, size) for bar in plan.bars]
    left = sheet.left + max(sheet.wide(name, size) for name in names) + 0.12
    room = sheet.right - left - max(sheet.wide(value, size) for value in values) - 0.12
    for at, (bar, name, value) in enumerate(zip(plan.bars, names, values, strict=True)):
        middle, end = sheet.top + (at + 0.5) * row, left
        sheet.text(left - 0.12, middle, name, size, ha="right")
        for part, start, width in bar.blocks(plan.longest, LEAST):
            end = left + (start + width) * room
            sheet.box(left + start * room, middle - row * THICK / 2, width * room, row * THICK, TONES[part.tone], PAPER)
        sheet.text(end + 0.07, middle, value, size)
