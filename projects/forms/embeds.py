"""How long an address that shows a report elsewhere is to work."""

from functools import cached_property
from typing import Any

from django import forms
from django.http import QueryDict

from projects.analysis import asked
from projects.models import Report
from projects.models.report import MOST_EMBEDDED, hashed, key_of, new_key

PERIODS = [(30, "30 days"), (90, "90 days"), (365, "A year")]
OF_ONE = ("mine", "others", "draft", "drafts")  # filters that mean something else for each person who asks


class EmbedForm(forms.Form):
    days = forms.TypedChoiceField(
        label="It works for",
        choices=PERIODS,
        coerce=int,
        initial=90,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how long the address is to work."},
    )

    once = forms.CharField(widget=forms.HiddenInput, required=False, initial=new_key, max_length=64)

    def __init__(self, *args: Any, report: Report, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.report = report

    def clean(self) -> dict[str, Any]:
        query = QueryDict(self.report.query)
        if any(query.get(name) for name in OF_ONE):
            raise forms.ValidationError(
                "This report asks for drafts, or for projects of your own partner or of others, which differs from "
                "person to person. Save it with the partners chosen by name, then embed that."
            )
        if names_projects(self.report):
            raise forms.ValidationError(
                "A time line names the projects, which is for those who may sign in. Save the report with another "
                "picture, then embed that."
            )
        others = self.report.embeds.working().exclude(key_hash=hashed(self.key))
        if others.count() >= MOST_EMBEDDED:
            raise forms.ValidationError(
                f"This report has {MOST_EMBEDDED} addresses that work, which is the most. Take one back first."
            )
        return super().clean() or self.cleaned_data

    @cached_property
    def key(self) -> str:
        """Of the address: a page that is loaded again sends the form again, which makes no second one."""
        return key_of(self.report, self.cleaned_data.get("once") or new_key())


def names_projects(report: Report) -> bool:
    """A time line does, whoever looks at it."""
    return asked(QueryDict(report.query))[0].picture == "timeline"
