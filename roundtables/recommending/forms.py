"""A recommendation as it is entered by itself, with its translations."""

from datetime import date
from typing import Any

from django import forms

from partners.models import Country, Organization, Partner, Pillar
from partners.text import day_in_words
from projects import clock
from projects.forms.boxes import Options
from projects.forms.names import NamesField, Naming, find_organization, saved_organization
from projects.forms.newcomers import NewOrganization
from projects.forms.project import Chosen, countries_by_region, themes_by_parent
from projects.forms.rows import DateField, Quiet, RowForm, RowSet
from projects.languages import languages_with
from projects.models import Theme
from roundtables.meetings.dates import begins_later
from roundtables.models import Recommendation, RoundTable, Translation

LONGEST = 10_000  # characters of a text
TRANSLATIONS = "translations"


class Words(forms.CharField):
    """Lines end in one way, whatever a browser sends."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.replace("\r\n", "\n") if isinstance(value, str) else value)


def text_field(**kwargs: Any) -> forms.CharField:
    return Words(
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter the text."},
        **kwargs,
    )


class RecommendationForm(Quiet, Naming, forms.ModelForm):
    text = text_field()
    pillars = forms.MultipleChoiceField(
        choices=Pillar.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Of the Vienna Declaration. Empty: those of the themes.",
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
    bodies = NamesField(
        label="Addressed to these organizations",
        suggestions="organizations",
        max_length=250,
        help_text="Such as a customs service or a regional centre.",
    )
    endorsed_on = DateField(required=False, help_text="Empty: on the last day of that meeting.")
    due_on = DateField(label="Due on", required=False)

    class Meta:
        model = Recommendation
        fields = (
            "number", "text", "language", "priority", "pillars", "themes", "countries", "addressees",
            "addressed_partners", "endorsed_at", "endorsed_on", "due_on", "source",
        )  # fmt: skip
        labels = {"endorsed_at": "Endorsed at"}
        widgets = {"language": forms.Select, "endorsed_at": Options}
        help_texts = {
            "language": "Of the text above.",
            "endorsed_at": "Mostly a policy consultative group.",
            "source": "Where this is written, such as a document symbol.",
        }
        error_messages = {"number": {"required": "Enter the number."}}

    def __init__(self, *args: Any, quiet: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.quiet = quiet
        self.named: list[Organization] = []
        fields: dict[str, Any] = self.fields
        fields["language"].widget.choices = languages_with(self.instance.language)
        fields["countries"].choices = countries_by_region(Country.objects.all())
        fields["themes"].choices = themes_by_parent()
        fields["endorsed_at"].choices = [("", "Not yet, or not known"), *endorsing(self.instance.round_table)]
        if self.instance.pk:
            self.initial["bodies"] = [str(body) for body in self.instance.addressed_organizations.all()]

    def clean_bodies(self) -> list[str]:
        names: list[str] = self.cleaned_data["bodies"]
        self.named = self.known_or_new("bodies", names, find_organization, NewOrganization)
        return names

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

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        at, on, meeting = cleaned.get("endorsed_at"), cleaned.get("endorsed_on"), self.instance.round_table
        if at and not on and "endorsed_on" not in self.errors:
            cleaned["endorsed_on"] = on = at.end
        if at and not at.has_begun:
            self.add_error("endorsed_at", begins_later(at))
        if on and on < meeting.start:
            self.add_error("endorsed_on", f"This is before the meeting, which began on {day_in_words(meeting.start)}.")
        if not cleaned.get("pillars") and cleaned.get("themes"):
            cleaned["pillars"] = sorted({pillar for theme in cleaned["themes"] for pillar in theme.pillars})
        return cleaned

    def save(self, commit: bool = True) -> Recommendation:
        made: Recommendation = super().save(commit)
        made.addressed_organizations.set([saved_organization(body) for body in self.named])
        return made


def endorsing(meeting: RoundTable) -> list[tuple[int, str]]:
    """Meetings that may have endorsed what this one recommended, no earlier nor coming ones; policy groups first."""
    later = RoundTable.objects.filter(end__gte=meeting.start, start__lte=clock.today())
    found = sorted(later, key=lambda one: (one.kind != RoundTable.Kind.POLICY, one.start))
    return [(one.pk, str(one)) for one in found]


class TranslationForm(RowForm):
    text = text_field(label="Translation")

    class Meta:
        model = Translation
        fields = ("language", "text")
        widgets = {"language": Options}
        error_messages = {"language": {"required": "Choose the language of the translation."}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [pair for pair in languages_with(self.instance.language or "en") if pair[0] != "und"]
        self.fields["language"] = forms.ChoiceField(
            choices=[("", "Choose"), *offered],
            widget=Options,
            error_messages={"required": "Choose the language of the translation."},
        )


class Translations(RowSet):
    """A language stands once, and never beside the text that is in it."""

    language = ""  # of the text

    def clean(self) -> None:
        super().clean()
        seen: set[str] = set()
        for form in self.filled:
            language = form.cleaned_data["language"]
            if language == self.language:
                form.add_error("language", "The text itself is in this language. Choose another one.")
            elif language in seen:
                form.add_error("language", "There is another translation into this language. Remove one of the two.")
            seen.add(language)


TranslationRows: Any = forms.inlineformset_factory(
    Recommendation, Translation, form=TranslationForm, formset=Translations, extra=1, max_num=12, absolute_max=15
)


def translations(recommendation: Recommendation, data: Any = None, *, quiet: bool = False) -> Translations:
    made: Translations = TranslationRows(
        data, instance=recommendation, prefix=TRANSLATIONS, form_kwargs={"quiet": quiet}
    )
    made.language = data.get("language", "") if data is not None else recommendation.language
    return made
