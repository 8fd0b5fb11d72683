"""Reminders of alerts that wait for a partner: when, to whom, once each, and of nothing that waits no longer."""

from datetime import timedelta
from uuid import uuid4

import pgtrigger
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from adam.demo.makers import make_alert, make_focal_point, make_position, make_project, make_verdict
from duplication.models import Alert, Position, Reopening
from duplication.notices import reminding
from duplication.notices.alerts import tell
from duplication.notices.verdicts import tell_of_reopenings, tell_of_verdicts
from duplication.review.deciding import reopen
from duplication.review.undoing import undo
from duplication.review.waiting import waiting_for
from partners.models import FocalPoint, Notification, Rhythm, User
from partners.notifications import deliver
from partners.preferences import choose
from projects.models import Project
from tests.conftest import Mailbox


@pytest.fixture
def alert(focal_point: User, other_focal_point: User, coordinator: User) -> Alert:
    """Between an open project of Germany and one of the United Kingdom."""
    return make_alert(make_project("DE", title="Dogs for Nizhny Panj"), make_project("GB", title="Canine unit"))


def raised(alert: Alert, days: float) -> None:
    Alert.objects.filter(pk=alert.pk).update(raised_at=timezone.now() - timedelta(days=days))


def told(kind: str = "unanswered") -> set[str]:
    return set(Notification.objects.filter(kind=kind).values_list("user__email", flat=True))


@pytest.mark.parametrize(
    ("days", "reminded", "coordinators"),
    [
        (6.9, False, False),
        (7.1, True, False),
        (20, True, False),
        (27.9, True, False),
        (28.1, False, True),
        (61, False, False),
    ],
)
def test_after_a_week_and_three_the_partners_and_after_four_the_coordinators(
    alert: Alert, days: float, reminded: bool, coordinators: bool
) -> None:
    raised(alert, days)
    reminding.remind()
    assert (len(told()) == 2) is reminded
    assert (told("unheard") == {"coordinator@adam.example"}) is coordinators


