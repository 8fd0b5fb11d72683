"""A form saves once, however often it is sent."""

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client

from partners.models import User
from projects.models import Project
from tests.entering import posted

pytestmark = pytest.mark.django_db
Clients = Callable[[User], Client]


@pytest.fixture
def client(client_for: Clients, focal_point: User) -> Client:
    return client_for(focal_point)


@pytest.fixture
def new(client: Client, focal_point: User) -> Callable[..., HttpResponse]:
    """Post the form for a new project of Germany."""
    return lambda **fields: client.post("/projects/new/", posted(**{"partner": focal_point.partner_id, **fields}))


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


def test_going_back_to_a_saved_form_does_not_make_a_second_project(new: Callable[..., HttpResponse]) -> None:
    """The browser fills in again what was typed, into a form of its own."""
    new()
    page = new()
    first = Project.objects.get()
    assert "You have a project with this title already" in page.content.decode()
    assert new(twin=[first.pk]).status_code == 302
    assert Project.objects.count() == 2
