"""A cell of the gap map's table; a template for each of a thousand would take longer than all their figures."""

from dataclasses import dataclass

from django import template
from django.urls import reverse
from django.utils.html import format_html
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
        parts.append(format_html("<small>US${}{}</small>", "\u00a0", MONEY.brief(cell.money)))
    if number := cell.recommendations:
        hidden = f"by {noun(number, 'recommendation')}"
        parts.append(small(f"{thousands(number)} asked", hidden, lists.recommendations, cell.recommended))
    if cell.needs:
        parts.append(small(f"{cell.needs} {noun(cell.needs, 'need')}", "open", lists.needs, cell.needed))
    if cell.alerts:
        parts.append(small(f"{cell.alerts} {noun(cell.alerts, 'alert')}", "open", lists.alerts, cell.alerted))
    elif cell.is_crowded and not is_total:
        parts.append(format_html("<small>{}</small>", "crowded"))
    state = "" if is_total else f" {cell.state}"
    return format_html('<td class="n{}">{}</td>', state, mark_safe("".join(parts)))  # noqa: S308 - of escaped parts


def done(cell: GapCell, address: str, is_total: bool) -> SafeString:
    if cell.register is not None:
        words = f" {noun(cell.projects, 'project')}"
        link = '<a class="done" href="{}?{}">{}<span class="hide">{}</span></a>'
        return format_html(link, address, cell.register, thousands(cell.projects), words)
    none = "none active" if cell.is_gap and not is_total else "0"
    return format_html('<span class="done">{}</span>', none)


def small(text: str, hidden: str, address: str, query: str | None) -> SafeString:
    inner = format_html('{}<span class="hide"> {}</span>', text, hidden)
    if query is None:
        return format_html("<small>{}</small>", inner)
    return format_html('<small><a href="{}?{}">{}</a></small>', address, query, inner)
