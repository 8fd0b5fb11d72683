"""Needs, offers, how they end, and what is said of a match, as they are written down."""

from decimal import Decimal
from typing import Any

from django import forms

from partners.models import Country, Organization, Partner, User
from projects.forms.boxes import Options
from projects.forms.names import Naming, find_organization, find_place, name_field, saved_organization, saved_place
from projects.forms.newcomers import NewOrganization, NewPlace
from projects.forms.project import Chosen
from projects.forms.rows import DateField, QuantityField, Quiet, ends_first, with_a_quantity
from projects.languages import languages_with
from projects.models import ActivityType, Place, Theme
from roundtables.models import MatchStatement, Need, Offer
from roundtables.needs.saying import plain

WHAT = {"title": {"required": "Say in a few words what it is."}}


class WishForm(Quiet, forms.ModelForm):
    """What the forms of needs and of offers have in common."""

    quantity = QuantityField(max_digits=12, decimal_places=2, required=False, help_text="How much of it, in figures.")
    start = DateField(label="From", required=False)
    end = DateField(label="Until", required=False)

    def __init__(self, *args: Any, user: User, quiet: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.quiet = user, quiet
        self.fields["title"].label, self.fields["text"].label = "In a few words", "More about it"
        self.fields["text"].widget.attrs["rows"] = 4
        with_a_quantity(self.fields["unit"])
        self.fields["unit"].help_text = "What the quantity counts, such as trainees or vehicles."
        self.fields["language"] = forms.ChoiceField(
            label="Language of the text", choices=languages_with(self.instance.language), initial="en", widget=Options
        )

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        if ends_first(cleaned):
            self.add_error("end", "The last day is before the first.")
        of = cleaned.get("activity_type")
        if cleaned.get("quantity") is not None and not cleaned.get("unit") and "unit" not in self.errors:
            cleaned["unit"] = of.usual_unit if of else ""
            if not cleaned["unit"]:
                self.add_error("unit", f"Say what the quantity counts{such_as(of)}.")
        return cleaned

    def save(self, commit: bool = True) -> Any:
        if self.instance.pk is None:
            self.instance.author = self.user
        self.instance.language = self.cleaned_data["language"]
        return super().save(commit)


def such_as(of: ActivityType | None) -> str:
    return f", such as {', '.join(of.units[:3])}" if of else ", such as trainees"


class NeedForm(Naming, WishForm):
    place_name = name_field("places", max_length=230, label="Place or area", help_text="Where in the country.")
    beneficiary_name = name_field("organizations", max_length=250, label="For which organization")

    class Meta:
        model = Need
        fields = (
            "country", "title", "text", "theme", "activity_type", "place_name", "beneficiary_name", "beneficiary_kind",
            "quantity", "unit", "start", "end",
        )  # fmt: skip
        widgets = {"country": Options, "theme": Options, "activity_type": Options, "beneficiary_kind": Options}
        labels = {"activity_type": "Kind of activity", "beneficiary_kind": "Kind of organization"}
        help_texts = {"beneficiary_kind": "Where no organization is named."}
        error_messages = {
            **WHAT,
            "country": {"required": "Choose the country."},
            "theme": {"required": "Choose the theme that fits best."},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.place: Place | None = self.instance.place
        self.beneficiary: Organization | None = self.instance.beneficiary
        countries = own_countries(self.user)
        self.fields["country"].queryset = countries
        chosen = [(country.pk, country.name) for country in countries]
        self.fields["country"].choices = chosen if len(chosen) == 1 else [("", "Choose"), *chosen]
        self.fields["theme"].choices = [("", "Choose"), *((t.pk, f"{t.pk} {t.name}") for t in Theme.objects.all())]
        kinds = [("", "Any kind"), *ActivityType.objects.values_list("code", "name")]
        self.fields["activity_type"].choices = kinds
        self.fields["beneficiary_kind"].choices = [("", "Any kind"), *Organization.Kind.choices]
        self.initial["place_name"] = self.place.name if self.place else ""
        self.initial["beneficiary_name"] = str(self.beneficiary or "")

    def clean_place_name(self) -> str:
        text: str = self.cleaned_data["place_name"]
        self.place = next(iter(self.known_or_new("place_name", [text] if text else [], find_place, NewPlace)), None)
        country = self.cleaned_data.get("country")
        if self.place and country and self.place.country_id != country.pk:
            raise forms.ValidationError(f"{self.place} is not in {country}. Write a place there, or leave it empty.")
        return text

    def clean_beneficiary_name(self) -> str:
        name: str = self.cleaned_data["beneficiary_name"]
        found = self.known_or_new("beneficiary_name", [name] if name else [], find_organization, NewOrganization)
        self.beneficiary = next(iter(found), None)
        return name

    def save(self, commit: bool = True) -> Need:
        self.instance.place = saved_place(self.place) if self.place else None
        self.instance.beneficiary = saved_organization(self.beneficiary) if self.beneficiary else None
        return super().save(commit)


def own_countries(user: User) -> Any:
    """Countries for which the person may state needs."""
    every = Country.objects.order_by("name")
    return every if user.is_coordinator else every.filter(partner__in=user.writes_for)


class OfferForm(WishForm):
    themes = Chosen(Theme.objects.all(), error_messages={"required": "Choose at least one theme."})
    activity_types = Chosen(ActivityType.objects.all(), label="Kinds of activity", required=False)
    countries = Chosen(Country.objects.all(), required=False, help_text="Choose none if it is for any country.")

    class Meta:
        model = Offer
        fields = (
            "partner",
            "title",
            "text",
            "themes",
            "activity_types",
            "countries",
            "quantity",
            "unit",
            "start",
            "end",
        )
        widgets = {"partner": Options}
        error_messages = {**WHAT, "partner": {"required": "Choose who offers it."}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = Partner.objects.order_by("name")
        partners = every if self.user.is_coordinator else every.filter(pk__in=self.user.writes_for)
        self.fields["partner"].queryset = partners
        chosen = [(partner.pk, partner.name) for partner in partners]
        self.fields["partner"].choices = chosen if len(chosen) == 1 else [("", "Choose"), *chosen]


class ClosingForm(forms.Form):
    outcome = forms.ChoiceField(
        label="How it ended", widget=forms.RadioSelect, error_messages={"required": "Choose how it ended."}
    )
    closing_note = forms.CharField(
        label="By what or why", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, outcomes: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = outcomes


Says = MatchStatement.Says
ASKED = [pair for pair in Says.choices if pair[0] != Says.PARTLY]  # whether it is all or a part is asked of "met"


LONGEST_WORD = 1000  # characters


def word_field() -> forms.CharField:
    return forms.CharField(
        label="A word to the other side, if you like",
        required=False,
        max_length=LONGEST_WORD,
        help_text=f"At most {LONGEST_WORD} characters.",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": f"Shorten it to {LONGEST_WORD} characters: it has %(show_value)d."},
    )


class SayingForm(forms.Form):
    says = forms.ChoiceField(
        label="What comes of it",
        widget=forms.RadioSelect,
        choices=ASKED,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose one of these answers."),
    )
    note = word_field()


class MetForm(forms.Form):
    """Asked before a need is closed: all of it, or how much."""

    how = forms.ChoiceField(
        label="How much of it is met?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether all of it is met, or a part."},
        choices=[(Says.MET, "All of it: the need is closed"), (Says.PARTLY, "A part: the need stays open")],
    )
    quantity = QuantityField(max_digits=12, decimal_places=2, required=False)
    note = word_field()

    def __init__(self, *args: Any, need: Need, rest: Decimal | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.need, self.rest = need, rest
        self.fields["quantity"].label = "If a part: how much by this, in all"
        if rest is None:
            del self.fields["quantity"]
        else:
            self.fields["quantity"].help_text = (
                f"Of {plain(need.quantity)} {need.unit} wanted, {plain(rest)} are still to be met."
                if need.quantity
                else ""
            )

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned, of = self.cleaned_data, self.need.quantity
        if self.rest is None or of is None or "quantity" in self.errors:
            return cleaned
        if cleaned.get("how") == Says.MET:
            cleaned["quantity"] = None
        elif cleaned.get("how") == Says.PARTLY and not cleaned.get("quantity"):
            self.add_error("quantity", f"Say how many of the {plain(of)} {self.need.unit}.")
        elif cleaned.get("how") == Says.PARTLY and cleaned["quantity"] >= of:
            self.add_error("quantity", f"That is all of it. Enter less than {plain(of)}, or choose “All of it”.")
        return cleaned
