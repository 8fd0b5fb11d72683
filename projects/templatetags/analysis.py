"""Cells of a table of figures."""

from django import template
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from partners.models import User
from projects.analysis import Cell, Question
from projects.analysis.difference import Change
from projects.analysis.measures import Measure, Value
from projects.analysis.past import Past

register = template.Library()


@register.filter
def emptiness_for(past: Past, user: User) -> str:
    """Asked by the page only where nothing is there."""
    return past.emptiness(user)


@register.simple_tag
def figure(cell: Cell, address: str, question: Question) -> SafeString:
    """A table cell with the number, linked to the projects behind it in the register at this address.

    Of shares, the figure itself is said when the pointer rests on it, and to those who hear the page.
    """
    shown = question.measure.shown(cell.value)
    if cell.share is not None:
        words = question.measure.worded(cell.value, question.unit)
        shown = format_html('<span title="{}">{} %<span class="hide">, {}</span></span>', words, cell.share, words)
    if not cell.projects:
        return format_html('<td class="n nil">{}</td>', shown)
    if cell.query is None:
        return format_html('<td class="n">{}</td>', shown)
    return format_html('<td class="n"><a href="{}?{}">{}</a></td>', address, cell.query, shown)


@register.simple_tag
def signed(measure: Measure, value: Value) -> str:
    if value is None:
        return "–"
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return f"{sign}{measure.shown(value if value > 0 else -value)}"


@register.simple_tag
def change(change: Change, base: str, measure: Measure) -> SafeString:
    """A table cell with what a figure changed by, linked to its explanation, above what it was and is."""
    steps = f"{measure.shown(change.old)} → {measure.shown(change.new)}"
    if not change.by:
        return format_html('<td class="n nil">{}<br><small>{}</small></td>', signed(measure, change.by), steps)
    place = urlencode([(name, key) for name, key in zip(("row", "column"), change.place, strict=True) if key])
    link = f"?{base}&{place}#why" if place else f"?{base}#why"
    return format_html(
        '<td class="n"><a href="{}">{}</a><br><small>{}</small></td>', link, signed(measure, change.by), steps
    )
