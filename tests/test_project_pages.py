"""The page of a project as people of different partners meet it: its story, history, and publication."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pghistory
import pytest
from django.test import Client
from django.utils import timezone

from adam.demo.makers import make_activity, make_contribution, make_document, make_project, make_recommendation
from partners.models import Partner, User
from projects import checks
from projects.checks import LookAlike
from projects.completeness import completeness
from projects.drafts import draft_of
from projects.models import KeptForm, Project, ProjectSource
from tests.entering import filled, section_of
from tests.test_project_list import page, queries

pytestmark = pytest.mark.django_db
Clients = Callable[[User], Client]


@pytest.fixture
def client(client_for: Clients, focal_point: User) -> Client:
    return client_for(focal_point)


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


def test_a_unit_without_a_quantity_is_no_quantity(client: Client) -> None:
    project = make_project("DE", amount=None)
    make_activity(project, quantity=None, unit="barrels")
    assert "barrels" not in page(client, project.get_absolute_url())


def test_purpose_codes_have_their_names(client: Client) -> None:
    project = make_project("DE", purpose_codes=["16063", "99999"])
    assert "<dd>16063 Narcotics control; 99999</dd>" in page(client, project.get_absolute_url())


def test_a_missing_rate_is_said(client: Client) -> None:
    project = make_project("DE", contributions=[("DE", 100, "AFN"), ("FR", 50, "USD")])
    shown = page(client, f"/projects/{project.pk}/")
    assert "No rate for AFN" in shown
    make_contribution(project, "DE", 1000, "EUR", committed_on=date(2090, 5, 1))
    shown = page(client, f"/projects/{project.pk}/")
    assert "provisional</td>" in shown
    assert "No rate for EUR in May 2090 yet. Provisional: 1 EUR = US$" in shown
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
    assert '<b>Title</b>: <del dir="auto"><span class="hide">old: </span>Before</del>' in shown
    assert '<ins dir="auto"><span class="hide">new: </span>Completed</ins>' in shown
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
    client.post(f"/projects/{project.pk}/publish/", {"checked": "all:"})
    project.refresh_from_db()
    assert not project.is_draft
    assert project.confirmed_at is not None
    for again in (client.get, client.post):
        page = again(f"/projects/{project.pk}/publish/", follow=True)
        assert page.redirect_chain == [(project.get_absolute_url(), 302)]
        assert "It is published already." in page.content.decode()


def test_a_draft_that_lacks_nothing_is_not_published_unseen(client: Client) -> None:
    activities = [{"type": "A05", "quantity": 12}]
    project = make_project("DE", draft=True, visibility="restricted", activities=activities, beneficiaries=["Customs"])
    assert not completeness(draft_of(project)).is_thin
    address = f"/projects/{project.pk}/publish/"
    for answer in (client.get(address), client.post(address)):
        assert "Only your own partner and the coordinators" in answer.content.decode()
    assert Project.objects.get().is_draft


def test_what_was_opened_to_more_meanwhile_is_shown_again(client: Client) -> None:
    project = make_project("DE", draft=True, visibility="restricted")
    address, checked = f"/projects/{project.pk}/publish/", {"checked": "restricted:"}
    Project.objects.update(visibility="all")
    page = client.post(address, checked).content.decode()
    assert "Who may see it was changed after you opened this page." in page
    assert "Everybody who has an account" in page
    assert Project.objects.get().is_draft


def leave_unsaved(client: Client, project: Project, **chosen: Any) -> None:
    """Somebody has chosen who may see it, and not pressed Save."""
    client.post("/projects/kept/", filled(client.get(section_of(project, "visibility")), **chosen))


def test_who_began_to_restrict_it_is_asked_before_it_is_published(client: Client) -> None:
    """Also where the page had been opened before."""
    project = make_project("DE", draft=True)
    address, checked = f"/projects/{project.pk}/publish/", {"checked": "all:"}
    leave_unsaved(client, project, visibility="restricted")
    left = KeptForm.objects.get()
    answer = client.post(address, checked).content.decode()
    assert "You began to restrict it, and did not save that" in answer
    assert left.get_absolute_url() in answer
    assert '<button class="btn">Publish</button>' not in answer
    assert Project.objects.get().is_draft
    thrown = client.post(f"/projects/kept/{left.pk}/delete/", {"back": address})
    assert thrown.headers["Location"] == address
    again = client.post(f"/projects/kept/{left.pk}/delete/", {"back": address}, follow=True)
    assert "It is not there any more: it was thrown away or saved before." in again.content.decode()
    assert again.redirect_chain == [(address, 302)]
    client.post(address, checked)
    assert not Project.objects.get().is_draft


@pytest.mark.parametrize(
    ("before", "chosen", "asks"),
    [
        ({"visibility": "restricted"}, {"visibility": "all"}, False),
        ({"visibility": "all"}, {"visibility": "named"}, True),
        ({"visibility": "named", "shared_with": ["GB"]}, {"visibility": "restricted"}, True),
        ({"visibility": "restricted"}, {"visibility": "nonsense"}, False),
    ],
)
def test_only_what_shows_it_to_fewer_holds_it_up(
    client: Client, before: dict[str, Any], chosen: dict[str, Any], asks: bool
) -> None:
    project = make_project("DE", draft=True, **before)
    leave_unsaved(client, project, **chosen)
    assert bool(client.get(f"/projects/{project.pk}/publish/").context["restricting"]) is asks


def test_who_will_see_it_counts_the_partners_that_have_people(client: Client, other_focal_point: User) -> None:
    page = client.get(f"/projects/{make_project('DE', draft=True).pk}/publish/").content.decode()
    partners = Partner.objects.count()
    assert f"today 2 people: of 2 of the {partners} partners, analysts, coordinators and administrators." in page


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
    client.post(address, {"shown": [other.pk], "seen": [other.pk], "checked": "all:"})
    assert not Project.objects.get(partner__code="DE").is_draft


@pytest.mark.parametrize("action", ["confirm", "publish"])
def test_only_own_focal_points_confirm_and_publish(
    client_for: Clients, reader: User, other_focal_point: User, action: str
) -> None:
    project = make_project("DE")
    for user in (reader, other_focal_point):
        assert client_for(user).post(f"/projects/{project.pk}/{action}/").status_code == 403
        assert client_for(user).get(f"/projects/{project.pk}/{action}/").status_code == (
            403 if action == "publish" else 302
        )
