"""Putting back a field or a version: looked at first, through the ordinary checks, and never wider than was said."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from adam.demo.makers import (
    get_partner,
    make_activity,
    make_contribution,
    make_organization,
    make_place,
    make_project,
)
from partners.models import User
from projects.history import changes
from projects.models import Contribution, Participation, Project, Recipient, Theme

pytestmark = pytest.mark.django_db(transaction=True)  # each save has a time of its own
Clients = Callable[[User], Client]


@pytest.fixture
def client(client_for: Clients, focal_point: User) -> Client:
    return client_for(focal_point)


def update(project: Project, **values: Any) -> None:
    Project.objects.filter(pk=project.pk).update(**values)


def latest(project: Project, user: User) -> datetime:
    return changes(project, user)[0].at


def address(project: Project, at: datetime, field: str = "") -> str:
    moment = f"{at:%Y-%m-%dT%H:%M:%S.%f}%2B00:00"
    query = f"before={moment}&field={field}" if field else f"at={moment}"
    return f"/projects/{project.pk}/put-back/?{query}"


def confirmed(client: Client, path: str, **data: Any) -> Any:
    """What the page says when it was looked at and then sent."""
    return client.post(path, {"state": client.get(path).context["plan"].state, **data}, follow=True)


def test_a_field_is_put_back_after_a_look(client: Client, focal_point: User) -> None:
    project = make_project("DE", title="Before", status="2")
    update(project, title="After", status="4")
    path = address(project, latest(project, focal_point), "title")
    shown = client.get(path).content.decode()
    assert "After" in shown
    assert "Before" in shown
    assert "Completed" not in shown
    assert Project.objects.get().title == "After"
    response = confirmed(client, path)
    assert "Put back as of" in response.content.decode()
    assert (Project.objects.get().title, Project.objects.get().status) == ("Before", "4")
    assert "restored from" in changes(project, focal_point)[0].note


def test_a_whole_version_is_put_back(client: Client, focal_point: User) -> None:
    project = make_project(
        "DE", countries=["TJ", "AF"], themes=["T1.1"], places=[make_place("Old post")], implementing=["GIZ"],
        activities=[{"description": "Drill", "quantity": 3}], identifiers=[("CRS", "1")], amount=1000,
    )  # fmt: skip
    then = latest(project, focal_point)
    update(project, title="Other", objective="Other", end=None)
    for parts in (project.recipients, project.activities, project.participations, project.identifiers):
        parts.all().delete()
    project.themes.clear()
    project.places.clear()
    project.contributions.update(amount=9)
    Recipient.objects.create(project=project, country_id="PK")
    make_activity(project, description="Something else")
    confirmed(client, address(project, then))
    back = Project.objects.get()
    assert back.title == project.title
    assert back.end == project.end
    assert set(back.countries.values_list("pk", flat=True)) == {"TJ", "AF"}
    assert list(back.activities.values_list("description", "quantity")) == [("Drill", Decimal(3))]
    assert [str(place.name) for place in back.places.all()] == ["Old post"]
    assert list(back.themes.all()) == [Theme.objects.get(pk="T1.1")]
    assert [str(part) for part in back.participations.all()] == ["Implementing: GIZ"]
    assert back.total_usd == 1000
    assert back.identifiers.get().value == "1"


def test_nothing_to_put_back_is_said(client: Client, focal_point: User) -> None:
    project = make_project("DE")
    path = address(project, latest(project, focal_point))
    assert "Nothing would change" in client.get(path).content.decode()
    before = Project.objects.get().updated_at
    confirmed(client, path)
    assert Project.objects.get().updated_at == before


def test_visibility_widens_only_when_that_is_said(client: Client, focal_point: User) -> None:
    project = make_project("DE", title="Open")
    then = latest(project, focal_point)
    update(project, visibility="restricted", title="Closed")
    path = address(project, then)
    assert "more partners will see the project" in client.get(path).content.decode()
    confirmed(client, path)
    assert (Project.objects.get().visibility, Project.objects.get().title) == ("restricted", "Open")
    confirmed(client, path, visibility="1")
    assert Project.objects.get().visibility == "all"


def test_named_partners_come_back_with_the_visibility(client: Client, focal_point: User) -> None:
    project = make_project("DE", visibility="named", shared_with=["FR", "GB"])
    then = latest(project, focal_point)
    project.shared_with.set([get_partner("GB")])
    update(project, visibility="restricted")
    shown = client.get(address(project, then)).content.decode()
    assert "France, United Kingdom" in shown
    confirmed(client, address(project, then), visibility="1")
    assert {partner.code for partner in Project.objects.get().shared_with.all()} == {"FR", "GB"}


def test_a_reference_number_of_another_project_stays_with_it(client: Client, focal_point: User) -> None:
    project = make_project("DE", reference="R-1", title="First")
    then = latest(project, focal_point)
    update(project, reference="R-2", title="Second")
    make_project("DE", reference="R-1")
    shown = client.get(address(project, then)).content.decode()
    assert "The reference number R-1 is another project" in shown
    confirmed(client, address(project, then))
    back = Project.objects.get(pk=project.pk)
    assert (back.reference, back.title) == ("R-2", "First")


def test_what_is_gone_is_left_out_and_what_was_merged_has_its_successor(client: Client, focal_point: User) -> None:
    gone, merged = make_organization("Vanished Body"), make_organization("Old Customs")
    project = make_project("DE", implementing=[gone, merged], beneficiaries=["Ministry"])
    then = latest(project, focal_point)
    Participation.objects.filter(role="4").delete()
    gone.delete()
    merged.delete()
    successor = make_organization("New Customs")
    successor.aliases.create(name="Old Customs")
    shown = client.get(address(project, then)).content.decode()
    assert "Organization left out: “Vanished Body” is no longer in the register." in shown
    assert "“Old Customs” is now New Customs" in shown
    confirmed(client, address(project, then))
    assert {str(part) for part in project.participations.all()} == {
        "Implementing: New Customs",
        "Beneficiary: Ministry",
    }


def test_a_place_that_is_gone_leaves_its_activity_out(client: Client, focal_point: User) -> None:
    place = make_place("Lost post")
    project = make_project("DE", activities=[{"description": "There", "place": place}, {"description": "Here"}])
    then = latest(project, focal_point)
    project.activities.all().delete()
    place.delete()
    assert "Activity left out: “Lost post” is no longer" in client.get(address(project, then)).content.decode()
    confirmed(client, address(project, then))
    assert [activity.description for activity in project.activities.all()] == ["Here"]


def test_a_published_project_keeps_a_country(client: Client, focal_point: User) -> None:
    project = make_project("DE", countries=[], draft=True)
    then = latest(project, focal_point)
    Recipient.objects.create(project=project, country_id="TJ")
    update(project, published_at="2026-01-01T00:00Z", title="New")
    assert "A published project needs a country" in client.get(address(project, then)).content.decode()
    confirmed(client, address(project, then))
    assert Project.objects.get().countries.count() == 1
    assert not Project.objects.get().is_draft


def test_the_checks_refuse_what_does_not_fit_together(client: Client, focal_point: User) -> None:
    project = make_project("DE", start="2022-01-01", end="2023-01-01")
    update(project, start="2020-01-01")
    at = latest(project, focal_point)
    update(project, end="2021-01-01")
    shown = confirmed(client, address(project, at, "start")).content.decode()
    assert "Nothing was put back. The end date is before the start date." in shown
    assert str(Project.objects.get().start) == "2020-01-01"


def test_what_changed_meanwhile_is_shown_first(client: Client, focal_point: User) -> None:
    project = make_project("DE", title="Before")
    update(project, title="After")
    path = address(project, latest(project, focal_point), "title")
    assert "was changed after this page was opened" in client.post(path, {"state": "old"}).content.decode()
    assert Project.objects.get().title == "After"


def test_the_value_of_an_import_in_dollars_comes_back(client: Client) -> None:
    project = make_project("DE", amount=None)
    make_contribution(project, "DE", 100, "EUR")
    Contribution.objects.update(usd=Decimal("123.45"))
    then = timezone.now()
    project.contributions.all().delete()
    confirmed(client, address(project, then))
    assert project.contributions.get().usd == Decimal("123.45")


@pytest.mark.parametrize("query", ["", "at=soon", "at=2001-01-01T00:00:00Z", "before=2026-01-01T00:00:00Z&field=evil"])
def test_there_is_no_such_version(client: Client, query: str) -> None:
    project = make_project("DE")
    assert client.get(f"/projects/{project.pk}/put-back/?{query}").status_code == 404


def test_only_those_who_write_put_back(client_for: Clients, reader: User, other_focal_point: User) -> None:
    project = make_project("DE", title="Before")
    update(project, title="After")
    path = address(project, latest(project, reader), "title")
    for user in (reader, other_focal_point):
        assert client_for(user).get(path).status_code == 403
        assert client_for(user).post(path).status_code == 403
        assert "Put back" not in client_for(user).get(f"/projects/{project.pk}/history/").content.decode()
