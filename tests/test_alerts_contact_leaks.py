"""Contact over a restricted project: before it is accepted, nothing leaks."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from playwright.sync_api import Page

from adam.demo.makers import (
    make_alert,
    make_attachment,
    make_contact,
    make_focal_point,
    make_message,
    make_project,
    make_user,
    make_verdict,
)
from duplication.detection import check
from duplication.models import Alert, Contact
from duplication.review.deciding import reopen
from partners.models import Notification, Partner, User
from projects.exports.columns import COLUMNS
from projects.models import Project
from tests import test_alerts_contact
from tests.entering import posted
from tests.looks import problems
from tests.test_alerts_contact import ClientFor, answer, ask, end, leaked, shown_to

alert, ours, theirs = test_alerts_contact.alert, test_alerts_contact.ours, test_alerts_contact.theirs


STATES = ["nothing", "message", "asked", "declined", "ended"]


def bring_to(state: str, alert: Alert, ours: Client, theirs: Client, other: User) -> None:
    if state == "message":
        make_attachment(make_message(alert, other, text="Hello."), name="GB-SECRET-1 plan.pdf")
    if state in {"asked", "declined", "ended"}:
        ask(theirs if state == "asked" else ours, alert)
    if state in {"declined", "ended"}:
        answer(theirs, alert, "decline" if state == "declined" else "accept")
    if state == "ended":
        end(theirs, alert)


@pytest.mark.parametrize("state", STATES)
def test_no_page_export_count_or_search_tells_more_than_country_and_theme(
    alert: Alert, ours: Client, theirs: Client, other_focal_point: User, focal_point: User, state: str
) -> None:
    bring_to(state, alert, ours, theirs, other_focal_point)
    addresses = [
        alert.get_absolute_url(),
        "/alerts/?state=mine",
        alert.second.get_absolute_url(),
        "/projects/export.csv",
        f"/projects/export.csv?column={','.join(COLUMNS)}",
        f"/projects/export.jsonl?column={','.join(COLUMNS)}",
        f"/projects/export/?column={','.join(COLUMNS)}",
        "/projects/?q=secret",
        "/api/projects/",
        "/api/alerts/",
        f"/api/alerts/{alert.pk}/",
        "/notifications/",
        "/projects/analysis.csv?rows=partner",
        "/projects/analysis.json?rows=partner&totals=net&measure=budget",
        "/",
    ]
    for address in addresses:
        answered = ours.get(address)
        text = b"".join(answered) if answered.streaming else answered.content
        shown = text.decode().replace("<mark>", "").replace("</mark>", "")
        # Filters and charts name every partner.
        found = [word for word in leaked(shown) if word != "United Kingdom" or address == alert.get_absolute_url()]
        assert found == [], address
        assert other_focal_point.name not in shown
        assert other_focal_point.email not in shown
    for told in Notification.objects.filter(user=focal_point):
        assert leaked(f"{told.subject} {told.text} {told.url} {told.lists}") == []


@pytest.mark.parametrize("address", ["/alerts/{alert}/", "/alerts/?q=scanners", "/alerts/?q=nonsense", "/api/alerts/"])
def test_the_answer_costs_the_same_whatever_the_hidden_project_holds(alert: Alert, ours: Client, address: str) -> None:
    """The same statements in the same number: how long an answer takes tells nothing of what is not shown."""
    bare = make_project("GB", title="X", objective="", amount=None, visibility=Project.Visibility.RESTRICTED)
    poor = make_alert(bare, alert.second)
    ours.get("/alerts/")
    costs = []
    for one in (alert, poor):
        with CaptureQueriesContext(connection) as queries:
            ours.get(address.format(alert=one.pk))
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_searching_for_a_hidden_word_costs_what_searching_for_no_word_does(alert: Alert, ours: Client) -> None:
    ours.get("/alerts/")
    costs = []
    for query in ("scanners", "nonsense"):
        with CaptureQueriesContext(connection) as queries:
            ours.get(f"/alerts/?q={query}")
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_an_alert_that_is_not_there_costs_what_one_costs_that_is_not_for_the_person(
    alert: Alert, recipient: User, client_for: ClientFor
) -> None:
    client, costs = client_for(recipient), []
    client.get("/alerts/")
    for step in ("", "contact/", "messages/"):
        for pk in (alert.pk, 999_999):
            with CaptureQueriesContext(connection) as queries:
                path = f"/alerts/{pk}/{step}"
                assert (client.post(path) if step else client.get(path)).status_code == 404
            costs.append(len(queries))
    assert costs[0::2] == costs[1::2]


def test_a_deputy_of_the_other_partner_is_named_once_contact_is_open(
    alert: Alert, ours: Client, theirs: Client, united_kingdom: Partner
) -> None:
    deputy = make_focal_point(united_kingdom, email="deputy@adam.example", name="Deputy of Britain")
    assert "Deputy of Britain" not in shown_to(ours, alert)
    ask(ours, alert)
    answer(theirs, alert)
    assert deputy.email in shown_to(ours, alert)


def test_contact_opens_nothing_beside_the_form(alert: Alert, ours: Client, theirs: Client, focal_point: User) -> None:
    """The look-alikes of a new project go on telling country and theme only."""
    check(alert.first_id)
    ask(ours, alert)
    answer(theirs, alert)
    known = {"title": "Scanners for Kulma", "objective": "Undisclosed purpose.", "themes": ["T1.1"]}
    data = posted(partner=focal_point.partner_id, countries=["TJ"], start="2019-03-01", end="2019-04-01", **known)
    html = ours.post("/projects/look-alikes/", data).content.decode()
    assert "restricted project" in html
    found = [
        word for word in ("GB-SECRET-1", "United Kingdom", "Covert Logistics", "777.?777") if re.search(word, html)
    ]
    assert found == []


@pytest.mark.parametrize("state", ["asked", "accepted"])
def test_the_page_is_accessible_while_the_two_talk(
    alert: Alert,
    page: Page,
    sign_in: Callable[[Page, User], None],
    focal_point: User,
    other_focal_point: User,
    state: str,
) -> None:
    make_attachment(make_message(alert, other_focal_point, text="Here is our plan."))
    make_contact(alert, other_focal_point)
    if state == "accepted":
        Contact.objects.update(accepted_at=timezone.now(), answered_by=focal_point)
    sign_in(page, focal_point)
    page.goto(alert.get_absolute_url())
    assert problems(page) == []


def test_a_request_rests_while_its_alert_is_decided(alert: Alert, ours: Client, theirs: Client) -> None:
    ask(ours, alert)
    assert "the request rests" not in shown_to(ours, alert)
    verdict = make_verdict(alert)

    assert all("the request rests" in shown_to(client, alert) for client in (ours, theirs))
    assert leaked(shown_to(ours, alert)) == []

    reopen(verdict, make_user(User.Role.COORDINATOR), "New papers.")
    answer(theirs, alert)
    assert leaked(shown_to(ours, alert)) != []
