"""What a meeting decides counts from its first day; its days do not contradict what is recorded of it."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from adam.demo.makers import (
    make_consideration,
    make_follow_up,
    make_recommendation,
    make_round_table,
)
from partners.models import Notification, User
from roundtables.following.beginning import tell_of_begun
from roundtables.models import Recommendation, RoundTable
from tests.entering import fields_of

pytestmark = pytest.mark.usefixtures("one_day")

ClientFor = Callable[[User], Client]


@pytest.fixture
def coming(db: None) -> RoundTable:
    first = timezone.localdate() + timedelta(days=30)
    return make_round_table(kind="policy_consultative_group", start=first, end=first + timedelta(days=1))


def test_what_is_entered_for_it_is_a_draft_and_nobodys_to_act_on(
    coordinator: User, recipient: User, client_for: ClientFor, coming: RoundTable
) -> None:
    client_for(coordinator).post(
        f"/round-tables/{coming.pk}/recommendations/new/",
        {"number": 1, "text": "Open an office", "language": "en", "priority": 2, "countries": ["TJ"],
         "translations-TOTAL_FORMS": 0, "translations-INITIAL_FORMS": 0},
    )  # fmt: skip
    made = coming.recommendations.get()
    page = client_for(recipient).get(coming.get_absolute_url()).content.decode()
    assert "For decision" in page
    assert "drafts for decision" in client_for(coordinator).get(coming.get_absolute_url()).content.decode()
    partners = recipient.writes_for
    assert made not in Recommendation.objects.unheard(partners)
    assert made in Recommendation.objects.in_state(Recommendation.State.DRAFT)
    assert "Open an office" not in client_for(recipient).get("/round-tables/board/").content.decode()
    assert client_for(recipient).get(f"/round-tables/recommendations/{made.pk}/follow-up/").status_code == 403
    assert not Notification.objects.filter(kind="act").exists()


def test_nothing_is_decided_there_before_the_first_day(
    coordinator: User, client_for: ClientFor, coming: RoundTable
) -> None:
    made, client = make_recommendation(), client_for(coordinator)
    page = client.get(coming.get_absolute_url()).content.decode()
    assert "/endorse/" not in page
    assert "/take-up/" not in page
    for address, said in (
        ("endorse/", {"shown": [made.pk], "endorse": [made.pk], "endorsed_on": coming.start}),
        ("take-up/", {"carry": [made.pk]}),
        (f"take-up/{made.pk}/", {"text": "Other words"}),
    ):
        html = client.post(f"/round-tables/{coming.pk}/{address}", said, follow=True).content.decode()
        assert "What it decides can be recorded from that day." in html
    made.refresh_from_db()
    assert (made.endorsed_at, made.considerations.count(), made.text) == (None, 0, "Promote border liaison offices")


def test_on_the_first_day_those_addressed_are_told_once(recipient: User, coming: RoundTable) -> None:
    make_recommendation(coming, addressees=["governments"])
    make_recommendation(coming, addressees=["governments"], text="Train officers")
    assert tell_of_begun() == 0
    RoundTable.objects.filter(pk=coming.pk).update(start=timezone.localdate(), end=timezone.localdate())
    assert tell_of_begun() == 0  # what is entered on the day is told when it is entered
    events = Recommendation.pgh_event_model.objects  # type: ignore[attr-defined]
    events.update(pgh_created_at=timezone.now() - timedelta(days=8))
    assert [tell_of_begun(), tell_of_begun()] == [2, 0]
    assert "You are to act on 2 recommendations" in Notification.objects.get(user=recipient, kind="act").subject


@pytest.mark.parametrize(
    ("hang", "days", "sentence"),
    [
        (lambda one, user: make_recommendation(endorsed_at=one, endorsed_on=one.start), (40, 41), "It endorsed a"),
        (
            lambda one, user: make_consideration(make_recommendation(), user, round_table=one),
            (-4000, -4000),
            "It took up",
        ),
        (lambda one, user: make_follow_up(make_recommendation(one), user), (40, 41), "cannot be before it begins"),
        (lambda one, user: None, (0, 370), "The meeting would last 371 days"),
    ],
)
def test_days_that_contradict_what_is_recorded_are_refused(
    coordinator: User,
    client_for: ClientFor,
    hang: Callable[[RoundTable, User], object],
    days: tuple[int, int],
    sentence: str,
) -> None:
    first = date(timezone.localdate().year, 1, 1)
    meeting, client = make_round_table(start=first, end=first), client_for(coordinator)
    hang(meeting, coordinator)
    address = f"/round-tables/{meeting.pk}/edit/"
    start, end = (timezone.localdate() + timedelta(days=number) for number in days)
    said = fields_of(client.get(address).content.decode()) | {"start": start.isoformat(), "end": end.isoformat()}
    assert sentence in client.post(address, said).content.decode()
    meeting.refresh_from_db()
    assert meeting.start == first
