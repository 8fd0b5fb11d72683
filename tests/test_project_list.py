"""The list of projects and its file: what is in them, in which order, and what they cost."""

import csv
from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from adam.demo.makers import make_project
from partners.models import User

pytestmark = pytest.mark.django_db
Clients = Callable[[User], Client]


@pytest.fixture
def client(client_for: Clients, focal_point: User) -> Client:
    return client_for(focal_point)


def page(client: Client, address: str, **query: object) -> str:
    response = client.get(address, query)
    assert response.status_code == 200, response
    return response.content.decode()


def listed(client: Client, **query: object) -> list[str]:
    return [project.title for project in client.get("/projects/", query).context["page"].object_list]


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        page(client, address)
    return len(captured)


def table(client: Client, **query: object) -> list[dict[str, str]]:
    response = client.get("/projects/export.csv", query)
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text)))


# -- List --------------------------------------------------------------------------------------------------------------
def test_list_shows_what_the_person_may_see(client_for: Clients, other_focal_point: User) -> None:
    make_project("DE", title="Seen by all")
    make_project("DE", title="Kept to ourselves", visibility="restricted")
    make_project("DE", title="Not ready yet", draft=True)
    assert listed(client_for(other_focal_point)) == ["Seen by all"]


def test_list_costs_the_same_for_ten_and_for_twenty_rows(client: Client) -> None:
    for _ in range(10):
        make_project("DE", countries=["TJ", "AF"])
    ten = queries(client, "/projects/?country=TJ&country=PK")
    for _ in range(10):
        make_project("GB", countries=["PK"])
    assert queries(client, "/projects/?country=TJ&country=PK") == ten
    assert ten <= 23


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("title", ["Alpha", "beta", "Gamma"]),
        ("-title", ["Gamma", "beta", "Alpha"]),
        ("budget", ["beta", "Gamma", "Alpha"]),
        ("-budget", ["Gamma", "beta", "Alpha"]),
        ("partner", ["Gamma", "Alpha", "beta"]),
        ("number", ["Gamma", "Alpha", "beta"]),
    ],
)
def test_sorting_puts_what_is_not_stated_last(client: Client, sort: str, expected: list[str]) -> None:
    make_project("DE", title="Alpha", reference="B", amount=None)
    make_project("GB", title="beta", reference="", amount=5)
    make_project("FR", title="Gamma", reference="A", amount=9)
    assert listed(client, sort=sort) == expected


@pytest.mark.parametrize("query", ["page=abc", "page=-1", "page=99999999999999999999", "sort=evil", "sort=-", "x=%00"])
def test_strange_addresses_show_the_list(client: Client, query: str) -> None:
    make_project("DE", title="Still here")
    response = client.get(f"/projects/?{query}", follow=True)
    assert "Still here" in response.content.decode()


def test_a_wrong_value_is_said_and_the_list_shown(client: Client) -> None:
    make_project("DE", title="Still here")
    shown = page(client, "/projects/", year="soon")
    assert "Write the year with four digits" in shown
    assert "Still here" in shown


def test_a_file_of_a_query_that_is_not_understood_is_refused(client: Client) -> None:
    make_project("DE")
    response = client.get("/projects/export.csv?country=ZZ")
    assert response.status_code == 400
    assert "“ZZ” is not known here" in response.content.decode()


def test_a_list_of_lead_partners_leaves_out_those_who_only_contribute(client: Client) -> None:
    make_project("GB", title="Led", contributions=[("GB", 5, "USD")])
    make_project("FR", title="Paid for", contributions=[("GB", 5, "USD")])
    assert "Paid for" in page(client, "/projects/", partner="GB")
    shown = page(client, "/projects/", lead="GB")
    assert "Paid for" not in shown
    assert "Led by United Kingdom" in shown


def test_pages_of_25(client: Client) -> None:
    for number in range(30):
        make_project("DE", title=f"Project {number:02}", amount=None)
    assert len(listed(client)) == 25
    assert listed(client, page=2, sort="title") == [f"Project {number}" for number in range(25, 30)]


def test_empty_names_leave_the_address(client: Client) -> None:
    response = client.get("/projects/?q=&country=TJ&year=&sort=")
    assert response.headers["Location"] == "/projects/?country=TJ"


def test_htmx_gets_the_tidy_address_without_a_redirect(client: Client) -> None:
    response = client.get("/projects/?q=&country=TJ", headers={"HX-Request": "true"})
    assert response.headers["HX-Push-Url"] == "/projects/?country=TJ"
    assert 'id="results"' in response.content.decode()


def test_nothing_found_says_what_to_loosen(client: Client) -> None:
    make_project("DE", countries=["TJ"])
    html = page(client, "/projects/", q="nowhere", country="TJ", status="4")
    assert "No single filter is to blame" in html
    html = page(client, "/projects/", country="TJ", status="4")
    assert '<a href="/projects/?country=TJ">Completed</a><span>then 1 project</span>' in html


def test_marks_of_drafts_and_of_what_is_not_confirmed(client: Client) -> None:
    make_project("DE", draft=True)
    make_project("DE", confirmed_at=timezone.now() - timedelta(days=300))
    shown = page(client, "/projects/")
    assert '<span class="tag done">Draft</span>' in shown
    assert '<span class="tag">To be confirmed</span>' in shown


def test_only_those_who_write_are_offered_a_new_project(client: Client, client_for: Clients, reader: User) -> None:
    assert "New project" in page(client, "/projects/")
    assert "New project" not in page(client_for(reader), "/projects/")


# -- File --------------------------------------------------------------------------------------------------------------
def test_the_file_holds_what_the_list_shows(client: Client) -> None:
    make_project("DE", title="Здесь", reference="R1", countries=["TJ", "AF"], amount=1000, implementing=["GIZ"])
    make_project("GB", title="Elsewhere", countries=["PK"])
    make_project("GB", title="Hidden", countries=["TJ"], visibility="restricted")
    (row,) = table(client, country="TJ")
    assert row["Title"] == "Здесь"
    assert row["Countries"] == "Afghanistan; Tajikistan"
    assert row["Budget (US$)"] == "1000.00"
    assert row["Amounts as stated"] == "USD 1000.00"
    assert row["Implementing organizations"] == "GIZ"
    assert row["Address"].startswith("http")


def test_the_file_gives_amounts_as_stated(client: Client) -> None:
    make_project("DE", contributions=[("DE", 185000, "EUR"), ("FR", 20000, "USD")])
    assert sorted(table(client)[0]["Amounts as stated"].split("; ")) == ["EUR 185000.00", "USD 20000.00"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r="])
def test_the_file_runs_no_formula(client: Client, start: str) -> None:
    make_project("DE", title=f'{start}HYPERLINK("http://evil.example")')
    assert table(client)[0]["Title"].startswith("'")


def test_the_file_costs_the_same_for_ten_and_for_twenty_rows(client: Client) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            table(client)
        return len(captured)

    for _ in range(10):
        make_project("DE", implementing=["GIZ"])
    ten = cost()
    for _ in range(10):
        make_project("GB", beneficiaries=["DCA"])
    assert cost() == ten
