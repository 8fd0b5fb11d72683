"""Several files at once, with what is said of all of them."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from projects.models import Document


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class FilesField(forms.FileField):
    widget = FilesInput
    default_error_messages = {"required": "Choose at least one file."}

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """The files as they came; each is judged by itself later, so that a bad one does not cost the others."""
        files = [file for file in data or [] if file is not None]
        if not files:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return files


class DocumentForm(forms.Form):
    files = FilesField(label="Files", help_text="Choose one or several.")  # type: ignore[assignment]
    kind = forms.ChoiceField(
        label="What they are",
        choices=[choice for choice in Document.Kind.choices if choice[0] != Document.Kind.PICTURE],
        initial=Document.Kind.OTHER,
        help_text="Pictures are recognized as such.",
    )
    visibility = forms.ChoiceField(
        label="Who may see them",
        choices=Document.Visibility.choices,
        initial=Document.Visibility.AS_PROJECT,
        widget=forms.RadioSelect,
    )
