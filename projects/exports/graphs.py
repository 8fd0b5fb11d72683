"""The graph of a table that a spreadsheet draws by itself, so that it can be changed and goes into slides as such."""

from dataclasses import dataclass
from typing import Any

from xlsxwriter import Workbook

from projects.analysis import Table, Value
from projects.charts import ROOMS, Bars, Lines, Unit
from projects.charts.bars import bars, stacked
from projects.charts.lines import lines, single_years
from projects.charts.tones import TONES

from .workbook import for_paper, make_room, put

ROOM = ROOMS["wide"]
SIZE = {"width": 1_000, "height": 560}
BELOW = 30  # rows that the graph covers

Series = list[tuple[str, list[Value]]]


@dataclass(frozen=True, slots=True)
class Drawn:
    """What the graph shows: of each series a label and its values, one for each category."""

    kind: str  # "bar" or "line"
    is_stacked: bool
    axis: str
    categories: list[str]
    series: Series


def drawn(table: Table) -> Drawn | None:
    """Over the years as lines, otherwise as bars, as the pictures have them; None where there is nothing to draw, or
    where it cannot be added.
    """
    question = table.question
    if not table.total.projects or question.by_unit:
        return None
    unit = Unit(question.measure, question.unit)
    if single_years(table):
        return of_lines(lines(table, unit, ROOM))
    is_divided = question.columns and question.measure.adds_up and question.picture != "bars"
    return of_bars(stacked(table, unit, ROOM) if is_divided else bars(table, unit, ROOM), question.rows.label)


def of_lines(plan: Lines) -> Drawn | None:
    series: Series = [(line.label, list(line.values)) for line in plan.lines]
    return Drawn("line", False, plan.axis, plan.years, series) if series else None


def of_bars(plan: Bars, axis: str) -> Drawn | None:
    if not plan.bars:
        return None
    categories = [bar.label for bar in plan.bars]
    parts = [{part.tone: part.value for part in bar.parts} for bar in plan.bars]
    series: Series = [(label, [own.get(tone, 0) for own in parts]) for tone, label in enumerate(plan.legend)]
    return Drawn("bar", bool(series), axis, categories, series or [("Total", [bar.total for bar in plan.bars])])


def in_words(graph: Drawn, table: Table) -> str:
    """For those who do not see it."""
    form = "Lines" if graph.kind == "line" else "Stacked bars" if graph.is_stacked else "Bars"
    ends = f"{graph.categories[0]} to {graph.categories[-1]}" if len(graph.categories) > 1 else graph.categories[0]
    parts = f" Series: {', '.join(label for label, _ in graph.series)}." if len(graph.series) > 1 else ""
    return f"{form}: {table.question.title}. {graph.axis}: {ends}.{parts} The figures stand below the graph."


def figure_format(table: Table) -> str:
    return {"money": "#,##0.00", "quantity": "#,##0.##", "months": "0.0"}.get(table.question.measure.kind, "#,##0")


def write_graph(workbook: Workbook, graph: Drawn, table: Table) -> None:
    """The figures that are drawn stand below the graph, which refers to them."""
    sheet = workbook.add_worksheet("Graph")
    right = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "align": "right"})
    bold, number = workbook.add_format({"bold": True}), workbook.add_format({"num_format": figure_format(table)})
    sheet.set_column(0, 0, 38)
    sheet.set_column(1, len(graph.series), 18)
    for_paper(sheet, has_header=False)
    make_room(sheet, BELOW, [(label, 18) for label, _ in graph.series])
    sheet.write_string(BELOW, 0, graph.axis, bold)
    for row, category in enumerate(graph.categories, start=BELOW + 1):
        sheet.write_string(row, 0, category)
    kind = {"type": graph.kind, "subtype": "stacked"} if graph.is_stacked else {"type": graph.kind}
    chart = workbook.add_chart(kind)
    last = BELOW + len(graph.categories)
    for at, (label, values) in enumerate(graph.series, start=1):
        sheet.write_string(BELOW, at, label, right)
        for row, one in enumerate(values, start=BELOW + 1):
            put(sheet, row, at, one, number)
        tone = TONES[(at - 1) % len(TONES)]
        style = {"line": {"color": tone, "width": 2.25}} if graph.kind == "line" else {"fill": {"color": tone}}
        chart.add_series(
            {
                "name": ["Graph", BELOW, at],
                "categories": ["Graph", BELOW + 1, 0, last, 0],
                "values": ["Graph", BELOW + 1, at, last, at],
                "gap": 60,
                **({"overlap": 100} if graph.is_stacked else {}),
                **style,
            }
        )
    dress(chart, graph, table)
    sheet.insert_chart(0, 0, chart, {"description": in_words(graph, table), "object_position": 2})


def dress(chart: Any, graph: Drawn, table: Table) -> None:
    chart.set_title({"name": table.question.title, "name_font": {"size": 14}, "overlay": False})
    chart.set_size(SIZE)
    chart.set_legend({"position": "bottom"} if len(graph.series) > 1 else {"none": True})
    chart.show_blanks_as("gap")
    grid = {"visible": True, "line": {"color": "#d5dbe1"}}
    figures = {"num_format": "#,##0", "major_gridlines": grid, "min": 0}
    if graph.kind == "bar":  # the first one on top; the axis of figures then lies below
        chart.set_y_axis({"reverse": True, "crossing": "max", "name": graph.axis})
        chart.set_x_axis({**figures, "name": unit_of(table)})
    else:
        chart.set_x_axis({"name": graph.axis})
        chart.set_y_axis({**figures, "name": unit_of(table)})


def unit_of(table: Table) -> str:
    return "US dollars" if table.question.is_money else table.question.unit_in_words
