"""The project's own fields. A draft needs a title; publication needs a country too; all else may follow later."""

from collections.abc import Callable, Collection, Iterable
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator

from partners.models import Country, Organization, Partner, User
from partners.text import is_seen
from projects.languages import languages_with
from projects.models import Participation, Place, Project, Theme

from .boxes import Boxes
from .names import NamesField, Naming, find_organization, find_place, saved_organization, saved_place
from .newcomers import NewOrganization, NewPlace
from .rows import DateField, Quiet, ends_first

ROLES = {"implementers": Participation.Role.IMPLEMENTING, "beneficiaries": Participation.Role.BENEFICIARY}
NAMES = {*ROLES, "place_names"}


class Chosen(forms.ModelMultipleChoiceField):
    """Check boxes; what is none of them is refused before it reaches the database."""

    widget = Boxes
    default_error_messages = {"invalid_choice": "“%(value)s” is not one of the choices."}

    def clean(self, value: Any) -> Any:
        offered = {str(code) for code in self._offered()}
        for one in value or []:
            if str(one) not in offered:
                raise ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice", params={"value": str(one)[:60]}
                )
        return super().clean(value)

    def _offered(self) -> list[Any]:
        codes: list[Any] = []
        for code, label in self.choices:
            codes.extend([inner for inner, _ in label] if isinstance(label, list) else [code])
        return codes


class ProjectForm(Quiet, Naming, forms.ModelForm):
    countries = Chosen(
        Country.objects.all(), required=False, help_text="Where the work is done. Needed for publication."
    )
    themes = Chosen(Theme.objects.all(), required=False)
    shared_with = Chosen(Partner.objects.all(), required=False, label="Named partners")
    place_names = NamesField(
        label="Places", suggestions="places", max_length=230, help_text="Crossing points, ports, towns, provinces."
    )
    implementers = NamesField(
        label="Implementing organizations", suggestions="organizations", max_length=250, help_text="Who does the work."
    )
    beneficiaries = NamesField(
        label="Beneficiary organizations", suggestions="organizations", max_length=250,
        help_text="Whom the work is for, such as a customs service.",
    )  # fmt: skip
    substances = forms.MultipleChoiceField(choices=Project.Substance.choices, required=False, widget=Boxes)
    start = DateField(required=False)
    end = DateField(required=False)

    class Meta:
        model = Project
        fields = (
            "partner", "title", "reference", "objective", "language", "countries", "themes", "status", "start", "end",
            "oda", "route", "substances", "visibility", "shared_with",
        )  # fmt: skip
        widgets = {
            "objective": forms.Textarea(attrs={"rows": 5}),
            "language": forms.Select,
            "visibility": forms.RadioSelect,
        }
        help_texts = {
            "title": "What is done, for whom and where, such as “Document readers for the customs post at Torkham”.",
            "reference": "Your own number for it.",
            "shared_with": "",
        }
        error_messages = {
            "title": {
                "required": "Enter the title.",
                "max_length": "The title has %(show_value)s characters; the limit is %(limit_value)s. Shorten it.",
            },
            "partner": {"required": "Choose for which partner you enter the project."},
        }

    def __init__(self, *args: Any, user: User, only: Collection[str] = (), quiet: bool = False, **kwargs: Any) -> None:
        """`only` these fields are asked for; the others stay as they are."""
        super().__init__(*args, **kwargs)
        self.quiet = quiet
        self.for_publication = False
        self.places: list[Place] = []
        self.bodies: dict[str, list[Organization]] = {}
        for name in set(self.fields) - set(only):
            del self.fields[name]
        for name, prepare in PREPARE.items():
            if name in self.fields:
                prepare(self, self.fields[name], user)
        if self.instance.pk and not NAMES.isdisjoint(self.fields):
            self.initial.update(names_of(self.instance))

    def _get_validation_exclusions(self) -> set[str]:
        """The number is one partner's own, also where the partner is not asked for."""
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded - {"partner"} if self.instance.pk else excluded

    def clean_place_names(self) -> list[str]:
        names: list[str] = self.cleaned_data["place_names"]
        self.places = self.known_or_new("place_names", names, find_place, NewPlace)
        return names

    def clean_implementers(self) -> list[str]:
        return self._clean_bodies("implementers")

    def clean_beneficiaries(self) -> list[str]:
        return self._clean_bodies("beneficiaries")

    def clean_title(self) -> str:
        title: str = self.cleaned_data["title"]
        if not is_seen(title):
            raise ValidationError("Nothing of this title can be seen. Write what the project does.")
        return title

    def _clean_bodies(self, field: str) -> list[str]:
        names: list[str] = self.cleaned_data[field]
        asked = partial(NewOrganization, project=self.instance)
        self.bodies[field] = self.known_or_new(field, names, find_organization, asked)
        return names

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        named = cleaned.get("visibility") == Project.Visibility.NAMED_PARTNERS
        if named and "shared_with" in cleaned and not cleaned["shared_with"]:
            self.add_error("shared_with", "Choose the partners who may see the project.")
        if ends_first(cleaned):
            self.add_error("end", "The end date is before the start date.")
        if self.for_publication and "countries" in cleaned and not cleaned["countries"]:
            self.add_error("countries", "Choose at least one country, since the project is published.")
        return cleaned

    def save_parts(self) -> None:
        """What a model form cannot save by itself: countries and themes, and everything written by name."""
        self._save_m2m()
        if "place_names" in self.fields:
            self.instance.places.set([saved_place(place) for place in self.places])
        for name, role in ROLES.items():
            if name not in self.fields:
                continue
            bodies = {saved_organization(body).pk for body in self.bodies[name]}
            present = self.instance.participations.filter(role=role)
            present.exclude(organization__in=bodies).delete()
            for pk in bodies - set(present.values_list("organization_id", flat=True)):
                Participation.objects.create(project=self.instance, organization_id=pk, role=role)


