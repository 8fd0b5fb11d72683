"""Organizations found while their name is typed, and near doubles of a name that is new."""

from collections.abc import Callable

import pytest
from django.test import Client

from adam.demo.makers import make_organization, make_project
from partners.doubles import pairs
from partners.models import Organization, User
from partners.naming import near_doubles, suggestions

pytestmark = pytest.mark.django_db
Clients = Callable[[User], Client]


@pytest.fixture
def bodies() -> dict[str, Organization]:
    """Some of them; the agency has a former name and one in Russian."""
    made = {
        "agency": make_organization("Drug Control Agency under the President of Tajikistan", acronym="DCA"),
        "interior": make_organization("Ministry of Interior of Tajikistan", kind=Organization.Kind.MINISTRY),
        "elsewhere": make_organization("Ministry of Interior of Uzbekistan", country="UZ"),
        "customs": make_organization("Agência Federal de Alfândegas", country=None),
    }
    made["agency"].aliases.create(name="Агентство по контролю за наркотиками")
    made["agency"].aliases.create(name="State Commission on Drug Control")
    return made


@pytest.mark.parametrize(
    ("typed", "found", "matched"),
    [
        ("drug con", "agency", ""),
        ("control drug", "agency", ""),
        ("dca", "agency", "DCA"),
        ("агентство по", "agency", "Агентство по контролю за наркотиками"),
        ("state comm", "agency", "State Commission on Drug Control"),
        ("AGENCIA fed", "customs", ""),
        ("agancy under the presidant", "agency", ""),
        ("moi taj", "interior", ""),
        ("mi", "interior", ""),
    ],
)
def test_an_organization_is_found(bodies: dict[str, Organization], typed: str, found: str, matched: str) -> None:
    [first, *_] = suggestions(typed)
    assert (first.organization, first.matched) == (bodies[found], matched)


@pytest.mark.parametrize("typed", ["", "d", "  ", "%", "_", "\\", "zzzzzz", "' OR 1=1 --", "x" * 5000])
def test_what_tells_nothing_finds_nothing(bodies: dict[str, Organization], typed: str) -> None:
    assert suggestions(typed) == []


def test_the_better_match_comes_first_then_what_is_used_more(bodies: dict[str, Organization]) -> None:
    used = {bodies["elsewhere"].pk: 5}
    assert [one.organization.country_id for one in suggestions("ministry of int", used)] == ["UZ", "TJ"]
    assert suggestions("ministry of interior of tajikistan", used)[0].organization == bodies["interior"]


def test_ten_are_enough() -> None:
    for number in range(14):
        make_organization(f"Regional Hospital {number}")
    assert len(suggestions("regional")) == 10


@pytest.mark.parametrize(
    ("name", "near", "why"),
    [
        ("Ministery of Interior of Tajikistan", "interior", "Only the spelling differs."),
        ("Interior Ministry of Tajikistan", "interior", "The same words in another order."),
        ("Ministry of Interior", "interior", "The same name with or without its country."),
        ("MoI Tajikistan", "interior", "The letters of one stand for the words of the other."),
        ("MoI", "interior", "The letters of one stand for the words of the other."),
        ("Drug Control Agency under President of Tajikistan Office", "agency", "The same name but for common words."),
    ],
)
def test_near_doubles_say_why(bodies: dict[str, Organization], name: str, near: str, why: str) -> None:
    reasons = {one.organization: one.why for one in near_doubles(name)}
    assert reasons[bodies[near]].startswith(why)


@pytest.mark.parametrize(
    ("called", "typed"),
    [("Kyrgyzstan", "the Kyrgyz Republic"), ("the Kyrgyz Republic", "Kyrgyzstan"), ("Kirgistan", "Kyrgyz Republic")],
)
def test_a_country_called_otherwise_makes_no_other_body(called: str, typed: str) -> None:
    known = make_organization(f"State Customs Service of {called}", country="KG")
    make_organization("State Customs Service of Tajikistan")
    [near] = near_doubles(f"State Customs Service of {typed}")
    assert (near.organization, near.why) == (known, "The same name, but for small words or how its country is called.")
    entered_twice = make_organization(f"State Customs Service of {typed}", country=None)
    assert [pair[:2] for pair in pairs()] == [(known.pk, entered_twice.pk)]


def test_a_body_named_with_the_one_that_it_is_under_is_near_its_own_countrys_first() -> None:
    elsewhere = make_organization("State Customs Service", country="TJ")
    known = make_organization("State Customs Service of the Kyrgyz Republic", country="KG")
    make_organization("State Customs Service under the Ministry of Interior of Kyrgyzstan", country="KG")
    long = "State Customs Service under the Ministry of Economy and Finance"
    why = "The same name, but for the body that it is under."
    assert [(one.organization, one.why) for one in near_doubles(f"{long} of the Kyrgyz Republic")] == [(known, why)]
    for country, first in (("KG", known), ("TJ", elsewhere)):
        assert near_doubles(long, chosen=[country])[0].organization == first


@pytest.mark.parametrize(
    "name", ["Custms Servise undr the Goverment of Tajikistan", "Cusstoms Srvice under te Gouvernement of Tajikstan"]
)
def test_four_slips_in_a_long_name_are_near(name: str) -> None:
    known = make_organization("Customs Service under the Government of Tajikistan")
    assert [(one.organization, one.why) for one in near_doubles(name)] == [(known, "Only the spelling differs.")]


@pytest.mark.parametrize(
    "name", ["Ministry of Interior of Turkmenistan", "Ministry of Health of Tajikistan", "Interior", "?"]
)
def test_other_bodies_are_no_doubles(bodies: dict[str, Organization], name: str) -> None:
    assert near_doubles(name) == []


def test_numbers_tell_units_apart() -> None:
    make_organization("Border Police Regiment 1")
    assert near_doubles("Border Police Regiment 2") == []


def test_an_acronym_already_known_is_found_from_the_full_name() -> None:
    known = make_organization("MoI Tajikistan")
    assert [one.organization for one in near_doubles("Ministry of Interior of Tajikistan")] == [known]


# -- The part of the page ----------------------------------------------------------------------------------------------
def test_a_suggestion_tells_kind_country_and_alias(
    client_for: Clients, reader: User, bodies: dict[str, Organization]
) -> None:
    part = client_for(reader).get("/projects/suggest/organizations/", {"q": "агентство"}).content.decode()
    assert 'data-value="Drug Control Agency under the President of Tajikistan (DCA)"' in part
    assert "Tajikistan · also “Агентство по контролю за наркотиками”" in part
    assert "None of these: add “агентство” as another organization" in part


def test_what_restricted_projects_use_moves_nothing(
    client_for: Clients, other_focal_point: User, bodies: dict[str, Organization]
) -> None:
    client = client_for(other_focal_point)
    before = client.get("/projects/suggest/organizations/", {"q": "ministry of int"}).content
    for visibility in ["restricted", "all"]:
        make_project("DE", visibility=visibility, implementing=["Ministry of Interior of Uzbekistan"])
        assert client.get("/projects/suggest/organizations/", {"q": "ministry of int"}).content == before
    make_project("GB", implementing=["Ministry of Interior of Uzbekistan"])
    assert client.get("/projects/suggest/organizations/", {"q": "ministry of int"}).content != before


def test_typing_asks_few_questions(client_for: Clients, reader: User, django_assert_max_num_queries: Callable) -> None:
    client = client_for(reader)
    for number in range(3):
        make_organization(f"Regional Hospital {number}")
        with django_assert_max_num_queries(12):
            client.get("/projects/suggest/organizations/", {"q": "regional"})
