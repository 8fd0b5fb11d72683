"""Names that are new: near ones are proposed, a slip of the keyboard adds nothing; places and their positions."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.test import Client
from playwright.sync_api import Page, expect

from adam.demo.makers import make_organization, make_project
from partners.models import Organization, User
from projects.forms.newcomers import NewOrganization, NewPlace
from projects.gazetteer import position, suggestions
from projects.models import Place, Project
from tests.entering import errors, posted, saved
from tests.looks import problems
from tests.waiting import press

pytestmark = pytest.mark.django_db
New = Callable[..., HttpResponse]
Clients = Callable[[User], Client]
SLIP = "Drug Control Agancy"


@pytest.fixture
def agency(db: None) -> Organization:
    return make_organization("Drug Control Agency", kind=Organization.Kind.DRUG_CONTROL)


@pytest.fixture
def client(client_for: Clients, focal_point: User) -> Client:
    return client_for(focal_point)


@pytest.fixture
def put(client: Client) -> New:
    """Fill in the section of one of Germany's drafts in which these fields are."""
    project = make_project("DE", draft=True, amount=None, countries=["AF"])
    sections = {"place_names": "where", "beneficiaries": "where", "implementers": "organizations"}
    return lambda **fields: saved(client, project, sections.get(next(iter(fields)), "activities"), **fields)


def answers(form: Any, **said: Any) -> dict[str, Any]:
    """What the questions about one name send back."""
    return {f"{form.prefix}-asked": "1"} | {f"{form.prefix}-{name}": value for name, value in said.items()}


def test_the_first_page_asks_too(client: Client, focal_point: User) -> None:
    make_organization("Customs Service under the Government of Tajikistan")
    typed = posted(
        partner=focal_point.partner_id,
        title="Scanners",
        beneficiaries=["Custms Servise undr the Goverment of Tajikistan"],
    )
    page = client.post("/projects/new/", typed | {"action": "save"}).content.decode()
    assert "Is it one of these?" in page
    assert "Customs Service under the Government of Tajikistan" in page
    assert Organization.objects.count() == 1
    assert not Project.objects.exists()


# -- Organizations -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("field", ["implementers", "beneficiaries"])
def test_a_slip_of_the_keyboard_adds_nothing(put: New, agency: Organization, field: str) -> None:
    page = errors(put(**{field: [SLIP]}))
    assert f"“{SLIP}” is not known here, but others are called much alike." in page
    assert "Drug Control Agency, Drug control agency, Tajikistan. Only the spelling differs." in page
    assert "No, it is another organization" in page
    assert Organization.objects.count() == 1


def test_the_one_that_was_meant_is_taken(put: New, agency: Organization) -> None:
    form = NewOrganization(SLIP)
    put(implementers=[SLIP], **answers(form, which=agency.pk))
    put(beneficiaries=[SLIP], **answers(form, which=agency.pk))
    parts = Project.objects.get().participations.all()
    assert [part.organization for part in parts] == [agency, agency]
    assert Organization.objects.count() == 1


def test_those_of_the_projects_countries_come_first_in_a_section_that_asks_for_none(put: New) -> None:
    make_organization("Drug Control Agancys", country="TJ")
    make_organization("Drug Control Agency", country="AF")
    page = errors(put(implementers=[SLIP]))
    assert page.index("Drug Control Agency") < page.index("Drug Control Agancys")
    assert 'data-countries="AF ' in page


def test_they_come_first_too_in_questions_that_come_by_themselves(client: Client) -> None:
    make_organization("Drug Control Agancys", country="TJ")
    make_organization("Drug Control Agency", country="AF")
    part = client.get("/projects/suggest/organizations/new/", {"q": SLIP, "countries": "AF"}).content.decode()
    assert part.index("Drug Control Agency") < part.index("Drug Control Agancys")


def test_another_one_is_added_with_kind_and_country(put: New, agency: Organization) -> None:
    put(implementers=[SLIP], **answers(NewOrganization(SLIP), which="another", kind="police", country="KG"))
    added = Organization.objects.exclude(pk=agency.pk).get()
    assert (added.name, added.kind, added.country_id) == (SLIP, "police", "KG")


def test_a_name_like_no_other_is_added_without_a_question(put: New, agency: Organization) -> None:
    put(implementers=["Forensic Institute of Batken"])
    assert Organization.objects.filter(name="Forensic Institute of Batken", kind="other", country=None).exists()


