"""Meetings, recommendations and follow-up as they are written down."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.utils import timezone

from partners.models import Country, Partner, Pillar, User
from partners.text import day_in_words
from projects.forms.project import Chosen
from projects.forms.rows import DateField
from projects.models import Theme
from roundtables.access import speaking_for
from roundtables.models import FollowUp, Recommendation, RoundTable

DOUBLE_CLICK = timedelta(minutes=1)


class RoundTableForm(forms.ModelForm):
    start = DateField(label="First day", error_messages={"required": "Enter the first day."})
    end = DateField(label="Last day", required=False, help_text="Leave it empty for a meeting of one day.")
    participants = Chosen(Partner.objects.all(), required=False)

    class Meta:
        model = RoundTable
        fields = (
            "kind", "number", "focus", "start", "end", "month_only", "city", "country", "participants", "source",
        )  # fmt: skip
        help_texts = {
            "number": "Such as 8 for the eighth meeting of this kind.",
            "focus": "What it was about.",
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

    def clean(self) -> dict[str, Any]:
        """The end follows from the start where it is not given, and from the month where only that is known."""
        super().clean()
        cleaned = self.cleaned_data
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and not end and "end" not in self.errors:
            end = start
        if start and end and cleaned.get("month_only"):
            start, end = start.replace(day=1), end.replace(day=monthrange(end.year, end.month)[1])
        if start and end and end < start:
            self.add_error("end", "The last day is before the first.")
        return {**cleaned, "start": start, "end": end}


class RecommendationForm(forms.ModelForm):
    pillars = forms.MultipleChoiceField(
        choices=Pillar.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Of the Vienna Declaration.",
    )
    themes = Chosen(Theme.objects.all(), required=False)
    countries = Chosen(Country.objects.all(), required=False, help_text="Those it is about.")
    addressees = forms.MultipleChoiceField(
        label="Addressed to",
        choices=Recommendation.Addressee.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    addressed_partners = Chosen(Partner.objects.all(), label="Addressed to these partners", required=False)
    endorsed_on = DateField(required=False, help_text="By the policy consultative group.")
    due_on = DateField(label="Due on", required=False)

    class Meta:
        model = Recommendation
        fields = (
            "number", "text", "pillars", "themes", "countries", "addressees", "addressed_partners", "endorsed_on",
            "due_on", "source",
        )  # fmt: skip
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}
        error_messages = {
            "number": {"required": "Enter the number."},
            "text": {"required": "Enter the text."},
        }

    def clean_due_on(self) -> date | None:
        due, meeting = self.cleaned_data["due_on"], self.instance.round_table
        if due and due < meeting.start:
            raise forms.ValidationError(
                f"This is before the meeting, which began on {day_in_words(meeting.start)}. Enter a later day."
            )
        return due

    def clean_number(self) -> int:
        """The form does not show the meeting, so Django leaves this constraint to us."""
        number = self.cleaned_data["number"]
        others = Recommendation.objects.filter(round_table=self.instance.round_table_id).exclude(pk=self.instance.pk)
        if others.filter(number=number).exists():
            raise forms.ValidationError("This meeting has a recommendation of this number. Enter another one.")
        return number


class FollowUpForm(forms.ModelForm):
    progress = forms.ChoiceField(
        label="State",
        choices=FollowUp.Progress.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how far it has come."},
    )
    text = forms.CharField(
        label="What was done",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Say what was done."},
    )

    class Meta:
        model = FollowUp
        fields = ("partner", "progress", "text")

    def __init__(self, data: Any = None, *, recommendation: Recommendation, user: User) -> None:
        """A partner is named by those who speak for one; coordinators write in their own name."""
        super().__init__(data, instance=FollowUp(recommendation=recommendation, author=user))
        partners = speaking_for(user, recommendation)
        if user.is_coordinator:
            del self.fields["partner"]
            return
        field = cast(forms.ModelChoiceField, self.fields["partner"])
        field.queryset, field.required, field.empty_label = partners, True, None
        field.label, field.initial = "You speak for", partners.first()
        if len(partners) == 1:
            field.widget = forms.HiddenInput()

    def is_repeated(self) -> bool:
        """Whether the author said just this a moment ago, as a second click on the button does."""
        said = {
            name: getattr(self.instance, name) for name in ("recommendation", "author", "partner", "progress", "text")
        }
        return FollowUp.objects.filter(created_at__gt=timezone.now() - DOUBLE_CLICK, **said).exists()
