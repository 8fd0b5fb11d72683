"""The repeated parts of the project form: contributions, activities, other numbers. Empty rows are no errors."""

import re
from collections.abc import Collection
from decimal import Decimal
from functools import partial
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.urls import reverse_lazy
from django.utils import timezone

from partners.models import Organization
from projects.contradictions import outside
from projects.currencies import is_currency
from projects.models import Activity, Contribution, Place, Project, ProjectIdentifier
from projects.rates import worth

from .boxes import Options
from .names import Naming, find_organization, find_place, name_field, saved_organization, saved_place
from .newcomers import NewOrganization, NewPlace

MAX_ROWS = 60
LARGEST = Decimal(10) ** 13  # in whatever currency; more is a slip of the keyboard


class DateInput(forms.DateInput):
    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d", attrs={"type": "date", "min": "1950-01-01", "max": "2099-12-31"})


class DateField(forms.DateField):
    widget = DateInput
    default_error_messages = {"invalid": "Write the date as 2024-05-31."}

    def to_python(self, value: Any) -> Any:
        day = super().to_python(value)
        if day and not 1950 <= day.year <= 2099:
            raise forms.ValidationError("Write a year between 1950 and 2099.")
        return day


def ends_first(cleaned: dict[str, Any]) -> bool:
    start, end = cleaned.get("start"), cleaned.get("end")
    return bool(start and end and end < start)


