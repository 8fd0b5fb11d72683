"""Names that the register does not know yet: what is asked of each, in the same place where it was written.

One that resembles a known name is not added before somebody has said that it is another one; everything else about a
newcomer may stay empty, save the country of a place.
"""

from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from partners.models import Country, Organization
from partners.models.organization import name_key
from partners.naming import near_doubles
from partners.text import fold
from projects.gazetteer import near_places, position
from projects.models import Place, Project

from .boxes import Options

ANOTHER = "another"


def countries() -> list[tuple[str, str]]:
    return [("", "Not stated"), *Country.objects.values_list("iso2", "name")]


class NewcomerForm(forms.Form):
    """`data` is the whole form in which the name stands; what concerns this name is found by its prefix."""

    which = forms.ChoiceField(
        label="Is it one of these?",
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it is one of these, or another one."},
    )
    country = forms.ChoiceField(required=False, widget=Options)

    what, another = "", ""
    legend = "“{}” is new here"

    def __init__(self, name: str, data: Mapping[str, Any] | None = None, *, ask: bool = False) -> None:
        """With `ask` the questions are put also where nothing resembles the name."""
        prefix = f"new-{self.what}-{blake2b(name_key(name).encode(), digest_size=5).hexdigest()}"
        asked = data is not None and any(key.startswith(f"{prefix}-") for key in data)
        super().__init__(data if asked else None, prefix=prefix)
        self.name, self.near = name, self.resembling(name)
        self.is_shown = asked or ask or bool(self.near)
        if self.near:
            self.fields["which"].choices = [*((pk, label) for pk, label, _ in self.near), *self.beside]
        else:
            del self.fields["which"]
        self.fields["country"].choices = countries() if self.is_shown else []

    @property
    def beside(self) -> list[tuple[str, str]]:
        return [(ANOTHER, self.another)]

    @property
    def heading(self) -> str:
        return self.legend.format(self.name)

    def resembling(self, name: str) -> list[tuple[str, str, Any]]:
        """Key, what is said of it, and the thing itself."""
        raise NotImplementedError

    @property
    def chosen(self) -> Any:
        """The known one that is meant, or None."""
        which = self.cleaned_data.get("which") if self.is_bound and self.is_valid() else None
        return next((thing for pk, _, thing in self.near if pk == which), None)


class NewOrganization(NewcomerForm):
    what, another = "organization", "No, it is another organization"

    kind = forms.ChoiceField(required=False, choices=[("", "Not stated"), *Organization.Kind.choices], widget=Options)
    field_order = ["which", "kind", "country"]

    def __init__(
        self, name: str, data: Mapping[str, Any] | None = None, *, ask: bool = False, project: Project | None = None
    ) -> None:
        """Those of the countries that the project works in come first: the ones chosen in the form, else on record."""
        self.countries = data.getlist("countries") if isinstance(data, QueryDict) else []
        if not self.countries and project and project.pk:
            self.countries = list(project.countries.values_list("pk", flat=True))
        super().__init__(name, data, ask=ask)

    def resembling(self, name: str) -> list[tuple[str, str, Any]]:
        return [(str(near.organization.pk), f"{told(near.organization)}. {near.why}", near.organization)
                for near in near_doubles(name, chosen=self.countries)]  # fmt: skip

    def answer(self) -> Organization:
        """The organization meant, not yet saved when it is new. Raises ValidationError while that is open."""
        if (self.is_bound and not self.is_valid()) or (self.near and not self.is_bound):
            raise ValidationError(
                f"“{self.name}” is not known here, but others are called much alike. Is it one of them?"
            )
        if known := self.chosen:
            return known  # type: ignore[no-any-return]
        said = self.cleaned_data if self.is_bound else {}
        kind, country = said.get("kind") or Organization.Kind.OTHER, said.get("country") or None
        return Organization(name=self.name, name_key=name_key(self.name), kind=kind, country_id=country)


