"""A pasted list as rows that are looked over: number, words, and what the words name, to be ticked or not."""

from collections.abc import Iterable
from itertools import count, islice
from typing import Any

from django import forms
from django.http import QueryDict

from partners.models import Country, Organization, Partner
from partners.text import fold, thousands
from projects.forms.boxes import Boxes
from projects.forms.project import names_besides
from projects.forms.rows import DateField, Quiet
from projects.languages import LANGUAGES
from projects.models import Theme
from roundtables.meetings.names import partner_words
from roundtables.models import Recommendation, RoundTable

from .due import due_in, no_day_in
from .finding import Found, Vocabulary
from .forms import text_field
from .language import language_of
from .splitting import Item
from .tidying import LINE_ENDS

PREFIX = "rows"
MOST = 150  # recommendations that are saved together
LONGEST_PASTE, MOST_LINES = 100_000, 3_000  # characters, lines


class PasteForm(forms.Form):
    text = forms.CharField(
        label="The list",
        max_length=LONGEST_PASTE,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text="As it stands in the report of the meeting: numbers, letters, bullets or paragraphs.",
        error_messages={"required": "Paste the list of recommendations."},
    )

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if LINE_ENDS.sub("\n", text).count("\n") > MOST_LINES:
            raise forms.ValidationError(f"These are more than {thousands(MOST_LINES)} lines. Paste a part at a time.")
        return text


