"""The list that an alert was opened from: the way back to it, and the next one of it."""

from collections.abc import Callable
from urllib.parse import quote, urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from adam.demo.makers import make_verdict
from partners.models import Notification, User
from tests.test_alert_queue import pair

pytestmark = pytest.mark.django_db

ClientFor = Callable[[User], Client]


@pytest.mark.parametrize(("query", "asked"), [("state=open&country=TJ", 0), ("state=open&sort=money", 1)])
def test_an_alert_opened_from_the_queue_asks_the_register_only_for_money_and_before_it_is_read(
    query: str, asked: int, coordinator: User, client_for: ClientFor
) -> None:
    alert = pair()
    fields = {"kind": "alert", "url": alert.get_absolute_url(), "subject": "An alert", "text": "An alert."}
    Notification.objects.create(user=coordinator, key="alert:1", **fields)
    with CaptureQueriesContext(connection) as queries:
        page = client_for(coordinator).get(f"{alert.get_absolute_url()}?{urlencode({'from': query})}")
    statements = [query["sql"] for query in queries]
    [written] = [place for place, sql in enumerate(statements) if 'UPDATE "partners_notification"' in sql]
    places = [place for place, sql in enumerate(statements) if "pg_current_snapshot" in sql]
    assert len(places) == asked
    assert all(place < written for place in places)
    assert page.context["came"].back.startswith("/alerts/?state=open")


@pytest.mark.parametrize("sent", ["at=99999999999", "state=nowhere%26kind=%2500%26at=-1", "%26%26", "//evil.example"])
def test_a_wrong_origin_is_no_error(sent: str, coordinator: User, client_for: ClientFor) -> None:
    page = client_for(coordinator).get(f"{pair().get_absolute_url()}?from={sent}")
    assert page.context["came"].back.startswith("/alerts/?")


def test_one_that_stands_in_another_place_by_now_is_found_there(coordinator: User, client_for: ClientFor) -> None:
    first, second, third, fourth = (pair(match_weight=weight) for weight in (9, 8, 7, 6))
    client = client_for(coordinator)
    address = f"{third.get_absolute_url()}?from={quote('state=open&sort=strength&at=2')}"
    assert client.get(address).context["came"].next.startswith(fourth.get_absolute_url())

    make_verdict(first)
    came = client.get(address).context["came"]
    assert came.previous.startswith(second.get_absolute_url())
    assert came.next.startswith(fourth.get_absolute_url())