class NewPlace(NewcomerForm):
    what, another = "place", "No, it is another place"

    kind = forms.ChoiceField(required=False, choices=Place.Kind.choices, initial=Place.Kind.OTHER, widget=Options)
    country = forms.ChoiceField(
        required=False, widget=Options, error_messages={"required": "Choose the country of the place."}
    )
    position = forms.CharField(
        required=False,
        max_length=60,
        help_text="Latitude and longitude, such as 34.12, 71.09 or 34°07′N 71°05′E.",
    )
    field_order = ["which", "kind", "country", "position"]

    def __init__(self, name: str, data: Mapping[str, Any] | None = None, *, ask: bool = False) -> None:
        self.place, self.stated = split(name)
        super().__init__(name, data, ask=ask)
        chosen = data.getlist("countries") if isinstance(data, QueryDict) else []
        if self.stated is None and len(chosen) == 1:  # the one country that the project works in
            self.stated = next((one for one in Country.objects.all() if one.pk == chosen[0]), None)
        self.initial["country"] = self.stated.pk if self.stated else ""
        self.fields["country"].required = not self.near

    def resembling(self, name: str) -> list[tuple[str, str, Any]]:
        return [(str(place.pk), f"{place} ({place.get_kind_display().lower()})", place)
                for place in near_places(self.place, self.stated)]  # fmt: skip

    def clean_position(self) -> tuple[Any, Any]:
        text = self.cleaned_data["position"]
        return position(text) if text else (None, None)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("country") and cleaned.get("which") == ANOTHER:
            self.add_error("country", "Choose the country of the place.")
        return cleaned

    def answer(self) -> Place:
        if self.is_bound and not self.is_valid():
            raise ValidationError(f"Say more of “{self.name}”, below its name.")
        if self.near and not self.is_bound:
            raise ValidationError(
                f"“{self.name}” is not known here, but others are called much alike. Is it one of them?"
            )
        if self.chosen:
            return self.chosen
        if not self.is_bound and self.stated is None:
            self.is_shown, self.fields["country"].choices = True, countries()
            raise ValidationError(
                f"“{self.name[:60]}” is not known here yet. Choose its country, or write it too: Torkham, Afghanistan."
            )
        said = self.cleaned_data if self.is_bound else {}
        latitude, longitude = said.get("position") or (None, None)
        return Place(
            name=self.place[:120],
            name_key=name_key(self.place),
            country=Country.objects.get(pk=said["country"]) if said else self.stated,
            kind=said.get("kind") or Place.Kind.OTHER,
            latitude=latitude,
            longitude=longitude,
        )


class WhichPlace(NewcomerForm):
    """A name that several known places have: which of them is meant."""

    what, legend = "which-place", "Several places are called “{}”"
    beside: list[tuple[str, str]] = []  # who means yet another place writes its name otherwise

    def __init__(self, name: str, data: Mapping[str, Any] | None, places: list[Place]) -> None:
        self.places = places
        super().__init__(name, data)
        del self.fields["country"]
        which = self.fields["which"]
        which.label, which.error_messages["required"] = "Which one is it?", "Choose one of them."

    def resembling(self, name: str) -> list[tuple[str, str, Any]]:
        return [(str(place.pk), place.written, place) for place in self.places]

    def answer(self) -> Place:
        if not self.chosen:
            raise ValidationError(f"There are several places called {self.name}. Choose which one, below its name.")
        return self.chosen  # type: ignore[no-any-return]


def told(organization: Organization) -> str:
    """The organization with its kind and country, as far as they are known."""
    kind = organization.get_kind_display() if organization.kind != Organization.Kind.OTHER else ""
    return ", ".join(filter(None, [str(organization), kind, str(organization.country or "")]))


def split(text: str) -> tuple[str, Country | None]:
    """ "Torkham, Afghanistan" in two; without a country as it is."""
    name, comma, last = text.rpartition(",")
    key = fold(last)
    known = (c for c in Country.objects.all() if key in {fold(c.name), c.iso2.lower(), *map(fold, c.former_names)})
    country = next(known, None) if comma and name.strip() and key else None
    return (name.strip(), country) if country else (text, None)
