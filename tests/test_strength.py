"""How strong the evidence of an alert is called: one word in rows, filter and mails."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from adam.demo.makers import make_alert, make_calibration, make_project, make_verdict
from duplication.models import Alert
from duplication.notices.alerts import tell
from duplication.presentation.evidence import band
from duplication.review.changes import Change
from duplication.review.deciding import end_one
from partners.models import Notification, User
from partners.notifications import deliver
from partners.rhythms import next_moment
from tests.conftest import Mailbox

pytestmark = pytest.mark.django_db

ClientFor = Callable[[User], Client]


def pair(weight: float, **fields: Any) -> Alert:
    return make_alert(make_project("DE"), make_project("GB"), match_weight=weight, **fields)


def listed(client: Client, strength: str) -> list[tuple[float, str]]:
    """Weight and word of each alert on the page, in order."""
    views = client.get(f"/alerts/?state=all&strength={strength}").context["alerts"]
    return [(view.alert.match_weight, view.strength) for view in views]


@pytest.mark.parametrize(
    ("strength", "weights"),
    [("very-strong", [9.0, 7.95]), ("strong", [7.94, 3.96]), ("moderate", [3.94, 0.95]), ("slight", [0.94, -2.0])],
)
def test_it_is_filtered_as_the_rows_say_it(
    coordinator: User, client_for: ClientFor, strength: str, weights: list[float]
) -> None:
    """And as they show it: 3.96 is strong, 4.0."""
    for weight in (9.0, 7.95, 7.94, 3.96, 3.94, 0.95, 0.94, -2.0):
        pair(weight)
    assert listed(client_for(coordinator), strength) == [(weight, strength.replace("-", " ")) for weight in weights]


def test_what_is_no_longer_alike_is_below_the_threshold_and_of_no_other_strength(
    coordinator: User, client_for: ClientFor
) -> None:
    pair(5.0)
    unlike = pair(4.5, calibration=make_calibration(table={"thresholds": {"same_work": 6.0}}), contributions=[])
    change = Change(unlike.first_id, "all", "all", "Title", "A", "B")
    end_one(make_verdict(unlike, outcome="joint", reason=""), None, changes=[change])
    client = client_for(coordinator)
    assert listed(client, "strong") == [(5.0, "strong")]
    assert listed(client, "below") == [(4.5, "below the threshold")]


@pytest.mark.parametrize(("weight", "kind"), [(3.95, "alert"), (3.94, "weak_alert")])
def test_strong_alerts_are_mailed_at_once_and_the_others_in_the_daily_digest(
    smtp: Mailbox, focal_point: User, weight: float, kind: str
) -> None:
    alert = pair(weight)
    tell([(alert, f"alert:{alert.pk}")], None)
    told = Notification.objects.get(user=focal_point)
    assert told.kind == kind
    assert deliver() == (1 if band(weight) == "strong" else 0)
    if kind == "weak_alert":
        assert told.due_at == next_moment("daily", told.created_at)
