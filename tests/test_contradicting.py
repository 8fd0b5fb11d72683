"""Verdicts that contradict one another are listed, counted and marked, for coordinators alone."""

import random
from collections.abc import Callable
from itertools import combinations
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from adam.demo.makers import make_alert, make_project, make_verdict
from duplication.models import Alert, Verdict
from duplication.review.contradicting import contradicting
from duplication.review.deciding import reopen
from duplication.review.implying import against, concerned, imply
from partners.models import User

pytestmark = pytest.mark.django_db
ClientFor = Callable[[User], Client]
SAID: list[dict[str, Any]] = [
    {"outcome": "merged", "reason": ""},
    {"outcome": "not_overlap", "reason": "place"},
    {"outcome": "not_overlap", "reason": "coordinated"},
    {"outcome": "joint", "reason": ""},
]
SAME, NOT, *_ = SAID


def torn() -> list[Alert]:
    """A is B, and B is C, but A is not C."""
    alerts = [make_alert(*two) for two in combinations([make_project(code) for code in ("DE", "GB", "FR")], 2)]
    for alert, said in zip(alerts, (SAME, NOT, SAME), strict=True):
        make_verdict(alert, **said)
    return alerts


@pytest.mark.parametrize("seed", range(6))
def test_all_are_told_as_each_is_on_its_own_page(seed: int) -> None:
    chance = random.Random(seed)
    alerts = [make_alert(*two) for two in combinations([make_project("DE") for _ in range(6)], 2)]
    for alert in chance.sample(alerts, 10):
        make_verdict(alert, **chance.choice([SAME, *SAID]))
    imply(concerned(*alerts[:5]))
    standing = Verdict.objects.standing().select_related("alert").order_by("alert")
    opposed = [one.alert_id for one in standing if against([one]).decided]
    assert list(contradicting()) == opposed
    assert opposed or seed


def test_they_are_worked_out_anew_when_something_is_decided_or_opened(
    coordinator: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    found = [alert.pk for _ in range(3) for alert in torn()]
    for queries in (2, 1):
        with django_assert_num_queries(queries):
            assert contradicting() == tuple(found)
    reopen(Verdict.objects.get(alert=found[0]), coordinator, "Looked at again.")
    assert contradicting() == tuple(found[3:])


def test_coordinators_are_led_to_them_and_nobody_else(
    client_for: ClientFor, coordinator: User, focal_point: User, analyst: User
) -> None:
    alerts, client = torn(), client_for(coordinator)
    consistent = make_alert(make_project("DE"), make_project("GB"))
    make_verdict(consistent, **SAME)
    told = "3 alerts have a verdict that contradicts others"
    for address in ("/alerts/?state=open", "/alerts/?state=waiting", "/alerts/?state=decided", "/oversight/"):
        assert told in client.get(address).content.decode()
    decided = client.get("/alerts/?state=decided").content.decode()
    assert decided.count("Contradicts other verdicts") == 3
    listed = client.get("/alerts/?state=contradicting").context["alerts"]
    assert {view.pk for view in listed} == {alert.pk for alert in alerts}
    found = client.get("/api/alerts/?state=contradicting").json()["results"]
    assert {one["id"] for one in found} == {alert.pk for alert in alerts}

    for user in (focal_point, analyst):
        assert client_for(user).get("/api/alerts/?state=contradicting").status_code == 400
        page = client_for(user).get("/alerts/?state=contradicting")
        assert page.context["filter"].problems == ["State: “contradicting” is not known here. It was left out."]
        assert "ontradict" not in client_for(user).get("/alerts/?state=decided").content.decode()
    assert told not in client_for(analyst).get("/oversight/").content.decode()
