"""Mails of verdicts wait some minutes, so that many come as one and a slip as none; and what they say of an alert."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from adam.demo.makers import make_alert, make_focal_point, make_position, make_project, make_verdict
from duplication.detection import check
from duplication.models import Alert, Reopening, Verdict
from duplication.notices.alerts import tell
from duplication.notices.verdicts import tell_of_position, tell_of_reopenings, tell_of_undoing, tell_of_verdicts
from duplication.review.changes import Change
from duplication.review.deciding import decide, end_one, reopen
from duplication.review.undoing import undo
from partners.models import Notification, Rhythm, User
from partners.notifications import call_off, deliver, put, release
from partners.preferences import choose
from projects.models import Project, ProjectRelation, Watch
from tests.conftest import Mailbox

pytestmark = pytest.mark.django_db
OnCommit = DjangoCaptureOnCommitCallbacks
SAME = {"outcome": "merged", "reason": ""}


def one(decided_by: User, **fields: Any) -> Verdict:
    return make_verdict(make_alert(make_project("DE"), make_project("GB")), decided_by, **fields)


def later(minutes: float) -> None:
    """As if what is in the outbox had been put there so much earlier."""
    for row in Notification.objects.filter(due_at__isnull=False):
        past = timedelta(minutes=minutes)
        Notification.objects.filter(pk=row.pk).update(due_at=row.due_at - past, created_at=row.created_at - past)


# -- Held --------------------------------------------------------------------------------------------------------------
def test_the_mail_says_what_the_verdict_does_to_the_two(coordinator: User, focal_point: User) -> None:
    tell_of_verdicts([one(coordinator, outcome="joint", reason="", recommendation="Agree on one list.")])
    text = focal_point.notifications.get().text
    assert "Recommendation: Agree on one list.\n\nBoth stay, related as parts of one programme." in text
    assert f"Decided by {coordinator}. If you see it otherwise, say so in the alert, or write to" in text


def test_who_was_told_of_no_alert_before_it_was_decided_reads_first_what_was_found(
    focal_point: User, other_focal_point: User, coordinator: User
) -> None:
    """As those do whose digest had not gone."""
    weak = make_alert(make_project("DE"), make_project("GB"), match_weight=1)
    tell([(weak, f"alert:{weak.pk}")], None)
    other_focal_point.notifications.mark_read()
    tell_of_verdicts([make_verdict(weak, coordinator)])
    texts = {user: user.notifications.get(kind="verdict").text for user in (focal_point, other_focal_point)}
    ours, theirs = weak.first.title, weak.second.title
    found = f"What was found: {ours} / {theirs} (United Kingdom). Both seem to pay for the same kind of work: compare"
    assert texts[focal_point].startswith(found)
    assert "\n\nWhat was decided: " in texts[focal_point]
    assert "Why it was an alert" not in texts[focal_point]
    assert "\n\nWhy it was an alert: Both seem to pay" in texts[other_focal_point]
    assert "What was found" not in texts[other_focal_point]


def test_several_verdicts_within_minutes_are_one_mail_and_an_undone_one_is_in_none(
    smtp: Mailbox, focal_point: User, coordinator: User
) -> None:
    for _ in range(3):
        tell_of_verdicts([last := one(coordinator)])
        later(6)
        assert deliver() == 0
    tell_of_undoing(undo([last]))
    later(6)
    assert deliver() == 1
    [mail] = smtp.messages
    assert mail["To"] == focal_point.email
    assert ", and 1 more" in mail["Subject"]
    assert last.alert.get_absolute_url() not in mail.get_body(("plain",)).get_content()


def test_a_mail_waits_an_hour_at_most_and_strong_alerts_do_not_wait(
    smtp: Mailbox, focal_point: User, coordinator: User
) -> None:
    for _ in range(9):
        tell_of_verdicts([one(coordinator)])
        later(6)
        assert deliver() == 0
    tell_of_verdicts([one(coordinator)])
    later(7)
    assert deliver() == 1
    assert ", and 8 more" in smtp.messages[0]["Subject"]
    assert Notification.objects.filter(mailed_at__isnull=True).count() == 1  # the newest: it can still be taken back
    strong = make_alert(make_project("DE"), make_project("GB"), match_weight=9)
    tell([(strong, f"alert:{strong.pk}")], None)
    assert deliver() == 1
    assert "Possible overlap" in smtp.messages[-1]["Subject"]


def test_who_is_mailed_daily_gets_what_cannot_be_undone_any_more(focal_point: User, settings: Settings) -> None:
    """A verdict just before the hour of digests waits for the next."""
    choose(focal_point, {"verdict": Rhythm.DAILY})
    now = timezone.now()
    in_minutes = timezone.localtime(now).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    settings.DIGEST_HOUR = in_minutes.hour
    rows = [Notification(user=focal_point, kind="verdict", key=str(number)) for number in range(2)]
    put(rows[:1], held=in_minutes - now - timedelta(seconds=10))
    put(rows[1:], held=in_minutes - now)
    soon, tomorrow = focal_point.notifications.order_by("pk")
    assert (soon.due_at, tomorrow.due_at) == (in_minutes, in_minutes + timedelta(days=1))


def test_what_was_called_off_or_is_held_is_mailed_no_sooner_when_preferences_are_saved(
    focal_point: User, coordinator: User
) -> None:
    tell_of_verdicts([first := one(coordinator)])
    tell_of_verdicts([make_verdict(first.alert, coordinator, outcome="joint", reason="")])
    was = dict(focal_point.notifications.values_list("key", "due_at"))
    assert was[f"verdict:{first.pk}"] is None
    choose(focal_point, {"alert": Rhythm.DAILY})
    assert dict(focal_point.notifications.values_list("key", "due_at")) == was
    assert focal_point.notifications.get(key=f"verdict:{first.pk}").called_off_at


def test_what_came_in_a_batch_is_called_off_and_follows_a_new_rhythm(focal_point: User) -> None:
    choose(focal_point, {"reopened": Rhythm.DAILY})
    batch = uuid4()
    put([Notification(user=focal_point, kind="reopened", key=key, batch=batch) for key in ("a", "b")])
    release(batch)
    call_off(["a"])
    choose(focal_point, {"reopened": Rhythm.AT_ONCE})
    waiting = focal_point.notifications.filter(due_at__lte=timezone.now())
    assert [row.key for row in waiting] == ["b"]


def test_what_was_opened_again_and_decided_at_once_is_told_once(
    smtp: Mailbox, focal_point: User, coordinator: User
) -> None:
    first = one(coordinator)
    tell_of_reopenings(reopen(first, coordinator, "New plans."))
    tell_of_verdicts([make_verdict(first.alert, coordinator, outcome="joint", reason="")])
    later(11)
    assert deliver() == 1
    text = smtp.messages[0].get_body(("plain",)).get_content()
    assert "Decided: Joint programme" in text
    assert "Open again" not in text


@pytest.mark.parametrize(("hears", "opens", "told"), [(False, False, [0]), (True, False, [1]), (True, True, [])])
def test_that_a_verdict_was_taken_back_is_told_though_another_slip_came_in_between(
    focal_point: User, coordinator: User, hears: bool, opens: bool, told: list[int]
) -> None:
    """Whoever hears of the second too hears that this one was taken back; whatever was opened since is told alone."""
    tell_of_verdicts([first := one(coordinator)])
    focal_point.notifications.update(mailed_at=timezone.now())
    tell_of_undoing(undo([first]))
    tell_of_verdicts([second := make_verdict(first.alert, coordinator)])
    if hears:
        focal_point.notifications.filter(key=f"verdict:{second.pk}").update(mailed_at=timezone.now())
    if opens:
        tell_of_reopenings(reopen(second, coordinator, "New plans."))
        focal_point.notifications.filter(kind="reopened").update(mailed_at=timezone.now())
        tell_of_verdicts([second := make_verdict(first.alert, coordinator)])
    tell_of_undoing(undo([second]))
    keys = [f"verdict:undone:verdict:{slip.pk}" for slip in (first, second)]
    due = focal_point.notifications.filter(due_at__isnull=False, mailed_at=None)
    assert [row.key for row in due] == [keys[at] for at in told]


@contextmanager
def sending(row: Notification) -> Iterator[None]:
    """Its row is locked, as by the worker while the mail server takes its time."""
    worker = connection.copy()
    worker.set_autocommit(False)
    with worker.cursor() as cursor:
        cursor.execute("SELECT FROM partners_notification WHERE id = %s FOR UPDATE", [row.pk])
    yield
    worker.rollback()
    worker.close()


@pytest.mark.django_db(transaction=True)
def test_an_undo_waits_for_no_mail_that_is_being_sent(
    focal_point: User, other_focal_point: User, coordinator: User
) -> None:
    tell_of_verdicts([slip := one(coordinator)])
    with sending(focal_point.notifications.get()), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '2s'")
        tell_of_undoing(undo([slip]))
    assert not other_focal_point.notifications.exists()
    told, undone = focal_point.notifications.order_by("pk")
    assert (told.key, undone.key) == (f"verdict:{slip.pk}", f"verdict:undone:verdict:{slip.pk}")


def test_the_mail_of_a_position_says_who_is_still_to_answer(
    focal_point: User, other_focal_point: User, coordinator: User
) -> None:
    alert = make_alert(make_project("DE"), make_project("GB"))
    for user, words in ((focal_point, "Still to answer: United Kingdom."), (other_focal_point, "it is ready for a")):
        tell_of_position(make_position(alert, user))
        assert words in coordinator.notifications.latest("pk").text


def test_its_subject_says_first_what_is_asked_of_the_reader(
    focal_point: User, other_focal_point: User, coordinator: User
) -> None:
    alert = make_alert(make_project("DE", title="Dogs for Nizhny Panj"), make_project("GB", title="Boats"))
    tell_of_position(make_position(alert, focal_point))
    asked = "Please answer. Germany: The work overlaps. Boats / Dogs for Nizhny Panj (Germany)"
    told = other_focal_point.notifications.get()
    assert told.subject == asked
    assert "Still to answer: United Kingdom (you)." in told.text
    assert coordinator.notifications.get().subject.startswith("Germany: The work overlaps. ")

    tell_of_position(make_position(alert, other_focal_point))
    assert coordinator.notifications.latest("pk").subject.startswith("Ready for a verdict. United Kingdom: ")
    assert focal_point.notifications.get().subject.startswith("United Kingdom: ")


def test_what_it_asked_for_is_asked_no_more_once_it_is_done(
    smtp: Mailbox, focal_point: User, other_focal_point: User, coordinator: User
) -> None:
    """Neither in the list nor in a digest that goes later; what was said is told all the same."""
    alert = make_alert(make_project("DE"), make_project("GB"))
    colleague = make_focal_point("GB", is_primary=False)
    for user in (focal_point, other_focal_point):
        tell_of_position(make_position(alert, user))
    told = colleague.notifications.earliest("pk")
    assert (told.subject[:28], told.mail_url) == ("Germany: The work overlaps. ", "")
    assert coordinator.notifications.latest("pk").subject.startswith("Ready for a verdict. ")
    tell_of_verdicts([make_verdict(alert, coordinator)])
    deliver()
    subjects = [*(mail["Subject"] for mail in smtp.messages), *(row.subject for row in Notification.objects.all())]
    assert not [words for words in subjects if "Please answer" in words or "Ready for" in words]


def test_that_it_is_ready_for_a_verdict_is_said_to_who_decides(
    focal_point: User, other_focal_point: User, coordinator: User, administrator: User
) -> None:
    alert = make_alert(make_project("DE"), make_project("GB"))
    Watch.objects.create(user=administrator, page=alert.get_absolute_url())
    for user in (focal_point, other_focal_point):
        tell_of_position(make_position(alert, user))
    said = {user: user.notifications.latest("pk").subject for user in (coordinator, administrator)}
    assert said[coordinator].startswith("Ready for a verdict. United Kingdom: ")
    assert said[administrator].startswith("United Kingdom: ")
    assert "Before, on" not in coordinator.notifications.latest("pk").text
    tell_of_position(make_position(alert, focal_point, stance="not_overlap"))
    text = coordinator.notifications.latest("pk").text
    assert re.search(r"\n\nBefore, on \d+ \w+ \d{4}: The work overlaps\.\n\n", text)


def test_what_a_partner_says_names_the_verdict_that_stands_when_it_is_mailed(
    focal_point: User, coordinator: User, other_focal_point: User
) -> None:
    first = one(coordinator)
    second = decide(Verdict(alert=first.alert, outcome=Verdict.Outcome.JOINT, decided_by=coordinator))
    tell_of_position(make_position(first.alert, focal_point))
    tell_of_undoing(undo([second]))
    told = other_focal_point.notifications.get(kind="position")
    assert told.subject.startswith("Decided already. Germany: ")
    assert told.text.startswith(f"Decided already. “{first}” of ")
    tell_of_verdicts([third := decide(Verdict(alert=first.alert, outcome="joint", decided_by=coordinator))])
    told.refresh_from_db()
    assert told.text.startswith(f"Decided already. “{third}” of ")
    tell_of_reopenings(reopen(third, coordinator, "New plans."))
    told.refresh_from_db()
    assert told.subject.startswith("Germany: ")
    assert told.text.startswith("Said before the alert was opened again.\n\n")
    assert "stands" not in told.text


def test_what_a_partner_says_after_the_verdict_comes_with_it_and_says_that_it_is_decided_and_how(
    smtp: Mailbox, focal_point: User, coordinator: User, other_focal_point: User
) -> None:
    tell_of_verdicts([given := one(coordinator)])
    tell_of_position(make_position(given.alert, focal_point))
    told = other_focal_point.notifications.get(kind="position")
    assert told.subject.startswith("Decided already. Germany: The work overlaps. ")
    assert told.text.startswith(f"Decided already. “{given}” of ")
    assert " stands, unless a coordinator decides anew.\n\n" in told.text
    assert deliver() == 0  # its mail waits for that of the verdict

    tell_of_undoing(undo([given]))
    told.refresh_from_db()
    assert told.subject.startswith("Germany: The work overlaps. ")
    assert not [words for words in ("ecided", "stands") if words in told.text]
    later(11)
    deliver()
    assert "Germany: The work overlaps." in "".join(mail["Subject"] for mail in smtp.messages)


# -- Open again --------------------------------------------------------------------------------------------------------
def test_the_mail_says_which_verdict_fell_what_that_did_and_whether_an_alert_would_be_raised(
    pair: tuple[Project, Project], focal_point: User, coordinator: User, django_capture_on_commit_callbacks: OnCommit
) -> None:
    make_verdict(Alert.objects.get(), coordinator, **SAME)
    pair[1].contributions.update(amount=250_000, usd=250_000)
    with django_capture_on_commit_callbacks(execute=True):
        check(pair[1].pk)
    told = focal_point.notifications.get(kind="reopened")
    assert told.subject.startswith("Open again: ")
    assert "“Same project: to be recorded once” of" in told.text
    assert "that came with it has ended, and totals count both again." in told.text
    assert "This has changed since:\nAmount: " in told.text
    assert "By what both say today an alert would be raised: " in told.text
    assert not ProjectRelation.objects.exists()


def test_of_two_no_longer_alike_it_says_so(
    focal_point: User, coordinator: User, pair: tuple[Project, Project], django_capture_on_commit_callbacks: OnCommit
) -> None:
    make_verdict(Alert.objects.get(), coordinator, **SAME)
    Project.objects.filter(pk=pair[1].pk).update(title="Prison library", objective="Books.", start=None, end=None)
    with django_capture_on_commit_callbacks(execute=True):
        check(pair[1].pk)
    told = focal_point.notifications.get(kind="reopened")
    assert told.subject.startswith("Open again, no longer alike: ")
    assert "By what both say today no alert would be raised. It waits because it was decided before." in told.text


def test_of_a_restricted_project_it_says_no_strength_and_no_sums(focal_point: User, coordinator: User) -> None:
    secret = make_project("GB", title="Scanners for Kulma", visibility=Project.Visibility.RESTRICTED, amount=777_777)
    alert = make_alert(make_project("DE"), secret)
    change = Change(secret.pk, "restricted", "restricted", "Amount", "US$ 777 777", "US$ 888 888")
    tell_of_reopenings([end_one(make_verdict(alert, coordinator, **SAME), None, changes=[change])])
    text = focal_point.notifications.get(kind="reopened").text
    assert "“Same project: to be recorded once” of" in text
    assert "Something has changed in a restricted project." in text
    assert not [
        word for word in ("Kulma", "777", "888", "United Kingdom", "By what both say", "strong") if word in text
    ]
    assert Reopening.objects.get().changes