class AmountField(forms.DecimalField):
    """The same amount may be written 4 200 000, 4,200,000, 4.200.000,00 or 4200000.00."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})
    default_error_messages = {"invalid": "Write the amount in figures, such as 250000, 250 000.50 or 250 000,50."}
    what = "amount"
    largest = LARGEST

    def to_python(self, value: Any) -> Decimal | None:
        if isinstance(value, str):
            value = re.sub(r"[\s'’]", "", value)
            if re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", value):
                whole = value.replace(".", "")
                raise forms.ValidationError(f"{value} may be read in two ways. Write the {self.what} as {whole}.")
            if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", value):
                value = value.replace(",", "")
            elif re.fullmatch(r"(\d+|\d{1,3}(\.\d{3})+),\d{1,2}|\d{1,3}(\.\d{3}){2,}", value):  # most of Europe
                value = value.replace(".", "").replace(",", ".")
            if not re.fullmatch(r"[-+]?[\d.]*", value):  # no exponents: one letter more would be a thousand million
                raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)

    def run_validators(self, value: Decimal | None) -> None:
        if value is not None and value < 0:
            raise forms.ValidationError(f"The {self.what} cannot be negative.")
        if value is not None and value > self.largest:
            raise forms.ValidationError(f"The {self.what} is too large. Check the number of zeros.")
        if value is not None and round(value, 2) != value:
            raise forms.ValidationError(f"Write the {self.what} with two decimals at most.")
        super().run_validators(value)

    def prepare_value(self, value: Any) -> Any:
        """What is on record without empty decimals; what was typed as it was typed."""
        if not isinstance(value, Decimal):
            return value
        return f"{value:.0f}" if value == value.to_integral_value() else f"{value}"


class QuantityField(AmountField):
    default_error_messages = {"invalid": "Write the quantity in figures, such as 12."}
    what = "quantity"
    largest = Decimal(10) ** 9


def with_a_quantity(unit: forms.Field) -> None:
    """Instead of “optional”: when it is needed."""
    unit.label, unit.is_needed = "Unit, with a quantity", True  # type: ignore[attr-defined]


class Quiet:
    """A form that is shown again as it was typed, without being judged: somebody only asked for one more row."""

    quiet = False

    def full_clean(self) -> None:
        if self.quiet:
            self._errors, self.cleaned_data = ErrorDict(), {}
        else:
            super().full_clean()


class RowForm(Quiet, forms.ModelForm):
    """`only` these fields are asked for; the others stay as they are."""

    def __init__(
        self,
        *args: Any,
        only: Collection[str] = (),
        quiet: bool = False,
        choices: dict[str, list[Any]] | None = None,
        project: Project | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.quiet, self.project = quiet, project or Project()
        for name in set(self.fields) - set(only) if only else ():
            del self.fields[name]
        for name, pairs in (choices or {}).items():  # read once for all rows
            if name in self.fields:
                self.fields[name].choices = pairs


class ContributionForm(RowForm):
    amount = AmountField(
        max_digits=16,
        decimal_places=2,
        error_messages={"required": "Enter the amount."},
    )
    currency = forms.CharField(
        max_length=3, initial="USD", widget=forms.TextInput(attrs={"list": "currencies", "data-offer": "currencies"})
    )
    committed_on = DateField(
        label="Committed on",
        initial=timezone.localdate,
        help_text="Its month decides the rate.",
        error_messages={"required": "Enter the day on which the money was committed."},
    )

    class Meta:
        model = Contribution
        fields = ("partner", "amount", "currency", "committed_on")
        widgets = {"partner": Options}
        error_messages = {"partner": {"required": "Choose the partner who pays."}}

    def clean_currency(self) -> str:
        code = self.cleaned_data["currency"].upper()
        if not is_currency(code):
            raise forms.ValidationError(f"{code} is no currency. Write its three letters, such as EUR.")
        return code

    @property
    def worth(self) -> str:
        """What is on record of the US dollar value."""
        one = self.instance
        return worth(one.amount, one.currency, one.committed_on)[1] if one.pk and not self.errors else ""

    def has_changed(self) -> bool:
        """Currency and date are filled in beforehand, so they alone say nothing."""
        told = set(self.changed_data) - (set() if self.instance.pk else {"currency", "committed_on", "partner"})
        return bool(told)


class ActivityForm(Naming, RowForm):
    beneficiary_name = name_field("organizations", max_length=250, label="For whom")
    place_name = name_field("places", max_length=230, label="Place")
    quantity = QuantityField(max_digits=12, decimal_places=2, required=False)
    start = DateField(required=False, label="From")
    end = DateField(required=False, label="Until")
    wants_unit = True  # of what is to be saved
    unusual = ""  # dates that were asked about: the form carries them, and they are taken when it is sent again

    class Meta:
        model = Activity
        fields = ("type", "description", "quantity", "unit", "country", "start", "end")
        widgets = {
            "type": Options,
            "country": Options,
            "unit": forms.TextInput(attrs={"data-units": reverse_lazy("projects:suggest_units")}),
        }
        error_messages = {"type": {"required": "Choose what kind of activity it is."}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        with_a_quantity(self.fields["unit"])
        self.place: Place | None = None
        self.beneficiary: Organization | None = None
        if self.instance.pk:
            place = self.instance.place
            self.initial["beneficiary_name"] = str(self.instance.beneficiary or "")
            self.initial["place_name"] = place.written if place else ""

    def clean_place_name(self) -> str:
        text: str = self.cleaned_data["place_name"]
        self.place = next(iter(self.known_or_new("place_name", [text] if text else [], find_place, NewPlace)), None)
        return text

    def clean_beneficiary_name(self) -> str:
        name: str = self.cleaned_data["beneficiary_name"]
        asked = partial(NewOrganization, project=self.project)
        found = self.known_or_new("beneficiary_name", [name] if name else [], find_organization, asked)
        self.beneficiary = next(iter(found), None)
        return name

    def clean(self) -> dict[str, Any]:
        """A quantity counts something: the type of activity says what, where that is plain."""
        cleaned = super().clean() or self.cleaned_data
        if ends_first(cleaned):
            self.add_error("end", "The activity's end date is before its start date.")
        self.ask_about_period(cleaned)
        of, unit = cleaned.get("type"), cleaned.get("unit", self.instance.unit)
        if of and cleaned.get("quantity") is not None and not unit and "unit" not in self.errors:
            cleaned["unit"] = self.instance.unit = of.usual_unit
            if self.wants_unit and not of.usual_unit and not {"type", "quantity", "unit"}.isdisjoint(self.changed_data):
                self.add_error("unit", f"Say what the quantity counts, such as {', '.join(of.units[:3])}.")
        return cleaned

    def ask_about_period(self, cleaned: dict[str, Any]) -> None:
        """A date that was typed now and lies outside the period of the project is right when it is sent once more."""
        typed = [name for name in ("start", "end") if name in self.changed_data]
        found = {name: where for name in typed if (where := outside(self.project, cleaned.get(name)))}
        if not found:
            return
        self.unusual = f"{cleaned.get('start')} {cleaned.get('end')}"
        for name, where in found.items() if self.unusual not in self.data.getlist("unusual") else ():
            self.add_error(name, f"This is {where}. Correct it, or save again if it is right.")

    @property
    def known_beneficiary(self) -> int | None:
        if "beneficiary_name" not in self.fields:
            return self.instance.beneficiary_id
        return self.beneficiary.pk if self.beneficiary else None

    def save(self, commit: bool = True) -> Activity:
        if "beneficiary_name" in self.fields:
            self.instance.beneficiary = saved_organization(self.beneficiary) if self.beneficiary else None
        if "place_name" in self.fields:
            self.instance.place = saved_place(self.place) if self.place else None
        if self.place and not self.instance.country:
            self.instance.country = self.place.country
        return super().save(commit)


class IdentifierForm(RowForm):
    class Meta:
        model = ProjectIdentifier
        fields = ("scheme", "value")
        labels = {"scheme": "Register", "value": "Number there"}
        help_texts = {"scheme": ""}


class RowSet(forms.BaseInlineFormSet):
    """Rows that somebody else deleted meanwhile are added again: nothing typed is lost."""

    def initial_form_count(self) -> int:
        return min(super().initial_form_count(), len(self.get_queryset()))

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["id"] = forms.CharField(required=False, widget=forms.HiddenInput)
        form.fields["id"].initial = form.instance.pk
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = "Remove this one"

    def save(self, commit: bool = True) -> list[Any]:
        kept = []
        for form in self.forms:
            if self._should_delete_form(form):
                if form.instance.pk:
                    form.instance.delete()
            elif form.has_changed():
                setattr(form.instance, self.fk.name, self.instance)
                kept.append(form.save())
        return kept

    @property
    def filled(self) -> list[Any]:
        """The rows that stay, as far as they are right, their instances as they will be saved."""
        rows = [form for form in self.forms if (form.has_changed() or form.instance.pk) and form.is_valid()]
        return [form for form in rows if form.cleaned_data and not self._should_delete_form(form)]


def _rows(model: type[Any], form: type[RowForm]) -> type[RowSet]:
    made: type[Any] = forms.inlineformset_factory(
        Project, model, form=form, formset=RowSet, extra=1, max_num=MAX_ROWS, absolute_max=MAX_ROWS + 5
    )
    return made


ContributionFormSet = _rows(Contribution, ContributionForm)
ActivityFormSet = _rows(Activity, ActivityForm)
IdentifierFormSet = _rows(ProjectIdentifier, IdentifierForm)
