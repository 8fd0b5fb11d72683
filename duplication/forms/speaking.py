"""In whose name somebody says something of an alert, in which words, and who reads them."""

from collections.abc import Collection
from typing import Any

from django import forms

from duplication.models import Alert
from duplication.review.positions import ONCE_PUBLISHED
from partners.models import Partner, User
from partners.text import is_seen

TOO_LONG = "This has %(show_value)s characters; the limit is %(limit_value)s. Shorten it, or write a message besides."


class Words(forms.CharField):
    """Without a sign that anybody sees it is empty, as it is without any."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return text if is_seen(text) else super().clean("")


def words(help_text: str) -> Words:
    return Words(
        label="In your words",
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=help_text,
        error_messages={"max_length": TOO_LONG},
    )


def who_reads(alert: Alert) -> str:
    """What one partner says, in a sentence."""
    if not alert.has_draft:
        return f"{others(alert)} read this."
    partner = "" if alert.is_of_one_partner else "The other partner reads this. "
    return f"{partner}The coordinators can read it {ONCE_PUBLISHED}."


def who_is_told(alert: Alert) -> str:
    """Of what one partner says, in a sentence; empty where nobody is."""
    if not alert.has_draft:
        return f"{others(alert)} are told."
    return "" if alert.is_of_one_partner else "The other partner is told."


def others(alert: Alert) -> str:
    return "The coordinators" if alert.is_of_one_partner else "The other partner and the coordinators"


def speakers(field: forms.ModelChoiceField, alert: Alert, user: User) -> set[int]:
    """The field offers the sides for which the person speaks."""
    offer(field, sides := alert.sides_of(user))
    return sides


def offer(field: forms.ModelChoiceField, sides: Collection[int]) -> None:
    """Not shown where there is but one."""
    field.queryset = Partner.objects.filter(pk__in=sides)
    field.label, field.empty_label = "You speak for", None
    field.error_messages["invalid_choice"] = "Choose a partner for which you are focal point."
    if len(sides) == 1:
        field.widget = forms.HiddenInput()
