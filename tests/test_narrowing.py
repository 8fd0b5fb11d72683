"""Wrong values in the addresses of lists are said in words and left out; files, which cannot say it, are refused."""

from collections.abc import Callable

import pytest
from django.test import Client

from adam.demo.makers import make_alert, make_need, make_project, make_recommendation
from partners.models import User

pytestmark = pytest.mark.django_db
ClientFor = Callable[[User], Client]
KIND = "“xx” is not known here. It was left out."
ORDER = "Order: “abc” is not known here. It was left out."


@pytest.mark.parametrize(
    ("address", "sentences"),
    [
        ("/alerts/?kind=xx&sort=abc&page=zz", [KIND, ORDER, "There is no page “zz”"]),
        ("/projects/?sort=abc&page=zz&country=xx", [ORDER, "Country: " + KIND]),
        ("/partners/?kind=xx&sort=abc", [KIND, ORDER]),
        ("/partners/participation/?quarter=zz&sort=abc", ["Quarter: “zz” is not known here, so Q", ORDER]),
        ("/round-tables/?kind=xx&page=zz", [KIND, "There is no page “zz”, as the list has 1"]),
        ("/round-tables/recommendations/?state=xx&answered=xx", ["State: " + KIND, "Answered by projects: " + KIND]),
        ("/round-tables/board/?by=xx", ["Grouped by: " + KIND]),
        ("/round-tables/needs/?theme=xx&q=" + "x" * 201, ["Theme: " + KIND, "has more than 200 characters."]),
        ("/round-tables/calendar/?kind=xx", ["Kind: " + KIND]),
        ("/organizations/?kind=xx&country=xx&page=zz", ["Kind: " + KIND, "Country: " + KIND, "There is no page “zz”"]),
        ("/projects/export/?column=xx&sort=abc", ["Column: " + KIND, ORDER + " Choose one of number, "]),
        ("/projects/analysis/?country=xx", ["Country: " + KIND]),
        ("/projects/analysis/difference/?country=xx&from=2025-01-01", ["Country: " + KIND]),
        ("/round-tables/gaps/?country=xx", ["Country: " + KIND]),
    ],
)
def test_what_is_not_known_is_said_and_left_out(
    coordinator: User, client_for: ClientFor, address: str, sentences: list[str]
) -> None:
    page = client_for(coordinator).get(address)
    html = page.content.decode()
    assert page.status_code == 200
    assert [sentence for sentence in sentences if sentence not in html.replace("\u00a0", " ")] == []
    assert "Select a valid choice" not in html


def test_a_page_is_known_however_its_number_is_written(coordinator: User, client_for: ClientFor) -> None:
    for asked in ("1", "01", "+1"):
        assert "There is no page" not in client_for(coordinator).get("/projects/", {"page": asked}).content.decode()


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("/round-tables/needs/?country=xx&theme=T1", "/round-tables/needs/export.csv?theme=T1"),
        ("/round-tables/board/?priority=xx&theme=T1", "/round-tables/board.csv?theme=T1"),
        ("/alerts/?country=xx&theme=T1", "/oversight/alerts.csv?theme=T1&amp;state=open&amp;sort=strength"),
    ],
)
def test_the_file_is_of_what_is_listed(coordinator: User, client_for: ClientFor, address: str, link: str) -> None:
    make_need("TJ", theme_id="T1")
    make_recommendation(themes=["T1"])
    make_alert(*(make_project(partner, themes=["T1"]) for partner in ("DE", "GB")))
    assert f'href="{link}"' in client_for(coordinator).get(address).content.decode()


@pytest.mark.parametrize("address", ["/oversight/alerts.csv?state=open&", "/round-tables/needs/export.csv?"])
def test_a_file_is_refused_with_the_reason(coordinator: User, client_for: ClientFor, address: str) -> None:
    answer = client_for(coordinator).get(f"{address}country=xx")
    assert answer.status_code == 400
    assert answer.content.decode() == "Country: “xx” is not known here."
