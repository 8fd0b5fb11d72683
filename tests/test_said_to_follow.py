"""Whoever decides is told what is decided with it, and what is open again with what is taken back."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from adam.demo.makers import make_alert, make_position, make_project, make_verdict
from duplication.models import Alert, Verdict
from duplication.queue.done import say_what_follows
from partners.models import User
from projects.models import Project
from tests.reading import read
from tests.reported_twice import scanners

pytestmark = pytest.mark.django_db
ClientFor = Callable[[User], Client]
SAME: dict[str, Any] = {"outcome": "merged", "reason": ""}
NOT: dict[str, Any] = {"outcome": "not_overlap", "reason": "place"}
DISMISS: dict[str, Any] = {"do": "dismiss", "reason": "place", "text": "Two towns."}


def link(alert: Alert) -> str:
    return f'<a href="{alert.get_absolute_url()}">Alert {alert.pk}</a>'


@pytest.fixture
def three(db: None) -> list[Project]:
    return [scanners(partner) for partner in ("DE", "GB", "FR")]  # found again when it is undone


@pytest.mark.parametrize(
    ("address", "sent", "other"),
    [
        ("/alerts/{}/verdict/", SAME, NOT),
        ("/alerts/{}/cluster/verdict/", SAME, NOT),
        ("/alerts/several/?state=all", DISMISS, SAME),
    ],
)
def test_what_follows_is_named_and_what_is_open_again_with_it(
    three: list[Project],
    coordinator: User,
    client_for: ClientFor,
    address: str,
    sent: dict[str, Any],
    other: dict[str, Any],
) -> None:
    a, b, c = three
    given, follows = make_alert(a, b), make_alert(a, c)
    make_verdict(make_alert(b, c), **other)
    client, ticked = client_for(coordinator), {"alert": given.pk, "alerts": given.pk, "anyway": "on"}
    page = client.post(address.format(given.pk), sent | ticked, follow=True).content.decode()
    assert f"{link(follows)} follows from it: not an overlap." in page

    verdict = Verdict.objects.get(alert=given)
    page = client.post("/alerts/undo/", {"verdicts": verdict.pk}, follow=True).content.decode()
    assert f"Open again too, since it had followed. {link(follows)}" in page


def test_many_that_follow_are_named_in_one_query(three: list[Project], coordinator: User, rf: RequestFactory) -> None:
    a, b, *_ = three
    for other in [make_project("FR") for _ in range(7)]:
        make_alert(a, other)
        make_verdict(make_alert(b, other), **NOT)
    given = make_verdict(make_alert(a, b), coordinator, **SAME)
    request = rf.post("/")
    request.session = {}  # type: ignore[assignment]
    storage = request._messages = FallbackStorage(request)  # type: ignore[attr-defined]
    with CaptureQueriesContext(connection) as queries:
        say_what_follows(request, Verdict.objects.filter(pk=given.pk))  # type: ignore[arg-type]
    assert len(queries) == 1
    [said] = storage
    assert "and 2 more follow from it: not an overlap." in read(str(said))


def test_several_on_which_both_partners_see_an_overlap_are_asked_about(
    coordinator: User, focal_point: User, other_focal_point: User, client_for: ClientFor
) -> None:
    agreed, divided = (make_alert(make_project("DE"), make_project("GB")) for _ in range(2))
    for alert, theirs in ((agreed, "same"), (divided, "complementary")):
        make_position(alert, focal_point)
        make_position(alert, other_focal_point, stance=theirs)
    client, address = client_for(coordinator), "/alerts/several/?state=all"
    answer = client.post(address, sent := DISMISS | {"alert": [agreed.pk, divided.pk]})
    pair = f"{agreed.first.number} with {agreed.second.number}"
    assert f"On one of these all partners say that there is an overlap: {pair}." in answer.content.decode()
    assert (answer.context["ticked"], Verdict.objects.count()) == ({agreed.pk, divided.pk}, 0)

    client.post(address, sent | {"against": answer.context["several"]["against"].value()})
    assert set(Verdict.objects.values_list("alert", flat=True)) == {agreed.pk, divided.pk}
