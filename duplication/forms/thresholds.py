"""The thresholds that somebody types in."""

from typing import Any

from django import forms

from duplication.models import Calibration
from duplication.models.alert import CASE_LABELS

NUMBER = "Enter a number from -30 to 30, such as 2.5, with a point."


class ThresholdForm(forms.Form):
    """A threshold for each case, as typed on a page that was made while `used` was in use."""

    used = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, used: Calibration) -> None:
        super().__init__(data, auto_id="id_threshold_%s", initial={"used": used.pk})
        self.calibration = used
        self.rounded: list[str] = []  # in sentences; more than a tenth is shown nowhere
        for case, value in used.table["thresholds"].items():
            self.fields[case] = forms.FloatField(
                label=f"Threshold for “{CASE_LABELS[case]}”",
                min_value=-30, max_value=30, required=False, initial=value,
                error_messages={"invalid": NUMBER, "min_value": NUMBER, "max_value": NUMBER},
                widget=forms.NumberInput(attrs={"step": "0.1", "inputmode": "decimal"}),
            )  # fmt: skip
            self.fields[case].is_needed = True  # type: ignore[attr-defined]  # a form that leaves it out keeps the one in use

    def clean(self) -> dict[str, Any]:
        super().clean()
        for case, value in self.calibration.table["thresholds"].items():
            if case in self.data and self.cleaned_data.get(case, value) is None:
                self.add_error(case, f"Type a number. The one in use is {value:g}.")
            self.take_to_the_tenth(case, value)
        if self.cleaned_data.get("used") != self.calibration.pk:
            raise forms.ValidationError(
                f"Meanwhile “{self.calibration}” came into use. Look at what yours would do now, then choose."
            )
        return self.cleaned_data

    def take_to_the_tenth(self, case: str, used: float) -> None:
        typed = self.cleaned_data.get(case)
        if typed is None or typed in {used, tenth := round(typed, 1) + 0.0}:  # no nought below nought
            return
        self.cleaned_data[case] = tenth
        self.rounded.append(f"{self.fields[case].label}: {typed:g} is rounded to {tenth:.1f}.")

    @property
    def thresholds(self) -> dict[str, float]:
        """Those that were typed; the others stay."""
        return {case: value for case, value in self.cleaned_data.items() if case != "used" and value is not None}
