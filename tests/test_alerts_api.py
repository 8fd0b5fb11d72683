"""Alerts in the REST API: what was said and whether it still holds, and by which table of weights."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from adam.demo.makers import make_alert, make_calibration, make_position, make_project, make_verdict
from duplication.models import Alert
from duplication.review.deciding import reopen
from duplication.review.undoing import undo
from partners.models import User

pytestmark = pytest.mark.django_db

ClientFor = Callable[[User], Client]


@pytest.fixture
def alert() -> Alert:
    return make_alert(make_project("DE"), make_project("GB"), calibration=make_calibration(name="Of spring"))


def told(client: Client, alert: Alert) -> dict[str, Any]:
    return client.get(f"/api/alerts/{alert.pk}/").json()


def test_a_verdict_tells_what_is_recommended_and_whether_it_stands(
    alert: Alert, focal_point: User, coordinator: User, client_for: ClientFor
) -> None:
    verdict = make_verdict(alert, outcome="joint", reason="", recommendation="Agree on one list.")
    [said] = told(client_for(focal_point), alert)["statements"]
    assert (said["recommendation"], said["stands"]) == ("Agree on one list.", True)
    reopen(verdict, coordinator, "New plans.")
    fell, reopened = told(client_for(focal_point), alert)["statements"]
    assert (fell["said"], fell["stands"], reopened["is_undo"]) == ("Joint programme", False, False)


def test_what_was_taken_back_says_so(alert: Alert, focal_point: User, coordinator: User, client_for: ClientFor) -> None:
    undo([make_verdict(alert, coordinator)])
    slip, undone = told(client_for(focal_point), alert)["statements"]
    assert (slip["stands"], undone["is_reopening"], undone["is_undo"]) == (False, True, True)


def test_of_two_positions_of_a_partner_the_former_says_what_became_of_it(
    alert: Alert, focal_point: User, client_for: ClientFor
) -> None:
    make_position(alert, focal_point)
    make_position(alert, focal_point, stance="same")
    former, latest = told(client_for(focal_point), alert)["statements"]
    assert (former["stands"], latest["stands"], latest["note"]) == (False, True, "")
    assert former["note"].startswith("Taken back on ")


def test_an_alert_names_its_table_of_weights(alert: Alert, focal_point: User, client_for: ClientFor) -> None:
    assert told(client_for(focal_point), alert)["calibration"] == "Of spring"
