"""How long an address that shows a report elsewhere is to work."""

from django import forms

PERIODS = [(30, "30 days"), (90, "90 days"), (365, "A year")]


class EmbedForm(forms.Form):
    days = forms.TypedChoiceField(
        label="It works for",
        choices=PERIODS,
        coerce=int,
        initial=90,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how long the address is to work."},
    )