@pytest.mark.parametrize(
    "said", [{"which": "999999"}, {"which": ""}, {"which": "another", "country": "XX"}, {"kind": "\0"}]
)
def test_answers_that_cannot_be_are_asked_again(put: New, agency: Organization, said: dict[str, str]) -> None:
    errors(put(implementers=[SLIP], **answers(NewOrganization(SLIP), **said)))
    assert Organization.objects.count() == 1


def test_a_beneficiary_of_an_activity_is_asked_about_too(put: New, agency: Organization) -> None:
    row = {"activities-0-type": "A01", "activities-0-beneficiary_name": SLIP}
    assert "is not known here" in errors(put(**row))
    put(**row, **answers(NewOrganization(SLIP), which=agency.pk))
    assert Project.objects.get().activities.get().beneficiary == agency


def test_nothing_is_asked_while_somebody_types(client: Client, focal_point: User, agency: Organization) -> None:
    form = posted(partner=focal_point.partner_id, beneficiaries=[SLIP])
    assert client.post("/projects/look-alikes/", form).status_code == 200
    assert Organization.objects.count() == 1


def test_the_questions_come_by_themselves_too(client: Client, agency: Organization) -> None:
    part = client.get("/projects/suggest/organizations/new/", {"q": SLIP}).content.decode()
    assert f'data-name="{SLIP}"' in part
    assert 'name="new-organization-' in part
    plain = client.get("/projects/suggest/organizations/new/", {"q": "Forensic Institute"}).content.decode()
    assert "-country" in plain
    assert "-which" not in plain


def test_the_country_of_a_new_place_is_that_of_the_project(put: New, client: Client) -> None:
    part = client.get("/projects/suggest/places/new/", {"q": "Checkpoint seven", "countries": "TJ"}).content.decode()
    assert '<option value="TJ" selected>' in part
    put(place_names=["Checkpoint seven"])
    assert str(Project.objects.get().places.get()) == "Checkpoint seven, Afghanistan"


# -- Places ------------------------------------------------------------------------------------------------------------
def test_places_of_the_projects_countries_come_first() -> None:
    assert [place.country_id for place in suggestions("torkham", ["PK"])] == ["PK", "AF"]
    assert [place.country_id for place in suggestions("torkham", ["AF"])] == ["AF", "PK"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("durres", "Durrës, Albania"),
        ("turkham", "Torkham"),
        ("kulma taj", "Kulma, Tajikistan"),
        ("nizhny", "Panji Poyon"),
    ],
)
def test_a_place_is_found(typed: str, found: str) -> None:
    assert str(suggestions(typed)[0]).startswith(found)


@pytest.mark.parametrize("typed", ["", "x", "%%", "zzzzz", "_"])
def test_what_tells_nothing_finds_no_place(typed: str) -> None:
    assert suggestions(typed) == []


def test_a_town_and_its_province_are_told_apart(put: New, client: Client) -> None:
    assert "There are several places called Herat, Afghanistan." in errors(put(place_names=["Herat, Afghanistan"]))
    put(place_names=["herat, afghanistan (town or city)"])
    project = Project.objects.get()
    assert project.places.get().kind == Place.Kind.CITY
    assert "Herat, Afghanistan (town or city)" in client.get(f"/projects/{project.pk}/edit/where/").content.decode()


def test_which_of_several_places_is_chosen_without_typing_it_out(put: New) -> None:
    refused = put(place_names=["Herat, Afghanistan"])
    [form] = refused.context["entry"].form.fields["place_names"].widget.newcomers
    chosen = {label: key for key, label in form.fields["which"].choices}
    assert "Herat, Afghanistan (town or city)" in chosen
    assert len(chosen) > 1
    assert "Several places are called “Herat, Afghanistan”" in refused.content.decode()
    assert "Choose one of them." in errors(put(place_names=["Herat, Afghanistan"], **answers(form)))
    which = chosen["Herat, Afghanistan (town or city)"]
    put(place_names=["Herat, Afghanistan"], **answers(form, which=which))
    assert Project.objects.get().places.get().pk == int(which)


def test_a_place_nearly_written_like_another_is_asked_about(put: New) -> None:
    assert "Torkham, Afghanistan (border crossing point)" in errors(put(place_names=["Torkhan, Afghanistan"]))
    before = Place.objects.count()
    known = Place.objects.get(name="Torkham", country="AF")
    put(place_names=["Torkhan, Afghanistan"], **answers(NewPlace("Torkhan, Afghanistan"), which=known.pk))
    assert (Project.objects.get().places.get(), Place.objects.count()) == (known, before)


