"""A deleted draft is put back as it was, within thirty days, by those who write for its partner; and typed on."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from adam.demo.makers import get_partner, make_document, make_place, make_project
from partners.models import User
from projects.deleted import deleted_drafts
from projects.models import Project
from tests.entering import filled, section_of

pytestmark = pytest.mark.django_db(transaction=True)  # each save has a time of its own


@pytest.fixture
def client(client_for: Callable[[User], Client], focal_point: User) -> Client:
    return client_for(focal_point)


def make_draft(**fields: Any) -> Project:
    return make_project("DE", draft=True, title="Dogs for the post", **fields)


def put_back(client: Client, pk: int, **data: Any) -> str:
    return client.post(f"/projects/deleted/{pk}/put-back/", data, follow=True).content.decode()


def test_a_draft_comes_back_with_all_its_parts(client: Client) -> None:
    draft = make_draft(
        countries=["TJ", "AF"], themes=["T1.1"], places=[make_place("Old post")], implementing=["GIZ"], amount=1000,
        activities=[{"description": "Drill", "quantity": 3}], identifiers=[("CRS", "1")], reference="DE-7",
        visibility="named", shared_with=["FR"], substances=["opiates"],
    )  # fmt: skip
    make_document(draft)
    pk = draft.pk
    shown = client.post(f"/projects/{pk}/discard/", follow=True).content.decode()
    assert "<a href='/projects/deleted/'>It can be put back</a>" in shown
    assert "Dogs for the post" in client.get("/projects/deleted/").content.decode()
    assert "Deleted drafts" in client.get("/projects/portfolio/").content.decode()
    assert "is back" in put_back(client, pk)
    back = Project.objects.get()
    assert (back.pk, back.reference, back.title, back.is_draft) == (pk, "DE-7", "Dogs for the post", True)
    assert {country.pk for country in back.countries.all()} == {"TJ", "AF"}
    assert [place.name for place in back.places.all()] == ["Old post"]
    assert (back.activities.get().description, back.contributions.get().amount) == ("Drill", 1000)
    assert (back.identifiers.get().value, back.participations.get().organization.name) == ("1", "GIZ")
    assert (list(back.shared_with.all()), back.substances) == ([get_partner("FR")], ["opiates"])
    assert back.documents.get().name == "minutes.pdf"
    assert "No deleted draft" in client.get("/projects/deleted/").content.decode()
    assert "restored from" in client.get(f"/projects/{pk}/history/").content.decode()


def test_after_thirty_days_and_for_others_it_is_gone(
    client: Client, client_for: Callable[[User], Client], other_focal_point: User, focal_point: User, reader: User
) -> None:
    draft = make_draft()
    pk = draft.pk
    draft.delete()
    assert client_for(other_focal_point).post(f"/projects/deleted/{pk}/put-back/").status_code == 404
    assert client_for(reader).get("/projects/deleted/").status_code == 403
    events: Any = Project.pgh_event_model  # type: ignore[attr-defined]
    events.objects.filter(pgh_obj_id=pk).update(pgh_created_at=timezone.now() - timedelta(days=31))
    assert not deleted_drafts(focal_point).exists()
    assert client.post(f"/projects/deleted/{pk}/put-back/").status_code == 404


def test_a_published_project_that_was_deleted_elsewhere_is_no_draft(client: Client) -> None:
    project = make_project("DE")
    project.delete()
    assert "No deleted draft" in client.get("/projects/deleted/").content.decode()


def test_a_number_that_another_has_taken_stays_with_it(client: Client) -> None:
    draft = make_draft(reference="DE-7")
    pk = draft.pk
    draft.delete()
    make_project("DE", reference="DE-7")
    assert "Its reference number DE-7 is another project&#x27;s now" in put_back(client, pk)
    assert Project.objects.get(pk=pk).reference == ""


def test_what_was_typed_into_a_deleted_draft_goes_on_in_it(client: Client) -> None:
    """All of it, as no first page of a new project asks for an objective."""
    draft = make_draft()
    address = section_of(draft, "essentials")
    data = filled(client.get(address), objective="Dogs find what is hidden.")
    pk = draft.pk
    draft.delete()
    assert client.post("/projects/kept/", data | {"action": ""}).json() == {"deleted": True}
    gone = client.post(address, data)
    assert gone.status_code == 410
    assert "Put it back and go on" in gone.content.decode()
    page = put_back(client, pk, form=data["form"])
    assert "Dogs find what is hidden." in page
    assert client.post(address, filled(client.get(address), objective="Dogs find it.")).status_code == 302
    assert Project.objects.get().objective == "Dogs find it."


def test_whoever_types_into_a_deleted_draft_is_told_so(
    page: Page, sign_in: Callable[[Page, User], None], focal_point: User
) -> None:
    draft = make_draft()
    sign_in(page, focal_point)
    page.goto(section_of(draft, "essentials"))
    draft.delete()
    page.get_by_label("Objective").fill("Dogs find what is hidden.")
    expect(page.locator("#kept")).to_contain_text("deleted meanwhile")
    expect(page.get_by_role("alert")).to_contain_text("the draft can be put back")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("button", name="Put it back and go on").click()
    expect(page.get_by_label("Objective")).to_have_value("Dogs find what is hidden.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved as a draft")).to_be_visible()
    assert Project.objects.get().objective == "Dogs find what is hidden."
