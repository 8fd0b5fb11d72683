"""A verdict that its author takes back right after: from the queue, from a message, from the page of its alert."""

from collections.abc import Callable
from datetime import timedelta

import pgtrigger
import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from adam.demo.makers import make_position, make_user, make_verdict
from duplication.models import Alert, Position, Verdict
from duplication.notices.verdicts import tell_of_undoing, tell_of_verdicts
from duplication.queue.done import undoable_among
from duplication.review.undoing import undo as undo_verdicts
from partners.models import Notification, User
from projects.models import Project, Watch
from tests.reported_twice import checked, scanners
from tests.test_alert_queue import pair
from tests.test_queue_deeds import do

pytestmark = pytest.mark.django_db

ClientFor = Callable[[User], Client]


def undo(client: Client, page: str) -> str:
    verdicts = page.partition('name="verdicts" value="')[2].partition('"')[0]
    return client.post("/alerts/undo/", {"verdicts": verdicts, "back": "/alerts/"}, follow=True).content.decode()


def test_a_verdict_just_given_is_undone_as_if_it_had_not_been(
    coordinator: User,
    focal_point: User,
    other_focal_point: User,
    client_for: ClientFor,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    dogs = {
        "title": "Canine unit of Khorog airport",
        "objective": "Twelve sniffer dogs search the luggage of arrivals.",
    }
    for said in ({}, dogs):
        checked(scanners("DE", **said), scanners("GB", **said))  # found again when it is undone
    client, (one, other) = client_for(coordinator), Alert.objects.order_by("pk")
    Notification.objects.all().delete()
    make_position(one, focal_point)
    page = do(client, "dismiss", one, other, reason="place", text="Two towns.", anyway="on")
    Notification.objects.filter(user=other_focal_point).update(mailed_at=timezone.now())

    with django_capture_on_commit_callbacks() as later:
        page = undo(client, page)
    assert "2 verdicts are taken back." in page
    assert f'<a href="{one.get_absolute_url()}">Alert {one.pk}</a>' in page
    assert set(Alert.objects.open()) == {one, other}
    assert Position.objects.in_force().exists()  # nobody is asked again
    assert not focal_point.notifications.exists()
    for tell_or_check in later:
        tell_or_check()
    assert other_focal_point.notifications.filter(key__startswith="verdict:undone").count() == 2


def test_who_watches_hears_that_it_was_undone_in_the_kind_that_he_can_stop(
    coordinator: User,
    focal_point: User,
    recipient: User,
    client_for: ClientFor,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    """In as many queries for ten who watch as for one."""
    counts = []
    for others in (1, 10):
        alert = pair()
        do(client_for(recipient), "watch", alert)
        page = alert.get_absolute_url()
        Watch.objects.bulk_create(Watch(user=make_user(User.Role.ANALYST), page=page) for _ in range(others))
        verdict = make_verdict(alert, coordinator)
        tell_of_verdicts([verdict])
        Notification.objects.update(mailed_at=timezone.now())
        with CaptureQueriesContext(connection) as queries, django_capture_on_commit_callbacks(execute=True):
            tell_of_undoing(undo_verdicts([verdict]))
        counts.append(len(queries))
        told = Notification.objects.filter(url=page, key__startswith="verdict:undone", kind__startswith="watch:")
        subjects = {row.subject.partition(":")[0] for row in told}
        assert (told.count(), subjects) == (others + 1, {"Taken back, open again"})
        [mine] = told.filter(user=recipient)
        assert (mine.kind, mine.reason[:19]) == (
            Watch.objects.get(user=recipient, page=page).kind,
            "you watch the alert",
        )
        assert focal_point.notifications.get(url=page, key__startswith="verdict:undone").kind == "verdict"
    assert counts[0] == counts[1]


def test_a_message_keeps_the_numbers_and_no_form_with_its_token(coordinator: User, client_for: ClientFor) -> None:
    data = {"do": "dismiss", "alert": pair().pk, "reason": "place", "text": "Two towns.", "anyway": "on"}
    client = client_for(coordinator)
    [said] = get_messages(client.post("/alerts/several/", data).wsgi_request)
    assert "<form" not in said.message
    page = client.get("/alerts/?state=all").content.decode()
    assert f'name="verdicts" value="{Verdict.objects.get().pk}"' in page
    assert 'name="back" value="/alerts/?state=all"' in page


def test_what_was_decided_by_others_or_long_ago_is_not_undone(coordinator: User, client_for: ClientFor) -> None:
    old, foreign, client = pair(), pair(), client_for(coordinator)
    verdict = make_verdict(old, coordinator)
    with pgtrigger.ignore("duplication.Verdict:verdict_append_only"):
        Verdict.objects.filter(pk=verdict.pk).update(created_at=timezone.now() - timedelta(hours=2))
    page = undo(client, f'name="verdicts" value="{verdict.pk},{make_verdict(foreign).pk}"')
    assert "more than an hour ago" in page
    Project.objects.filter(pk=old.first_id).update(published_at=None)
    assert "You see no such verdict of yours" in undo(client, f'name="verdicts" value="{verdict.pk}"')
    assert "at most 200" in undo(client, f'name="verdicts" value="{",".join(map(str, range(1, 203)))}"')
    assert Alert.objects.decided().count() == 2


def test_undo_stands_with_the_alert_as_long_as_it_can_be_undone(coordinator: User, client_for: ClientFor) -> None:
    slip = make_verdict(alert := pair(), coordinator)
    make_verdict(pair())  # of another person
    pages = [alert.get_absolute_url(), "/alerts/?state=decided"]
    offered = f'name="verdicts" value="{slip.pk}"'
    shown = [client_for(coordinator).get(page).content.decode() for page in pages]
    assert [(page.count('name="verdicts"'), offered in page, "59\xa0minutes left" in page) for page in shown] == [
        (1, True, True)
    ] * 2
    assert offered not in client_for(make_user(User.Role.COORDINATOR)).get(pages[0]).content.decode()
    with pgtrigger.ignore("duplication.Verdict:verdict_append_only"):
        Verdict.objects.filter(pk=slip.pk).update(created_at=timezone.now() - timedelta(minutes=61))
    assert not any(offered in client_for(coordinator).get(page).content.decode() for page in pages)


def test_who_is_no_coordinator_any_more_takes_nothing_back(coordinator: User) -> None:
    verdict = make_verdict(pair(), coordinator)
    assert undoable_among(Verdict.objects.all(), coordinator) == [verdict]
    coordinator.role = User.Role.ANALYST
    assert undoable_among(Verdict.objects.all(), coordinator) == []
