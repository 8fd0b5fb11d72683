"""A verdict that is opened again or taken back: the pair is checked first, and what is told is what was found."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from adam.demo.makers import make_verdict
from duplication.calibration.proposals import set_thresholds
from duplication.matching.index import CHECKING
from duplication.models import Alert, Verdict
from duplication.notices.verdicts import tell_of_verdicts
from duplication.presentation.evidence import band
from duplication.review.deciding import HOLD
from partners.models import Notification, User
from projects.models import Project

ClientFor = Callable[[User], Client]


@pytest.fixture
def verdict(pair: tuple[Project, Project]) -> Verdict:
    return make_verdict(Alert.objects.get(), outcome="joint", reason="")


def opened(client: Client, verdict: Verdict) -> str:
    """What the coordinator reads."""
    address = f"/alerts/{verdict.alert_id}/reopen/"
    return client.post(address, {"text": "New facts."}, follow=True).content.decode()


def test_of_two_that_are_no_longer_alike_it_says_that_the_alert_is_withdrawn(
    verdict: Verdict, focal_point: User, coordinator: User, client_for: ClientFor
) -> None:
    set_thresholds({verdict.alert.kind: 29.0}, coordinator)
    page = opened(client_for(coordinator), verdict)
    assert "so the alert is withdrawn." in page
    assert "The alert is open again." not in page
    told = focal_point.notifications.get(kind="reopened")
    assert told.subject.startswith("No longer alike: ")
    assert "The alert is withdrawn: nothing is asked of you." in told.text
    assert "an alert would be raised" not in told.text


def test_the_strength_told_is_that_of_today(
    pair: tuple[Project, Project], verdict: Verdict, focal_point: User, coordinator: User, client_for: ClientFor
) -> None:
    Alert.objects.update(match_weight=2.0)  # as if it had been weak on the day of the verdict
    assert "The alert is open again." in opened(client_for(coordinator), verdict)
    strength = band(Alert.objects.get().match_weight)
    assert strength != "moderate"
    assert f", {strength} evidence." in focal_point.notifications.get(kind="reopened").text


def test_the_project_is_held_before_the_alerts_are_as_in_every_check(
    verdict: Verdict, coordinator: User, client_for: ClientFor
) -> None:
    with CaptureQueriesContext(connection) as queries:
        opened(client_for(coordinator), verdict)
    held = re.findall(f"{CHECKING}|{HOLD.name}", str([one["sql"] for one in queries]))
    assert held[:2] == [str(CHECKING), HOLD.name]


def test_a_verdict_taken_back_is_checked_as_one_that_is_opened_again(
    pair: tuple[Project, Project], focal_point: User, coordinator: User, client_for: ClientFor
) -> None:
    slip = make_verdict(alert := Alert.objects.get(), coordinator, outcome="joint", reason="")
    tell_of_verdicts([slip])
    set_thresholds({alert.kind: 29.0}, coordinator)
    Notification.objects.update(mailed_at=timezone.now())
    page = client_for(coordinator).post("/alerts/undo/", {"verdicts": slip.pk}, follow=True).content.decode()
    assert "The verdict is taken back. Withdrawn: by what both say today they are not alike enough." in page
    assert not Alert.objects.standing().exists()
    told = focal_point.notifications.get(key__startswith="verdict:undone")
    assert told.subject.startswith("Taken back, no longer alike: ")
    assert "nothing is asked of you" in told.text
