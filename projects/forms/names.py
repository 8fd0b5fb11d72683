"""Organizations and places are written by name: known ones are found however they are typed, new ones are added."""

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator
from django.db.models import Q, Value
from django.db.models.functions import Concat
from django.urls import reverse_lazy

from partners.merging import hold_bodies, survivor_of
from partners.models import Organization
from partners.models.organization import name_key
from partners.text import fold
from projects.models import Place

from .newcomers import NewcomerForm, WhichPlace, split

MAX_NAMES = 60
MOST_OF_A_NAME = 12  # places among which somebody chooses
SOURCES = {"organizations": "projects:suggest_organizations", "places": "projects:suggest_places"}

Find = Callable[[str], Any]


class SeveralPlaces(Exception):
    """That the name stands for, each as good as the others."""

    def __init__(self, places: list[Place]) -> None:
        super().__init__(places)
        self.places = places


class NamesInput(forms.Widget):
    """One line a name, and empty lines for more."""

    template_name = "projects/widgets/names.html"
    use_fieldset = True

    def __init__(self, suggestions: str, extra: int = 2) -> None:
        super().__init__()
        self.source, self.extra = SOURCES[suggestions], extra
        self.newcomers: list[NewcomerForm] = []  # what is asked of names that are new

    def value_from_datadict(self, data: Mapping[str, Any], files: Mapping[str, Any], name: str) -> list[str]:
        return data.getlist(name) if hasattr(data, "getlist") else list(data.get(name) or [])

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        filled = [text for text in value or [] if str(text).strip()][:MAX_NAMES]
        lines = [*filled, *[""] * self.extra]
        context["widget"].update(lines=lines, source=self.source, newcomers=self.newcomers)
        return context

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return f"{id_}_0" if id_ else id_


class NameInput(forms.TextInput):
    """One name."""

    template_name = "projects/widgets/name.html"

    def __init__(self, suggestions: str) -> None:
        super().__init__({"data-suggest": reverse_lazy(SOURCES[suggestions]), "autocomplete": "off"})
        self.newcomers: list[NewcomerForm] = []

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["newcomers"] = self.newcomers
        return context


class NamesField(forms.Field):
    def __init__(self, *, suggestions: str, max_length: int, **kwargs: Any) -> None:
        super().__init__(required=False, widget=NamesInput(suggestions), **kwargs)
        self.checks: list[Callable[[str], None]] = [MaxLengthValidator(max_length), ProhibitNullCharactersValidator()]

    def clean(self, value: list[str]) -> list[str]:
        """The names without doubles, in the order written."""
        names = {fold(name) or name: name for name in (" ".join(text.split()) for text in value) if name}
        if len(names) > MAX_NAMES:
            raise ValidationError(f"Write at most {MAX_NAMES} names.")
        for name in names.values():
            for check in self.checks:
                check(name)
        return list(names.values())

    def has_changed(self, initial: Any, data: Any) -> bool:
        return list(initial or []) != [text for text in data or [] if text.strip()]


def name_field(suggestions: str, *, max_length: int, **kwargs: Any) -> forms.CharField:
    """One name, with suggestions while typing."""
    return forms.CharField(required=False, max_length=max_length, widget=NameInput(suggestions), **kwargs)


class Naming:
    """A form with names in it. Without `asks` nothing is asked of new ones, as while somebody still types."""

    asks = True

    def known_or_new(
        self, field: str, names: list[str], find: Find, newcomer: Callable[..., NewcomerForm]
    ) -> list[Any]:
        """What each name stands for, unsaved when it is new. Raises ValidationError as long as a question is open."""
        found, open_questions, shown = [], [], []
        for name in names:
            asked = newcomer
            try:
                thing = find(name)
            except SeveralPlaces as several:
                thing, asked = None, partial(WhichPlace, places=several.places)
            if thing is None and self.asks:
                form = asked(name, self.data)
                try:
                    thing = form.answer()
                except ValidationError as error:
                    open_questions.append(error)
                if form.is_shown:
                    shown.append(form)
            found.append(thing)
        self.fields[field].widget.newcomers = shown
        if open_questions:
            raise ValidationError(open_questions)
        return [thing for thing in found if thing is not None]


# -- Organizations -----------------------------------------------------------------------------------------------------
def find_organization(name: str) -> Organization | None:
    """The body of this name, alias or acronym; "Drug Control Agency (DCA)" is found with and without its brackets."""
    for text in (name, re.sub(r"\s*\([^()]*\)$", "", name)):
        if found := Organization.objects.named(text).first():
            return found
    return Organization.objects.filter(acronym__iexact=name).first()


def saved_organization(body: Organization) -> Organization:
    """To be named in a row that is saved: until then it stays what it is, or what it was merged into meanwhile.

    Two forms may bring the same new name at once: it is one body.
    """
    hold_bodies()
    if body.pk and (standing := Organization.objects.filter(pk=body.pk).first() or survivor_of(body.pk)):
        return standing
    new = {"name": body.name, "kind": body.kind, "country": body.country}
    return Organization.objects.get_or_create(name_key=name_key(body.name), defaults=new)[0]


# -- Places ------------------------------------------------------------------------------------------------------------
def find_place(text: str) -> Place | None:
    """The place of this name, or with country and kind besides: "Herat", "Herat, Afghanistan (town or city)".

    Raises SeveralPlaces when that leaves open which.
    """
    plain, kind = without_kind(text)
    named = called(plain) | Q(full__iexact=plain)
    places = Place.objects.annotate(full=Concat("name", Value(", "), "country__name")).select_related("country")
    name, country = split(plain)
    if country:
        named |= called(name) & Q(country=country)
    found = list(places.filter(named, **{"kind": kind} if kind else {}).with_twins()[:MOST_OF_A_NAME])
    exact = [place for place in found if place.full.casefold() == plain.casefold()]
    exact = exact or [place for place in found if place.name_key == name_key(name if country else plain)] or found
    if len(exact) > 1:
        raise SeveralPlaces(exact)
    return exact[0] if exact else None


def called(name: str) -> Q:
    """Its name, or one that it has besides."""
    key = name_key(name)
    return Q(name_key=key) | Q(other_keys__contains=f"\n{key}\n") if key else Q(pk=None)


def without_kind(text: str) -> tuple[str, str]:
    """The text without a kind of place in brackets behind it, and that kind."""
    kinds = {label.lower(): code for code, label in Place.Kind.choices}
    plain, bracket, last = text.removesuffix(")").rpartition(" (")
    kind = kinds.get(last.casefold(), "") if bracket and text.endswith(")") else ""
    return (plain, kind) if kind else (text, "")


def saved_place(place: Place) -> Place:
    if place.pk is None:
        new = {"latitude": place.latitude, "longitude": place.longitude}
        place = Place.objects.get_or_create(name=place.name, country=place.country, kind=place.kind, defaults=new)[0]
    return place
