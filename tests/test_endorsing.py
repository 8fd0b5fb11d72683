"""A policy consultative group endorses several recommendations at once; mistakes in entering are deleted."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from adam.demo.makers import (
    make_consideration,
    make_follow_up,
    make_meeting_document,
    make_project,
    make_recommendation,
    make_round_table,
)
from partners.models import User
from roundtables.models import Recommendation, RoundTable

ClientFor = Callable[[User], Client]


@pytest.fixture
def policy(db: None) -> RoundTable:
    """It has begun, and is later than those of makers."""
    year = timezone.localdate().year
    return make_round_table(kind="policy_consultative_group", number=40, start=date(year, 1, 1), end=date(year, 1, 2))


def test_those_ticked_are_endorsed_and_those_unticked_no_longer(
    coordinator: User, client_for: ClientFor, policy: RoundTable
) -> None:
    earlier, other = make_recommendation(), make_recommendation(text="Of 2024", endorsed_on=date(2024, 1, 1))
    before = make_recommendation(endorsed_on=policy.start, endorsed_at=policy)
    client = client_for(coordinator)
    address = f"/round-tables/{policy.pk}/endorse/"
    assert "Of 2024" not in client.get(address).content.decode()
    said = {"shown": [earlier.pk, before.pk], "endorse": [earlier.pk, other.pk], "endorsed_on": policy.end.isoformat()}
    client.post(address, said)
    for one in (earlier, before, other):
        one.refresh_from_db()
    assert (earlier.endorsed_at, earlier.endorsed_on) == (policy, policy.end)
    assert (before.endorsed_at, before.endorsed_on) == (None, None)
    assert other.endorsed_on == date(2024, 1, 1)
    assert "Endorsed here" in client.get(policy.get_absolute_url()).content.decode()


def test_nothing_ticked_is_said_and_nothing_is_green(
    coordinator: User, client_for: ClientFor, policy: RoundTable
) -> None:
    said = {"shown": [make_recommendation().pk], "endorsed_on": policy.end.isoformat()}
    html = client_for(coordinator).post(f"/round-tables/{policy.pk}/endorse/", said).content.decode()
    assert "Nothing was ticked. Tick each recommendation" in html


@pytest.mark.parametrize("day", ["", "{year}-01-03", "soon"])
def test_a_day_outside_the_meeting_is_refused_and_the_ticks_stay(
    coordinator: User, client_for: ClientFor, policy: RoundTable, day: str
) -> None:
    made = make_recommendation()
    said = {"shown": [made.pk], "endorse": [made.pk], "endorsed_on": day.format(year=policy.end.year)}
    html = client_for(coordinator).post(f"/round-tables/{policy.pk}/endorse/", said).content.decode()
    assert "There is a problem" in html
    assert f'value="{made.pk}" checked' in html
    assert not Recommendation.objects.filter(endorsed_at=policy).exists()


def test_only_policy_makers_are_offered_it(coordinator: User, client_for: ClientFor, policy: RoundTable) -> None:
    client = client_for(coordinator)
    assert "/endorse/" in client.get(policy.get_absolute_url()).content.decode()
    assert "/endorse/" not in client.get(make_round_table().get_absolute_url()).content.decode()


def test_a_meeting_and_a_recommendation_without_anything_are_deleted(coordinator: User, client_for: ClientFor) -> None:
    meeting, client = make_round_table(), client_for(coordinator)
    first, second = make_recommendation(meeting), make_recommendation(meeting)
    client.post(f"/round-tables/recommendations/{first.pk}/delete/")
    assert list(meeting.recommendations.all()) == [second]
    assert "Its 1 recommendation and" in client.get(f"/round-tables/{meeting.pk}/delete/").content.decode()
    client.post(f"/round-tables/{meeting.pk}/delete/")
    assert not RoundTable.objects.filter(pk=meeting.pk).exists()


@pytest.mark.parametrize(
    ("hang", "reason"),
    [
        (lambda one, user: make_follow_up(one, user), "1 entry of follow-up"),
        (lambda one, user: make_consideration(one, user), "1 later meeting that took it up"),
        (lambda one, user: one.projects.add(make_project("FR")), "1 project that answers"),
        (
            lambda one, user: make_follow_up(make_recommendation(), user, progress="superseded", successor=one),
            "1 recommendation that it supersedes",
        ),
    ],
)
def test_what_something_hangs_on_stays(
    coordinator: User, client_for: ClientFor, hang: Callable[[Recommendation, User], object], reason: str
) -> None:
    made, client = make_recommendation(), client_for(coordinator)
    hang(made, coordinator)
    for address in (f"recommendations/{made.pk}", f"{made.round_table_id}"):
        assert reason in client.post(f"/round-tables/{address}/delete/").content.decode()
    assert Recommendation.objects.filter(pk=made.pk).exists()


def test_a_meeting_with_documents_or_decisions_stays(
    coordinator: User, client_for: ClientFor, policy: RoundTable
) -> None:
    make_meeting_document(policy)
    make_recommendation(endorsed_on=policy.start, endorsed_at=policy)
    make_consideration(make_recommendation(), coordinator, round_table=policy)
    html = client_for(coordinator).post(f"/round-tables/{policy.pk}/delete/").content.decode()
    for reason in ("1 document", "1 recommendation that it endorsed", "1 recommendation that it took up"):
        assert reason in html
    assert RoundTable.objects.filter(pk=policy.pk).exists()
