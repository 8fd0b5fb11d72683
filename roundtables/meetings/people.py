"""Who came to a meeting as what: one row a person, and rows that a pasted list adds."""

from typing import Any

from django import forms
from django.http import QueryDict

from partners.models import Partner
from partners.text import fold
from projects.forms.boxes import Options
from projects.forms.rows import RowForm, RowSet
from roundtables.models import Attendance, RoundTable

from .names import Person, partner_words

PREFIX = "persons"
MOST = 600  # rows of one meeting
PASTED = "pasted"


class AttendanceForm(RowForm):
    """The partner is written: a list of all of them in each of two hundred rows would be a heavy page."""

    partner_name = forms.CharField(
        label="Partner",
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"list": "partners", "data-offer": "partners"}),
    )

    class Meta:
        model = Attendance
        fields = ("name", "role", "position")
        widgets = {"role": Options}
        help_texts = {"position": ""}
        error_messages = {"name": {"required": "Enter the name, or remove this person."}}

    def __init__(self, *args: Any, partners: dict[str, Partner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.partners = partners
        if self.instance.partner_id:
            self.initial["partner_name"] = next(
                (one.name for one in partners.values() if one.pk == self.instance.partner_id), ""
            )

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def clean_partner_name(self) -> str:
        name: str = self.cleaned_data["partner_name"]
        if name and fold(name) not in self.partners:
            raise forms.ValidationError(f"“{name}” is no partner. Choose one from the list, or leave it empty.")
        return name

    def has_changed(self) -> bool:
        """The role is filled in beforehand, so it alone says nothing."""
        return bool(set(self.changed_data) - (set() if self.instance.pk else {"role"}))

    def save(self, commit: bool = True) -> Attendance:
        self.instance.partner = self.partners.get(fold(self.cleaned_data["partner_name"]))
        return super().save(commit)


class Persons(RowSet):
    def clean(self) -> None:
        """A person stands once in each role. Rows that are removed make room."""
        super().clean()
        seen: set[tuple[str, str]] = set()
        for form in self.filled:
            said = (form.cleaned_data["name"], form.cleaned_data["role"])
            if said in seen:
                form.add_error("name", f"{said[0]} is on the list in this role already. Remove one of the two.")
            seen.add(said)

    def save(self, commit: bool = True) -> list[Any]:
        """What is removed goes first, so that its place is free."""
        for form in self.deleted_forms:
            if form.instance.pk:
                form.instance.delete()
        return super().save(commit)


PersonRows: Any = forms.inlineformset_factory(
    RoundTable, Attendance, form=AttendanceForm, formset=Persons, extra=1, max_num=MOST, absolute_max=MOST + 5
)


def rows(meeting: RoundTable, data: QueryDict | None = None, *, quiet: bool = False) -> RowSet:
    """Shown as typed, without being judged, when `quiet`."""
    kwargs = {"partners": partner_words(), "quiet": quiet}
    made: RowSet = PersonRows(data, instance=meeting, prefix=PREFIX, form_kwargs=kwargs)
    return made


def with_another(data: QueryDict) -> QueryDict:
    return with_persons(data, [Person("")])


def with_persons(data: QueryDict, persons: list[Person]) -> QueryDict:
    """The posted rows and one more for each person; an empty last row is written in first."""
    changed = data.copy()
    total = count_in(changed)
    last = f"{PREFIX}-{total - 1}"
    if total and persons and persons[0].name and not any(changed.get(f"{last}-{name}") for name in ("id", "name")):
        total -= 1
    for number, person in enumerate(persons, start=total):
        changed[f"{PREFIX}-{number}-name"] = person.name
        changed[f"{PREFIX}-{number}-role"] = person.role
        changed[f"{PREFIX}-{number}-position"] = person.position
        changed[f"{PREFIX}-{number}-partner_name"] = person.partner.name if person.partner else ""
    changed[f"{PREFIX}-TOTAL_FORMS"] = str(min(total + len(persons), MOST))
    return changed


def named_in(data: QueryDict) -> set[tuple[str, str]]:
    """Name and role of each row that is posted."""
    numbers = range(count_in(data))
    return {(fold(data.get(f"{PREFIX}-{at}-name", "")), data.get(f"{PREFIX}-{at}-role", "")) for at in numbers}


def count_in(data: QueryDict) -> int:
    text = data.get(f"{PREFIX}-TOTAL_FORMS", "")
    return min(int(text), MOST) if text.isascii() and text.isdigit() and len(text) < 5 else 0
