"""Who decides several at once tells each person once; and no deed fails for the words in which it is told."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from adam.demo.makers import make_alert, make_project, make_verdict
from duplication.models import Alert, Verdict
from duplication.notices.telling import Telling, tell
from duplication.presentation.alerts import AlertView
from duplication.queue.attending import dismiss
from partners.models import Notification, User
from partners.notifications import deliver
from tests.conftest import Mailbox

pytestmark = pytest.mark.django_db
SAME: dict[str, Any] = {"outcome": Verdict.Outcome.MERGED, "reason": ""}


def tied(number: int, coordinator: User) -> list[int]:
    """Alerts of Germany's project with others; each of these is one with one of Japan's, which has an alert with
    Germany's too.
    """
    ours, asked = make_project("DE"), []
    for _ in range(number):
        theirs, third = make_project("GB"), make_project("JP")
        make_verdict(make_alert(theirs, third), coordinator, **SAME)
        asked.append(make_alert(ours, theirs).pk)
        make_alert(ours, third)
    return asked


def test_what_follows_from_many_verdicts_comes_in_one_mail_and_costs_the_same_queries(
    coordinator: User, focal_point: User, smtp: Mailbox
) -> None:
    told = []
    for number in (2, 4):
        asked = tied(number, coordinator)
        Notification.objects.all().delete()
        with CaptureQueriesContext(connection) as queries:
            dismiss(coordinator, asked, "place", "Two towns.", anyway=True)
        told.append(sum('INTO "partners_notification"' in one["sql"] for one in queries))
        assert focal_point.notifications.filter(kind="verdict").count() == 2 * number
    assert told == [1, 1]

    Notification.objects.update(due_at=timezone.now())
    deliver()
    assert len([mail for mail in smtp.messages if mail["To"] == focal_point.email]) == 1


def test_one_that_follows_from_another_that_is_ticked_is_said_to(coordinator: User) -> None:
    asked = tied(1, coordinator)
    follows = Alert.objects.open().exclude(pk__in=asked).get()
    result = dismiss(coordinator, [*asked, follows.pk], "place", "Two towns.", anyway=True)
    assert [why for _, why in result.not_done] == ["decided already: Not an overlap, as it follows from others"]


def test_what_cannot_be_worded_is_told_without_words_and_the_others_with_theirs(
    focal_point: User, coordinator: User, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(view: AlertView) -> tuple[str, str]:
        raise KeyError(view.pk)

    one, other = (make_alert(make_project("DE"), make_project("GB")) for _ in range(2))
    make_verdict(other, coordinator)
    people = [focal_point]
    tell([Telling(one, "verdict", "verdict:1", people, worded=broken), Telling(other, "verdict", "verdict:2", people)])

    plain, worded = focal_point.notifications.order_by("key")
    assert (plain.subject, plain.url) == (f"Something is new in alert {one.pk}", one.get_absolute_url())
    assert worded.subject.startswith("Decided: Not an overlap.")
    assert "Not put into words: verdict:1" in caplog.text
    caplog.clear()
