"""A saved search: its name is typed, its query string comes from the address of the list."""

from typing import Any

from django import forms
from django.http import QueryDict

from projects.filters import tidy
from projects.models import SavedSearch
from projects.models.saved_search import MOST_SAVED

NOT_KEPT = {"page", "csrfmiddlewaretoken"}


class SavedSearchForm(forms.ModelForm):
    """For an instance whose owner is known."""

    class Meta:
        model = SavedSearch
        fields = ["name", "query"]
        widgets = {"query": forms.HiddenInput}
        error_messages = {
            "name": {"required": "Give the search a name, such as “Border control in Tajikistan”."},
            "query": {
                "max_length": "This search is too long to be kept. Take away some of its filters, then save it again."
            },
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs.pop("maxlength", None)  # a longer one is told, not cut while it is pasted

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        own = SavedSearch.objects.filter(owner=self.instance.owner, name__iexact=name).exclude(pk=self.instance.pk)
        if own.exists():
            raise forms.ValidationError(f"You have a search named “{name}” already. Choose another name.")
        return name

    def clean(self) -> dict[str, Any]:
        if not self.instance.pk and SavedSearch.objects.visible_to(self.instance.owner).count() >= MOST_SAVED:
            raise forms.ValidationError(f"You have {MOST_SAVED} saved searches, which is the most. Delete some first.")
        return super().clean() or self.cleaned_data

    def clean_query(self) -> str:
        return tidy(QueryDict(self.cleaned_data["query"]), NOT_KEPT).urlencode()


class RenameForm(SavedSearchForm):
    class Meta(SavedSearchForm.Meta):
        fields = ["name"]
