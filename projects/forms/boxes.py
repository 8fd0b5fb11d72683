"""Long lists drawn in one go: Django renders a template per choice, which makes 250 countries slow."""

from collections.abc import Iterable, Mapping
from html import escape
from itertools import count
from types import MappingProxyType
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.safestring import SafeString

from partners.text import thousands

SHOWN = 6  # choices of a long list with counts; the others are folded away


class Boxes(forms.CheckboxSelectMultiple):
    """Django's markup, the boxes counted through the groups. The choices are all in groups or none is.

    With `counts` each choice without groups tells how many it would find, and a long list shows its first ones.
    `names` are other names of a choice, by which it is found while somebody types.
    """

    counts: dict[str, int] | None = None
    names: Mapping[str, Iterable[str]] = MappingProxyType({})

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        attrs = self.build_attrs(self.attrs, attrs)
        base, common = escape(attrs.pop("id", name)), f' name="{escape(name)}"{flatatt(attrs)}'
        chosen, numbers = {str(code) for code in value or ()}, count()

        def boxes(pairs: Iterable[tuple[Any, Any]]) -> str:
            parts = []
            for code, text in pairs:
                this, checked = f"{base}_{next(numbers)}", " checked" if str(code) in chosen else ""
                value, text = escape(str(code)), escape(str(text))
                known = f' data-names="{escape(";".join(self.names[code]))}"' if code in self.names else ""
                box = f'<input type="checkbox" value="{value}" id="{this}"{common}{checked}{known}>'
                if self.counts is not None:
                    text = f'<span>{text}</span> <span class="number">{thousands(self.counts.get(str(code), 0))}</span>'
                parts.append(f'<div><label for="{this}">{box} {text}</label></div>')
            return "".join(parts)

        choices = list(self.choices)
        if choices and isinstance(choices[0][1], list | tuple):
            inner = "".join(f"<div><label>{escape(str(group))}</label>{boxes(pairs)}</div>" for group, pairs in choices)
        elif self.counts is not None and len(choices) > SHOWN + 2:
            first = max(SHOWN, sum(str(code) in chosen for code, _ in choices))
            rest = f"<details><summary>{len(choices) - first} more</summary>{boxes(choices[first:])}</details>"
            inner = boxes(choices[:first]) + (rest if len(choices) > first else "")
        else:
            inner = boxes(choices)
        counted_by = f' data-counts="{escape(name)}"' if self.counts is not None else ""
        return SafeString(f'<div id="{base}"{counted_by}>{inner}</div>')


class Options(forms.Select):
    """A drop-down list without groups."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        attrs = self.build_attrs(self.attrs, attrs)
        chosen = str(getattr(value, "pk", value) or "")
        parts = []
        for code, text in self.choices:
            selected = " selected" if str(code) == chosen else ""
            parts.append(f'<option value="{escape(str(code))}"{selected}>{escape(str(text))}</option>')
        return SafeString(f'<select name="{escape(name)}"{flatatt(attrs)}>{"".join(parts)}</select>')
