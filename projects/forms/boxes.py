"""Long lists drawn in one go: Django renders a template per choice, which makes 250 countries slow."""

from collections.abc import Iterable
from itertools import count
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

BOX = '<div><label for="{0}_{1}"><input type="checkbox" name="{2}" value="{3}" id="{0}_{1}"{4}{5}> {6}</label></div>'
OPTION = '<option value="{}"{}>{}</option>'
CHECKED = {True: SafeString(" checked"), False: SafeString("")}
SELECTED = {True: SafeString(" selected"), False: SafeString("")}


class Boxes(forms.CheckboxSelectMultiple):
    """The same markup as Django's, groups included. The choices are all in groups or none is."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        attrs = self.build_attrs(self.attrs, attrs)
        base = attrs.pop("id", name)
        chosen, numbers, others = {str(code) for code in value or ()}, count(), flatatt(attrs)

        def boxes(pairs: Iterable[tuple[Any, Any]]) -> SafeString:
            rows = (
                (base, next(numbers), name, code, CHECKED[str(code) in chosen], others, text) for code, text in pairs
            )
            return format_html_join("", BOX, rows)

        choices = list(self.choices)
        if choices and isinstance(choices[0][1], list | tuple):
            groups = ((group, boxes(pairs)) for group, pairs in choices)
            inner = format_html_join("", "<div><label>{}</label>{}</div>", groups)
        else:
            inner = boxes(choices)
        return format_html('<div id="{}">{}</div>', base, inner)


class Options(forms.Select):
    """A drop-down list without groups."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        attrs = self.build_attrs(self.attrs, attrs)
        chosen = str(getattr(value, "pk", value) or "")
        rows = ((code, SELECTED[str(code) == chosen], text) for code, text in self.choices)
        return format_html('<select name="{}"{}>{}</select>', name, flatatt(attrs), format_html_join("", OPTION, rows))
