"""How every form looks: Django's renderer with our templates for form, field and messages in front of its own.

The widgets stay Django's, and so does the administration, which lays out its forms itself.
"""

from functools import cached_property
from pathlib import Path

from django import forms
from django.conf import settings
from django.forms import renderers
from django.template.backends.django import DjangoTemplates


class Renderer(renderers.DjangoTemplates):
    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"

    @cached_property
    def engine(self) -> DjangoTemplates:
        folders = [settings.BASE_DIR / "templates", Path(forms.__file__).parent / str(self.backend.app_dirname)]
        return self.backend({"APP_DIRS": True, "DIRS": folders, "NAME": "forms", "OPTIONS": {}})
