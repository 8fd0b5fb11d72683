"""Reminders of recommendations: when, to whom, once each, and not to those who have reported."""

from datetime import date, timedelta

import pgtrigger
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from adam.demo.makers import get_partner, make_focal_point, make_follow_up, make_recommendation, make_round_table
from partners.models import Notification, User
from partners.notifications import deliver
from roundtables.following.reminding import anniversary, remind
from roundtables.models import FollowUp, Recommendation
from tests.conftest import Mailbox

pytestmark = pytest.mark.usefixtures("one_day")


def due_in(days: int, **fields: object) -> Recommendation:
    meeting = make_round_table(start=date(2020, 5, 4), end=date(2020, 5, 5), city=f"Vienna {days}")
    return make_recommendation(meeting, due_on=timezone.localdate() + timedelta(days=days), **fields)


def told(kind: str = "due") -> list[str]:
    return list(Notification.objects.filter(kind=kind).values_list("user__email", flat=True))


@pytest.fixture(autouse=True)
def of_2006_all_done(db: None) -> None:
    """The recommendations of the reference data are out of the way."""
    Recommendation.objects.all().delete()


@pytest.mark.parametrize(
    ("days", "subject"),
    [
        (31, ""),
        (30, "Due on"),
        (1, "Due on"),
        (0, "Due today"),
        (-29, "Was due on"),
        (-30, "Overdue since"),
        (-59, "Overdue since"),
        (-60, ""),
    ],
)
def test_a_month_before_on_the_day_and_a_month_after(recipient: User, days: int, subject: str) -> None:
    due_in(days)
    remind()
    assert [row.subject.startswith(subject) for row in Notification.objects.all()] == ([True] if subject else [])


def test_each_goes_out_once_however_often_the_job_runs(recipient: User, monkeypatch: pytest.MonkeyPatch) -> None:
    due_in(40)
    today = timezone.localdate()
    for days in (0, 9, 10, 11, 39, 40, 41, 55, 69, 70, 71, 99, 100, 200):
        monkeypatch.setattr(timezone, "localdate", lambda *_, days=days: today + timedelta(days=days))
        remind()
        remind()
    assert recipient.notifications.filter(kind="due").count() == 3


@pytest.mark.parametrize(
    ("first", "today", "found"),
    [
        (date(2020, 5, 5), date(2021, 5, 4), None),
        (date(2020, 5, 5), date(2021, 5, 5), date(2021, 5, 5)),
        (date(2020, 5, 5), date(2026, 1, 1), date(2025, 5, 5)),
        (date(2024, 2, 29), date(2025, 3, 1), date(2025, 3, 1)),
        (date(2026, 5, 5), date(2026, 5, 5), None),
    ],
)
def test_without_a_due_date_it_is_asked_about_every_year(first: date, today: date, found: date | None) -> None:
    assert anniversary(first, today) == found


def test_the_yearly_question_goes_out_within_a_month_of_its_day(recipient: User) -> None:
    for days in (5, 29, 32):
        then = timezone.localdate() - timedelta(days=days)
        day = then.replace(year=then.year - 4)  # which has a 29 February where this one has
        make_recommendation(make_round_table(start=day, end=day, city=f"Town {days}"))
    assert remind() == 2
    assert all(row.subject.startswith("What came of recommendation 1") for row in Notification.objects.all())


def test_everybody_who_is_to_act_is_told_and_nobody_else(recipient: User, focal_point: User, coordinator: User) -> None:
    deputy = make_focal_point("TJ", email="deputy@adam.example")
    due_in(3, addressees=["governments"])
    remind()
    assert sorted(told()) == sorted([recipient.email, deputy.email])


@pytest.mark.parametrize("end", ["implemented", "superseded"])
def test_of_what_is_done_nobody_is_reminded(recipient: User, coordinator: User, end: str) -> None:
    make_follow_up(due_in(3), coordinator, progress=end)
    remind()
    assert told() == []


def test_who_reported_lately_is_left_alone_and_the_others_are_not(recipient: User, focal_point: User) -> None:
    made = due_in(3)
    made.addressed_partners.set([get_partner("TJ"), get_partner("DE")])
    make_follow_up(made, recipient, partner=recipient.partner)
    remind()
    assert told() == [focal_point.email]


@pytest.mark.parametrize(
    ("progress", "assessed", "reminded"),
    [("implemented", False, False), ("implemented", True, True), ("open", False, True)],
)
def test_who_says_that_it_is_done_waits_for_the_coordinators(
    recipient: User, coordinator: User, progress: str, assessed: bool, reminded: bool
) -> None:
    made = due_in(3)
    make_follow_up(made, recipient, partner=recipient.partner, progress=progress)
    if assessed:
        make_follow_up(made, coordinator, progress="in_progress")
    with pgtrigger.ignore():  # reported half a year ago
        FollowUp.objects.update(created_at=timezone.now() - timedelta(days=180))
    remind()
    assert bool(told()) is reminded


def test_the_mail_says_what_is_due_why_it_came_and_where_to_report(recipient: User, smtp: Mailbox) -> None:
    made = due_in(3, text="Open liaison offices at all crossings.")
    remind()
    Notification.objects.update(due_at=timezone.now())
    deliver()
    (mail,) = smtp.messages
    assert f"Due on {made.due_on.day} " in mail["Subject"]
    for part in ("plain", "html"):
        text = mail.get_body((part,)).get_content()
        for words in (
            "Open liaison offices at all crossings.",
            "Please report what Tajikistan has done",
            "Tajikistan, for which you speak, is to act on recommendation 1",
            f"/round-tables/recommendations/{made.pk}/follow-up/",
        ):
            assert words in text


def test_the_report_takes_the_reminder_out_of_the_next_mail(recipient: User, client: Client, smtp: Mailbox) -> None:
    deputy = make_focal_point("TJ", email="deputy@adam.example")
    made = due_in(3)
    remind()
    client.force_login(recipient)
    said = {"partner": recipient.partner_id, "progress": "open", "text": "No budget yet.", "visibility": "project"}
    client.post(f"/round-tables/recommendations/{made.pk}/follow-up/", said)
    Notification.objects.filter(due_at__isnull=False).update(due_at=timezone.now())
    deliver()
    assert deputy.email not in {mail["To"] for mail in smtp.messages}


def test_the_cost_does_not_grow_with_the_recommendations(recipient: User) -> None:
    costs = []
    for _ in range(2):
        for number in range(5):
            due_in(3 + number + 10 * len(costs))
        with CaptureQueriesContext(connection) as queries:
            remind()
        costs.append(len(queries))
    assert costs[0] == costs[1]
