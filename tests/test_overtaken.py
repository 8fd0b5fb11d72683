"""Who saves a project that was merged meanwhile sees what was typed, and carries it into the one that stays."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from adam.demo.makers import make_focal_point, make_merge, make_project
from partners.models import User
from projects.merges import merge, merging_of
from projects.models import KeptForm, Project
from projects.views.detail import hold
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


@pytest.mark.parametrize("total", ["abc", "-1", ""])
def test_rows_are_told_whatever_number_of_them_is_stated(
    closed: Project, stays: Project, focal_point: User, client_for: Clients, total: str
) -> None:
    typed = {"activities-0-type": "A05", "activities-0-quantity": "12", "activities-0-id": ""}
    client, address = client_for(focal_point), section_of(closed, "activities")
    data = filled(client.get(address), **typed) | {"activities-TOTAL_FORMS": total}
    make_merge(stays, closed)
    answer = client.post(address, data)
    assert answer.status_code == 409
    assert "Quantity: 12" in answer.context["said"][0].mine
    assert KeptForm.objects.get().data["activities-0-quantity"] == "12"


# -- Other addresses of it ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "below",
    ["confirm/", "publish/", "copy/", "documents/new/", "end/", "withdraw/", "put-back/", "relations/1/delete/"],
)
def test_what_is_pressed_there_changes_nothing_and_says_so(
    closed: Project, stays: Project, focal_point: User, client_for: Clients, below: str
) -> None:
    make_merge(stays, closed)
    answer = client_for(focal_point).post(f"/projects/{closed.pk}/{below}", follow=True)
    assert answer.redirect_chain == [(stays.get_absolute_url(), 302)]
    assert f"was merged into {stays.number}, which is shown here. Nothing was changed" in answer.content.decode()


def test_a_file_that_is_dropped_there_is_told_where_to_go(
    closed: Project, stays: Project, focal_point: User, client_for: Clients
) -> None:
    make_merge(stays, closed)
    asked = {"headers": {"X-Requested-With": "XMLHttpRequest"}}
    answer = client_for(focal_point).post(f"/projects/{closed.pk}/documents/new/", **asked)
    assert (answer.status_code, answer.headers["Content-Type"]) == (409, "text/plain; charset=utf-8")
    assert f"merged into {stays.number}" in answer.content.decode()


def test_who_may_not_read_the_one_that_stays_learns_no_number(closed: Project, client_for: Clients) -> None:
    stays = make_project("GB", title="Secret scanners", visibility="restricted")
    make_merge(stays, closed)
    client = client_for(make_focal_point("DE", is_primary=False, name="Deputy, Germany"))
    for asked in ({}, {"headers": {"X-Requested-With": "XMLHttpRequest"}}):
        page = client.get(f"/projects/{closed.pk}/edit/", **asked).content.decode()
        assert "not open to you" in page
        assert stays.number not in page
    assert client_for(make_focal_point("FR")).get(f"/projects/{stays.pk}/edit/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_a_form_is_kept_for_a_project_that_somebody_else_holds(stays: Project, focal_point: User) -> None:
    """Else who carries what was typed and who undoes the merge wait for each other."""

    def kept_at_once() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '2s'")
            KeptForm.objects.create(token=uuid4(), user=focal_point, project=stays, section="essentials", posted="")
        connection.close()

    with transaction.atomic(), ThreadPoolExecutor(1) as pool:
        assert hold(stays.pk)
        pool.submit(kept_at_once).result()
    assert KeptForm.objects.count() == 1


@pytest.mark.parametrize(
    "begun",
    ["edit", "publish", "end", "relations/new", "documents/new", "documents", "withdraw", "discard", "put-back"],
)
def test_what_was_begun_with_it_goes_on_at_the_one_that_stays(
    begun: str, closed: Project, stays: Project, focal_point: User, client_for: Clients
) -> None:
    make_merge(stays, closed)
    client, page = client_for(focal_point), closed.get_absolute_url()
    assert client.get(f"{page}{begun}/").headers["Location"] == stays.get_absolute_url()
    confirmed = client.post(f"{page}confirm/", follow=True)
    assert f"was merged into {stays.number}, which is shown here" in confirmed.content.decode()


@pytest.mark.parametrize("below", ["", "documents/", "documents/new/", "history/", "put-back/", "withdraw/"])
def test_one_that_may_not_be_seen_leads_nowhere(
    closed: Project, stays: Project, other_focal_point: User, client_for: Clients, below: str
) -> None:
    Project.objects.filter(pk=closed.pk).update(visibility=Project.Visibility.RESTRICTED)
    make_merge(stays, closed)
    assert client_for(other_focal_point).get(f"/projects/{closed.pk}/{below}").status_code == 404


def test_the_documents_of_a_meeting_of_the_same_number_are_another_s(
    closed: Project, stays: Project, focal_point: User, client_for: Clients
) -> None:
    make_merge(stays, closed)
    address = reverse("roundtables:documents", args=[closed.pk])
    assert client_for(focal_point).get(address).status_code == 404


def test_what_is_typed_after_the_merge_is_kept(
    closed: Project, stays: Project, focal_point: User, client_for: Clients
) -> None:
    client = client_for(focal_point)
    data = filled(client.get(section_of(closed, "essentials")), objective="Still typing.")
    make_merge(stays, closed)
    assert client.post("/projects/kept/", data).json()["kept"]
    assert KeptForm.objects.get().data["objective"] == "Still typing."
