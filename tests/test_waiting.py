"""For whom alerts wait: what comes to the coordinators besides what both partners have answered."""

from collections.abc import Callable
from datetime import date, timedelta

import pgtrigger
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from adam.demo.makers import make_alert, make_position, make_project, make_verdict
from duplication.detection import check
from duplication.models import Alert, Assignment, Reopening
from duplication.notices import reminding
from duplication.notices.reminding import UNANSWERED, asked_at
from duplication.review.contradicting import contradicting
from duplication.review.deciding import reopen
from duplication.review.waiting import asked_before, waiting_for
from partners.models import FocalPoint, Notification, Partner, User
from projects.models import Project
from tests.test_alert_queue import listed, waiting
from tests.test_alert_reminders import raised

ClientFor = Callable[[User], Client]


@pytest.fixture
def alert(focal_point: User, other_focal_point: User) -> Alert:
    return make_alert(make_project("DE"), make_project("GB"))


def waits(user: User) -> bool:
    return waiting_for(user, Alert.objects.all()).exists()


@pytest.mark.parametrize(("days", "is_waiting"), [(27.9, False), (28.1, True), (400, True)])
def test_what_nobody_answered_for_four_weeks_waits_for_the_coordinators(
    alert: Alert, coordinator: User, client_for: ClientFor, days: float, is_waiting: bool
) -> None:
    raised(alert, days)
    client = client_for(coordinator)
    assert waiting(client) == len(listed(client, "state=waiting")) == is_waiting


def test_what_was_asked_anew_waits_as_long_again(alert: Alert, coordinator: User) -> None:
    reopen(make_verdict(alert, coordinator), coordinator, "New plans.")
    raised(alert, 40)
    assert not waits(coordinator)
    with pgtrigger.ignore():
        Reopening.objects.update(created_at=timezone.now() - timedelta(days=29))
    assert waits(coordinator)


def test_of_all_at_once_it_is_what_each_says_of_itself(alert: Alert, coordinator: User) -> None:
    others = [make_alert(make_project("DE"), make_project("GB")) for _ in range(3)]
    for number, one in enumerate(others):
        raised(one, 20 * number)
    reopen(make_verdict(others[2], coordinator), coordinator, "New plans.")
    for days in (-1, 10, 30, 50):
        moment = timezone.now() - timedelta(days=days)
        each = Alert.objects.annotate(since=asked_at()).filter(since__lte=moment)
        assert set(Alert.objects.filter(asked_before(moment))) == set(each)


def test_what_a_partner_cannot_answer_waits_for_them_at_once(
    alert: Alert, coordinator: User, focal_point: User, other_focal_point: User
) -> None:
    assert not waits(coordinator)
    FocalPoint.objects.filter(user=other_focal_point).update(ended=timezone.localdate())
    assert waits(coordinator)
    make_position(alert, other_focal_point)  # while it still spoke for its partner
    assert not waits(coordinator)


def test_what_is_no_longer_alike_waits_for_them(
    pair: tuple[Project, Project],
    coordinator: User,
    focal_point: User,
    other_focal_point: User,
    client_for: ClientFor,
) -> None:
    make_verdict(Alert.objects.get(), outcome="joint", reason="")
    later = {"start": date(2041, 1, 1), "end": date(2042, 1, 1)}
    Project.objects.filter(pk=pair[1].pk).update(title="Prison library", objective="Books.", **later)
    check(pair[1].pk)
    assert Alert.objects.open().exists()
    assert waits(coordinator)
    Alert.objects.update(withdrawn_at=timezone.now())
    page = client_for(coordinator).get(Alert.objects.get().get_absolute_url()).content.decode()
    assert "What was found before it was withdrawn: One of the two changed since they were decided on." in page


def test_what_somebody_sees_to_waits_for_that_one_alone(
    alert: Alert, coordinator: User, second_coordinator: User
) -> None:
    raised(alert, 30)
    Assignment.objects.create(alert=alert, coordinator=coordinator)
    assert (waits(coordinator), waits(second_coordinator)) == (True, False)
    reminding.remind()
    assert [row.user for row in Notification.objects.filter(kind="unheard")] == [coordinator]


def test_what_a_former_coordinator_saw_to_is_everybodys(
    alert: Alert, coordinator: User, second_coordinator: User
) -> None:
    raised(alert, UNANSWERED.days + 1)
    Assignment.objects.create(alert=alert, coordinator=coordinator)
    User.objects.filter(pk=coordinator.pk).update(role=User.Role.READER)
    assert waits(second_coordinator)
    reminding.remind()
    assert [row.user for row in Notification.objects.filter(kind="unheard")] == [second_coordinator]


def test_the_row_says_why_it_waits_for_the_coordinator(
    coordinator: User, focal_point: User, other_focal_point: User, client_for: ClientFor
) -> None:
    """Each for its own reason, in as many queries for one as for all."""
    unlike, agreed, late, half, mute, mine = (make_alert(make_project("DE"), make_project("GB")) for _ in range(6))
    own = make_alert(make_project("DE"), make_project("DE"))
    Assignment.objects.create(alert=mine, coordinator=coordinator)
    make_position(agreed, focal_point)
    make_position(agreed, other_focal_point)
    client = client_for(coordinator)
    contradicting()  # known until something is decided
    with CaptureQueriesContext(connection) as few:
        client.get("/alerts/?state=waiting")
    make_position(unlike, focal_point)
    make_position(unlike, other_focal_point, stance="not_overlap")
    raised(late, UNANSWERED.days + 1)
    raised(half, UNANSWERED.days + 1)
    for one in (half, own):
        make_position(one, focal_point)
    Project.objects.filter(pk=mute.second_id).update(partner=Partner.objects.get(code="FR"))
    with CaptureQueriesContext(connection) as many:
        page = client.get("/alerts/?state=waiting")
    assert len(many) == len(few)
    assert {view.pk: cause for view, *_, cause, _ in page.context["entries"]} == {
        unlike.pk: "The partners disagree",
        agreed.pk: "Both have answered",
        late.pk: "No answer of Germany and United Kingdom in 28 days",
        half.pk: "No answer of United Kingdom in 28 days",
        own.pk: "Its partner has answered",
        mute.pk: "Nobody speaks for France",
        mine.pk: "Assigned to you",
    }
    assert "Nobody speaks for France" in page.content.decode()
    assert "Nobody speaks" not in client.get("/alerts/?state=open").content.decode()


def test_of_a_cluster_it_is_said_how_many_wait_for_what(
    coordinator: User, focal_point: User, other_focal_point: User, client_for: ClientFor
) -> None:
    one, two, three = (make_project(code) for code in ("DE", "GB", "DE"))
    answered, late = make_alert(one, two), make_alert(two, three)
    make_position(answered, focal_point)
    make_position(answered, other_focal_point)
    raised(late, UNANSWERED.days + 1)
    page = client_for(coordinator).get("/alerts/?state=waiting")
    assert [cause for *_, cause, _ in page.context["entries"]] == [
        "1 answered by all partners; 1 not answered by all in 28 days"
    ]
