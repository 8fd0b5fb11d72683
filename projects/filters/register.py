"""The filters of the register, as they are declared."""

from collections.abc import Iterable
from copy import copy
from functools import cache, cached_property, partial
from typing import Any, cast

from django import forms
from django.db import connection
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.functional import SimpleLazyObject

from partners.models import Country, Organization, Pillar, User
from partners.text import row_id
from projects.behind import ROLES, named_choices
from projects.forms.narrowing import MOST_CODES, NarrowingForm
from projects.models import (
    Project,
)
from projects.search.asked import LONGEST

from .cells import Cells
from .kinds import NAMED, NAMES, READ, Codes, Marked, Search, Year
from .lacking import MISSING
from .meaning import Meaning
from .query import followed

Projects = QuerySet[Project]


class ProjectFilter(Meaning, Cells):
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
    visibility = Codes(
        label="Visible to",
        method="with_visibility",
        choices=Project.Visibility.choices,
        help_text="“All partners”: only what all partners see, so that it can be quoted to everybody.",
    )
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
    active = Marked(label="Planned or running, end not passed", method="only_active", widget=forms.HiddenInput)
    once = Marked(label="Each project once", method="counted_once")  # it asks what all above have left
    # And this what `once` has left.
    cell = Codes(label="Of a table", method="in_cells", widget=forms.MultipleHiddenInput)

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

    @property
    def counts_drafts(self) -> bool:
        """Whether drafts of one's own partner are among them: in the register, as nothing is counted there."""
        return True

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
        if name == "cell":
            return self.named_cells()
        if name in READ:
            return named_choices(name, self.data.getlist(name)[:MOST_CODES])
        if name == "sub_theme":
            return self._names["theme"]
        if name == "lead":
            return [(code, f"Led by {partner}") for code, partner in self._names["partner"]]
        return self._names[name]

    def named_like(self, other: "ProjectFilter") -> None:
        """What countries, partners and themes are called is read once for both."""
        names: Any = SimpleLazyObject(lambda: other._names)
        self._names = names

    @cached_property
    def _names(self) -> dict[str, list[tuple[str, str]]]:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(f'ARRAY({query})' for query in NAMES.values())}")
            return {name: list(map(tuple, rows)) for name, rows in zip(NAMES, cursor.fetchone(), strict=True)}

    @cached_property
    def _implementers(self) -> list[tuple[str, str]]:
        wanted = [pk for text in self.data.getlist("implementer")[:MOST_CODES] if (pk := row_id(text.strip()))]
        return [(str(one.pk), str(one)) for one in Organization.objects.filter(pk__in=wanted)]


@cache
def form_class(filters: type[ProjectFilter]) -> type[forms.Form]:
    fields = {name: copy(one).field for name, one in filters.base_filters.items()}
    return type(f"{filters.__name__}Form", (filters._meta.form,), fields)


def stored(query: str, user: User, kind: type[ProjectFilter] = ProjectFilter) -> ProjectFilter:
    """A query string that was kept, as this person may use it today: `stored(search.query, search.owner).qs`."""
    return kind(QueryDict(query), user=user)


def all_stored(queries: Iterable[str], user: User, kind: type[ProjectFilter] = ProjectFilter) -> list[ProjectFilter]:
    """Those of one page: what countries, partners and themes are called is read once for all of them."""
    found = [stored(query, user, kind) for query in queries]
    for one in found[1:]:
        one.named_like(found[0])
    return found
