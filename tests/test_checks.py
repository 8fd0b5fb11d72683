"""The check for look-alikes: when it is asked, what it is told, and that it holds nobody up for good."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.http import HttpResponse
from django.test import Client

from adam.demo.makers import make_organization, make_project
from partners.models import User
from projects import checks
from projects.checks import Draft, LookAlike
from projects.models import Place, Project
from tests.entering import found_by, posted, saved

pytestmark = pytest.mark.django_db
Clients = Callable[[User], Client]


@pytest.fixture
def client(client_for: Clients, focal_point: User) -> Client:
    return client_for(focal_point)


@pytest.fixture
def new(client: Client, focal_point: User) -> Callable[..., HttpResponse]:
    """Post the form for a new project of Germany."""
    return lambda **fields: client.post("/projects/new/", posted(**{"partner": focal_point.partner_id, **fields}))


def test_look_alikes_warn_before_publication(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    other = make_project("GB").pk
    found_by(monkeypatch, LookAlike(other, "Scanners", sentences=("The titles say nearly the same.",), url="/x/"))
    project = make_project("DE", draft=True)
    page = client.post(f"/projects/{project.pk}/publish/").content.decode()
    assert "One project looks alike" in page
    assert "The titles say nearly the same." in page
    client.post(f"/projects/{project.pk}/publish/", {"seen": [other], "checked": "all:"})
    project.refresh_from_db()
    assert not project.is_draft


def test_a_draft_is_saved_without_a_check(new: Callable[..., HttpResponse], monkeypatch: pytest.MonkeyPatch) -> None:
    asked = found_by(monkeypatch, LookAlike(7, "Scanners at Torkham"))
    new()
    assert Project.objects.count() == 1
    assert asked == []


def test_the_check_alone_saves_nothing(new: Callable[..., HttpResponse], monkeypatch: pytest.MonkeyPatch) -> None:
    asked = found_by(monkeypatch)
    page = new(action="check", countries=[], **{"contributions-0-amount": ""}).content.decode()
    assert "So far no project in the register resembles this one" in page
    assert not Project.objects.exists()
    assert asked[0].title == "Scanners for Torkham"


def test_a_broken_detection_keeps_nobody_from_saving(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(draft: Draft, user: User) -> list[LookAlike]:
        Project.objects.get(pk=0)
        return []

    monkeypatch.setattr(checks, "look_alike_finder", broken)
    project = make_project("DE")
    saved(client, project, "essentials", title="Saved all the same")
    project.refresh_from_db()
    assert project.title == "Saved all the same"
    assert "Look-alikes could not be searched for." in caplog.text
    caplog.clear()


def test_what_detection_is_told(client: Client, focal_point: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is typed, and of what is not on the page, what is on record."""
    asked, body = found_by(monkeypatch), make_organization("Customs Department")
    project = make_project("DE", draft=True, amount=None, themes=["T1.1"], implementing=["GIZ"])
    place = Place.objects.get(name="Torkham", country="AF")
    activity = project.activities.create(type_id="A06", place=place)
    fields = {"activities-0-type": "A05", "contributions-0-partner": focal_point.partner_id,
              "contributions-0-amount": "10", "contributions-0-currency": "USD"}  # fmt: skip
    saved(client, project, "first", action="check", countries=["AF"], beneficiaries=["Customs department"], **fields)
    draft = asked[0]
    assert (draft.countries, draft.themes, draft.beneficiaries) == ({"AF"}, {"T1.1"}, {body.pk})
    assert draft.implementer_names == ("GIZ",)
    assert (draft.activities[0].type, draft.activities[0].place, draft.usd) == ("A05", place.pk, Decimal("10.00"))
    activity.refresh_from_db()
    assert activity.type_id == "A06"


def test_a_change_warns_of_what_it_brings_up_only(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    known, brought_up = LookAlike(7, "Known before"), LookAlike(8, "Brought up")
    monkeypatch.setattr(
        checks, "look_alike_finder", lambda draft, user: [known, brought_up] if draft.title == "New title" else [known]
    )
    project = make_project("DE", amount=None)
    assert saved(client, project, "numbers", reference="X").status_code == 302
    page = saved(client, project, "essentials", title="New title").content.decode()
    assert "Brought up" in page
    assert "Known before" not in page
