"""What keeps the review of many alerts quick: the database counts, some are weighed for all, and no page asks more."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from adam.demo.makers import make_alert, make_position, make_project, make_verdict
from duplication.calibration import previewing
from duplication.calibration.below import Counted
from duplication.calibration.calibrations import active_calibration
from duplication.calibration.thresholds import Counts
from duplication.models import Alert, Verdict
from duplication.queue.attending import dismiss
from duplication.queue.filters import but
from duplication.review.deciding import record
from partners.models import User
from projects.models import ProjectRelation
from projects.models.relations import ROLES, related
from projects.relations import saved

pytestmark = pytest.mark.django_db

ClientFor = Callable[[User], Client]
PAGES = (
    "/alerts/?state=open",
    "/alerts/?state=open&sort=money",
    "/alerts/?state=open&silent=DE&sort=money",
    "/alerts/?state=decided",
    "/alerts/thresholds/",
)


def many(number: int, coordinator: User, focal_point: User) -> None:
    """Every second one is answered by Germany, every third decided."""
    for place in range(number):
        alert = make_alert(make_project("DE"), make_project("GB"), match_weight=2 + place / 10)
        if place % 2:
            make_position(alert, focal_point)
        if place % 3 == 2:
            make_verdict(alert, coordinator)


def test_what_stands_is_not_looked_for_by_a_join(db: None) -> None:
    """Of a missing row in a join the database expects so few that it went through all verdicts for each alert."""
    assert "JOIN" not in str(Verdict.objects.standing().query)


def test_alerts_that_another_one_stands_for_are_looked_up(db: None) -> None:
    """In a list of another kind of number each row is compared with all of them."""
    alert = make_alert(make_project("DE"), make_project("GB"))
    for left_out, number in ([alert.pk], 0), ([alert.pk + 1], 1):
        found = Alert.objects.filter(but(left_out))
        assert (found.count(), "::bigint[]" in str(found.query)) == (number, True)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_asks_as_often_for_many_alerts_as_for_some(
    page: str, coordinator: User, focal_point: User, client_for: ClientFor
) -> None:
    client, asked = client_for(coordinator), []
    for number in (6, 24):
        many(number, coordinator, focal_point)
        client.get(page)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page).status_code == 200
        asked.append(len(queries))
    assert asked[1] <= asked[0] <= 35


def test_many_are_decided_in_as_many_queries_as_some(
    coordinator: User, focal_point: User, other_focal_point: User, client_for: ClientFor
) -> None:
    """While one decides nobody else can."""
    client, asked = client_for(coordinator), []
    for number in (3, 12):
        alerts = [make_alert(make_project("DE"), make_project("GB")) for _ in range(number)]
        said = {"do": "dismiss", "reason": "place", "text": "Two towns.", "anyway": "on"}
        with CaptureQueriesContext(connection) as queries:
            client.post("/alerts/several/", {**said, "alert": [alert.pk for alert in alerts]})
        assert Verdict.objects.standing().filter(alert__in=alerts, decided_by=coordinator).count() == number
        asked.append(len(queries))
    assert focal_point.notifications.filter(kind="verdict").count() == 15
    # three keep in the session what z takes back, one throws away what was left, four end what notices and mails ask
    # one looks for contact that ends, one for what partners said after a verdict, one for who has heard of the alerts
    assert asked[0] == asked[1] <= 80


def test_of_several_decided_at_once_what_follows_from_those_before_is_not_given(coordinator: User) -> None:
    """As if one were given after the other: it goes when what it follows from does."""
    one, two, three = (make_project(code) for code in ("DE", "GB", "FR"))
    alerts = [make_alert(one, two), make_alert(two, three), make_alert(one, three)]
    make_verdict(alerts[0], outcome="merged", reason="")
    result = dismiss(coordinator, [alert.pk for alert in alerts], "place", "Two towns.", anyway=True)
    assert result.done == [alerts[1]]
    assert [why for _, why in result.not_done] == [
        "decided already: Same project: to be recorded once",
        "decided already: Not an overlap, as it follows from others",
    ]
    assert [one.is_implied for one in Verdict.objects.order_by("alert")] == [False, False, True]


def test_one_outcome_for_all_of_a_cluster_relates_each_pair_once(coordinator: User) -> None:
    one, two, three = (make_project(code) for code in ("DE", "GB", "FR"))
    alerts = [make_alert(one, two), make_alert(two, three), make_alert(one, three)]
    saved(related(one, two, ROLES["third-party"]))
    said = {"outcome": "merged", "reason": "", "decided_by": coordinator}
    came = record([Verdict(alert=alert, **said) for alert in alerts])
    assert ([verdict.alert for verdict in came.given], came.decided) == (alerts[:2], {alerts[2].pk})
    relations = Verdict.objects.order_by("alert").values_list("relation", flat=True)
    assert list(relations) == [None, *ProjectRelation.objects.order_by("pk").values_list("pk", flat=True)[1:]]


def test_of_very_many_alerts_some_are_weighed_and_the_numbers_are_said_to_be_about(
    coordinator: User, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(previewing, "WEIGHED", 4)
    used = active_calibration()
    for place in range(10):
        make_alert(make_project("DE"), make_project("GB"), match_weight=place / 10, calibration=used)

    shown = previewing.preview(used.weights, Counts.by(used.weights), {"same_work": 5.0}, Counted())
    [one] = shown.changes
    assert (one.open, one.reach, one.go.number, len(one.go.pks), one.is_exact, shown.weighed) == (
        10,
        0,
        10,
        4,
        False,
        4,
    )
    page = client_for(coordinator).get(f"/alerts/thresholds/?used={used.pk}&same_work=5").content.decode()
    assert "About 10 of 10 open alerts would be withdrawn." in page
    assert "So many alerts may change that 4 of them were compared anew" in page
    assert "withdraw about 10 alerts" in page


def test_those_that_are_weighed_lie_evenly_from_the_strongest_to_the_weakest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(previewing, "WEIGHED", 3)
    used = active_calibration()
    alerts = [
        make_alert(make_project("DE"), make_project("GB"), match_weight=9 - place, calibration=used)
        for place in range(9)
    ]
    some = previewing.waiting_below(dict.fromkeys(used.weights.thresholds, 20.0))
    assert sorted(one.pk for one in some) == sorted(alerts[place].pk for place in (2, 5, 8))
    assert [one.stands_for for one in some] == [3, 3, 3]
