"""The names of members: of these keys at least, in their own order where they have one."""

from collections.abc import Callable, Iterable
from typing import Any

from partners.models import Country, Organization, Partner
from projects.models import ActivityType, Place, Theme

Labels = Callable[[Iterable[str]], dict[str, str]]
ROLES = {
    "lead": "Lead", "funding": "Funding", "1": "Funding body", "2": "Accountable", "3": "Extending",
    "4": "Implementing", "b": "Beneficiary",
}  # fmt: skip


def countries(keys: Iterable[str]) -> dict[str, str]:
    return dict(Country.objects.filter(pk__in=keys).values_list("iso2", "name"))


def places(keys: Iterable[str]) -> dict[str, str]:
    named = Place.objects.filter(pk__in=ids(keys)).select_related("country").with_twins()
    return {str(place.pk): place.written for place in named}


def partners(keys: Iterable[str]) -> dict[str, str]:
    return dict(Partner.objects.filter(code__in=keys).values_list("code", "name"))


def roles(keys: Iterable[str]) -> dict[str, str]:
    return ROLES


def themes(keys: Iterable[str]) -> dict[str, str]:
    return dict(Theme.objects.filter(code__in=keys).order_by("code").values_list("code", "name"))


def sub_themes(keys: Iterable[str]) -> dict[str, str]:
    """A main theme stands for the projects that name it and none of its parts."""
    found = Theme.objects.filter(code__in=keys).order_by("code")
    return {one.code: f"{one.code} {one.name}{'' if one.parent_id else ', as a whole'}" for one in found}


def main_themes() -> list[str]:
    return list(Theme.objects.filter(parent=None).values_list("code", flat=True))


def activity_types(keys: Iterable[str]) -> dict[str, str]:
    return dict(ActivityType.objects.filter(code__in=keys).order_by("code").values_list("code", "name"))


def organizations(keys: Iterable[str]) -> dict[str, str]:
    return {str(one.pk): str(one) for one in Organization.objects.filter(pk__in=ids(keys))}


def themselves(keys: Iterable[str]) -> dict[str, str]:
    return {key: key for key in keys}


def numbers(keys: Iterable[str]) -> dict[str, str]:
    return {key: key for key in sorted(keys) if key.isdigit()}


def of_choices(choices: Any) -> Labels:
    return lambda keys: {value: str(label) for value, label in choices.choices}


def ids(keys: Iterable[str]) -> list[int]:
    return [int(key) for key in keys if key.isascii() and key.isdigit() and len(key) < 19]