# -- What a field offers, read only where it is asked for --------------------------------------------------------------
def prepare_partner(form: ProjectForm, field: Any, user: User) -> None:
    field.queryset, field.empty_label = Partner.objects.editable_by(user), None
    if not form.instance.pk and not form.initial.get("partner"):
        form.initial["partner"] = field.queryset.filter(pk=user.partner_id).first() or field.queryset.first()
    if len(field.queryset) == 1:  # nothing to choose
        field.widget = forms.HiddenInput()


def prepare_title(form: ProjectForm, field: Any, user: User) -> None:
    del field.widget.attrs["maxlength"]  # a browser would cut what is pasted without a word


def prepare_objective(form: ProjectForm, field: Any, user: User) -> None:
    field.max_length = 20_000
    field.validators.append(MaxLengthValidator(20_000))


def prepare_language(form: ProjectForm, field: Any, user: User) -> None:
    field.widget.choices = languages_with(form.instance.language)


def prepare_route(form: ProjectForm, field: Any, user: User) -> None:
    field.choices = [("", "Not stated"), *Project.Route.choices]


def prepare_countries(form: ProjectForm, field: Any, user: User) -> None:
    countries = list(Country.objects.all())
    field.choices = countries_by_region(countries)
    field.widget.names = {one.pk: names_besides(one) for one in countries}


def prepare_themes(form: ProjectForm, field: Any, user: User) -> None:
    field.choices = themes_by_parent()


PREPARE: dict[str, Callable[[ProjectForm, Any, User], None]] = {
    "partner": prepare_partner,
    "title": prepare_title,
    "objective": prepare_objective,
    "language": prepare_language,
    "route": prepare_route,
    "countries": prepare_countries,
    "themes": prepare_themes,
}


def names_of(project: Project) -> dict[str, list[str]]:
    parts = project.participations.select_related("organization")
    written = {name: [str(part.organization) for part in parts if part.role == role] for name, role in ROLES.items()}
    return {
        **written,
        "place_names": [place.written for place in project.places.with_twins().select_related("country")],
    }


def countries_by_region(countries: Iterable[Country]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Regions in the order of the initiative's concern, countries by name."""
    by_region: dict[str, list[tuple[str, str]]] = {}
    for one in countries:
        by_region.setdefault(one.region, []).append((one.iso2, one.name))
    return [(label, by_region[code]) for code, label in Country.Region.choices if code in by_region]


def names_besides(country: Country) -> list[str]:
    """Codes and names by which people look for it."""
    return [country.iso2, country.iso3, *country.former_names, *country.other_names]


def themes_by_parent() -> list[tuple[str, list[tuple[str, str]]]]:
    """Sub-themes below their theme; the theme itself is the choice for what fits none of them."""
    groups: dict[str, tuple[str, list[tuple[str, str]]]] = {}
    for theme in sorted(Theme.objects.all(), key=lambda theme: (theme.parent_id or theme.code, theme.code)):
        if theme.parent_id is None:
            groups[theme.code] = (theme.name, [(theme.code, f"{theme.name}, in general")])
        elif theme.parent_id in groups:
            groups[theme.parent_id][1].append((theme.code, theme.name))
    return list(groups.values())
