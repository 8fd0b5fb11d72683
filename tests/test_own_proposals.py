"""Recommendations that one's own projects may answer: on the first page, the project's, and one of their own."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoCaptureOnCommitCallbacks

from adam.demo.makers import make_project, make_recommendation, make_round_table
from partners.models import User
from projects.models import Project
from roundtables.matching.own_projects import own_answers
from roundtables.models import Recommendation

pytestmark = pytest.mark.django_db
For = Callable[[User], Client]
PAGE = "/round-tables/recommendations/proposed/"


@pytest.fixture
def asked() -> Recommendation:
    meeting = make_round_table(start=date(2020, 5, 4), end=date(2020, 5, 5))
    return make_recommendation(meeting, text="Promote border liaison offices", themes=["T1.3"])


@pytest.fixture
def own(focal_point: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Project:
    """Which the index knows too."""
    given = {"title": "Border liaison offices on the Panj", "countries": ["TJ"], "themes": ["T1.3"]}
    with django_capture_on_commit_callbacks(execute=True):
        return make_project("DE", start=date(2024, 1, 1), end=date(2030, 1, 1), **given)


def answers(user: User, asked: Recommendation) -> list[Project]:
    """The meetings of 2006 asked for the like."""
    return [one.project for one in own_answers(user) if one.recommendation == asked]


def test_who_decides_finds_it_with_its_reasons_wherever_the_project_is(
    asked: Recommendation, own: Project, focal_point: User, coordinator: User, analyst: User, client_for: For
) -> None:
    make_project("GB", title="Border liaison offices of others", countries=["TJ"], themes=["T1.3"])
    assert answers(focal_point, asked) == [own]
    client = client_for(focal_point)
    answer = client.get(PAGE, headers={"hx-request": "true"})
    assert "HX-Request" in answer["Vary"]
    part = answer.content.decode()
    assert f'<a href="{asked.get_absolute_url()}">' in part
    assert "<html" not in part
    for_it = f"{PAGE}{own.pk}/"
    for page in client.get(PAGE), client.get(for_it), client_for(coordinator).get(for_it):
        assert "Promote border liaison offices" in page.content.decode()
        assert "It is for Tajikistan." in page.content.decode()
    assert client_for(analyst).get(for_it).status_code == 403


def test_the_page_of_a_project_asks_for_what_it_may_answer_and_comes_back_to_itself(
    asked: Recommendation, own: Project, focal_point: User, analyst: User, client_for: For
) -> None:
    client, for_it = client_for(focal_point), f"{PAGE}{own.pk}/"
    assert f'hx-get="{for_it}"' in client.get(own.get_absolute_url()).content.decode()
    assert for_it not in client_for(analyst).get(own.get_absolute_url()).content.decode()
    part = client.get(for_it, headers={"hx-request": "true"}).content.decode()
    assert f'name="back" value="{own.get_absolute_url()}"' in part
    assert "<html" not in part


def test_what_is_decided_or_answered_or_finished_is_asked_no_more(
    asked: Recommendation, own: Project, focal_point: User, client_for: For
) -> None:
    client = client_for(focal_point)
    asked.projects.add(own)
    assert answers(focal_point, asked) == []
    asked.projects.remove(own)
    answer = client.post(f"/round-tables/recommendations/{asked.pk}/projects/{own.pk}/decline/", {"back": PAGE})
    assert answer["Location"] == PAGE
    assert asked.proposal_decisions.get().verdict == "declined"
    assert answers(focal_point, asked) == []
    assert f"recommendations/{asked.pk}/" not in client.get(PAGE).content.decode()


def test_without_a_project_nothing_is_asked(focal_point: User, client_for: For) -> None:
    client = client_for(focal_point)
    assert "Nothing waits for you here" in client.get(PAGE).content.decode()
    assert client.get(PAGE, headers={"hx-request": "true"}).content.strip() == b""


def test_the_number_of_queries_does_not_grow(asked: Recommendation, own: Project, focal_point: User) -> None:
    counts = []
    for more in (0, 4):
        for at in range(more):
            make_recommendation(asked.round_table, text=f"Promote border liaison offices {at}", themes=["T1.3"])
            make_project("DE", title=f"Border liaison offices {at}", countries=["TJ"], themes=["T1.3"])
        with CaptureQueriesContext(connection) as queries:
            assert len(own_answers(User.objects.get(pk=focal_point.pk))) > 2 * more
        counts.append(len(queries))
    assert counts[0] == counts[1]
