"""The form behind the filters of the register: its fields read what an address says. A wrong value is said in words and
left out, the others stay.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorList
from django.utils.safestring import SafeString

from partners.narrowing import as_left_out, not_known
from projects.forms.boxes import Boxes
from projects.search.asked import LONGEST, terms_of

MOST_CODES = 300  # choices of one filter; more than there are countries


class PartlyWrong(ValidationError):
    """Something was left out, the rest is good."""

    def __init__(self, message: Any, kept: object) -> None:
        super().__init__(message)
        self.kept = kept


class SaidAbove(ErrorList):
    """The sentences stand above the results, where they are seen on a phone too; at the field they are not repeated."""

    def __str__(self) -> SafeString:
        return SafeString()

    __html__ = __str__


class NarrowingForm(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, error_class=SaidAbove, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        first, last = cleaned.get("from_year"), cleaned.get("to_year")
        if first and last and last < first:
            self.add_error(
                "to_year", f"{last} is before {first}, so it was left out. Write a later year, or change both."
            )
        return cleaned

    def add_error(self, field: str | None, error: Any) -> None:
        super().add_error(field, error)
        if field and isinstance(error, PartlyWrong) and error.kept:
            self.cleaned_data[field] = error.kept


class SearchField(forms.CharField):
    """A search that is too long is cut, and said to be; one without a word to look for finds nothing, and says so."""

    def clean(self, value: object) -> str:
        text = super().clean(value)
        if text and not any(not term.is_excluded for term in terms_of(text)):
            raise PartlyWrong(
                "there is no word to look for. Write at least one word, without a minus before it.", text[:LONGEST]
            )
        if len(text) > LONGEST:
            sentence = f"only the first {LONGEST} characters were searched for. Write fewer words."
            raise PartlyWrong(sentence, text[:LONGEST])
        return text


class CodesField(forms.MultipleChoiceField):
    """Codes in any case; the choices are made for each request. What is none of them is said, the others count."""

    widget = Boxes

    def __deepcopy__(self, memo: dict[int, Any]) -> "CodesField":
        """Every form has a field of its own; the choices are replaced, never changed."""
        copied: CodesField = super(forms.ChoiceField, self).__deepcopy__(memo)
        return copied

    def to_python(self, value: object) -> list[str]:
        if not value:  # the choices of what was not asked for need not be known
            return []
        known = {str(code).casefold(): str(code) for code, _ in self.choices}
        return list(dict.fromkeys(known.get(code.strip().casefold(), code[:60]) for code in super().to_python(value)))

    def validate(self, value: list[str]) -> None:
        if len(value) > MOST_CODES:
            kept = [code for code in value[:MOST_CODES] if self.valid_value(code)]
            raise PartlyWrong(f"only the first {MOST_CODES} were looked for. Choose fewer.", kept)
        kept = [code for code in value if self.valid_value(code)]
        if wrong := [not_known(code) for code in value if code not in kept]:
            raise PartlyWrong(as_left_out(wrong), kept)


class YearField(forms.IntegerField):
    widget = forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4})
    default_error_messages = {
        "invalid": "Write the year with four digits, such as 2024.",
        "min_value": "Write a year from 1900 on.",
        "max_value": "Write a year before 2100.",
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=1900, max_value=2099, **kwargs)
        self.widget.attrs = {**YearField.widget.attrs}


class Checkbox(forms.CheckboxInput):
    def value_from_datadict(self, data: Mapping[str, Any], files: Mapping[str, Any], name: str) -> bool:
        return str(data.get(name) or "").lower() not in {"", "0", "no", "off", "false"}


class MarkField(forms.BooleanField):
    widget = Checkbox
