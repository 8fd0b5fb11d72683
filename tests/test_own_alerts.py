"""Of two projects that count as one through a third, what was decided of the two themselves."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from adam.demo.makers import make_alert, make_project, make_relation, make_verdict
from duplication.models import Alert
from partners.models import User
from projects.analysis import pairs_of
from projects.models import Project
from tests.test_analysis import table

NET = "rows=partner&measure=budget&totals=net"
OTHERWISE = "Their own alert was decided otherwise: “Not an overlap”"


@pytest.fixture
def alert(db: None) -> Alert:
    """Of two of three that are one."""
    first, third, second = (make_project(partner, amount=100) for partner in ("JP", "US", "FR"))
    make_relation(first, third, "third-party")
    make_relation(second, third, "third-party")
    return make_alert(first, second)


def said(user: User) -> list[Any]:
    pairs = pairs_of(table(user, NET), user)
    return [(one.project.partner.code, one.own_alert and one.own_alert.text) for one in pairs.shown] if pairs else []


def test_their_own_alert_waits_or_was_decided_otherwise(alert: Alert, focal_point: User, coordinator: User) -> None:
    assert said(focal_point) == [("US", None), ("FR", "Their own alert waits for a decision")]
    make_verdict(alert, coordinator)
    assert said(focal_point) == [("US", None), ("FR", OTHERWISE)]
    assert said(coordinator)[1] == ("FR", f"{OTHERWISE}, by {coordinator}")
    make_verdict(alert, coordinator, outcome="merged", reason="")
    assert said(focal_point)[1] == ("FR", None)


def test_of_a_past_day_and_of_what_was_withdrawn_nothing_is_said(alert: Alert, focal_point: User) -> None:
    found = table(focal_point, NET)
    past = replace(found, question=replace(found.question, as_of=date(2026, 1, 31)))
    assert {pair.own_alert for pair in pairs_of(past, focal_point).shown} == {None}
    Alert.objects.update(withdrawn_at=alert.raised_at)
    assert said(focal_point)[1] == ("FR", None)


def test_of_a_restricted_project_nothing_is_told_to_who_speaks_for_neither(alert: Alert, focal_point: User) -> None:
    make_verdict(alert)
    Project.objects.filter(pk=alert.second_id).update(visibility=Project.Visibility.RESTRICTED)
    assert said(focal_point) == [("US", None)]


def test_it_stands_on_the_page_and_in_the_files(alert: Alert, focal_point: User, client: Client) -> None:
    make_verdict(alert)
    client.force_login(focal_point)
    page = client.get(f"/projects/analysis/?{NET}").content.decode()
    assert f'<a href="{alert.get_absolute_url()}">{OTHERWISE}</a>' in page
    found = client.get(f"/projects/analysis.json?{NET}").json()["pairs"]
    assert {one["own_alert"] for one in found} == {None, OTHERWISE}


def test_many_are_told_in_as_many_queries_as_one(alert: Alert, focal_point: User) -> None:
    counts = []
    for _ in range(2):
        found = table(focal_point, NET)
        with CaptureQueriesContext(connection) as queries:
            pairs_of(found, focal_point)
        counts.append(len(queries))
        for partner in ("DE", "GB"):
            other = make_project(partner, amount=5)
            make_relation(alert.first, other, "third-party")
            make_verdict(make_alert(alert.first, other))
    assert counts == [2, 2]