class ForAll(Quiet, forms.Form):
    """What holds for each of them."""

    due_on = DateField(label="Due on", required=False, help_text="Where a row says no day of its own.")
    source = forms.CharField(max_length=200, required=False, help_text="Where this is written.")

    def __init__(self, *args: Any, meeting: RoundTable, quiet: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meeting, self.quiet = meeting, quiet

    def clean_due_on(self) -> Any:
        due = self.cleaned_data["due_on"]
        if due and due < self.meeting.start:
            raise forms.ValidationError("This is before the meeting. Enter a later day.")
        return due


class Known:
    """The names behind codes and numbers, read once for all rows."""

    def __init__(self, organizations: Iterable[str]) -> None:
        countries = list(Country.objects.all())
        self.countries = {one.iso2: one.name for one in countries}
        self.themes = dict(Theme.objects.values_list("code", "name"))
        self.addressees = dict(Recommendation.Addressee.choices)
        self.partners = {str(pk): name for pk, name in Partner.objects.values_list("pk", "name")}
        bodies = Organization.objects.filter(pk__in={int(pk) for pk in organizations if is_number(pk)})
        self.organizations = {str(one.pk): str(one) for one in bodies}
        self.country_called = {fold(name): one.iso2 for one in countries for name in [one.name, *names_besides(one)]}
        self.partner_called = partner_words()
        self.theme_called = {fold(name): code for code, name in self.themes.items()}
        self.theme_called |= {fold(code): code for code in self.themes}


def is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


class Ticked(forms.MultipleChoiceField):
    widget = Boxes

    def offer(self, names: dict[str, str], found: dict[str, str], chosen: Iterable[str]) -> None:
        """Those that the words name, with these words, and what is ticked; any that exists is taken."""
        self.names = names
        codes = dict.fromkeys([*found, *(code for code in chosen if code in names)])
        self.choices = [(code, f"{names[code]} (“{found[code]}”)" if code in found else names[code]) for code in codes]

    def valid_value(self, value: str) -> bool:
        return value in self.names


class PastedRow(Quiet, forms.Form):
    leave_out = forms.BooleanField(label="Leave this one out", required=False)
    number = forms.IntegerField(
        min_value=1, max_value=32767, error_messages={"required": "Enter the number.", "invalid": "Enter a number."}
    )
    text = text_field()
    language = forms.ChoiceField(choices=LANGUAGES)
    due_on = DateField(label="Due on", required=False)
    countries = Ticked(required=False)
    more_countries = forms.CharField(
        label="Further countries", max_length=500, required=False, help_text="Names, with commas between them."
    )
    themes = Ticked(required=False)
    more_themes = forms.CharField(
        label="Further themes",
        max_length=500,
        required=False,
        help_text="Codes such as T1.3, with commas between them.",
    )
    addressees = forms.MultipleChoiceField(label="Addressed to", widget=Boxes, required=False)
    partners = Ticked(label="Addressed to these partners", required=False)
    more_partners = forms.CharField(
        label="Addressed to further partners",
        max_length=500,
        required=False,
        help_text="Names or codes, with commas between them.",
        widget=forms.TextInput(attrs={"list": "partners", "data-offer": "partners"}),
    )
    organizations = Ticked(label="Addressed to these organizations", required=False)

    def __init__(
        self, *args: Any, known: Known, found: Found, quiet: bool, meeting: RoundTable | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.meeting = meeting
        self.known, self.found, self.quiet = known, found, quiet
        self.printed: int | None = None
        for name in ("countries", "themes", "partners", "organizations"):
            field: Any = self.fields[name]
            field.offer(getattr(known, name), getattr(found, name), self.chosen(name))
            if not field.choices:
                field.widget = forms.MultipleHiddenInput()
        if self.meeting and (due := due_in(self.words, self.meeting.start)):
            self.fields["due_on"].help_text = f"The words say “{due.words}”."
        if no_day := no_day_in(self.words):
            self.fields["due_on"].help_text = f"The words say “{no_day}”, which is no day. Look up which one is meant."
        says = {code: f" (“{words}”)" for code, words in found.addressees.items()}
        addressees: Any = self.fields["addressees"]
        addressees.choices = [(code, f"{label}{says.get(code, '')}") for code, label in known.addressees.items()]

    def tell_printed(self, printed: int | None, number: int, *, is_taken: bool) -> None:
        """Of a number that the list gives and the row cannot keep."""
        self.printed = printed if printed != number else None
        if self.printed:
            why = "which this meeting has already" if is_taken else "but it has a number twice"
            self.fields["number"].help_text = f"The list says {printed}, {why}. {number} is the next free one."

    @property
    def words(self) -> str:
        text = self.data.get(self.add_prefix("text")) if self.is_bound else self.initial.get("text")
        return text or ""

    def chosen(self, name: str) -> list[str]:
        """What is ticked, in the form as it was posted or proposed."""
        if self.is_bound:
            return self.data.getlist(self.add_prefix(name))  # type: ignore[attr-defined,no-any-return]
        return list(self.get_initial_for_field(self.fields[name], name) or ())

    def clean_due_on(self) -> Any:
        due = self.cleaned_data["due_on"]
        if due and self.meeting and due < self.meeting.start:
            raise forms.ValidationError("This is before the meeting. Enter a later day.")
        return due

    def clean_more_partners(self) -> list[str]:
        called = {name: str(one.pk) for name, one in self.known.partner_called.items()}
        return self._named("more_partners", called, "is no partner")

    def clean_more_countries(self) -> list[str]:
        return self._named("more_countries", self.known.country_called, "is no country that is known here")

    def clean_more_themes(self) -> list[str]:
        return self._named("more_themes", self.known.theme_called, "is no theme")

    def _named(self, name: str, called: dict[str, str], wrong: str) -> list[str]:
        """Whole first, as some names have commas in them."""
        text = self.cleaned_data[name].strip()
        if fold(text) in called:
            return [called[fold(text)]]
        parts = [part.strip() for part in text.replace(";", ",").split(",") if part.strip()]
        unknown = [part for part in parts if fold(part) not in called]
        if unknown:
            raise forms.ValidationError(f"“{unknown[0]}” {wrong}. Correct it, or take it away.")
        return [called[fold(part)] for part in parts]

    def full_clean(self) -> None:
        """A row that is left out is not judged."""
        super().full_clean()
        if self.is_bound and self.is_out:
            self._errors = forms.utils.ErrorDict()

    @property
    def names_nobody(self) -> bool:
        """Nobody is named who is to act, as the row is proposed or was posted."""
        said = [self.chosen(name) for name in ("addressees", "partners", "organizations")]
        more = self.data.get(self.add_prefix("more_partners"), "").strip() if self.is_bound else ""
        return not self.is_out and not any(said) and not more

    @property
    def is_out(self) -> bool:
        return bool(self.data.get(self.add_prefix("leave_out"))) if self.is_bound else False


class BaseRows(forms.BaseFormSet):
    """Each number once, also among those that the meeting has already."""

    def __init__(
        self,
        *args: Any,
        known: Known,
        found: list[Found],
        meeting: RoundTable,
        quiet: bool = False,
        **kwargs: Any,
    ) -> None:
        self.known, self.found, self.quiet, self.meeting = known, found, quiet, meeting
        super().__init__(*args, **kwargs)

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        found = self.found[index] if index is not None and index < len(self.found) else Found()
        return {"known": self.known, "found": found, "quiet": self.quiet, "meeting": self.meeting}

    def clean(self) -> None:
        taken = set(self.meeting.recommendations.values_list("number", flat=True))
        here: set[int] = set()
        for form in self.taken:
            number = form.cleaned_data.get("number")
            if number in taken:
                form.add_error("number", f"This meeting has a recommendation {number} already. Enter another number.")
            elif number in here:
                form.add_error("number", f"Two rows have the number {number}. Enter another one.")
            if number:
                here.add(number)

    @property
    def to_nobody(self) -> list[str]:
        """Numbers of the rows that name nobody who is to act."""
        return [str(at) for at, form in enumerate(self.forms, start=1) if form.names_nobody]

    @property
    def renumbered(self) -> list[str]:
        """Rows that cannot keep the number that the list gives."""
        return [str(at) for at, form in enumerate(self.forms, start=1) if form.printed]

    @property
    def taken(self) -> list[PastedRow]:
        return [form for form in self.forms if not form.is_out]

    def save(self, common: dict[str, Any]) -> list[Recommendation]:
        pillars = dict(Theme.objects.values_list("code", "pillars"))
        return [saved(form.cleaned_data, self.meeting, common, pillars) for form in self.taken]


def saved(said: dict[str, Any], meeting: RoundTable, common: dict[str, Any], pillars: dict[str, Any]) -> Recommendation:
    """The pillars follow from the themes."""
    themes = {*said["themes"], *said["more_themes"]}
    made = Recommendation.objects.create(
        round_table=meeting,
        number=said["number"],
        text=said["text"],
        language=said["language"],
        due_on=said["due_on"] or common["due_on"],
        source=common["source"],
        addressees=said["addressees"],
        pillars=sorted({pillar for theme in themes for pillar in pillars[theme]}),
    )
    made.themes.set(themes)
    made.countries.set({*said["countries"], *said["more_countries"]})
    made.addressed_partners.set({*said["partners"], *said["more_partners"]})
    made.addressed_organizations.set(said["organizations"])
    return made


Rows: Any = forms.formset_factory(PastedRow, formset=BaseRows, extra=0, max_num=MOST, absolute_max=MOST + 5)


def proposed(items: list[Item], meeting: RoundTable, *, language: str) -> BaseRows:
    """The rows as the text says it; a number that cannot stand gives way to the next free one, and its row says so."""
    found = Vocabulary().find([item.text for item in items])
    taken = set(meeting.recommendations.values_list("number", flat=True))
    numbers = numbered([item.number for item in items], taken)
    initial = [
        {
            "number": number,
            "text": item.text,
            "language": language_of(item.text, language),
            "due_on": due.on if (due := due_in(item.text, meeting.start)) else None,
            "countries": [code for code in one.countries if code not in one.only_act],
            "themes": list(one.themes),
            "addressees": list(one.addressees),
            "partners": list(one.partners),
            "organizations": list(one.organizations),
        }
        for item, number, one in zip(items, numbers, found, strict=True)
    ]
    rows = made(meeting, Known(pk for one in found for pk in one.organizations), found, initial=initial)
    for form, item, number in zip(rows.forms, items, numbers, strict=True):
        form.tell_printed(item.number, number, is_taken=item.number in taken)
    return rows


def numbered(printed: list[int | None], taken: set[int]) -> list[int]:
    """As printed. What the meeting has already, or what has no number, gets the next free one; so do all the rows of a
    list that counts anew.
    """
    said = [number for number in printed if number]
    free = count(max(taken, default=0) + 1)
    if len(set(said)) < len(said):
        return list(islice(free, len(printed)))
    left = (number for number in free if number not in said)
    return [number if number and number not in taken else next(left) for number in printed]


def posted(data: QueryDict, meeting: RoundTable, *, quiet: bool = False) -> BaseRows:
    total = data.get(f"{PREFIX}-TOTAL_FORMS", "")
    many = min(int(total), MOST) if is_number(total) else 0
    found = Vocabulary().find([data.get(f"{PREFIX}-{at}-text", "") for at in range(many)])
    chosen = {pk for at in range(many) for pk in data.getlist(f"{PREFIX}-{at}-organizations")}
    known = Known({*chosen, *(pk for one in found for pk in one.organizations)})
    return made(meeting, known, found, data, quiet=quiet)


def made(
    meeting: RoundTable, known: Known, found: list[Found], data: QueryDict | None = None, **kwargs: Any
) -> BaseRows:
    rows: BaseRows = Rows(data, prefix=PREFIX, known=known, found=found, meeting=meeting, **kwargs)
    return rows