def test_each_reminder_goes_out_once_however_often_the_job_runs(
    alert: Alert, focal_point: User, coordinator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = timezone.now()
    for days in (1, 6.9, 7.5, 8, 13, 21.5, 22, 28.5, 29, 40, 70):
        monkeypatch.setattr(timezone, "now", lambda days=days: start + timedelta(days=days))
        reminding.remind()
        reminding.remind()
    assert focal_point.notifications.filter(kind="unanswered").count() == 2
    assert coordinator.notifications.filter(kind="unheard").count() == 1


def test_who_has_answered_is_left_alone(alert: Alert, focal_point: User) -> None:
    make_position(alert, focal_point)
    raised(alert, 8)
    reminding.remind()
    assert told() == {"other-focal-point@adam.example"}


@pytest.mark.parametrize("end", ["decided", "withdrawn", "answered"])
def test_what_waits_no_longer_reminds_nobody(
    alert: Alert, focal_point: User, other_focal_point: User, end: str
) -> None:
    if end == "decided":
        make_verdict(alert)
    elif end == "withdrawn":
        Alert.objects.update(withdrawn_at=timezone.now())
    else:
        make_position(alert, focal_point)
        make_position(alert, other_focal_point)
    raised(alert, 30)
    reminding.remind()
    assert told() | told("unheard") == set()


def test_a_reopened_alert_waits_from_its_reopening_for_both(alert: Alert, focal_point: User, coordinator: User) -> None:
    make_position(alert, focal_point)
    reopen(make_verdict(alert, coordinator), coordinator, "New plans.")
    raised(alert, 40)
    reminding.remind()
    assert told() | told("unheard") == set()
    moment = timezone.now() - timedelta(days=8)
    with pgtrigger.ignore():  # what was said cannot be changed otherwise
        Position.objects.update(created_at=moment - timedelta(days=1))
        Reopening.objects.update(created_at=moment)
    reminding.remind()
    assert told() == {"focal-point@adam.example", "other-focal-point@adam.example"}


def test_a_reopened_alert_is_ready_only_when_both_have_answered_anew(
    alert: Alert, focal_point: User, other_focal_point: User, coordinator: User
) -> None:
    for user in (focal_point, other_focal_point):
        make_position(alert, user)
    assert Alert.objects.open().answered().exists()
    reopen(make_verdict(alert, coordinator), coordinator, "New plans.")
    with pgtrigger.ignore():
        Position.objects.update(created_at=timezone.now() - timedelta(days=1))
    assert not Alert.objects.open().answered().exists()
    assert not waiting_for(coordinator, Alert.objects.all()).exists()
    assert Alert.objects.awaiting(focal_point).exists()


def test_one_that_came_back_waits_from_its_return(alert: Alert) -> None:
    raised(alert, 40)
    Alert.objects.update(withdrawn_at=timezone.now())
    Alert.objects.update(withdrawn_at=None)
    reminding.remind()
    assert told() | told("unheard") == set()


def test_reminders_are_lines_of_the_daily_digest_with_a_link_to_answer(smtp: Mailbox, focal_point: User) -> None:
    for _ in range(3):
        raised(make_alert(make_project("DE"), make_project("GB")), 8)
    reminding.remind()
    assert deliver() == 0
    Notification.objects.filter(due_at__isnull=False).update(due_at=timezone.now())
    assert deliver() == 1
    (mail,) = smtp.messages
    assert "Your answer is missing on an overlap with United Kingdom (same work funded twice): " in mail["Subject"]
    assert mail["Subject"].endswith(", and 2 more since yesterday")
    assert mail.get_body(("plain",)).get_content().count("/alerts/mail/") == 3


def test_the_answer_of_a_colleague_takes_the_reminder_out_of_the_next_digest(
    alert: Alert, smtp: Mailbox, focal_point: User, client: Client
) -> None:
    deputy = make_focal_point("DE", email="deputy@adam.example")
    raised(alert, 8)
    reminding.remind()
    said = {"partner": focal_point.partner_id, "stance": "same", "text": ""}
    client.post(Notification.objects.get(user=focal_point).mail_url, said)
    Notification.objects.filter(due_at__isnull=False).update(due_at=timezone.now())
    deliver()
    assert deputy.email not in {mail["To"] for mail in smtp.messages}
    assert "other-focal-point@adam.example" in {mail["To"] for mail in smtp.messages}


def test_of_what_is_decided_meanwhile_no_reminder_is_mailed_unless_that_is_undone(
    alert: Alert, focal_point: User, coordinator: User
) -> None:
    """Nor, of an import that is still under way, that it was raised."""
    raised(alert, 8)
    reminding.remind()
    tell([(alert, f"alert:{alert.pk}")], uuid4())
    tell_of_verdicts([slip := make_verdict(alert, coordinator)])
    reminder = focal_point.notifications.get(kind="unanswered")
    assert (reminder.due_at, reminder.called_off_at is not None) == (None, True)
    assert reminder.subject.startswith("Decided. Your answer is missing")
    assert reminder.text.startswith("Nothing is asked of you any more. Told before it was decided:\n\nGermany was")
    assert not Notification.objects.filter(kind="alert").exclude(batch=None, due_at=None).exists()
    undo([slip])
    reminder.refresh_from_db()
    assert (reminder.due_at is not None, reminder.called_off_at) == (True, None)
    assert (reminder.subject[:11], reminder.text[:11]) == ("Your answer", "Germany was")
    tell_of_verdicts([given := make_verdict(alert, coordinator)])
    tell_of_reopenings(reopen(given, coordinator, "A new fact"))
    reminder.refresh_from_db()
    assert (reminder.subject[:11], reminder.text[:11]) == ("Your answer", "Germany was")


def test_who_wants_no_reminders_gets_none_by_mail(alert: Alert, smtp: Mailbox, focal_point: User) -> None:
    choose(focal_point, {"unanswered": Rhythm.NEVER})
    raised(alert, 8)
    reminding.remind()
    assert focal_point.notifications.get().due_at is None


def test_of_a_restricted_project_the_reminder_tells_country_and_theme_only(focal_point: User) -> None:
    secret = make_project("GB", title="Scanners for Kulma", visibility=Project.Visibility.RESTRICTED)
    raised(make_alert(make_project("DE"), secret), 8)
    reminding.remind()
    row = focal_point.notifications.get()
    assert [word for word in ("Kulma", "United Kingdom", "The titles") if word in f"{row.subject} {row.text}"] == []


def test_coordinators_learn_that_nobody_speaks_for_a_partner(alert: Alert, focal_point: User) -> None:
    make_position(alert, focal_point)
    FocalPoint.objects.exclude(user=focal_point).update(ended=timezone.localdate())
    raised(alert, 29)
    reminding.remind()
    row = Notification.objects.get(kind="unheard")
    assert row.subject.startswith("No answer from United Kingdom (same work funded twice): ")
    assert "Why: The titles use nearly the same words." in row.text
    assert "United Kingdom has not answered in 29 days.\nNobody speaks for United Kingdom today." in row.text


def test_coordinators_read_of_reminders_where_there_was_somebody_to_remind(alert: Alert) -> None:
    raised(alert, 29)
    reminding.remind()
    told_of = Notification.objects.get(kind="unheard").text
    assert "Germany and United Kingdom have not answered in 29 days, in spite of reminders." in told_of


def test_who_is_designated_meanwhile_is_reminded_too(alert: Alert) -> None:
    raised(alert, 8)
    reminding.remind()
    make_focal_point("GB", email="deputy@adam.example")
    reminding.remind()
    assert "deputy@adam.example" in told()
    assert Notification.objects.filter(kind="unanswered").count() == 3


def test_the_cost_does_not_grow_with_the_alerts(focal_point: User, other_focal_point: User) -> None:
    costs = []
    for _ in range(2):
        for _ in range(5):
            raised(make_alert(make_project("DE"), make_project("GB")), 8)
        with CaptureQueriesContext(connection) as queries:
            reminding.remind()
        costs.append(len(queries))
    assert costs[0] == costs[1]
