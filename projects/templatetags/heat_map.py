"""The squares of a heat map: a template of variables for each of a thousand would take longer than their figures."""

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from projects.charts.screen.heat import Placed

register = template.Library()


@register.simple_tag
def heat_squares(squares: Iterable[Placed], width: float, address: str) -> SafeString:
    """Each with its link at this address, if it has one."""
    return mark_safe("".join(square(one, width, address) for one in squares))  # noqa: S308 - of escaped parts


def square(one: Placed, width: float, address: str) -> str:
    of, title = one.square, f"<title>{escape(one.square.title)}</title>"
    place = f'<rect class="h{of.tone}" x="{one.x}%" width="{width}%" height="100%"'
    text = f'<text class="on{of.tone}" x="{one.middle}%" y="20" text-anchor="middle">{escape(one.text)}</text>'
    if of.query is None:
        return f"{place}>{title}</rect>{text if one.text else ''}"
    return f'<a href="{escape(address)}?{escape(of.query)}" tabindex="-1">{title}{place}/>{text}</a>'
