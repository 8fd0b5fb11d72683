"""What the project form says when something is wrong, and that saving changes nothing that nobody touched."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from adam.demo.makers import make_project
from partners.models import User
from projects import checks
from projects.checks import LookAlike
from projects.content import file_size
from projects.forms.rows import ContributionForm
from tests.entering import errors, filled, found_by, posted, saved, section_of

pytestmark = pytest.mark.django_db
Clients = Callable[[User], Client]
TICK = "tick the box to say that you have seen it, or change the project."


@pytest.fixture
def client(client_for: Clients, focal_point: User) -> Client:
    return client_for(focal_point)


def test_an_empty_box_is_said_above_and_beside(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    project = make_project("DE")
    monkeypatch.setattr(
        checks, "look_alike_finder", lambda draft, user: [LookAlike(7, "Scanners")] if draft.title == "New" else []
    )
    asked = saved(client, project, "essentials", title="New").content.decode()
    assert TICK not in asked
    shown = saved(client, project, "essentials", title="New", warned=["7"]).content.decode()
    assert f'<a href="#id_seen_7">Scanners: {TICK}</a>' in shown
    assert f'id="id_seen_7_error">Scanners: {TICK}' in shown
    assert "<title>Error: The essentials" in shown
    project.refresh_from_db()
    assert project.title != "New"


def test_an_empty_box_on_the_page_of_publication(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    found_by(monkeypatch, LookAlike(7, "Scanners at Torkham"))
    project = make_project("DE", draft=True)
    shown = client.post(f"/projects/{project.pk}/publish/", {"warned": ["7"]}).content.decode()
    assert f'<a href="#id_seen_7">Scanners at Torkham: {TICK}</a>' in shown


@pytest.mark.parametrize(
    ("amount", "sentence"),
    [
        ("-1", "The amount cannot be negative."),
        ("-0.01", "The amount cannot be negative."),
        ("9" * 15, "The amount is too large. Check the number of zeros."),
        ("9" * 40, "The amount is too large. Check the number of zeros."),
    ],
)
def test_one_sentence_about_an_amount(germany: object, amount: str, sentence: str) -> None:
    form = ContributionForm({"amount": amount, "currency": "EUR", "committed_on": "2024-05-01"})
    assert form.errors["amount"] == [sentence]


def test_the_title_says_error_for_a_row_too(client: Client, focal_point: User) -> None:
    wrong = posted(partner=focal_point.partner_id, **{"contributions-0-amount": "-5"})
    assert "<title>Error: New project" in client.post("/projects/new/", wrong).content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"start": "2026-12-31", "end": "2026-01-01"}, '<a href="#id_end">The end date is before the start date.</a>'),
        ({"start": "0024-01-01"}, '<a href="#id_start">Start: Write a year between 1950 and 2099.</a>'),
        ({"title": "x" * 3000}, "The title has 3000 characters; the limit is 500. Shorten it."),
    ],
)
def test_what_is_wrong_is_linked_to_its_field(
    client: Client, focal_point: User, typed: dict[str, str], said: str
) -> None:
    page = client.post("/projects/new/", posted(partner=focal_point.partner_id, **typed)).content.decode()
    assert said in page
    assert 'maxlength="500"' not in page


def test_dates_that_contradict_each_other_are_told(client: Client) -> None:
    ahead = timezone.localdate() + timedelta(days=400)
    project = make_project(
        "DE", status="4", start=date(2024, 1, 1), end=ahead, activities=[{"start": date(2023, 1, 1)}]
    )
    page = client.get(f"/projects/{project.pk}/edit/").content.decode()
    assert "The status is Completed, but the end" in page
    assert "lies outside the period of the project" in page


def test_a_date_outside_the_period_is_asked_about_at_its_field_and_taken_when_sent_again(client: Client) -> None:
    project = make_project("DE", start=date(2024, 1, 1), end=date(2025, 12, 31), activities=[{}])
    address = section_of(project, "activities")
    typed = {"activities-0-start": "2024-03-01", "activities-0-end": "2026-02-01", "activities-0-description": "Drill"}
    sent = filled(client.get(address), **typed)
    page = errors(client.post(address, sent))
    assert "This is after the project ends, on 31 December 2025. Correct it, or save again if it is right." in page
    assert 'href="#id_activities-0-end"' in page
    assert "before the project begins" not in page
    assert 'value="2026-02-01"' in page
    assert '<input type="hidden" name="unusual" value="2024-03-01 2026-02-01">' in page
    errors(client.post(address, sent | {"activities-0-end": "2026-03-01", "unusual": "2024-03-01 2026-02-01"}))
    client.post(address, sent | {"unusual": "2024-03-01 2026-02-01"})
    assert project.activities.get().end == date(2026, 2, 1)


def test_a_date_that_lay_outside_before_is_not_asked_about(client: Client) -> None:
    activity = {"start": date(2023, 1, 1), "end": date(2023, 2, 1)}
    project = make_project("DE", start=date(2024, 1, 1), activities=[activity])
    assert saved(client, project, "activities", **{"activities-0-description": "Drill"}).status_code == 302
    assert project.activities.get().description == "Drill"


@pytest.mark.parametrize(("language", "name"), [("und", "Not stated"), ("sv", "Swedish"), ("xq", "xq")])
def test_the_language_of_an_import_is_kept(client: Client, language: str, name: str) -> None:
    project = make_project("DE", language=language)
    shown = client.get(f"/projects/{project.pk}/edit/essentials/").content.decode()
    assert f'<option value="{language}" selected>{name}</option>' in shown


@pytest.mark.parametrize("address", ["/projects/new/", "/round-tables/new/"])
def test_selects_have_words_where_nothing_is_chosen(
    client_for: Clients, address: str, request: pytest.FixtureRequest
) -> None:
    user = request.getfixturevalue("focal_point" if "projects" in address else "coordinator")
    response = client_for(user).get(address)
    assert response.status_code == 200
    assert "---------" not in response.content.decode()


def test_file_sizes() -> None:
    assert [file_size(size).replace("\xa0", " ") for size in (25 * 2**20, 1_500_000, 900)] == [
        "25 MB",
        "1.4 MB",
        "900 bytes",
    ]