def test_another_point_with_its_position(put: New) -> None:
    form = NewPlace("Checkpoint seven")
    said = {"country": "TJ", "kind": "other", "position": "37°30′N 69°24′E"}
    put(place_names=["Checkpoint seven"], **answers(form, **said))
    place = Project.objects.get().places.get()
    assert (str(place), place.kind, place.latitude, place.longitude) == (
        "Checkpoint seven, Tajikistan", "other", Decimal("37.50000"), Decimal("69.40000"),
    )  # fmt: skip


def test_a_position_that_cannot_be_is_said_in_place(put: New) -> None:
    said = {"country": "TJ", "kind": "other", "position": "95, 10"}
    page = errors(put(place_names=["Checkpoint seven"], **answers(NewPlace("Checkpoint seven"), **said)))
    assert "A latitude lies between -90 and 90, and 95 does not." in page
    assert 'value="95, 10"' in page
    assert not Place.objects.filter(name="Checkpoint seven").exists()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("34.12, 71.09", ("34.12", "71.09")),
        ("-34.5 -70.25", ("-34.5", "-70.25")),
        ("34°07′12″N 71°05′24″E", ("34.12", "71.09")),
        ("34°07'12\" N, 71°05'24\" E", ("34.12", "71.09")),
        ("N34.5 W71", ("34.5", "-71")),
        ("71.09E 34.12N", ("34.12", "71.09")),
        ("34,12; 71,09", ("34.12", "71.09")),
    ],
)
def test_positions_are_read_as_people_write_them(text: str, found: tuple[str, str]) -> None:
    assert position(text) == tuple(map(Decimal, found))


@pytest.mark.parametrize(
    "text", ["34", "34,12", "here", "95, 10", "10, 181", "34°61′N 71°E", "N34S 71", "1e9 2", "٣٤ ٧١ ١", "34 71 9"]
)
def test_positions_that_cannot_be_get_a_sentence(text: str) -> None:
    with pytest.raises(ValidationError, match=r"\.'\]$"):
        position(text)


# -- By keyboard alone -------------------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_a_name_is_chosen_by_keyboard(page: Page, sign_in: Callable[[Page, User], None], focal_point: User) -> None:
    agency = make_organization("Drug Control Agency", kind=Organization.Kind.DRUG_CONTROL)
    sign_in(page, focal_point)
    page.goto("/projects/new/")
    field = page.get_by_role("group", name=re.compile("Beneficiary")).get_by_role("combobox").first
    field.press_sequentially("drug")
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("status").filter(has_text="1 suggestion")).to_have_count(1)
    press(page, "Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_value("drug")
    press(page, "ArrowDown")
    expect(field).to_have_attribute("aria-expanded", "true")
    press(page, "ArrowDown")
    expect(page.get_by_role("listbox", name="Suggestions").get_by_role("option", selected=True)).to_contain_text(
        "Drug Control Agency"
    )
    assert problems(page) == []
    press(page, "Enter")
    expect(field).to_have_value("Drug Control Agency")
    assert page.evaluate("document.activeElement.value") == agency.name


@pytest.mark.django_db(transaction=True)
def test_a_new_name_is_asked_about_where_it_stands(
    page: Page, sign_in: Callable[[Page, User], None], focal_point: User
) -> None:
    agency = make_organization("Drug Control Agency", kind=Organization.Kind.DRUG_CONTROL)
    sign_in(page, focal_point)
    page.goto("/projects/new/")
    page.get_by_label("Title").fill("Scanners")
    group = page.get_by_role("group", name=re.compile("Beneficiary"))
    group.get_by_role("combobox").first.press_sequentially(SLIP)
    expect(page.get_by_role("listbox", name="Suggestions").get_by_role("option").last).to_contain_text(
        "another organization"
    )
    press(page, "ArrowUp")
    press(page, "Enter")
    question = page.get_by_role("group", name=f"“{SLIP}” is new here")
    expect(question.get_by_role("radio").first).to_be_focused()
    assert problems(page) == []
    press(page, "Space")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("Scanners").first).to_be_visible()
    assert Project.objects.get().participations.get().organization == agency
