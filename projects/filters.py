"""The query string of everything that shows projects: page, chart, export and API.

A wrong value is said in words and left out; the other filters stay. Several values: the name is repeated.
"""

from collections.abc import Collection
from copy import copy
from dataclasses import dataclass
from functools import cache, cached_property, partial, reduce
from operator import or_
from typing import Any, cast

import django_filters
from django import forms
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.http import HttpRequest, QueryDict
from django.utils.functional import SimpleLazyObject

from partners.merging import survivors
from partners.models import Country, Organization, Partner, Pillar, User
from partners.text import row_id
from projects import checks
from projects.behind import ROLES, behind, named_choices
from projects.forms.narrowing import MOST_CODES, CodesField, MarkField, NarrowingForm, SearchField, YearField
from projects.models import (
    Activity,
    Contribution,
    Document,
    Participation,
    Project,
    ProjectWords,
    Recipient,
    Theme,
)
from projects.search.asked import LONGEST, Asked, asked

Projects = QuerySet[Project]

MORE = (
    "region", "pillar", "implementer", "beneficiary_kind", "oda", "visibility", "start_year", "from_year", "to_year",
    "missing", "mine", "draft",
)  # fmt: skip
MISSING = {
    "country": ("Country", ~Q(Exists(Recipient.objects.filter(project=OuterRef("pk"))))),
    "theme": ("Theme", ~Q(Exists(Project.themes.through.objects.filter(project=OuterRef("pk"))))),
    "pillar": (
        "Pillar",
        ~Q(Exists(Project.themes.through.objects.filter(project=OuterRef("pk"), theme__pillars__len__gt=0))),
    ),
    "place": (
        "Place",
        ~Q(Exists(Project.places.through.objects.filter(project=OuterRef("pk"))))
        & ~Q(Exists(Activity.objects.filter(project=OuterRef("pk"), place__isnull=False))),
    ),
    "unit": ("Quantity", ~Q(Exists(Activity.objects.filter(project=OuterRef("pk"), quantity__isnull=False)))),
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

READ = ("place", "unit", "activity", "involved", "member")  # choices are what an address names, as far as there is it
NAMED = ("country", "partner", "theme", "activity_type", "implementer", "lead", "sub_theme", *READ)
NAMES = {  # code and name of all that there are
    "country": "SELECT ARRAY[iso2, name] FROM partners_country ORDER BY name",
    "besides": "SELECT ARRAY[iso2, concat_ws(';', iso2, iso3, array_to_string(former_names || other_names, ';'))]"
    " FROM partners_country",  # other names of countries
    "partner": "SELECT ARRAY[code, name] FROM partners_partner ORDER BY name",
    "theme": "SELECT ARRAY[code, concat(code, ' ', name)] FROM projects_theme ORDER BY code",
    "activity_type": "SELECT ARRAY[code, name] FROM projects_activitytype ORDER BY code",
}


class Filter(django_filters.Filter):
    def __deepcopy__(self, memo: dict[int, Any]) -> "Filter":
        """Each set of filters has its own; what they were declared with is never changed."""
        copied = copy(self)
        copied.method = self.method  # of this set
        return copied


class Search(Filter):
    field_class = SearchField


class Codes(Filter):
    field_class = CodesField


class Year(Filter):
    field_class = YearField


class Marked(Filter):
    field_class = MarkField


@dataclass(frozen=True, slots=True)
class Chip:
    """One active filter in words, and the query string without it."""

    text: str
    query: str
    name: str
    value: object


class ProjectFilter(django_filters.FilterSet):
    q = Search(
        label="Search",
        method="search",
        widget=forms.TextInput(attrs={"maxlength": LONGEST}),
        help_text="Words, “phrases”, -without, a number, an organization. Documents are read too.",
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
    alerts = Marked(label="With open alerts", method="only_alerted")
    stale = Marked(label="Not confirmed for half a year", method="only_stale")
    mine = Marked(label="Of my own partner", method="only_mine")
    draft = Marked(label="Drafts", method="only_drafts")
    # What links behind a figure ask for, so that the list is what was counted; the form carries them along unseen.
    place = Codes(label="Place", method="at_places", widget=forms.MultipleHiddenInput)
    sub_theme = Codes(label="Sub-theme", method="on_sub_themes", widget=forms.MultipleHiddenInput)
    role = Codes(label="Role of partners", method="with_roles", widget=forms.MultipleHiddenInput, choices=ROLES)
    unit = Codes(label="Unit", method="counted_in", widget=forms.MultipleHiddenInput)
    activity = Codes(label="One activity", method="with_one_activity", widget=forms.MultipleHiddenInput)
    involved = Codes(label="One partner", method="with_one_partner", widget=forms.MultipleHiddenInput)
    member = Codes(label="Projects", method="being_members", widget=forms.MultipleHiddenInput)
    lead = Codes(label="Lead partner", method="led_by", widget=forms.MultipleHiddenInput)
    others = Marked(label="Of other partners", method="only_others", widget=forms.HiddenInput)
    published = Marked(label="Without drafts", method="only_published", widget=forms.HiddenInput)
    overdue = Marked(label="End date has passed, still running", method="only_overdue", widget=forms.HiddenInput)
    once = Marked(label="Each project once", method="counted_once")  # the last: it asks what the others have left

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
        if data is not None:
            data = followed(data)
        super().__init__(data, queryset, request=request, **kwargs)

    def get_form_class(self) -> type[forms.Form]:
        return form_class(type(self))

    @property
    def form(self) -> forms.Form:
        """Its choices are read when somebody asks for them: a search kept or linked asks for few, the page for all."""
        if not hasattr(self, "_form"):
            for name in NAMED:
                super().form.fields[name].choices = partial(self.choices_of, name)  # type: ignore[attr-defined]
            besides: Any = SimpleLazyObject(lambda: {code: names.split(";") for code, names in self._names["besides"]})
            super().form.fields["country"].widget.names = besides
        return super().form

    def choices_of(self, name: str) -> list[tuple[str, str]]:
        if name not in NAMED:
            return list(self.form.fields[name].choices)  # type: ignore[attr-defined]
        if name == "implementer":
            return self._implementers
        if name in READ:
            return named_choices(name, self.data.getlist(name)[:MOST_CODES])
        if name == "sub_theme":
            return self._names["theme"]
        if name == "lead":
            return [(code, f"Led by {partner}") for code, partner in self._names["partner"]]
        return self._names[name]

    @cached_property
    def _names(self) -> dict[str, list[tuple[str, str]]]:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(f'ARRAY({query})' for query in NAMES.values())}")
            return {name: list(map(tuple, rows)) for name, rows in zip(NAMES, cursor.fetchone(), strict=True)}

    @cached_property
    def _implementers(self) -> list[tuple[str, str]]:
        wanted = [pk for text in self.data.getlist("implementer")[:MOST_CODES] if (pk := row_id(text.strip()))]
        return [(str(one.pk), str(one)) for one in Organization.objects.filter(pk__in=wanted)]

    # -- What each name means ------------------------------------------------------------------------------------------
    def search(self, projects: Projects, name: str, value: str) -> Projects:
        """All that is written of a project, a part of one of its numbers, or a document that the person may see."""
        return projects.filter(pk__in=self.worded(value))

    def worded(self, text: str, *, with_documents: bool = False) -> QuerySet[Any, Any]:
        """Ids of the projects that are found by these words, some perhaps twice, and perhaps some that are not the
        person's to see; in those that are, only documents that are too. With documents: their ids beside, or 0.
        """
        question = self.asked if text == self.cleaned.get("q") else asked(text)
        itself, document = ([Value(0)], ["pk"]) if with_documents else ([], [])
        words = ProjectWords.objects.order_by()
        found = words.filter(words=question.query).values_list("project", *itself)
        if number := question.number:
            numbered = words.filter(numbers__contains=number.upper()).values_list("project", *itself)
            found = found.union(numbered, all=True)
        documents = Document.objects.shown_to(self.user).filter(words__words=question.query).order_by()
        return found.union(documents.values_list("project", *document), all=True)

    @cached_property
    def asked(self) -> Asked:
        """What was typed into the search box, as it was understood."""
        return asked(self.cleaned.get("q", ""))

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

    def only_alerted(self, projects: Projects, name: str, value: bool) -> Projects:
        return projects.filter(pk__in=checks.alerted_finder(self.user)) if value else projects

    def only_mine(self, projects: Projects, name: str, value: bool) -> Projects:
        return projects.filter(partner__in=self.user.own_partners) if value else projects

    def only_drafts(self, projects: Projects, name: str, value: bool) -> Projects:
        return projects.filter(published_at__isnull=True) if value else projects

    def led_by(self, projects: Projects, name: str, value: list[str]) -> Projects:
        return projects.filter(partner__in=list(Partner.objects.filter(code__in=value).values_list("pk", flat=True)))

    def at_places(self, projects: Projects, name: str, value: list[str]) -> Projects:
        """Those of which it is a place, or which do something there."""
        there = Activity.objects.filter(place__in=value).values("project")
        named = Project.places.through.objects.filter(place__in=value).values("project")
        return projects.filter(Q(pk__in=named) | Q(pk__in=there))

    def on_sub_themes(self, projects: Projects, name: str, value: list[str]) -> Projects:
        """Exactly these: a main theme without what is below it."""
        return with_any(projects, Project.themes.through, theme__in=value)

    def with_roles(self, projects: Projects, name: str, value: list[str]) -> Projects:
        return projects.filter(self._any_of("involved", [f"role:{role}" for role in value]))

    def counted_in(self, projects: Projects, name: str, value: list[str]) -> Projects:
        """With a quantity in one of these units."""
        return projects.filter(self._any_of("activity", [f"unit:{unit}" for unit in value]))

    def with_one_activity(self, projects: Projects, name: str, value: list[str]) -> Projects:
        return projects.filter(behind("activity", value))

    def with_one_partner(self, projects: Projects, name: str, value: list[str]) -> Projects:
        return projects.filter(behind("involved", value))

    def being_members(self, projects: Projects, name: str, value: list[str]) -> Projects:
        return projects.filter(behind("member", value))

    def _any_of(self, name: str, terms: list[str]) -> Q:
        return reduce(or_, (behind(name, [one]) for one in terms))

    def only_others(self, projects: Projects, name: str, value: bool) -> Projects:
        return projects.exclude(partner__in=self.user.own_partners) if value else projects

    def only_overdue(self, projects: Projects, name: str, value: bool) -> Projects:
        return projects.overdue() if value else projects

    def counted_once(self, projects: Projects, name: str, value: bool) -> Projects:
        """Of a project that several partners report the record that was made first."""
        return projects.once() if value else projects

    def only_published(self, projects: Projects, name: str, value: bool) -> Projects:
        return projects.filter(published_at__isnull=False) if value else projects

    # -- What the page says of it --------------------------------------------------------------------------------------
    @property
    def chips(self) -> list[Chip]:
        return [
            Chip(self._words(name, one), self._without(name, one), name, one)
            for name, value in self.cleaned.items()
            for one in (value if isinstance(value, list) else [value])
        ]

    @property
    def cleaned(self) -> dict[str, Any]:
        """The active filters with what was understood of them."""
        if not self.is_bound:
            return {}
        self.form.is_valid()
        return {name: value for name, value in self.form.cleaned_data.items() if value}

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


@cache
def form_class(filters: type[ProjectFilter]) -> type[forms.Form]:
    fields = {name: copy(one).field for name, one in filters.base_filters.items()}
    return type(f"{filters.__name__}Form", (filters._meta.form,), fields)


def followed(query: QueryDict) -> QueryDict:
    """The same query with the bodies into which those that it names were merged: what was linked, saved or watched
    before a merge goes on, and after its undoing too.
    """
    named = query.getlist("implementer")
    kept = survivors(pk for text in named[:MOST_CODES] if (pk := row_id(text.strip())))
    if not kept:
        return query
    query = query.copy()
    query.setlist("implementer", list(dict.fromkeys(str(kept.get(row_id(text.strip()), text)) for text in named)))
    return query


def tidy(query: QueryDict, without: Collection[str] = ()) -> QueryDict:
    """The same query without these names and without any that say nothing, so that addresses read well."""
    kept = QueryDict(mutable=True)
    for name, values in query.lists():
        if name not in without and (said := [value for value in values if value]):
            kept.setlist(name, said)
    return kept


def stored(query: str, user: User) -> ProjectFilter:
    """A query string that was kept, as this person may use it today: `stored(search.query, search.owner).qs`."""
    return ProjectFilter(QueryDict(query), user=user)


def with_any(projects: Projects, part: Any, **conditions: Any) -> Projects:
    """Projects with at least one such part, each once."""
    return projects.filter(Exists(part.objects.filter(project=OuterRef("pk"), **conditions)))
