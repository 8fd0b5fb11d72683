"""Cells of a table of figures."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from projects.analysis import Cell, Question

register = template.Library()


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
