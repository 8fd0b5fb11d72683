"""Who saves a project that was merged meanwhile sees what was typed, and carries it into the one that stays."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from adam.demo.makers import make_focal_point, make_merge, make_project
from partners.models import User
from projects.merges import merge, merging_of
from projects.models import KeptForm, Project
from tests.entering import filled, section_of

pytestmark = pytest.mark.django_db
Clients = Callable[[User], Client]


@pytest.fixture
def stays() -> Project:
    return make_project("GB", title="Scanners for the border", amount=100)


@pytest.fixture
def closed() -> Project:
    return make_project("DE", title="Lorry scanners", objective="", amount=None)


def sent_too_late(client: Client, closed: Project, stays: Project, section: str, **typed: Any) -> Any:
    """The form is opened, the project merged, the form sent."""
    address = section_of(closed, section)
    data = filled(client.get(address), **typed)
    make_merge(stays, closed)
    return client.post(address, data)


def test_what_was_typed_is_shown_field_by_field_and_kept(
    closed: Project, stays: Project, focal_point: User, client_for: Clients
) -> None:
    client = client_for(focal_point)
    answer = sent_too_late(client, closed, stays, "essentials", objective="Find drugs in lorries.", status="4")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert f"{closed.number} was merged while you typed" in page
    assert {(one.label, one.mine) for one in answer.context["said"]} == {
        ("Objective", "Find drugs in lorries."), ("Status", "Completed"),
    }  # fmt: skip
    assert "tell its focal points" in page
    assert "Carry it" not in page
    closed.refresh_from_db()
    assert (closed.objective, closed.merged_into) == ("", stays)
    again = client.get(KeptForm.objects.get().get_absolute_url()).content.decode()
    assert "Find drugs in lorries." in again


def test_rows_are_told_too(closed: Project, stays: Project, focal_point: User, client_for: Clients) -> None:
    germany = focal_point.writes_for
    typed = {"contributions-0-partner": str(min(germany)), "contributions-0-amount": "50000"}
    typed |= {"contributions-0-currency": "EUR", "contributions-0-id": ""}
    answer = sent_too_late(client_for(focal_point), closed, stays, "money", **typed)
    [told] = [one for one in answer.context["said"] if one.label == "Contribution 1"]
    assert "Amount: 50000" in told.mine
    assert "Germany" in told.mine


def test_what_no_row_asks_for_is_not_taken(
    closed: Project, stays: Project, focal_point: User, client_for: Clients
) -> None:
    typed = {"activities-0-nonsense": "bar", "activities-0-description": "A course.", "activities-0-id": ""}
    answer = sent_too_late(client_for(focal_point), closed, stays, "activities", **typed)
    [told] = answer.context["said"]
    assert (answer.status_code, told.mine) == (409, "Description: A course.")


def test_who_writes_for_both_carries_it_over_and_nothing_else(closed: Project, client_for: Clients) -> None:
    stays = make_project("DE", title="Scanners for the border", objective="", status="2")
    client = client_for(make_focal_point("DE", is_primary=False, name="Deputy, Germany"))
    sent_too_late(client, closed, stays, "essentials", objective="Find drugs in lorries.")
    carried = {"action": "carry", "kept": str(KeptForm.objects.get().pk)}
    page = client.post(section_of(closed, "essentials"), carried, follow=True)
    assert "is filled in here, and not saved yet" in page.content.decode()
    entry = page.context["entry"]
    assert (entry.form["objective"].value(), entry.form["title"].value()) == ("Find drugs in lorries.", stays.title)
    stays.refresh_from_db()
    assert stays.objective == ""

    client.post(section_of(stays, "essentials"), filled(page) | {"objective": "Find drugs in lorries."})
    stays.refresh_from_db()
    assert (stays.title, stays.objective) == ("Scanners for the border", "Find drugs in lorries.")


def test_a_row_that_was_changed_is_changed_where_the_merge_has_carried_it(
    coordinator: User, focal_point: User, client_for: Clients
) -> None:
    """As a browser sends it, with the project that each row belongs to."""
    stays, closed = make_project("DE", amount=100), make_project("DE", amount=95_000)
    client, address = client_for(focal_point), section_of(closed, "money")
    data = filled(client.get(address)) | {"contributions-0-amount": "77777", "contributions-0-project": str(closed.pk)}
    merge(merging_of(stays, closed, coordinator), coordinator)
    said = client.post(address, data).context["said"]
    assert [(one.label, "Project" in one.mine, "77777" in one.mine) for one in said] == [
        ("Contribution 1", False, True)
    ]
    page = client.post(address, {"action": "carry", "kept": str(KeptForm.objects.get().pk)}, follow=True)
    sums = [form["amount"].value() for form in page.context["entry"].rows["contributions"].forms]
    assert set(sums) - {None, ""} == {"100", "77777"}
    filled_in = page.context["entry"].form.data.dict() | {"base": page.context["base"], "action": "save"}
    client.post(section_of(stays, "money"), filled_in)
    assert set(stays.contributions.values_list("amount", flat=True)) == {100, 77_777}


def test_each_of_two_equal_rows_is_changed_where_the_merge_has_carried_it(
    coordinator: User, focal_point: User, client_for: Clients
) -> None:
    stays, closed = make_project("DE", amount=100), make_project("DE", amount=95_000)
    twin = closed.contributions.get()
    twin.pk = None
    twin.save()
    client, address = client_for(focal_point), section_of(closed, "money")
    data = filled(client.get(address)) | {"contributions-0-amount": "111", "contributions-1-amount": "222"}
    merge(merging_of(stays, closed, coordinator), coordinator)
    client.post(address, data)
    page = client.post(address, {"action": "carry", "kept": str(KeptForm.objects.get().pk)}, follow=True)
    rows = page.context["entry"].rows["contributions"].forms
    assert {form["amount"].value() for form in rows} - {None, ""} == {"100", "111", "222"}
    assert len({form["id"].value() for form in rows if form["id"].value()}) == stays.contributions.count()


def test_without_anything_typed_the_address_leads_to_the_one_that_stays(
    closed: Project, stays: Project, focal_point: User, client_for: Clients
) -> None:
    client, address = client_for(focal_point), section_of(closed, "essentials")
    answer = sent_too_late(client, closed, stays, "essentials")
    assert (answer.status_code, answer.url) == (302, stays.get_absolute_url())
    assert client.get(address).status_code == 302
    assert client.get(address.replace("essentials", "nonsense")).status_code == 404


@pytest.mark.parametrize("begun", ["edit", "publish", "end", "relations/new", "documents/new"])
def test_what_was_begun_with_it_goes_on_at_the_one_that_stays(
    begun: str, closed: Project, stays: Project, focal_point: User, client_for: Clients
) -> None:
    make_merge(stays, closed)
    client, page = client_for(focal_point), closed.get_absolute_url()
    assert client.get(f"{page}{begun}/").headers["Location"] == stays.get_absolute_url()
    confirmed = client.post(f"{page}confirm/", follow=True)
    assert f"was merged into {stays.number}, which is shown here" in confirmed.content.decode()
    from_a_script = {"headers": {"X-Requested-With": "XMLHttpRequest"}}
    assert client.get(f"{page}documents/new/", **from_a_script).status_code == 404


def test_what_is_typed_after_the_merge_is_kept(
    closed: Project, stays: Project, focal_point: User, client_for: Clients
) -> None:
    client = client_for(focal_point)
    data = filled(client.get(section_of(closed, "essentials")), objective="Still typing.")
    make_merge(stays, closed)
    assert client.post("/projects/kept/", data).json()["kept"]
    assert KeptForm.objects.get().data["objective"] == "Still typing."
