"""The list, the page and the file of projects, as people of different partners meet them."""

import csv
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from io import StringIO

import pghistory
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from adam.demo.makers import make_contribution, make_document, make_project, make_recommendation
from partners.models import User
from projects import checks
from projects.checks import LookAlike
from projects.models import Project, ProjectSource

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


# -- Page --------------------------------------------------------------------------------------------------------------
def test_the_page_tells_the_story(client: Client) -> None:
    project = make_project(
        "DE", activities=[{"type": "A05", "quantity": 12, "unit": "scanners"}], substances=["opiates"]
    )
    make_document(project)
    make_recommendation(projects=[project], text="Equip the crossing points")
    shown = page(client, f"/projects/{project.pk}/")
    for text in ("12 scanners", "minutes.pdf", "Equip the crossing points", "All partners see it.", "Opiates"):
        assert text in shown


def test_each_activity_stands_on_the_page_once(client: Client) -> None:
    activities = [{"type": "A05", "description": f"Course {number:02}"} for number in range(30)]
    shown = page(client, make_project("DE", activities=activities).get_absolute_url())
    assert [shown.count(f"Course {number:02}") for number in range(30)] == [1] * 30
    assert "5 more activities" in shown


def test_the_page_costs_the_same_whatever_is_on_it(client: Client) -> None:
    def project(parts: int) -> Project:
        made = make_project("DE", activities=[{"type": "A05"}] * parts, countries=["TJ", "AF", "PK"][:parts])
        for number in range(parts):
            make_document(made, str(number).encode())
            make_contribution(made, "FR")
        return made

    few, many = project(1), project(3)
    page(client, f"/projects/{few.pk}/")  # warms caches that live as long as the process
    assert queries(client, f"/projects/{many.pk}/") == queries(client, f"/projects/{few.pk}/")


def test_purpose_codes_have_their_names(client: Client) -> None:
    project = make_project("DE", purpose_codes=["16063", "99999"])
    assert "<dd>16063 Narcotics control; 99999</dd>" in page(client, project.get_absolute_url())


def test_a_missing_rate_is_said(client: Client) -> None:
    project = make_project("DE", contributions=[("DE", 100, "AFN"), ("FR", 50, "USD")])
    shown = page(client, f"/projects/{project.pk}/")
    assert "No rate for AFN" in shown
    assert project.total_usd == Decimal("50.00")


def test_what_was_published_is_shown(client: Client) -> None:
    project = make_project("DE")
    ProjectSource.objects.create(
        project=project, partner=project.partner, identifier="DE-1-1", content_hash="x", file_name="de.xml",
        as_published={"other_sector": [{"code": "16063", "text": "<b>Narcotics</b>"}], "empty": None},
    )  # fmt: skip
    shown = page(client, f"/projects/{project.pk}/")
    assert "Other sector" in shown
    assert "16063, &lt;b&gt;Narcotics" in shown


@pytest.mark.parametrize(
    ("who", "fields", "status"),
    [
        ("other_focal_point", {}, 200),
        ("other_focal_point", {"draft": True}, 404),
        ("other_focal_point", {"visibility": "restricted"}, 404),
        ("coordinator", {"visibility": "restricted"}, 200),
        ("coordinator", {"draft": True}, 404),
        ("reader", {"draft": True}, 200),
    ],
)
def test_who_gets_the_page(
    request: pytest.FixtureRequest, client_for: Clients, who: str, fields: dict[str, object], status: int
) -> None:
    project = make_project("DE", **fields)
    client = client_for(request.getfixturevalue(who))
    assert client.get(f"/projects/{project.pk}/").status_code == status


@pytest.mark.parametrize("number", ["0", "99999999999999999999999"])
def test_no_such_project(client: Client, number: str) -> None:
    assert client.get(f"/projects/{number}/").status_code == 404


def test_readers_are_offered_no_change(client_for: Clients, reader: User) -> None:
    shown = page(client_for(reader), f"/projects/{make_project('DE').pk}/")
    assert "All still right" not in shown
    assert "/edit/" not in shown


