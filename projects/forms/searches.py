"""Query strings kept under a name: searches of the register, and reports of the graphs. The name is typed, the query
string comes from the address of the page.
"""

from collections.abc import Collection
from typing import Any

from django import forms
from django.db import IntegrityError, transaction
from django.http import QueryDict

from projects.filters import tidy
from projects.models import Report, SavedSearch
from projects.models.report import MOST_REPORTS
from projects.models.saved_search import LONGEST_QUERY, MOST_SAVED

NOT_KEPT = {"page", "as_of", "csrfmiddlewaretoken"}


class NamedQueryForm(forms.ModelForm):
    """For an instance whose owner is known."""

    noun, most = "", 0
    not_kept: Collection[str] = NOT_KEPT

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs.pop("maxlength", None)  # a longer one is told, not cut while it is pasted

    @property
    def own(self) -> Any:
        return self._meta.model.objects.filter(owner=self.instance.owner)

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if self.own.filter(name__iexact=name).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(f"You have a {self.noun} named “{name}” already. Choose another name.")
        return name

    def keep(self) -> Any:
        """Pressed twice, both found the name free: the first one stays."""
        try:
            with transaction.atomic():
                return self.save()
        except IntegrityError:
            return self.own.get(name__iexact=self.cleaned_data["name"])

    @property
    def asked(self) -> str:
        """The query string that is to be kept, as far as one may be."""
        return (self["query"].value() or "")[:LONGEST_QUERY]

    def clean(self) -> dict[str, Any]:
        if not self.instance.pk and self.own.count() >= self.most:
            raise forms.ValidationError(
                f"You have {self.most} saved {self.plural}, which is the most. Delete some first."
            )
        return super().clean() or self.cleaned_data

    @property
    def plural(self) -> str:
        return f"{self.noun}es" if self.noun.endswith("ch") else f"{self.noun}s"

    def clean_query(self) -> str:
        return tidy(QueryDict(self.cleaned_data["query"]), self.not_kept).urlencode()


class SavedSearchForm(NamedQueryForm):
    noun, most = "search", MOST_SAVED

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


class RenameForm(SavedSearchForm):
    class Meta(SavedSearchForm.Meta):
        fields = ["name"]


class ReportForm(NamedQueryForm):
    noun, most = "report", MOST_REPORTS
    not_kept = NOT_KEPT - {"as_of"}  # what a report says of a past day it goes on to say

    class Meta:
        model = Report
        fields = ["name", "sharing", "query"]
        widgets = {"query": forms.HiddenInput, "sharing": forms.RadioSelect}
        help_texts = {
            "sharing": "Others see the name and the question; the figures are counted from what they may see."
        }
        error_messages = {
            "name": {"required": "Give the report a name, such as “Money by donor and year, Tajikistan”."},
            "query": {
                "max_length": "This report is too long to be kept. Take away some of its filters, then save it again."
            },
        }


class ReportChangeForm(ReportForm):
    class Meta(ReportForm.Meta):
        fields = ["name", "sharing"]
