"""The query string of everything that shows projects: page, chart, export and API.

A wrong value is said in words and left out; the other filters stay. Several values: the name is repeated.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.forms.utils import ErrorList
from django.http import HttpRequest, QueryDict
from django.utils.safestring import SafeString

from partners.models import Country, Organization, Partner, Pillar, User
from partners.text import fold
from projects.forms.boxes import Boxes
from projects.models import Activity, ActivityType, Contribution, Document, Participation, Project, Recipient, Theme

Projects = QuerySet[Project]

LONGEST = 200  # characters of a search
STRAIGHT = dict.fromkeys(map(ord, "“”„«»"), '"')
TERM = re.compile(r'(-?)(?:"([^"]*)"|(\S+))')  # a word or a phrase, with a minus for what must not be there
MORE = (
    "region", "pillar", "implementer", "beneficiary_kind", "oda", "visibility", "start_year", "from_year", "to_year",
    "missing", "stale", "mine", "draft",
)  # fmt: skip
MISSING = {
    "country": ("Country", ~Q(Exists(Recipient.objects.filter(project=OuterRef("pk"))))),
    "theme": ("Theme", ~Q(Exists(Project.themes.through.objects.filter(project=OuterRef("pk"))))),
    "pillar": (
        "Pillar",
        ~Q(Exists(Project.themes.through.objects.filter(project=OuterRef("pk"), theme__pillars__len__gt=0))),
    ),
    "activity_type": ("Activity", ~Q(Exists(Activity.objects.filter(project=OuterRef("pk"))))),
    "beneficiary_kind": (
        "Beneficiary",
        ~Q(Exists(Participation.objects.filter(project=OuterRef("pk"), role=Participation.Role.BENEFICIARY)))
        & ~Q(Exists(Activity.objects.filter(project=OuterRef("pk"), beneficiary__isnull=False))),
    ),
    "implementer": (
        "Implementing organization",
        ~Q(Exists(Participation.objects.filter(project=OuterRef("pk"), role=Participation.Role.IMPLEMENTING))),
    ),
    "start": ("Start", Q(start__isnull=True)),
    "dates": ("Start and end", Q(start__isnull=True, end__isnull=True)),
}


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
    """A search that is too long is cut, and said to be."""

    def clean(self, value: object) -> str:
        text = super().clean(value)
        if len(text) > LONGEST:
            sentence = f"only the first {LONGEST} characters were searched for. Write fewer words."
            raise PartlyWrong(sentence, text[:LONGEST])
        return text


class CodesField(forms.MultipleChoiceField):
    """Codes in any case; the choices are made for each request. What is none of them is said, the others count."""

    widget = Boxes
    default_error_messages = {"invalid_choice": "“%(value)s” is not known here and was left out."}

    def to_python(self, value: object) -> list[str]:
        known = {str(code).casefold(): str(code) for code, _ in self.choices}
        return [known.get(code.strip().casefold(), code[:60]) for code in super().to_python(value)]

    def validate(self, value: list[str]) -> None:
        kept = [code for code in value if self.valid_value(code)]
        sentence = self.error_messages["invalid_choice"]
        if wrong := [sentence % {"value": code} for code in value if code not in kept]:
            raise PartlyWrong(wrong, kept)


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


class Search(django_filters.Filter):
    field_class = SearchField


class Codes(django_filters.Filter):
    field_class = CodesField


class Year(django_filters.Filter):
    field_class = YearField


class Marked(django_filters.Filter):
    field_class = MarkField


@dataclass(frozen=True, slots=True)
class Chip:
    """One active filter in words, and the query string without it."""

    text: str
    query: str


class ProjectFilter(django_filters.FilterSet):
    q = Search(
        label="Search",
        method="search",
        widget=forms.TextInput(attrs={"maxlength": LONGEST}),
        help_text="Words, “phrases”, a reference number, an organization, the title or name of a document.",
    )
    country = Codes(label="Country", method="in_countries")
    partner = Codes(label="Partner", method="of_partners", help_text="Leading or contributing.")
    theme = Codes(label="Theme", method="on_themes")
    status = Codes(label="Status", method="with_status", choices=Project.Status.choices)
    year = Year(label="Active in year", method="active_in")
    activity_type = Codes(label="Activity", method="with_activity")
    region = Codes(label="Region", method="in_regions", choices=Country.Region.choices)
    pillar = Codes(label="Pillar", method="under_pillars", choices=Pillar.choices)
    implementer = Codes(label="Implementing organization", method="implemented_by", widget=forms.MultipleHiddenInput)
    beneficiary_kind = Codes(label="Beneficiary", method="for_beneficiaries", choices=Organization.Kind.choices)
    oda = Codes(label="Official development assistance", method="with_oda", choices=Project.OdaFlag.choices)
    visibility = Codes(label="Visible to", method="with_visibility", choices=Project.Visibility.choices)
    start_year = Year(label="Started in year", method="started_in")
    from_year = Year(label="Active from year", method="active_from")
    to_year = Year(label="Active until year", method="active_until")
    missing = Codes(
        label="Not stated",
        method="lacking",
        choices=[(name, f"{words} not stated") for name, (words, _) in MISSING.items()],
    )
    stale = Marked(label="Not confirmed for half a year", method="only_stale")
    mine = Marked(label="Of my own partner", method="only_mine")
    draft = Marked(label="Drafts", method="only_drafts")

    class Meta:
        model = Project
        form = NarrowingForm
        fields: tuple[str, ...] = ()

    def __init__(
        self,
        data: QueryDict | None = None,
        queryset: Projects | None = None,
        *,
        request: HttpRequest | None = None,
        user: User | None = None,
        **kwargs: Any,
    ) -> None:
        """Without a queryset: the projects that the user, or the request's user, may see."""
        self.user = cast(User, user or request.user)
        if queryset is None:
            queryset = Project.objects.visible_to(self.user)
        super().__init__(data, queryset, request=request, **kwargs)
        if data is not None:
            wanted = [pk for pk in data.getlist("implementer") if is_id(pk)]
            self.filters["country"].extra["choices"] = list(Country.objects.values_list("iso2", "name"))
            self.filters["partner"].extra["choices"] = list(Partner.objects.values_list("code", "name"))
            self.filters["theme"].extra["choices"] = [(t.code, f"{t.code} {t.name}") for t in Theme.objects.all()]
            self.filters["activity_type"].extra["choices"] = list(ActivityType.objects.values_list("code", "name"))
            self.filters["implementer"].extra["choices"] = [
                (str(o.pk), str(o)) for o in Organization.objects.filter(pk__in=wanted)
            ]

    # -- What each name means ------------------------------------------------------------------------------------------
    def search(self, projects: Projects, name: str, value: str) -> Projects:
        """Full text, or a part of the reference number, or the name of an organization that takes part, or the title or
        file name of a document that the person may see.
        """
        prefer_indexes()
        value = value.translate(STRAIGHT)
        found = Project.objects.matching(value).order_by().values("pk")
        found = found.union(Project.objects.filter(reference__icontains=value).order_by().values("pk"))
        number = value.upper().removeprefix("ADAM-").strip()
        if is_id(number):
            found = found.union(Project.objects.filter(pk=number).order_by().values("pk"))
        if len(key := fold(value)) > 2:
            named = Q(name_key__contains=key) | Q(acronym__iexact=value) | Q(aliases__name_key=key)
            bodies = Organization.objects.filter(named).order_by().values("pk")
            taking_part = Participation.objects.filter(organization__in=bodies).order_by().values("project")
            found = found.union(taking_part, documents_named(value, self.user).order_by().values("project"))
        return projects.filter(pk__in=found)

    def in_countries(self, projects: Projects, name: str, value: list[str]) -> Projects:
        return with_any(projects, Recipient, country__in=value)

    def in_regions(self, projects: Projects, name: str, value: list[str]) -> Projects:
        return with_any(projects, Recipient, country__region__in=value)

    def of_partners(self, projects: Projects, name: str, value: list[str]) -> Projects:
        partners = list(Partner.objects.filter(code__in=value).values_list("pk", flat=True))
        contributing = Contribution.objects.filter(partner__in=partners).values("project")
        return projects.filter(Q(partner__in=partners) | Q(pk__in=contributing))

    def on_themes(self, projects: Projects, name: str, value: list[str]) -> Projects:
        themes = list(Theme.objects.filter(Q(code__in=value) | Q(parent__in=value)).values_list("pk", flat=True))
        return with_any(projects, Project.themes.through, theme__in=themes)

    def with_status(self, projects: Projects, name: str, value: list[str]) -> Projects:
        return projects.filter(status__in=value)

    def active_in(self, projects: Projects, name: str, value: int) -> Projects:
        return projects.active_in(value)

    def with_activity(self, projects: Projects, name: str, value: list[str]) -> Projects:
        return with_any(projects, Activity, type__in=value)

    def under_pillars(self, projects: Projects, name: str, value: list[str]) -> Projects:
        return with_any(projects, Project.themes.through, theme__pillars__overlap=value)

    def implemented_by(self, projects: Projects, name: str, value: list[str]) -> Projects:
        return with_any(projects, Participation, role=Participation.Role.IMPLEMENTING, organization__in=value)

    def for_beneficiaries(self, projects: Projects, name: str, value: list[str]) -> Projects:
        named = Participation.objects.filter(role=Participation.Role.BENEFICIARY, organization__kind__in=value)
        served = Activity.objects.filter(beneficiary__kind__in=value)
        return projects.filter(Q(pk__in=named.values("project")) | Q(pk__in=served.values("project")))

    def with_oda(self, projects: Projects, name: str, value: list[str]) -> Projects:
        return projects.filter(oda__in=value)

    def with_visibility(self, projects: Projects, name: str, value: list[str]) -> Projects:
        return projects.filter(visibility__in=value)

    def started_in(self, projects: Projects, name: str, value: int) -> Projects:
        return projects.filter(start__year=value)

    def active_from(self, projects: Projects, name: str, value: int) -> Projects:
        return projects.filter(Q(end__year__gte=value) | Q(end__isnull=True, start__isnull=False))

    def active_until(self, projects: Projects, name: str, value: int) -> Projects:
        return projects.filter(Q(start__year__lte=value) | Q(start__isnull=True, end__isnull=False))

    def lacking(self, projects: Projects, name: str, value: list[str]) -> Projects:
        """Projects in which all of these are left empty."""
        return projects.filter(*(MISSING[part][1] for part in value))

    def only_stale(self, projects: Projects, name: str, value: bool) -> Projects:
        return projects.stale() if value else projects

    def only_mine(self, projects: Projects, name: str, value: bool) -> Projects:
        return projects.filter(partner__in=self.user.own_partners) if value else projects

    def only_drafts(self, projects: Projects, name: str, value: bool) -> Projects:
        return projects.filter(published_at__isnull=True) if value else projects

    def offer_used_countries(self) -> None:
        """Among the choices on the page, only countries in which somebody works; any other is still understood."""
        working = Recipient.objects.filter(country=OuterRef("pk"), project__in=self.queryset)
        used = set(Country.objects.filter(Exists(working)).values_list("pk", flat=True))
        field = self.form.fields["country"]
        kept = used | set(self.data.getlist("country"))
        field.widget.choices = [(code, name) for code, name in field.choices if code in kept]

    # -- What the page says of it --------------------------------------------------------------------------------------
    @property
    def chips(self) -> list[Chip]:
        if not self.is_bound:
            return []
        self.form.is_valid()
        chips = []
        for name, value in self.form.cleaned_data.items():
            for one in value if isinstance(value, list) else [value] if value else []:
                chips.append(Chip(self._words(name, one), self._without(name, one)))
        return chips

    @property
    def problems(self) -> list[str]:
        """What was left out, and why."""
        errors = self.form.errors.items() if self.is_bound else []
        return [f"{self.form.fields[name].label}: {text}" for name, texts in errors for text in texts]

    @property
    def understood(self) -> QueryDict:
        """The query without what was left out."""
        query = self.data.copy()
        for name in self.form.errors:
            kept = self.form.cleaned_data.get(name) or []
            query.setlist(name, kept if isinstance(kept, list) else [kept])
        return query

    @property
    def more_is_active(self) -> bool:
        """Whether a filter of the folded part is in use, so that it opens."""
        return any(self.data.get(name) for name in MORE if name != "implementer")

    def _words(self, name: str, value: object) -> str:
        field = self.form.fields[name]
        if isinstance(field, CodesField):
            return dict(field.choices).get(str(value), str(value))
        if isinstance(value, bool):
            return str(field.label)
        return f"“{value}”" if name == "q" else f"{field.label} {value}"

    def _without(self, name: str, value: object) -> str:
        data = self.data.copy()
        kept = [one for one in data.getlist(name) if one.strip().casefold() != str(value).casefold()]
        data.setlist(name, kept if isinstance(self.form.fields[name], CodesField) else [])
        data.pop("page", None)
        return data.urlencode()


def stored(query: str, user: User) -> ProjectFilter:
    """A query string that was kept, as this person may use it today: `stored(search.query, search.owner).qs`."""
    return ProjectFilter(QueryDict(query), user=user)


def prefer_indexes() -> None:
    """Until the transaction ends. PostgreSQL believes that reading every text anew costs no more than its index of
    words; for a word that most projects have, that is seconds instead of tenths.
    """
    if connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")


def documents_named(words: str, user: User) -> QuerySet[Document]:
    """Documents with all of these words and phrases in their title or file name."""
    documents, wanted = Document.objects.visible_to(user), False
    for minus, phrase, word in TERM.findall(words)[:12]:
        text = phrase.strip() or word
        if any(sign.isalnum() for sign in text):
            named = Q(title__icontains=text) | Q(name__icontains=text)
            documents = documents.exclude(named) if minus else documents.filter(named)
            wanted = wanted or not minus
    return documents if wanted else documents.none()


def is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


def with_any(projects: Projects, part: Any, **conditions: Any) -> Projects:
    """Projects with at least one such part, each once."""
    return projects.filter(Exists(part.objects.filter(project=OuterRef("pk"), **conditions)))
