"""Entering and changing a project: drafts, publication, warnings that do not block, and nothing saved twice or lost."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from adam.demo.makers import make_organization, make_project
from partners.models import Organization, User
from projects.completeness import completeness
from projects.drafts import draft_of
from projects.forms.sections import SECTIONS
from projects.models import Project
from tests.entering import errors, posted, saved, section_of

pytestmark = pytest.mark.django_db
Clients = Callable[[User], Client]


@pytest.fixture
def client(client_for: Clients, focal_point: User) -> Client:
    return client_for(focal_point)


@pytest.fixture
def new(client: Client, focal_point: User) -> Callable[..., HttpResponse]:
    """Post the form for a new project of Germany."""
    return lambda **fields: client.post("/projects/new/", posted(**{"partner": focal_point.partner_id, **fields}))


# -- The first page ----------------------------------------------------------------------------------------------------
def test_a_draft_needs_a_title_only(new: Callable[..., HttpResponse]) -> None:
    response = new(countries=[])
    project = Project.objects.get()
    assert response.headers["Location"] == reverse("projects:edit", args=[project.pk])
    assert project.is_draft
    assert project.confirmed_at is None


def test_a_draft_needs_a_title(new: Callable[..., HttpResponse]) -> None:
    assert "Enter the title." in errors(new(title=""))
    assert "Nothing of this title can be seen. Write what the project does." in errors(new(title="\u200b\u3164"))


def test_the_first_page_asks_for_eleven_things(client: Client) -> None:
    entry = client.get("/projects/new/").context["entry"]
    rows = [name for form in (entry.rows["activities"].forms[0], entry.rows["contributions"].forms[0])
            for name in form.fields if name not in {"id", "project", "DELETE"}]  # fmt: skip
    asked = [field.name for field in entry.form.visible_fields()] + rows
    assert asked == ["title", "countries", "start", "end", "beneficiaries", "type", "quantity", "unit",
                     "partner", "amount", "currency"]  # fmt: skip


@pytest.mark.parametrize(
    ("start", "end", "status"),
    [(-10, 10, "Running"), (10, 20, "Planned"), (-20, -10, "Completed"), (None, None, "Planned")],
)
def test_the_status_follows_from_the_dates(
    new: Callable[..., HttpResponse], start: int | None, end: int | None, status: str
) -> None:
    today = timezone.localdate()
    day = {name: str(today + timedelta(days=days)) for name, days in (("start", start), ("end", end)) if days}
    new(**day)
    assert Project.objects.get().get_status_display() == status


def test_a_whole_project(client: Client, new: Callable[..., HttpResponse], focal_point: User) -> None:
    new(
        beneficiaries=["Afghan Customs Department"],
        start="2026-01-01",
        end="2027-12-31",
        **{
            "contributions-0-partner": focal_point.partner_id,
            "contributions-0-amount": "1 250 000",
            "contributions-0-currency": "usd",
            "activities-0-type": "A05",
            "activities-0-quantity": "3",
            "activities-0-unit": "readers",
        },
    )
    project = Project.objects.get()
    saved(client, project, "where", place_names=["torkham, afghanistan", ""])
    customs = {"activities-0-beneficiary_name": "Afghan customs department", "activities-0-unit": "readers"}
    saved(client, project, "activities", **customs)
    saved(client, project, "organizations", implementers=["UNODC Country Office", ""])
    saved(client, project, "themes", themes=["T1.1", "T2.4"], substances=["opiates"])
    saved(client, project, "numbers", **{"identifiers-0-scheme": "IATI", "identifiers-0-value": "DE-1-2026"})
    client.post(f"/projects/{project.pk}/publish/", {"checked": "all:"})
    project.refresh_from_db()
    activity, contribution = project.activities.get(), project.contributions.get()
    assert [str(place) for place in project.places.all()] == ["Torkham, Afghanistan"]
    assert contribution.usd == Decimal("1250000.00")
    assert (activity.quantity, activity.beneficiary) == (
        3,
        Organization.objects.named("Afghan Customs Department").get(),
    )
    assert sorted(project.participations.values_list("role", flat=True)) == ["4", "b"]
    assert project.identifiers.get().value == "DE-1-2026"
    assert not project.is_draft
    assert completeness(draft_of(project)).percent == 94  # the objective


def test_the_first_page_leaves_what_it_does_not_ask_for(client: Client) -> None:
    project = make_project(
        "DE", draft=True, activities=[{"type": "A05", "description": "At the bridge", "quantity": 2}]
    )
    saved(
        client, project, "first", title="Another title", **{"activities-0-quantity": "4", "activities-0-unit": "dogs"}
    )
    activity = project.activities.get()
    assert (activity.description, activity.quantity) == ("At the bridge", 4)


def test_publication_needs_a_country(client: Client, new: Callable[..., HttpResponse]) -> None:
    new(countries=[])
    project = Project.objects.get()
    assert "choose at least one country" in client.get(f"/projects/{project.pk}/edit/").content.decode()
    answer = client.post(f"/projects/{project.pk}/publish/", follow=True)
    assert answer.redirect_chain[-1][0] == section_of(project, "where")
    assert "Not published yet" in answer.content.decode()


def test_known_organizations_are_found_by_alias(client: Client, new: Callable[..., HttpResponse]) -> None:
    body = make_organization("Drug Control Agency", acronym="DCA")
    body.aliases.create(name="Агентство по контролю за наркотиками")
    new(beneficiaries=["dca"])
    names = ["Агентство по контролю за наркотиками", "Drug control agency (DCA)"]
    saved(client, Project.objects.get(), "organizations", implementers=names)
    assert {part.organization for part in Project.objects.get().participations.all()} == {body}
    assert Organization.objects.count() == 1


def test_an_unknown_place_needs_its_country(client: Client) -> None:
    answer = saved(client, make_project("DE", countries=["AF", "TJ"]), "where", place_names=["Nowhere"])
    assert "Choose its country, or write it too" in errors(answer)
    project = make_project("DE", countries=["AF"])
    saved(client, project, "where", place_names=["Nowhere"])
    assert str(project.places.get()) == "Nowhere, Afghanistan"  # the only one it can be in


def test_a_new_place_is_added_with_its_country(client: Client) -> None:
    project = make_project("DE")
    saved(client, project, "where", place_names=["Khushvakht post, Tajikistan"])
    assert str(project.places.get()) == "Khushvakht post, Tajikistan"


def test_empty_rows_are_no_errors(new: Callable[..., HttpResponse]) -> None:
    new(**{"activities-TOTAL_FORMS": 4, "contributions-TOTAL_FORMS": 3})
    assert Project.objects.get().contributions.count() == 0


def test_another_row_is_given_without_judging_what_is_there(new: Callable[..., HttpResponse]) -> None:
    page = new(title="", more="activities", action="").content.decode()
    assert 'name="activities-1-type"' in page
    assert "There is a problem" not in page


def test_an_amount_without_partner_is_asked_for(new: Callable[..., HttpResponse]) -> None:
    assert "Choose the partner who pays." in errors(new(**{"contributions-0-amount": "500"}))


def test_the_same_reference_number_twice(client: Client) -> None:
    make_project("DE", reference="R1")
    answer = saved(client, make_project("DE", reference=""), "numbers", reference="R1")
    assert "Another project of this partner has this reference number." in errors(answer)


def test_the_number_of_another_partners_project_is_told_of_where_that_may_be_seen(client: Client) -> None:
    make_project("GB", title="Dogs at the border", reference="GB-2026-7")
    make_project("FR", title="Open dogs", reference="", identifiers=[("CRS", "GB20267")])
    make_project("FR", title="Other dogs", reference="GB/2026 - 7")
    make_project("FR", title="Third dogs", reference="", identifiers=[("CRS", "G.B.2026/7")])
    make_project("FR", title="Secret dogs", reference="gb-2026-7", visibility="restricted")
    project = make_project("DE", reference="")
    number = {"identifiers-0-scheme": "IATI", "identifiers-0-value": "gb-2026-7"}
    page = client.get(saved(client, project, "numbers", **number).headers["Location"]).content.decode()
    assert project.identifiers.get().value == "gb-2026-7"
    assert "Dogs at the border</a> of United Kingdom has the same number." in page
    assert "Open dogs</a> of France has the same number." in page
    assert "Other dogs</a> of France has the same number." in page
    assert "Third dogs</a> of France has the same number." in page
    assert "Secret dogs" not in page


def test_a_number_too_short_to_be_a_coincidence_is_no_word_worth(client: Client) -> None:
    make_project("GB", title="Dogs at the border", reference="12")
    answer = saved(client, make_project("DE", reference=""), "numbers", reference="12")
    assert "has the same number" not in client.get(answer.headers["Location"]).content.decode()


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
        {"countries": ["XX", "\0", "A" * 5000]},
        {"partner": "99999999999999999999"},
        {"start": "99999"},
        {"start": "0001-01-01"},
        {"start": "2026-12-31", "end": "2026-01-01"},
        {"beneficiaries": ["x" * 300]},
        {"activities-TOTAL_FORMS": "many"},
        {"activities-TOTAL_FORMS": "99999"},
        {"activities-0-type": "A05", "activities-0-quantity": "1e400"},
        {"contributions-0-amount": "NaN"},
        {"contributions-0-amount": "1e13", "contributions-0-currency": "KWD"},
        {"contributions-0-amount": "5", "contributions-0-currency": "euros"},
    ],
)
def test_what_cannot_be_is_said_in_words(new: Callable[..., HttpResponse], fields: dict[str, Any]) -> None:
    errors(new(**fields))
    assert not Project.objects.exists()


@pytest.mark.parametrize(
    ("section", "fields"),
    [
        ("essentials", {"objective": "\0"}),
        ("essentials", {"objective": "x" * 20_001}),
        ("essentials", {"status": "evil"}),
        ("essentials", {"language": "klingonian"}),
        ("where", {"countries": []}),
        ("where", {"place_names": ["\0, Tajikistan"]}),
        ("organizations", {"implementers": ["x" * 300]}),
        ("themes", {"themes": ["T99"]}),
        ("visibility", {"shared_with": ["99999999999999999999", "one", "1\0"]}),
        ("visibility", {"visibility": "named"}),
        ("activities", {"activities-0-type": "A05", "activities-0-country": "\0"}),
        ("numbers", {"identifiers-0-scheme": "x" * 31, "identifiers-0-value": "1"}),
    ],
)
def test_what_cannot_be_is_said_in_each_section(client: Client, section: str, fields: dict[str, Any]) -> None:
    project = make_project("DE", amount=None)
    before = project.updated_at
    errors(saved(client, project, section, **fields))
    project.refresh_from_db()
    assert project.updated_at == before


def test_emoji_and_scripts_are_kept(new: Callable[..., HttpResponse]) -> None:
    new(title="Пограничный пост 🚓 پست مرزی")
    assert Project.objects.get().title == "Пограничный пост 🚓 پست مرزی"


@pytest.mark.parametrize(
    "fields",
    [
        {"activities-INITIAL_FORMS": "900"},
        {"token": "x"},
        {"base": "yesterday"},
        {"form": "mine"},
        {"conflict": "title"},
    ],
)
def test_a_tampered_form_is_no_error_page(client: Client, fields: dict[str, Any]) -> None:
    project = make_project("DE", draft=True)
    assert saved(client, project, "first", **fields).status_code in {200, 302}


# -- Sections ----------------------------------------------------------------------------------------------------------
def test_a_section_saves_itself_and_confirms(client: Client) -> None:
    old = timezone.now() - timedelta(days=400)
    project = make_project("DE", amount=100, implementing=["GIZ"], confirmed_at=old)
    answer = saved(client, project, "essentials", title="A better title", action="next")
    assert answer.headers["Location"] == section_of(project, "where")
    project.refresh_from_db()
    assert project.title == "A better title"
    assert project.confirmed_at > old
    assert [part.organization.name for part in project.participations.all()] == ["GIZ"]
    assert project.contributions.count() == 1


def test_a_row_is_removed(client: Client) -> None:
    project = make_project("DE", amount=100)
    saved(client, project, "money", **{"contributions-0-DELETE": "on"})
    assert project.contributions.count() == 0


def test_a_section_that_does_not_exist(client: Client) -> None:
    assert client.get(section_of(make_project("DE"), "nonsense")).status_code == 404


@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_costs_the_same_however_long_it_is(
    client: Client, django_assert_max_num_queries: Any, section: str
) -> None:
    many = [{"type": "A05", "beneficiary": make_organization(f"Body {number}")} for number in range(12)]
    project = make_project("DE", activities=many, implementing=[f"Firm {number}" for number in range(12)])
    with django_assert_max_num_queries(29):
        assert client.get(section_of(project, section)).status_code == 200


def test_the_overview_costs_the_same_however_much_there_is(client: Client, django_assert_max_num_queries: Any) -> None:
    project = make_project("DE", activities=[{"type": "A05"} for _ in range(12)])
    with django_assert_max_num_queries(18):
        assert "How complete it is" in client.get(f"/projects/{project.pk}/edit/").content.decode()


@pytest.mark.parametrize("who", ["reader", "other_focal_point", "coordinator"])
def test_only_own_focal_points_edit(request: pytest.FixtureRequest, client_for: Clients, who: str) -> None:
    project = make_project("DE")
    client = client_for(request.getfixturevalue(who))
    for address in (f"/projects/{project.pk}/edit/", section_of(project, "money")):
        assert client.get(address).status_code == 403
    assert client.post(section_of(project, "essentials"), {"title": "Mine now"}).status_code == 403


def test_outsiders_do_not_learn_of_a_restricted_project(client_for: Clients, other_focal_point: User) -> None:
    project = make_project("DE", visibility="restricted")
    assert client_for(other_focal_point).get(section_of(project, "money")).status_code == 404


def test_readers_enter_nothing(client_for: Clients, reader: User) -> None:
    assert client_for(reader).get("/projects/new/").status_code == 403
