"""Forms about people and partners."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from partners.kinds import offered_to
from partners.models import Invitation, Rhythm, User
from partners.preferences import chosen_by, rhythm_of


def invitable(email: str) -> str:
    """The address as it is kept. Raises ValidationError when an invitation waits for it."""
    email = email.lower()
    if Invitation.objects.pending().filter(email=email).exists():
        raise ValidationError(f"{email} has an invitation that is still open. Withdraw it first to send another.")
    return email


class InvitationForm(forms.ModelForm):
    class Meta:
        model = Invitation
        fields = ["email", "role", "partner"]
        help_texts = {"partner": "For whom the person speaks. Needed for focal points and readers."}

    def __init__(self, *args: Any, inviter: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].empty_label = "No partner"
        if not inviter.is_staff:  # only administrators make administrators
            self.fields["role"].choices = [
                choice for choice in Invitation.Role.choices if choice[0] != Invitation.Role.ADMINISTRATOR
            ]

    def clean_email(self) -> str:
        return invitable(self.cleaned_data["email"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        role, partner = cleaned.get("role"), cleaned.get("partner")
        if role in {Invitation.Role.FOCAL_POINT, Invitation.Role.READER} and partner is None:
            self.add_error("partner", "Choose the partner for whom the person speaks.")
        return cleaned


class AcceptForm(forms.Form):
    """What a new person says of himself or herself."""

    name = forms.CharField(
        label="Your name",
        max_length=120,
        help_text="As your colleagues at other partners shall see it.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        strip=False,
        help_text="At least 12 characters. Several words that do not belong together are easiest to remember.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "password" in cleaned:
            try:
                validate_password(cleaned["password"], User(email=self.email, name=cleaned.get("name", "")))
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned


class PreferencesForm(forms.Form):
    """How often to be mailed of each kind of thing that can concern this person."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = chosen_by([user.pk])
        for kind in offered_to(user):
            self.fields[kind.name] = forms.ChoiceField(
                label=kind.label,
                choices=[(rhythm.value, rhythm.label) for rhythm in kind.rhythms],
                initial=rhythm_of(user.pk, kind.name, chosen),
                widget=forms.RadioSelect,
                error_messages={"required": "Choose how often.", "invalid_choice": "Choose one of the times."},
            )

    @property
    def chosen(self) -> dict[str, Rhythm]:
        return {name: Rhythm(value) for name, value in self.cleaned_data.items()}
