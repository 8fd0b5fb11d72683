"""A cell of the gap map's table; a template for each of a thousand would take longer than all their figures."""

from dataclasses import dataclass
from html import escape

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from partners.text import noun, thousands
from projects.analysis import MEASURES
from projects.charts import Unit
from roundtables.gaps import GapCell

register = template.Library()
MONEY = Unit(MEASURES["budget"])


@dataclass(frozen=True, slots=True)
class Lists:
    """Where the queries of a cell lead."""

    projects: str
    recommendations: str
    needs: str
    alerts: str


EMPTY = mark_safe('<td class="n nil">–<span class="hide"> neither asked for nor done</span></td>')


@register.simple_tag
def gap_lists() -> Lists:
    names = ("projects:list", "roundtables:recommendations", "roundtables:needs", "alerts:list")
    return Lists(*map(reverse, names))


@register.simple_tag
def gap_cell(cell: GapCell, lists: Lists, *, is_total: bool = False) -> SafeString:
    """Active projects, their budget, what is asked and open alerts, each with the way to its list."""
    if cell.state == "empty" and not is_total:
        return EMPTY
    parts = [done(cell, lists.projects, is_total)]
    if cell.money:
        parts.append(f"<small>US$\u00a0{MONEY.brief(cell.money)}</small>")
    if number := cell.recommendations:
        hidden = f"by {noun(number, 'recommendation')}"
        parts.append(small(f"{thousands(number)} asked", hidden, lists.recommendations, cell.recommended))
    if number := cell.needs:
        parts.append(small(f"{thousands(number)} {noun(number, 'need')}", "open", lists.needs, cell.needed))
    if cell.alerts:
        parts.append(small(f"{cell.alerts} {noun(cell.alerts, 'alert')}", "open", lists.alerts, cell.alerted))
    elif cell.is_crowded and not is_total:
        parts.append("<small>crowded</small>")
    state = "" if is_total else f" {cell.state}"
    return mark_safe(f'<td class="n{state}">{"".join(parts)}</td>')  # noqa: S308 - numbers, words of ours, escaped queries


def done(cell: GapCell, address: str, is_total: bool) -> str:
    if cell.register is not None:
        words = f'{thousands(cell.projects)}<span class="hide"> {noun(cell.projects, "project")}</span>'
        return f'<a class="done" href="{address}?{escape(cell.register)}">{words}</a>'
    if cell.has_dash:
        return '<span class="done">–<span class="hide"> projects not counted</span></span>'
    return f'<span class="done">{"none active" if cell.is_gap and not is_total else "0"}</span>'


def small(text: str, hidden: str, address: str, query: str | None) -> str:
    inner = f'{text}<span class="hide"> {hidden}</span>'
    if query is not None:
        inner = f'<a href="{address}?{escape(query)}">{inner}</a>'
    return f"<small>{inner}</small>"
