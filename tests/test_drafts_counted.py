"""Drafts count only where they are asked for."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from adam.demo.makers import make_project
from partners.models import User
from projects.models import Project

pytestmark = pytest.mark.django_db
For = Callable[[User], Client]
QUESTION = "rows=status&columns=none"


def total(client: Client, query: str) -> int:
    return int(client.get(f"/projects/analysis.json?{QUESTION}&{query}").json()["total"])


@pytest.fixture
def client(client_for: For, focal_point: User) -> Client:
    make_project("DE")
    make_project("DE", draft=True)
    make_project("GB", draft=True)
    return client_for(focal_point)


@pytest.mark.parametrize(("query", "number"), [("", 1), ("drafts=on", 2), ("draft=on", 1), ("drafts=off", 1)])
def test_the_list_behind_a_figure_has_what_was_counted(client: Client, query: str, number: int) -> None:
    assert total(client, query) == number
    found = client.get(f"/projects/analysis/?{QUESTION}&{query}").context["table"]
    for one in (found.total, found.row_totals[0]):
        assert client.get(f"/projects/?{one.query}").context["page"].paginator.count == number
        assert len(list(client.get(f"/projects/export.csv?{one.query}&column=id"))) == number + 1
        assert client.get(f"/api/projects/?{one.query}").json()["count"] == number


def test_everybody_gets_the_same_figure(client: Client, client_for: For, coordinator: User) -> None:
    assert total(client, "") == total(client_for(coordinator), "") == 1
    assert total(client_for(coordinator), "drafts=on") == 1


def test_the_page_says_what_it_left_out_and_how_to_have_it(client: Client) -> None:
    page = client.get(f"/projects/analysis/?{QUESTION}").content.decode()
    assert "1 draft of your own partner is not counted" in page
    assert 'name="drafts"' in page
    page = client.get(f"/projects/analysis/?{QUESTION}&drafts=on").content.decode()
    assert "1 draft of your own partner included" in page
    assert "is not counted" not in page


def test_a_draft_published_between_two_days_came_then(client: Client) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    Project.objects.filter(partner__code="DE").update(published_at=timezone.now())
    found = client.get(f"/projects/analysis/difference/?{QUESTION}&from={yesterday}").context["found"]
    assert [str(cause.why.label) for cause in found.explanation.causes] == ["Published since"] * 2


def test_the_dashboard_leaves_drafts_out_too(client: Client) -> None:
    assert {tile.table.total.projects for tile, *_ in client.get("/projects/dashboard/").context["tiles"]} == {1}