# -- History -----------------------------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_history_says_who_changed_what(client: Client, focal_point: User) -> None:
    project = make_project("DE", title="Before", amount=None)
    with pghistory.context(user=focal_point.pk):
        Project.objects.filter(pk=project.pk).update(title="After", status="4")
    shown = page(client, f"/projects/{project.pk}/")
    assert '<b>Title</b>: <del><span class="hide">old: </span>Before</del>' in shown
    assert '<ins><span class="hide">new: </span>Completed</ins>' in shown
    assert focal_point.name in shown


@pytest.mark.django_db(transaction=True)
def test_history_names_the_file_of_an_import(client: Client) -> None:
    with pghistory.context(command="import_iati", file="sida-tj.xml"):
        project = make_project("DE")
    shown = page(client, f"/projects/{project.pk}/")
    assert "Imported from sida-tj.xml" in shown
    assert "the system" not in shown


@pytest.mark.django_db(transaction=True)
def test_history_before_publication_stays_with_the_partner(client: Client, client_for: Clients, analyst: User) -> None:
    project = make_project("DE", title="Working title", draft=True)
    Project.objects.filter(pk=project.pk).update(title="Better title")
    Project.objects.filter(pk=project.pk).update(published_at=timezone.now())
    Project.objects.filter(pk=project.pk).update(title="Public title")
    assert "Working title" in page(client, f"/projects/{project.pk}/")
    seen = page(client_for(analyst), f"/projects/{project.pk}/")
    assert "Better title</del>" in seen
    assert "Public title</ins>" in seen
    assert "Working title" not in seen


@pytest.mark.django_db(transaction=True)
def test_history_names_no_restricted_document(client_for: Clients, analyst: User) -> None:
    project = make_project("DE")
    make_document(project, name="secret plan.pdf", visibility="restricted")
    assert "secret plan" not in page(client_for(analyst), f"/projects/{project.pk}/")


# -- Confirm and publish -----------------------------------------------------------------------------------------------
def test_confirming(client: Client) -> None:
    project = make_project("DE", confirmed_at=timezone.now() - timedelta(days=300))
    changed = project.updated_at
    client.post(f"/projects/{project.pk}/confirm/")
    project.refresh_from_db()
    assert not project.is_stale
    assert project.updated_at == changed


def test_publishing(client: Client) -> None:
    """What says little is asked about once more: what is missing, and who will see it."""
    project = make_project("DE", draft=True)
    page = client.post(f"/projects/{project.pk}/publish/").content.decode()
    assert "What is missing" in page
    assert "Who will see it once it is published" in page
    client.post(f"/projects/{project.pk}/publish/", {"checked": "1"})
    project.refresh_from_db()
    assert not project.is_draft
    assert project.confirmed_at is not None


def test_publishing_needs_a_country(client: Client) -> None:
    project = make_project("DE", draft=True, countries=[])
    response = client.post(f"/projects/{project.pk}/publish/", follow=True)
    assert "Not published yet: choose at least one country." in response.content.decode()
    assert Project.objects.get().is_draft


def test_publishing_shows_look_alikes_first(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    other = make_project("GB")
    monkeypatch.setattr(checks, "look_alike_finder", lambda draft, user: [LookAlike(other.pk, "Much the same")])
    address = f"/projects/{make_project('DE', draft=True).pk}/publish/"
    assert "Much the same" in client.post(address).content.decode()
    assert Project.objects.get(partner__code="DE").is_draft
    client.post(address, {"shown": [other.pk], "seen": [other.pk], "checked": "1"})
    assert not Project.objects.get(partner__code="DE").is_draft


@pytest.mark.parametrize("action", ["confirm", "publish"])
def test_only_own_focal_points_confirm_and_publish(
    client_for: Clients, reader: User, other_focal_point: User, action: str
) -> None:
    project = make_project("DE")
    for user in (reader, other_focal_point):
        assert client_for(user).post(f"/projects/{project.pk}/{action}/").status_code == 403
        assert client_for(user).get(f"/projects/{project.pk}/{action}/").status_code == 405
