"""Cells of a table of figures."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from partners.text import thousands
from projects.analysis import Cell

register = template.Library()


@register.simple_tag
def figure(cell: Cell, address: str) -> SafeString:
    """A table cell with the number, linked to the projects behind it in the register at this address."""
    number = thousands(round(cell.value))
    if not cell.projects:
        return format_html('<td class="n nil">{}</td>', number)
    if cell.query is None:
        return format_html('<td class="n">{}</td>', number)
    return format_html('<td class="n"><a href="{}?{}">{}</a></td>', address, cell.query, number)
