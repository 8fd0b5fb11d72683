"""What the title alone names, in whatever language, is found where another partner does it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from adam.demo.makers import get_partner, make_project
from duplication.detection import check
from duplication.matching.works import registered_towns, town_called, towns, towns_by_first_word
from duplication.models import Alert
from duplication.suggestions import look_alikes
from partners.models import User
from projects.checks import Draft
from projects.models import Place, Project

KHOROG = frozenset({("TJ", "khorog")})


@pytest.mark.parametrize(
    ("title", "named"),
    [
        ("Kennels at Khorog", KHOROG),
        ("Вольеры для собак в Хороге", KHOROG),
        ("Зал досмотра в Нижнем Пяндже", {("TJ", "panji poyon")}),
        ("Ciblage des conteneurs au port d'Aktaou", {("KZ", "aktau")}),
        ("Hall de fouille de Pandji Poïon", {("TJ", "panji poyon")}),
        ("Task force at Tashkent Intl Airport", {("UZ", "tashkent")}),
        ("Kennels for the border guards", frozenset()),
    ],
)
def test_towns_are_known_without_their_country(title: str, named: frozenset[tuple[str, str]]) -> None:
    assert registered_towns(title, frozenset()) == named
    assert registered_towns(title, frozenset({"AF"})) == frozenset()


def test_a_country_that_the_register_does_not_have_is_no_more_known_for_being_asked_for() -> None:
    assert registered_towns("Kennels at Khorog", frozenset({"ZZ"})) == frozenset()
    assert towns("Kennels at Khorog", frozenset({"ZZ"}))
    assert "ZZ" not in towns_by_first_word()


def test_a_place_of_two_names_is_known_by_the_first() -> None:
    assert town_called("Panji Poyon (Nizhny Panj)") == "panji poyon"


def town(name: str) -> Place:
    return Place.objects.get(name=name, country="TJ", kind=Place.Kind.CITY)


def kennels(partner: str = "GB", **fields: Any) -> Project:
    """Its title names no town: that is where the project is."""
    end = timezone.localdate() + timedelta(days=200)
    defaults = {"title": "Eight kennels and a run for the customs service", "places": [town("Khorog")], "end": end}
    other = make_project(partner, **{**defaults, **fields})
    check(other.pk)
    return other


def told(user: User, title: str = "Chenil pour les chiens de la douane à Khorog", **fields: Any) -> list[str]:
    typed = Draft(partner_id=get_partner("DE").pk, title=title, language="fr", **fields)
    return [one.why for one in look_alikes(typed, user)]


@pytest.mark.django_db
@pytest.mark.parametrize("title", ["Chenil pour les chiens de la douane à Khorog", "Вольеры для собак в Хороге"])
def test_one_thing_at_one_town_is_told_from_the_title_alone(focal_point: User, title: str) -> None:
    kennels()
    (why,) = told(focal_point, title)
    assert why.startswith("Perhaps the same work: drug dogs at Khorog")
    assert not Alert.objects.exists()


@pytest.mark.django_db
def test_a_town_that_only_titles_name_is_found_too(focal_point: User) -> None:
    kennels(title="Kennels at Khorog", places=[])
    assert told(focal_point)


@pytest.mark.django_db
def test_neither_other_things_there_nor_the_thing_elsewhere_is_told(focal_point: User) -> None:
    kennels(title="Scanners for the customs service")
    kennels(places=[town("Kulob")])
    assert told(focal_point) == []
    assert told(focal_point, "Chiens de la douane") == []


@pytest.mark.django_db
def test_what_has_ended_is_one_s_own_or_may_not_be_seen_is_not_told(focal_point: User) -> None:
    kennels("DE")
    Project.objects.all().update(visibility="restricted")
    assert told(focal_point) == []
    kennel = Project.objects.get()
    Project.objects.update(visibility="all", partner=get_partner("GB"), start=date(2015, 1, 1), end=date(2016, 1, 1))
    assert told(focal_point) == []
    assert told(focal_point, start=date(2015, 6, 1), end=date(2016, 6, 1))
    assert told(focal_point, start=date(2020, 6, 1), end=date(2021, 6, 1)) == []
    assert told(focal_point, countries=frozenset({"UZ"}), start=kennel.start) == []
