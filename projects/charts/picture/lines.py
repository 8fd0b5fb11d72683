"""Lines over years in a file."""

from projects.charts.lines import Lines
from projects.charts.tones import TONES
from projects.charts.values import nice_ticks

from .sheet import GRID, SOFT, Sheet

MARKS = ("o", "s", "^", "D", "v", "P")
SIZE = 10


def draw_lines(sheet: Sheet, plan: Lines) -> None:
    sheet.legend(list(zip(TONES, plan.legend, strict=False)), marks=MARKS)
    ticks = nice_ticks(max((float(value) for line in plan.lines for value in line.values), default=0))
    labels = [plan.unit.short(tick) for tick in ticks]
    labels[-1] = f"{plan.unit.sign}{labels[-1]}"
    left = sheet.left + max(sheet.wide(label, SIZE) for label in labels) + 0.2
    right, top, bottom = sheet.right - 0.2, sheet.top + 0.1, sheet.bottom - 0.28

    def x(at: int) -> float:
        return left + (right - left) * (at / (len(plan.years) - 1) if len(plan.years) > 1 else 0.5)

    def y(value: float) -> float:
        return bottom - (bottom - top) * value / ticks[-1]

    for tick, label in zip(ticks, labels, strict=True):
        sheet.line([left - 0.1, right + 0.1], [y(tick), y(tick)], SOFT if not tick else GRID)
        sheet.text(left - 0.18, y(tick), label, SIZE, SOFT, ha="right")
    room = max(sheet.wide(year, SIZE) for year in plan.years) + 0.15
    step = max(1, -(-len(plan.years) * room // (right - left)))
    for at, year in enumerate(plan.years):
        if at % step == 0:
            sheet.text(x(at), bottom + 0.16, year, SIZE, SOFT, ha="center")
    positions = [x(at) for at in range(len(plan.years))]
    for tone, line in enumerate(plan.lines):
        heights = [y(float(value)) for value in line.values]
        sheet.line(positions, heights, TONES[tone], 2, marker=MARKS[tone], markersize=5)
