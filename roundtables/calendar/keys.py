"""The form that makes a key for a calendar program."""

from functools import cached_property
from typing import Any

from django import forms

from partners.models import User
from projects.models.report import new_key
from roundtables.models import CalendarKey
from roundtables.models.calendar import MOST_KEYS, hashed, key_of


class CalendarKeyForm(forms.ModelForm):
    once = forms.CharField(widget=forms.HiddenInput, required=False, initial=new_key, max_length=64)

    class Meta:
        model = CalendarKey
        fields = ["name"]
        error_messages = {"name": {"required": "Enter where you use it, so that you know later which one it is."}}

    def __init__(self, *args: Any, owner: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner = owner

    def clean(self) -> dict[str, Any]:
        User.objects.select_for_update(no_key=True).get(pk=self.owner.pk)  # several at once wait
        others = CalendarKey.objects.editable_by(self.owner).filter(revoked_at__isnull=True)
        if others.exclude(key_hash=hashed(self.key)).count() >= MOST_KEYS:
            raise forms.ValidationError(
                f"You have {MOST_KEYS} addresses that work, which is the most. Take one back first."
            )
        return super().clean() or self.cleaned_data

    @cached_property
    def key(self) -> str:
        """Of the address: a page that is loaded again sends the form again, which makes no second one."""
        return key_of(self.owner, self.cleaned_data.get("once") or new_key())

    def made(self) -> CalendarKey:
        new = {"owner": self.owner, "name": self.cleaned_data["name"]}
        return CalendarKey.objects.get_or_create(key_hash=hashed(self.key), defaults=new)[0]
