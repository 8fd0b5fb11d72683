"""How every form looks: Django's renderer with our templates for form, field and messages in front of its own.

The widgets stay Django's, and so does the administration, which lays out its forms itself.
"""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.forms import renderers
from django.http import HttpRequest
from django.template.backends.django import DjangoTemplates
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

# Of these a form has dozens, hundreds with its rows: written here as their templates of two levels write them.
INPUTS = {f"django/forms/widgets/{name}.html" for name in ("input", "text", "number", "date", "hidden", "checkbox")}
TEXTAREA = "django/forms/widgets/textarea.html"


class Renderer(renderers.DjangoTemplates):
    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"

    @cached_property
    def engine(self) -> DjangoTemplates:
        folders = [settings.BASE_DIR / "templates", Path(forms.__file__).parent / str(self.backend.app_dirname)]
        return self.backend({"APP_DIRS": True, "DIRS": folders, "NAME": "forms", "OPTIONS": {}})

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        if template_name in INPUTS:
            return written(context["widget"])
        if template_name == TEXTAREA:
            context["widget"]["attrs"].pop("maxlength", None)  # a browser would cut without a word what is pasted
        return super().render(template_name, context, request)


def written(widget: Mapping[str, Any]) -> SafeString:
    value = "" if widget["value"] is None else format_html(' value="{}"', widget["value"])
    attrs = "".join(
        f" {conditional_escape(name)}" if said is True else format_html(' {}="{}"', name, said)
        for name, said in widget["attrs"].items()
        if said is not False
    )
    return SafeString(f'<input type="{widget["type"]}" name="{conditional_escape(widget["name"])}"{value}{attrs}>')
