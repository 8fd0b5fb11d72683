"""Has it ended? One such question for each project whose end date has passed."""

from typing import Any

from django import forms
from django.utils import timezone

from projects import confirming
from projects.models import Project


class EndForm(forms.Form):
    answer = forms.ChoiceField(
        label="Has it ended?",
        choices=[("closed", "Yes, it is completed"), ("until", "No, it goes on"), ("later", "Leave it for later")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether it has ended.", "invalid_choice": "Choose one of the answers."},
    )
    until = forms.DateField(
        label="It goes on until",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Write the date as year-month-day, such as 2027-03-31."},
    )

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        kwargs.setdefault("prefix", f"end-{project.pk}")
        kwargs.setdefault("initial", {"answer": "later"})
        super().__init__(*args, **kwargs)
        self.project = project

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        until = cleaned.get("until")
        if cleaned.get("answer") == "until" and "until" not in self.errors:
            if until is None:
                self.add_error("until", f"Write the day until which {self.project.number} goes on.")
            elif until < timezone.localdate():
                self.add_error("until", "This day has passed too. Write a day to come, or say that it is completed.")
        return cleaned

    def save(self) -> bool:
        return confirming.answer(self.project, self.cleaned_data["answer"], self.cleaned_data["until"])
