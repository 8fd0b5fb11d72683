"""Forms about designations: who, as what, from when to when, and the partner's letter."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.utils import timezone

from partners.forms import invitable
from partners.models import FocalPoint, HandOver, Invitation, Partner, User
from partners.text import day_in_words
from projects.content import Refused, told_by_content

EARLIEST = date(2003, 5, 22)  # the Paris Pact
YEARS_AHEAD = timedelta(days=20 * 365)


def day_field(label: str, **kwargs: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


class WithDays(forms.Form):
    """From a day until another; a last day is what people write, the register keeps the day after it."""

    is_primary = forms.TypedChoiceField(
        label="As",
        choices=[("yes", "First contact"), ("no", "Deputy")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        help_text="A partner has one first contact at a time and any number of deputies. Both may do the same.",
    )
    started = day_field(
        "From",
        help_text="The first day. It may lie in the future: who is invited belongs to the partner from then on.",
    )
    last_day = day_field("Until", required=False, help_text="The last day. Empty: until further notice.")
    letter = forms.FileField(
        label="Letter of designation",
        required=False,
        help_text="The partner's note or letter. Coordinators and the partner's own people can read it.",
    )

    def clean_started(self) -> date:
        return possible(self.cleaned_data["started"])

    def clean_last_day(self) -> date | None:
        day = self.cleaned_data["last_day"]
        return possible(day) if day else None

    def clean_letter(self) -> UploadedFile | None:
        """Judged by its content before anything is saved."""
        letter = self.cleaned_data["letter"]
        if letter:
            try:
                told_by_content(letter)
            except Refused as reason:
                raise ValidationError(f"The letter is not taken in: {reason}") from None
        return letter

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        started, last = cleaned.get("started"), cleaned.get("last_day")
        if started and last and last < started:
            self.add_error("last_day", "The last day is before the first.")
        cleaned["ended"] = last + timedelta(days=1) if last else None
        return cleaned


def possible(day: date) -> date:
    if not EARLIEST <= day <= timezone.localdate() + YEARS_AHEAD:
        raise ValidationError(f"Check the year: {day_in_words(day)} cannot be meant.")
    return day


def open_account_or_invitable(email: str) -> str:
    if User.objects.filter(email=email.lower(), is_active=False).exists():
        raise ValidationError(f"The account of {email.lower()} is closed. An administrator can open it again.")
    return invitable(email)


class DesignationForm(WithDays):
    email = forms.EmailField(
        label="E-mail address of the person",
        max_length=254,
        help_text="Who has an account is designated at once; everybody else is invited and designated on accepting.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    predecessor_stays = forms.TypedChoiceField(
        label="Who is first contact now",
        choices=[("no", "Ends on that day"), ("yes", "Stays as a deputy")],
        coerce=lambda value: value == "yes",
        empty_value=False,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose “Ends on that day” or “Stays as a deputy”."},
    )
    field_order = ["email", "is_primary", "predecessor_stays", "started", "last_day", "letter"]

    def __init__(self, *args: Any, partner: Partner, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.partner = partner
        first = partner.focal_points.active().filter(is_primary=True).select_related("user").first()
        self.initial.setdefault("started", timezone.localdate())
        self.initial.setdefault("is_primary", "no" if first else "yes")
        if first:
            asked = self.fields["predecessor_stays"]
            asked.required = not self.is_bound or self["is_primary"].value() == "yes"
            asked.help_text = (
                f"Needed when the new person becomes first contact: what happens to {first.user}, who is told."
            )
        else:
            del self.fields["predecessor_stays"]

    def clean_email(self) -> str:
        return open_account_or_invitable(self.cleaned_data["email"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned["person"] = User.objects.filter(email=cleaned.get("email")).first()
        ended = cleaned.get("ended")
        over = ended and ended <= timezone.localdate() and "last_day" not in self.errors
        if over and cleaned["person"] is None and "email" in cleaned:
            self.add_error("last_day", "Nobody can be invited for days that are over.")
        return cleaned


class ChangeForm(WithDays):
    """Of a designation that is there: its days, its rank, a further letter."""

    field_order = ["is_primary", "started", "last_day", "letter"]

    @staticmethod
    def initial_of(designation: FocalPoint) -> dict[str, Any]:
        last = designation.ended - timedelta(days=1) if designation.ended else None
        return {
            "is_primary": "yes" if designation.is_primary else "no",
            "started": designation.started,
            "last_day": last,
        }


class EndForm(forms.Form):
    """Days that are over stay as they were: the numbers of past quarters rest on them."""

    day = day_field("From which day the person no longer speaks for the partner")

    def __init__(self, *args: Any, designation: FocalPoint, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.designation = designation

    def clean_day(self) -> date:
        day, today, started = possible(self.cleaned_data["day"]), timezone.localdate(), self.designation.started
        if day < today:
            raise ValidationError("That day is over. Choose today or a later day.")
        if today < day <= started:
            begins = day_in_words(started)
            raise ValidationError(
                f"It begins on {begins} only. Choose a later day; leave the day empty to take it back."
            )
        return day


class HandOverForm(forms.Form):
    """Who hands over, who takes over, from which day. Focal points choose among their partner's people; coordinators
    may name anybody by the address."""

    designation = forms.ModelChoiceField(label="Who hands over", queryset=FocalPoint.objects.none(), empty_label=None)
    person = forms.ModelChoiceField(
        label="Who takes over", queryset=User.objects.none(), required=False, empty_label="Choose",
        help_text="People of the partner who have an account.",
    )  # fmt: skip
    email = forms.EmailField(
        label="Or somebody else, by e-mail address",
        required=False,
        max_length=254,
        help_text="Whoever has no account is invited, and takes over on accepting; until then nothing changes.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    day = day_field("From which day")
    note = forms.CharField(
        label="What the new person should know",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, partner: Partner, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        points = partner.focal_points.select_related("user", "partner").during(timezone.localdate(), None)
        people = User.objects.filter(is_active=True).filter(
            Q(partner=partner) | Q(designations__in=partner.focal_points.active())
        )
        if not user.sees_everything:
            points, people = points.filter(user=user), people.exclude(pk=user.pk)
            del self.fields["email"]
        self.fields["designation"].queryset = points
        self.fields["designation"].label_from_instance = lambda point: f"{point.user}, {point.rank.lower()}"
        if points.count() == 1:
            people = people.exclude(pk__in=points.values("user"))  # nobody takes over from himself or herself
        self.fields["person"].queryset = people.distinct()
        for name in {"person", "email"} & self.fields.keys():
            self.fields[name].is_needed = True  # one of the two
        self.initial.setdefault("day", timezone.localdate())

    def clean_day(self) -> date:
        day = possible(self.cleaned_data["day"])
        if day < timezone.localdate():
            raise ValidationError("That day is over. Choose today or a later day.")
        return day

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        return open_account_or_invitable(email) if email else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        person, email = cleaned.get("person"), cleaned.get("email")
        if person and email:
            self.add_error("email", "Choose a person or write an address, not both.")
        elif not person and not email and not self.errors.get("email"):
            self.add_error("person", "Choose who takes over.")
        cleaned["to"] = person or User.objects.filter(email=email).first() or email
        point = cleaned.get("designation")
        waits = (
            HandOver.objects.filter(outgoing=point.user_id, partner=point.partner_id)
            if point
            else HandOver.objects.none()
        )
        if other := waits.filter(invitation__in=Invitation.objects.pending()).select_related("invitation").first():
            self.add_error(None, f"{other.to} is invited to take over already. Withdraw that invitation first.")
        if point and cleaned["to"] == point.user:
            self.add_error("person", f"{point.user} cannot take over from himself or herself.")
        if point and cleaned.get("day") and point.ended and cleaned["day"] >= point.ended:
            self.add_error("day", f"The designation of {point.user} has ended by then. Choose an earlier day.")
        return cleaned
