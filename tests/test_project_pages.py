"""The list, the page and the file of projects, as people of different partners meet them."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from adam.demo.makers import make_document, make_project, make_recommendation
from partners.models import User

pytestmark = pytest.mark.django_db
Clients = Callable[[User], Client]


def page(client: Client, address: str, **query: object) -> str:
    response = client.get(address, query)
    assert response.status_code == 200, response
    return response.content.decode()


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        page(client, address)
    return len(captured)


def test_list_shows_what_the_person_may_see(client_for: Clients, other_focal_point: User) -> None:
    make_project("DE", title="Seen by all")
    make_project("DE", title="Kept to ourselves", visibility="restricted")
    make_project("DE", title="Not ready yet", draft=True)
    shown = page(client_for(other_focal_point), "/projects/")
    assert "Seen by all" in shown
    assert "Kept to ourselves" not in shown
    assert "Not ready yet" not in shown


def test_list_costs_the_same_for_ten_and_for_twenty_rows(client_for: Clients, focal_point: User) -> None:
    client = client_for(focal_point)
    for _ in range(10):
        make_project("DE", countries=["TJ", "AF"])
    ten = queries(client, "/projects/")
    for _ in range(10):
        make_project("GB", countries=["PK"])
    assert queries(client, "/projects/") == ten
    assert ten <= 18


def test_detail(client_for: Clients, focal_point: User) -> None:
    project = make_project("DE", activities=[{"type": "A05", "quantity": 12, "unit": "scanners"}])
    make_document(project)
    make_recommendation(projects=[project], text="Equip the crossing points")
    shown = page(client_for(focal_point), f"/projects/{project.pk}/")
    for text in ("12 scanners", "minutes.pdf", "Equip the crossing points", "All partners see it", "All still right"):
        assert text in shown


def test_new(client_for: Clients, focal_point: User) -> None:
    shown = page(client_for(focal_point), "/projects/new/")
    assert "Check and publish" in shown
