"""A meeting as it is entered, and the series it is put into."""

from calendar import monthrange
from datetime import date
from typing import Any

from django import forms

from partners.models import Partner
from partners.text import fold
from projects.forms.project import Chosen
from projects.forms.rows import DateField
from roundtables.meetings.dates import LONGEST, contradictions
from roundtables.models import RoundTable, Series


class RoundTableForm(forms.ModelForm):
    start = DateField(label="First day", error_messages={"required": "Enter the first day."})
    end = DateField(label="Last day", required=False, help_text="Leave it empty for a meeting of one day.")
    new_series = forms.CharField(
        label="Or begin a new series",
        max_length=200,
        required=False,
        help_text="Name it after its focus, such as “Balkan route”.",
    )
    participants = Chosen(
        Partner.objects.all(), required=False, label="Partners that take part", help_text="Persons are named later."
    )

    class Meta:
        model = RoundTable
        fields = (
            "kind", "number", "focus", "series", "start", "end", "month_only", "city", "country", "participants",
            "agenda", "source",
        )  # fmt: skip
        widgets = {"agenda": forms.Textarea(attrs={"rows": 6})}
        help_texts = {
            "number": "Such as 8 for the eighth meeting of this kind.",
            "focus": "What it is about.",
            "series": "Meetings on one focus that follow each other.",
            "month_only": "Enter any day of the month then.",
            "source": "Where this is written, such as a document symbol.",
        }
        error_messages = {
            "kind": {"required": "Choose the kind of meeting."},
            "city": {"required": "Enter the town."},
            "country": {"required": "Choose the country."},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "Choose"), *RoundTable.Kind.choices]
        self.fields["country"].empty_label = "Choose"
        self.fields["series"].empty_label = "None"

    def clean_new_series(self) -> str:
        name = " ".join(self.cleaned_data["new_series"].split())
        if name and not fold(name):
            raise forms.ValidationError("Write the name of the series in letters.")
        return name

    def clean(self) -> dict[str, Any]:
        """The end follows from the start where it is not given, and from the month where only that is known."""
        super().clean()
        cleaned = self.cleaned_data
        if cleaned.get("series") and cleaned.get("new_series"):
            self.add_error("new_series", "Choose a series or begin a new one, not both.")
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and not end and "end" not in self.errors:
            end = start
        if start and end and cleaned.get("month_only"):
            start, end = start.replace(day=1), end.replace(day=monthrange(end.year, end.month)[1])
        if start and end and end < start:
            self.add_error("end", "The last day is before the first.")
        elif start and end:
            self.check_days(start, end)
        return {**cleaned, "start": start, "end": end}

    def check_days(self, start: date, end: date) -> None:
        """Against each other, and against what is recorded of the meeting."""
        if end - start > LONGEST and not self.cleaned_data.get("month_only"):
            days = (end - start).days + 1
            self.add_error("end", f"The meeting would last {days} days. Enter a last day within a month of the first.")
        if self.instance.pk and {"start", "end", "month_only"} & set(self.changed_data):
            for name, text in contradictions(self.instance, start, end):
                self.add_error(name, text)

    def save(self, commit: bool = True) -> RoundTable:
        if name := self.cleaned_data["new_series"]:
            self.instance.series = series_named(name)
        return super().save(commit)


def series_named(name: str) -> Series:
    """The series that is called so already, however it is typed, or a new one."""
    known = {fold(series.name): series for series in Series.objects.all()}
    return known.get(fold(name)) or Series.objects.create(name=name)


class SeriesForm(forms.ModelForm):
    class Meta:
        model = Series
        fields = ("name",)
        error_messages = {
            "name": {"required": "Enter the name.", "unique": "Another series has this name. Enter another one."}
        }

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if not fold(name):
            raise forms.ValidationError("Write the name of the series in letters.")
        return name
