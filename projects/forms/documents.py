"""Forms about documents: several files at once, what is said of one, and its next version."""

from functools import cached_property
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from projects.audience import document_audience
from projects.languages import languages_with
from projects.models import AbstractDocument, Project

Kind = AbstractDocument.Kind


def papers(model: type[AbstractDocument]) -> list[tuple[str, str]]:
    """What a document of a project, or of a meeting, may be; a picture is recognized as such."""
    return [choice for choice in model.Kind.choices if choice[0] != Kind.PICTURE]


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class FilesField(forms.FileField):
    widget = FilesInput
    default_error_messages = {"required": "Choose at least one file."}

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """The files as they came; each is judged by itself later, so that a bad one does not cost the others."""
        files = [file for file in data or [] if file is not None]
        if not files and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return files


class FileField(forms.FileField):
    """One file, judged later as well."""

    widget = forms.FileInput
    default_error_messages = {"required": "Choose the file."}

    def clean(self, data: Any, initial: Any = None) -> UploadedFile:
        if not data:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return data


class Audience(forms.RadioSelect):
    """Each choice says in words who will see the document; counted when it is drawn, not for every file sent."""

    option_template_name = "documents/_audience.html"

    def __init__(self, model: type[AbstractDocument], holder: Any) -> None:
        super().__init__()
        self.model, self.holder = model, holder

    @cached_property
    def said(self) -> dict[str, str]:
        said = self.model.audiences(self.holder)
        if isinstance(self.holder, Project):
            return {code: f"{text} {in_people(self.holder, code)}" for code, text in said.items()}
        return said

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().create_option(name, value, *args, **kwargs) | {"said": self.said.get(str(value), "")}


def audience(model: type[AbstractDocument], holder: Any, label: str) -> forms.ChoiceField:
    choices, widget = model.Visibility.choices, Audience(model, holder)
    return forms.ChoiceField(label=label, choices=choices, initial=model.Visibility.AS_PROJECT, widget=widget)


def in_people(project: Project, visibility: str) -> str:
    people = document_audience(project, visibility).total
    return f"Today that is {people} {'person' if people == 1 else 'people'}."


class DocumentForm(forms.Form):
    files = FilesField(label="Choose files", help_text="One or several. You can also drop them on this page.")  # type: ignore[assignment]
    kind = forms.ChoiceField(label="What they are", initial=Kind.OTHER, help_text="Pictures are recognized as such.")

    def __init__(self, *args: Any, model: type[AbstractDocument], holder: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["kind"].choices = papers(model)
        fields["visibility"] = audience(model, holder, "Who may see them")


class DetailsForm(forms.Form):
    """What people say of a document. A generic form: documents of projects and of meetings have models of their own."""

    title = forms.CharField(max_length=200, required=False, help_text="Empty: the name of the file.")
    kind = forms.ChoiceField(label="What it is")
    language = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, document: AbstractDocument, **kwargs: Any) -> None:
        self.document = document
        names = ["title", "kind", "language", "visibility"]
        super().__init__(*args, initial={name: getattr(document, name) for name in names}, **kwargs)
        self.fields["visibility"] = audience(type(document), document.holder, "Who may see it")
        self.fields["kind"].choices = papers(type(document))
        self.fields["language"].choices = [("", "Not stated"), *languages_with(document.language or "en")]
        if document.is_picture:
            del self.fields["kind"]

    def save(self) -> None:
        for name, value in self.cleaned_data.items():
            setattr(self.document, name, value)
        self.document.save(update_fields=list(self.cleaned_data))


class ReplaceForm(forms.Form):
    file = FileField(label="New file")
    note = forms.CharField(label="What is new", max_length=200, required=False, help_text="A few words for the others.")
