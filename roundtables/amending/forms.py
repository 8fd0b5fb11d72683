"""What later meetings do with recommendations, as it is entered: carried over, amended, endorsed."""

from typing import Any

from django import forms

from partners.text import day_in_words
from projects.forms.rows import DateField
from projects.languages import language_name
from roundtables.amending.considering import Decided, later_meeting, translations_of
from roundtables.models import Recommendation, RoundTable
from roundtables.recommending.forms import LONGEST, text_field


def note_field() -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(max_length=5000, required=False, widget=area, help_text="Why, or what the meeting said.")


class CarryForm(forms.Form):
    note = note_field()


class TakeUpForm(forms.Form):
    text = text_field(label="Words", help_text="Change them where the meeting amended it; else it is carried over.")
    due_on = DateField(label="Due on", required=False)
    note = note_field()

    def __init__(self, data: Any = None, *, recommendation: Recommendation, meeting: RoundTable) -> None:
        super().__init__(data, initial={"text": recommendation.text, "due_on": recommendation.due_on})
        self.recommendation, self.meeting = recommendation, meeting
        for language in translations_of(recommendation):
            self.fields[f"translation_{language}"] = forms.CharField(
                label=f"New words in {language_name(language)}",
                max_length=LONGEST,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3}),
                help_text="Only where the words change. The present translation stays with the earlier words.",
            )

    def clean_due_on(self) -> Any:
        due = self.cleaned_data["due_on"]
        if due and due != self.recommendation.due_on and due < self.meeting.start:
            raise forms.ValidationError(
                f"This is before the meeting, which began on {day_in_words(self.meeting.start)}. Enter a later day."
            )
        return due

    def clean_text(self) -> str:
        """Words that differ in nothing but the ends of lines stay as they are."""
        text: str = self.cleaned_data["text"]
        if text.split() == self.recommendation.text.split():
            return self.recommendation.text
        later = later_meeting(self.recommendation, self.meeting)
        if later:
            raise forms.ValidationError(
                f"{later} has taken it up since, so its words can be amended there only. Leave them as they are here."
            )
        return text

    @property
    def decided(self) -> Decided:
        said = self.cleaned_data
        words = {name.removeprefix("translation_"): text for name, text in said.items() if "translation_" in name}
        written = {language: text for language, text in words.items() if text}
        return Decided(said["text"], said["due_on"], said["note"], written)


class EndorseForm(forms.Form):
    endorsed_on = DateField(label="Endorsed on", error_messages={"required": "Enter the day of the endorsement."})

    def __init__(self, data: Any = None, *, meeting: RoundTable, day: str | None = None) -> None:
        super().__init__(data, initial={"endorsed_on": meeting.end if day is None else day})
        self.meeting = meeting

    def clean_endorsed_on(self) -> Any:
        day = self.cleaned_data["endorsed_on"]
        if not self.meeting.start <= day <= self.meeting.end:
            days = f"{day_in_words(self.meeting.start)} to {day_in_words(self.meeting.end)}"
            raise forms.ValidationError(f"The meeting was not in session then. Enter a day from {days}.")
        return day
