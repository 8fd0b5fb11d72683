"""Places and countries under the names that people use: other languages and spellings, shorter and former ones."""

from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from adam.demo.makers import make_place, make_project
from partners.models import Country, User
from projects.forms.names import find_place
from projects.gazetteer import suggestions
from projects.models import Place
from projects.search.rebuilding import rebuild
from projects.search.suggestions import suggestions as offered

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client_for: Callable[[User], Client], focal_point: User) -> Client:
    return client_for(focal_point)


def listed(client: Client, text: str) -> list[str]:
    return [project.title for project in client.get("/projects/", {"q": text}).context["page"].object_list]


@pytest.mark.parametrize("text", ["Караганда", "qaraghandy", "Karaganda", "Казахстан laboratory", "Kazakstan"])
def test_a_search_finds_a_project_by_any_name_of_its_place_or_country(client: Client, text: str) -> None:
    make_project("DE", title="Laboratory", countries=["KZ"], places=[Place.objects.get(name="Karaganda")])
    make_project("DE", title="Another", countries=["AF"])
    assert listed(client, text) == ["Laboratory"]


@pytest.mark.parametrize("text", ["Kirghizia", "Kirgizistan", "kyrgyzstan", "Киргизия", "Osch", "Ош"])
def test_the_names_of_kyrgyzstan(client: Client, text: str) -> None:
    make_project("DE", title="Dogs", countries=["KG"], activities=[{"place": Place.objects.get(name="Osh")}])
    assert listed(client, text) == ["Dogs"]


def test_a_name_that_is_added_is_searched_for_from_then_on(client: Client) -> None:
    place = make_place("Post 17")
    make_project("DE", title="Fence", places=[place])
    assert listed(client, "Seventeen") == []
    place.other_names = ["Post Seventeen"]
    place.save()
    assert listed(client, "Seventeen") == ["Fence"]
    rebuild()
    assert listed(client, "Seventeen") == ["Fence"]


@pytest.mark.parametrize(
    ("text", "name"),
    [("Курган-Тюбе", "Bokhtar"), ("termiz", "Termez"), ("Горно-Бадахшанская", "Gorno-Badakhshan"), ("KPK", "Khyber")],
)
def test_a_place_is_offered_while_its_other_name_is_written(text: str, name: str) -> None:
    assert suggestions(text)[0].name.startswith(name)


def test_a_place_written_by_its_other_name_is_no_new_one() -> None:
    assert find_place("Qaraghandy") == Place.objects.get(name="Karaganda")
    assert find_place("Kurgan-Tyube, Tajikistan") == Place.objects.get(name="Bokhtar")
    assert find_place("Jambyl, Kazakhstan") == Place.objects.get(
        name="Jambyl"
    )  # its own name before others' former one
    assert find_place("Osch Nowhere") is None


def test_the_search_box_offers_countries_by_their_usual_names(focal_point: User) -> None:
    for text in ("Kirgiz", "Киргиз", "Kyrgyz Rep"):
        assert [one.text for one in offered(text, focal_point) if one.kind == "Country"] == ["Kyrgyzstan"]


def test_the_filter_of_countries_knows_them_too(
    page: Page, sign_in: Callable[[Page, User], None], focal_point: User
) -> None:
    for country in Country.objects.exclude(region="oceania")[:30]:
        make_project("DE", countries=[country.pk])
    make_project("DE", title="Dogs", countries=["KG"])
    sign_in(page, focal_point)
    page.goto("/projects/")
    box = page.get_by_label("Find in Country")
    box.fill("Киргизия")
    box.press("Enter")
    expect(page.get_by_role("link", name="Dogs")).to_be_visible()
    expect(page.locator(".results-head, main")).to_contain_text("1 project")
