"""Organizations and places are written by name: known ones are found however they are typed, new ones are added."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator
from django.db.models import Count, Q, Value
from django.db.models.functions import Concat

from partners.merging import hold_bodies
from partners.models import Country, Organization
from partners.models.organization import name_key
from partners.text import fold
from projects.models import Place

SUGGESTED = 400  # names offered while typing; any other name is found too
MAX_NAMES = 60


class NamesInput(forms.Widget):
    """One line a name, and empty lines for more."""

    template_name = "projects/widgets/names.html"
    use_fieldset = True

    def __init__(self, suggestions: str, extra: int = 2) -> None:
        super().__init__()
        self.suggestions, self.extra = suggestions, extra

    def value_from_datadict(self, data: Mapping[str, Any], files: Mapping[str, Any], name: str) -> list[str]:
        return data.getlist(name) if hasattr(data, "getlist") else list(data.get(name) or [])

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        filled = [text for text in value or [] if str(text).strip()][:MAX_NAMES]
        context["widget"].update(lines=[*filled, *[""] * self.extra], suggestions=self.suggestions)
        return context

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return f"{id_}_0" if id_ else id_


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
    widget = forms.TextInput(attrs={"list": suggestions, "autocomplete": "off"})
    return forms.CharField(required=False, max_length=max_length, widget=widget, **kwargs)


# -- Organizations -----------------------------------------------------------------------------------------------------
def find_organization(name: str) -> Organization | None:
    """The body of this name, alias or acronym; "Drug Control Agency (DCA)" is found with and without its brackets."""
    for text in (name, re.sub(r"\s*\([^()]*\)$", "", name)):
        if found := Organization.objects.named(text).first():
            return found
    return Organization.objects.filter(acronym__iexact=name).first()


def find_or_add_organization(name: str) -> Organization:
    """To be named in a row that is saved: the body stays what it is until then."""
    hold_bodies()
    found = find_organization(name)
    return found or Organization.objects.get_or_create(name_key=name_key(name), defaults={"name": name})[0]


def suggested_organizations() -> list[str]:
    """The bodies that most projects name."""
    used = Organization.objects.annotate(times=Count("participations")).order_by("-times", "name")
    return [str(body) for body in used[:SUGGESTED]]


# -- Places ------------------------------------------------------------------------------------------------------------
def find_place(text: str) -> Place | None:
    """The place of this name, or of this name and country: "Torkham" or "Torkham, Afghanistan"."""
    full = Concat("name", Value(", "), "country__name")
    places = Place.objects.annotate(full=full).select_related("country")
    found = list(places.filter(Q(full__iexact=text) | Q(name__iexact=text))[:3])
    exact = [place for place in found if place.full.casefold() == text.casefold()]
    if not exact and len(found) > 1:
        raise ValidationError(f"There are several places called {text}. Add the country, such as {found[0]}.")
    return next(iter(exact or found), None)


def new_place(text: str) -> Place:
    """A place not yet known, unsaved; it must come with its country."""
    name, comma, country_name = text.rpartition(",")
    named = Q(name__iexact=country_name.strip()) | Q(iso2__iexact=country_name.strip())
    country = Country.objects.filter(named).first() if comma and name.strip() else None
    if country is None:
        raise ValidationError(
            f"“{text[:60]}” is not known here yet. Write place and country, such as Torkham, Afghanistan."
        )
    return Place(name=name.strip()[:120], country=country)


def place_named(text: str) -> Place:
    return find_place(text) or new_place(text)


def saved_place(place: Place) -> Place:
    if place.pk is None:
        place = Place.objects.get_or_create(name=place.name, country=place.country, kind=place.kind)[0]
    return place


def suggested_places() -> list[str]:
    return [str(place) for place in Place.objects.select_related("country")[:SUGGESTED]]
