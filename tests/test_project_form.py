"""Entering and changing a project: drafts, publication, warnings that do not block, and nothing saved twice or lost."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from adam.demo.makers import make_organization, make_project
from partners.models import Organization, User
from projects import checks
from projects.checks import Draft, LookAlike
from projects.forms.rows import AmountField, ContributionForm
from projects.models import Place, Project

pytestmark = pytest.mark.django_db
Clients = Callable[[User], Client]
FORMSETS = ("contributions", "activities", "identifiers")


def posted(project: Project | None = None, **fields: Any) -> dict[str, Any]:
    """What a browser sends for the form with these fields filled in."""
    data: dict[str, Any] = {
        "token": str(uuid4()),
        "partner": "",
        "title": "Scanners for Torkham",
        "language": "en",
        "status": "2",
        "oda": "unknown",
        "visibility": "all",
        "countries": ["AF"],
        "action": "save",
    }
    for prefix in FORMSETS:
        data |= {f"{prefix}-TOTAL_FORMS": 1, f"{prefix}-INITIAL_FORMS": 0}
    data["contributions-0-currency"] = "USD"
    data["contributions-0-committed_on"] = str(timezone.localdate())
    if project:
        data |= {"partner": project.partner_id, "opened_at": project.updated_at.isoformat()}
        data |= {"reference": project.reference, "title": project.title}
    return data | fields


@pytest.fixture
def client(client_for: Clients, focal_point: User) -> Client:
    return client_for(focal_point)


@pytest.fixture
def new(client: Client, focal_point: User) -> Callable[..., HttpResponse]:
    """Post the form for a new project of Germany."""
    return lambda **fields: client.post("/projects/new/", posted(**{"partner": focal_point.partner_id, **fields}))


def found_by(monkeypatch: pytest.MonkeyPatch, *found: LookAlike) -> list[Draft]:
    asked: list[Draft] = []

    def finder(draft: Draft, user: User) -> list[LookAlike]:
        asked.append(draft)
        return list(found)

    monkeypatch.setattr(checks, "look_alike_finder", finder)
    return asked


def errors(response: HttpResponse) -> str:
    assert response.status_code == 200, response
    page = response.content.decode()
    assert "There is a problem" in page
    return page


# -- Entering ----------------------------------------------------------------------------------------------------------
def test_a_draft_needs_a_title_only(new: Callable[..., HttpResponse]) -> None:
    response = new(countries=[], action="draft")
    project = Project.objects.get()
    assert response.headers["Location"] == project.get_absolute_url()
    assert project.is_draft
    assert project.confirmed_at is None


def test_a_draft_needs_a_title(new: Callable[..., HttpResponse]) -> None:
    assert "Enter the title." in errors(new(title="", action="draft"))


def test_publication_needs_a_country(new: Callable[..., HttpResponse]) -> None:
    assert "Choose at least one country" in errors(new(countries=[]))
    assert not Project.objects.exists()


def test_a_whole_project(new: Callable[..., HttpResponse], focal_point: User) -> None:
    new(
        themes=["T1.1", "T2.4"],
        place_names=["torkham, afghanistan", ""],
        implementers=["UNODC Country Office", ""],
        beneficiaries=["Afghan Customs Department"],
        substances=["opiates"],
        start="2026-01-01",
        end="2027-12-31",
        **{
            "contributions-0-partner": focal_point.partner_id,
            "contributions-0-amount": "1 250 000",
            "contributions-0-currency": "usd",
            "activities-0-type": "A05",
            "activities-0-quantity": "3",
            "activities-0-beneficiary_name": "Afghan customs department",
            "identifiers-0-scheme": "IATI",
            "identifiers-0-value": "DE-1-2026",
        },
    )
    project = Project.objects.get()
    activity, contribution = project.activities.get(), project.contributions.get()
    assert [str(place) for place in project.places.all()] == ["Torkham, Afghanistan"]
    assert contribution.usd == Decimal("1250000.00")
    assert activity.beneficiary == Organization.objects.named("Afghan Customs Department").get()
    assert sorted(project.participations.values_list("role", flat=True)) == ["4", "b"]
    assert project.identifiers.get().value == "DE-1-2026"
    assert not project.is_draft
    assert project.confirmed_at is not None


def test_known_organizations_are_found_by_alias(new: Callable[..., HttpResponse]) -> None:
    body = make_organization("Drug Control Agency", acronym="DCA")
    body.aliases.create(name="Агентство по контролю за наркотиками")
    new(implementers=["Агентство по контролю за наркотиками", "Drug control agency (DCA)"], beneficiaries=["dca"])
    assert {part.organization for part in Project.objects.get().participations.all()} == {body}
    assert Organization.objects.count() == 1


def test_an_unknown_place_needs_its_country(new: Callable[..., HttpResponse]) -> None:
    assert "Write place and country" in errors(new(place_names=["Nowhere"]))


def test_a_new_place_is_added_with_its_country(new: Callable[..., HttpResponse]) -> None:
    new(place_names=["Panji Poyon, Tajikistan"])
    assert str(Project.objects.get().places.get()) == "Panji Poyon, Tajikistan"


def test_empty_rows_are_no_errors(new: Callable[..., HttpResponse]) -> None:
    new(**{"activities-TOTAL_FORMS": 4, "contributions-TOTAL_FORMS": 3})
    assert Project.objects.get().contributions.count() == 0


def test_another_row_is_given_without_judging_what_is_there(new: Callable[..., HttpResponse]) -> None:
    page = new(title="", more="activities", action="").content.decode()
    assert 'name="activities-1-type"' in page
    assert "There is a problem" not in page


def test_an_amount_without_partner_is_asked_for(new: Callable[..., HttpResponse]) -> None:
    assert "Choose the partner who pays." in errors(new(**{"contributions-0-amount": "500"}))


def test_the_same_reference_number_twice(new: Callable[..., HttpResponse]) -> None:
    new(reference="R1")
    assert "Another project of this partner has this reference number." in errors(new(reference="R1"))


def test_the_form_offers_own_partners_only(client: Client) -> None:
    form = client.get("/projects/new/").context["entry"].form
    assert [str(partner) for partner in form.fields["partner"].queryset] == ["Germany"]


def test_nobody_writes_for_another_partner(new: Callable[..., HttpResponse], united_kingdom: Any) -> None:
    errors(new(partner=united_kingdom.pk))
    assert not Project.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "x" * 10_000},
        {"title": "nul \0 byte"},
        {"objective": "\0"},
        {"countries": ["XX", "\0", "A" * 5000]},
        {"themes": ["T99"]},
        {"shared_with": ["99999999999999999999", "one", "1\0"]},
        {"partner": "99999999999999999999"},
        {"start": "99999"},
        {"start": "0001-01-01"},
        {"start": "2026-12-31", "end": "2026-01-01"},
        {"status": "evil"},
        {"language": "klingonian"},
        {"place_names": ["\0, Tajikistan"]},
        {"implementers": ["x" * 300]},
        {"visibility": "named"},
        {"activities-TOTAL_FORMS": "many"},
        {"activities-TOTAL_FORMS": "99999"},
        {"activities-0-type": "A05", "activities-0-quantity": "1e400"},
        {"activities-0-type": "A05", "activities-0-country": "\0"},
        {"contributions-0-amount": "NaN"},
        {"contributions-0-amount": "1e13", "contributions-0-currency": "KWD"},
        {"contributions-0-amount": "5", "contributions-0-currency": "euros"},
        {"identifiers-0-scheme": "x" * 31, "identifiers-0-value": "1"},
    ],
)
def test_what_cannot_be_is_said_in_words(new: Callable[..., HttpResponse], fields: dict[str, Any]) -> None:
    errors(new(**fields))
    assert not Project.objects.exists()


def test_emoji_and_scripts_are_kept(new: Callable[..., HttpResponse]) -> None:
    new(title="Пограничный пост 🚓 پست مرزی")
    assert Project.objects.get().title == "Пограничный пост 🚓 پست مرزی"


@pytest.mark.parametrize("fields", [{"activities-INITIAL_FORMS": "900"}, {"token": "x"}, {"opened_at": "yesterday"}])
def test_a_tampered_form_is_no_error_page(new: Callable[..., HttpResponse], fields: dict[str, Any]) -> None:
    assert new(**fields).status_code in {200, 302}


# -- Once --------------------------------------------------------------------------------------------------------------
def test_the_same_press_twice_makes_one_project(client: Client, focal_point: User) -> None:
    data = posted(partner=focal_point.partner_id)
    first, second = client.post("/projects/new/", data), client.post("/projects/new/", data)
    assert first.headers["Location"] == second.headers["Location"]
    assert Project.objects.count() == 1


def test_a_saved_form_changed_and_sent_again_asks_first(client: Client, focal_point: User) -> None:
    data = posted(partner=focal_point.partner_id)
    client.post("/projects/new/", data)
    again = client.post("/projects/new/", data | {"title": "Something else"})
    assert "was saved before" in again.content.decode()
    assert Project.objects.count() == 1


# -- Look-alikes -------------------------------------------------------------------------------------------------------
def test_look_alikes_warn_before_saving(new: Callable[..., HttpResponse], monkeypatch: pytest.MonkeyPatch) -> None:
    found_by(monkeypatch, LookAlike(7, "Scanners", sentences=("The titles say nearly the same.",), url="/x/"))
    page = new().content.decode()
    assert "One project looks alike" in page
    assert "The titles say nearly the same." in page
    assert not Project.objects.exists()


def test_a_draft_is_saved_without_a_check(new: Callable[..., HttpResponse], monkeypatch: pytest.MonkeyPatch) -> None:
    asked = found_by(monkeypatch, LookAlike(7, "Scanners at Torkham"))
    new(action="draft")
    assert Project.objects.count() == 1
    assert asked == []


def test_the_check_alone_saves_nothing(new: Callable[..., HttpResponse], monkeypatch: pytest.MonkeyPatch) -> None:
    asked = found_by(monkeypatch)
    page = new(action="check", countries=[], **{"contributions-0-amount": ""}).content.decode()
    assert "No project in the register resembles this one" in page
    assert not Project.objects.exists()
    assert asked[0].title == "Scanners for Torkham"


def test_a_broken_detection_keeps_nobody_from_saving(
    new: Callable[..., HttpResponse], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(draft: Draft, user: User) -> list[LookAlike]:
        Project.objects.get(pk=0)
        return []

    monkeypatch.setattr(checks, "look_alike_finder", broken)
    new()
    assert Project.objects.count() == 1


def test_what_detection_is_told(
    new: Callable[..., HttpResponse], monkeypatch: pytest.MonkeyPatch, focal_point: User
) -> None:
    asked, body = found_by(monkeypatch), make_organization("Customs Department")
    place = Place.objects.get(name="Torkham", country="AF")
    new(
        themes=["T1.1"],
        beneficiaries=["Customs department"],
        implementers=["Brand new body"],
        **{
            "activities-0-type": "A05",
            "activities-0-place_name": "Torkham, Afghanistan",
            "contributions-0-partner": focal_point.partner_id,
            "contributions-0-amount": "10",
        },
    )
    draft = asked[0]
    assert (draft.countries, draft.themes, draft.beneficiaries) == ({"AF"}, {"T1.1"}, {body.pk})
    assert (draft.implementers, draft.implementer_names) == (set(), ("Brand new body",))
    assert (draft.activities[0].type, draft.activities[0].place, draft.usd) == ("A05", place.pk, Decimal("10.00"))


def test_a_change_warns_of_what_it_brings_up_only(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    known, brought_up = LookAlike(7, "Known before"), LookAlike(8, "Brought up")
    monkeypatch.setattr(
        checks, "look_alike_finder", lambda draft, user: [known, brought_up] if draft.title == "New title" else [known]
    )
    project = make_project("DE", amount=None)
    assert client.post(f"/projects/{project.pk}/edit/", posted(project, reference="X")).status_code == 302
    project.refresh_from_db()
    page = client.post(f"/projects/{project.pk}/edit/", posted(project, title="New title")).content.decode()
    assert "Brought up" in page
    assert "Known before" not in page


# -- Changing ----------------------------------------------------------------------------------------------------------
def test_editing_keeps_parts_and_confirms(client: Client) -> None:
    old = timezone.now() - timedelta(days=400)
    project = make_project("DE", amount=None, implementing=["GIZ"], confirmed_at=old)
    page = client.get(f"/projects/{project.pk}/edit/").content.decode()
    assert 'value="GIZ"' in page
    client.post(f"/projects/{project.pk}/edit/", posted(project, title="A better title", implementers=["GIZ"]))
    project.refresh_from_db()
    assert project.title == "A better title"
    assert project.confirmed_at > old
    assert [part.organization.name for part in project.participations.all()] == ["GIZ"]


def test_a_row_is_removed(client: Client) -> None:
    project = make_project("DE", amount=100)
    row = project.contributions.get()
    fields = {
        "contributions-INITIAL_FORMS": 1,
        "contributions-0-id": row.pk,
        "contributions-0-partner": row.partner_id,
        "contributions-0-amount": "100",
        "contributions-0-committed_on": str(row.committed_on),
        "contributions-0-DELETE": "on",
    }
    client.post(f"/projects/{project.pk}/edit/", posted(project, **fields))
    assert project.contributions.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_change_by_somebody_else_is_shown_before_it_is_replaced(client: Client) -> None:
    project = make_project("DE", amount=None, title="As opened")
    data = posted(project, title="As I want it")
    project.title = "As the deputy wants it"
    project.save()
    page = client.post(f"/projects/{project.pk}/edit/", data)
    assert "was changed while you had it open" in page.content.decode()
    assert "“As opened” became “As the deputy wants it”" in page.content.decode()
    assert "As I want it" in page.content.decode()
    client.post(f"/projects/{project.pk}/edit/", data | {"opened_at": page.context["opened_at"]})
    project.refresh_from_db()
    assert project.title == "As I want it"


@pytest.mark.parametrize(("who", "status"), [("reader", 403), ("other_focal_point", 403), ("coordinator", 403)])
def test_only_own_focal_points_edit(request: pytest.FixtureRequest, client_for: Clients, who: str, status: int) -> None:
    project = make_project("DE")
    client = client_for(request.getfixturevalue(who))
    assert client.get(f"/projects/{project.pk}/edit/").status_code == status
    assert client.post(f"/projects/{project.pk}/edit/", posted(project)).status_code == status


def test_outsiders_do_not_learn_of_a_restricted_project(client_for: Clients, other_focal_point: User) -> None:
    project = make_project("DE", visibility="restricted")
    assert client_for(other_focal_point).get(f"/projects/{project.pk}/edit/").status_code == 404


def test_readers_enter_nothing(client_for: Clients, reader: User) -> None:
    assert client_for(reader).get("/projects/new/").status_code == 403


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1 200 000,50", "1200000.50"),
        ("4.200.000,00", "4200000.00"),
        ("4,200,000", "4200000"),
        ("250000.5", "250000.5"),
    ],
)
def test_amounts_are_read_as_people_write_them(typed: str, amount: str) -> None:
    assert AmountField().clean(typed) == Decimal(amount)


def test_a_currency_that_does_not_exist_is_refused() -> None:
    form = ContributionForm({"partner": "", "amount": "10", "currency": "xxq", "committed_on": "2024-05-01"})
    assert form.errors["currency"] == ["XXQ is no currency. Write its three letters, such as EUR."]
