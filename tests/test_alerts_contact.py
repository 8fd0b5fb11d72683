"""Contact over a restricted project: asked for, accepted, declined, ended; and that nothing else is shown before."""

import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from adam.demo.makers import (
    make_alert,
    make_position,
    make_project,
    make_verdict,
)
from duplication.models import Alert, Contact
from duplication.notices import mail_links
from duplication.review.contacts import AGAIN_AFTER, opened_to
from partners.models import Notification, User
from projects.models import Project

ClientFor = Callable[[User], Client]
SECRETS = ["Scanners for Kulma", "Undisclosed purpose", "GB-SECRET-1", "United Kingdom", "777.?777", "Covert Logistics"]


@pytest.fixture
def alert(db: None) -> Alert:
    """Between a restricted project of the United Kingdom and an open one of Germany."""
    secret = make_project(
        "GB",
        title="Scanners for Kulma",
        objective="Undisclosed purpose.",
        reference="GB-SECRET-1",
        visibility=Project.Visibility.RESTRICTED,
        amount=Decimal(777_777),
        start="2019-03-01",
        end="2019-04-01",
        implementing=["Covert Logistics"],
    )
    return make_alert(secret, make_project("DE", title="Dogs for Nizhny Panj", amount=1000))


def ask(client: Client, alert: Alert, words: str = "May we speak?") -> str:
    return client.post(f"/alerts/{alert.pk}/contact/", {"words": words}, follow=True).content.decode()


def answer(client: Client, alert: Alert, said: str = "accept", reply: str = "") -> str:
    data = {"answer": said, "reply": reply}
    return client.post(f"/alerts/{alert.pk}/contact/answer/", data, follow=True).content.decode()


def end(client: Client, alert: Alert) -> str:
    return client.post(f"/alerts/{alert.pk}/contact/end/", follow=True).content.decode()


def shown_to(client: Client, alert: Alert) -> str:
    return client.get(alert.get_absolute_url()).content.decode()


def leaked(text: str) -> list[str]:
    return [word for word in SECRETS if re.search(word, text)]


@pytest.fixture
def ours(focal_point: User, client_for: ClientFor) -> Client:
    """Of the focal point of Germany, who sees country and theme."""
    return client_for(focal_point)


@pytest.fixture
def theirs(other_focal_point: User, client_for: ClientFor) -> Client:
    """Of the focal point of the United Kingdom, whose project is restricted."""
    return client_for(other_focal_point)


# -- The steps ---------------------------------------------------------------------------------------------------------
def test_accepted_opens_both_projects_to_the_focal_points(
    alert: Alert, ours: Client, theirs: Client, other_focal_point: User
) -> None:
    assert '<a href="#contact">ask for contact</a>, or <a href="#write">write below</a>' in shown_to(ours, alert)
    assert "The other partner is asked." in ask(ours, alert)
    assert 'To speak with that partner, <a href="#write">write below</a>' in shown_to(ours, alert)
    asked = shown_to(theirs, alert)
    assert "Germany asks for contact." in asked
    assert "May we speak?" in asked
    answer(theirs, alert, reply="Gladly.")
    opened = shown_to(ours, alert)
    assert leaked(opened) == SECRETS
    assert "Gladly." in opened
    assert other_focal_point.email in opened


def test_a_request_is_answered_from_its_mail_without_a_password_and_once(
    alert: Alert, ours: Client, focal_point: User, other_focal_point: User, coordinator: User, client: Client
) -> None:
    make_position(alert, other_focal_point)  # who has said what he or she thinks, and is asked something else
    ask(ours, alert)
    link = other_focal_point.notifications.get(kind="contact").mail_url
    page = client.get(link).content.decode()
    assert "May we speak?" in page
    assert "No password is needed to answer the request." in page
    assert "Your position" not in page
    assert ours.post(f"{link}contact/", {"answer": "accept"}).status_code == 403
    assert "Choose whether you open the projects." in client.post(f"{link}contact/").content.decode()
    assert not Contact.objects.exclude(accepted_at=None).exists()

    sent = {"answer": "accept", "reply": "Gladly."}
    done = client.post(f"{link}contact/", sent, follow=True).content.decode()
    assert "Yes, open both projects to each other" in done
    assert leaked(done) == ["United Kingdom"]  # for which it was answered
    assert "contact is answered with yes" in other_focal_point.notifications.get(kind="account").subject
    assert leaked(shown_to(ours, alert)) == SECRETS
    told = focal_point.notifications.get(kind="contact")
    assert "Both projects, and whom to write to, are in the alert: log in to see them." in told.text
    assert leaked(client.get(told.mail_url).content.decode()) == []
    again = client.post(f"{link}contact/", {"answer": "decline"})
    said = ("<h1>This was answered already</h1>", "You have answered the request for contact on")
    assert (again.status_code, all(one in again.content.decode() for one in said)) == (410, True)
    assert Contact.objects.get().is_accepted

    make_verdict(alert, coordinator)
    said = ("<h1>This link no longer works</h1>", "You have answered the request", "The alert is decided")
    for page in (client.get(link), client.post(f"{link}contact/", {"answer": "decline"})):
        assert all(one in page.content.decode() for one in said)


def test_of_a_request_that_came_after_a_mail_its_link_knows_nothing(
    alert: Alert, ours: Client, other_focal_point: User, client: Client
) -> None:
    link = mail_links.path(alert.pk, other_focal_point.pk)
    ask(ours, alert)
    Contact.objects.update(asked_at=timezone.now() + timedelta(minutes=1))
    page = client.get(link).content.decode()
    assert f'<a href="{alert.get_absolute_url()}#contact">Log in and answer the request</a>' in page
    assert "May we speak?" not in page
    assert client.post(f"{link}contact/", {"answer": "accept"}).status_code == 410


def test_the_mail_of_the_answer_says_it_and_leads_to_it(
    alert: Alert, ours: Client, theirs: Client, focal_point: User, client: Client
) -> None:
    ask(ours, alert)
    answer(theirs, alert, "decline", "After the tender.")
    told = focal_point.notifications.get(kind="contact")
    assert told.subject.startswith(f"The other partner says not now to contact: {alert.second.title} / A restricted")
    page = client.get(told.mail_url).content.decode()
    assert "The other partner prefers not to open it now" in page
    assert "After the tender." in page
    assert "ask for contact" not in page


def test_who_is_logged_in_is_led_from_that_mail_to_the_request(
    alert: Alert, ours: Client, theirs: Client, other_focal_point: User
) -> None:
    ask(ours, alert)
    link = other_focal_point.notifications.get(kind="contact").mail_url
    assert theirs.get(link)["Location"].endswith("#contact")
    assert theirs.get(f"{link}?stance=same")["Location"].endswith("?stance=same#say")


def test_the_restricted_side_may_ask_too(alert: Alert, ours: Client, theirs: Client) -> None:
    assert "By asking you agree that they see your project too" in shown_to(theirs, alert)
    ask(theirs, alert)
    assert leaked(shown_to(ours, alert)) == []
    answer(ours, alert)
    assert "Scanners for Kulma" in shown_to(ours, alert).replace("<mark>", "").replace("</mark>", "")


def test_what_is_opened_is_opened_on_the_page_of_the_alert_alone(
    alert: Alert, ours: Client, theirs: Client, focal_point: User
) -> None:
    ask(ours, alert)
    answer(theirs, alert)
    assert f'href="{alert.first.get_absolute_url()}"' not in shown_to(ours, alert)
    assert ours.get(alert.first.get_absolute_url()).status_code == 404
    assert not Project.objects.visible_to(focal_point).filter(pk=alert.first_id).exists()
    for address in ("/alerts/?state=mine", "/projects/?q=scanners", "/projects/export.csv", "/api/alerts/", "/"):
        answered = ours.get(address)
        text = b"".join(answered) if answered.streaming else answered.content
        assert "Scanners for" not in text.decode()
    for told in Notification.objects.filter(user=focal_point):
        assert leaked(f"{told.subject} {told.text}") == []


def test_it_is_opened_to_focal_points_of_the_two_partners_only(
    alert: Alert, ours: Client, theirs: Client, reader: User, analyst: User, recipient: User, client_for: ClientFor
) -> None:
    ask(ours, alert)
    answer(theirs, alert)
    assert leaked(shown_to(client_for(reader), alert)) == []
    for user in (analyst, recipient):
        assert client_for(user).get(alert.get_absolute_url()).status_code == 404
        assert opened_to([alert], user) == set()


@pytest.mark.parametrize("side", ["ours", "theirs"])
def test_either_side_closes_the_projects_again(
    alert: Alert, ours: Client, theirs: Client, request: pytest.FixtureRequest, side: str
) -> None:
    ask(ours, alert)
    answer(theirs, alert)
    assert "closed to each other again" in end(request.getfixturevalue(side), alert)
    assert leaked(shown_to(ours, alert)) == []
    assert "Ask for contact" in shown_to(ours, alert)


def test_a_request_is_taken_back_before_it_is_answered(alert: Alert, ours: Client, theirs: Client) -> None:
    ask(ours, alert)
    assert "The request is taken back." in end(ours, alert)
    assert "takes back its request" in Notification.objects.latest("pk").subject
    assert "in the meantime" in answer(theirs, alert)
    assert leaked(shown_to(ours, alert)) == []


def test_declined_is_said_politely_and_may_be_asked_again_after_a_month(
    alert: Alert, ours: Client, theirs: Client
) -> None:
    ask(ours, alert)
    answer(theirs, alert, "decline", "Not before spring.")
    html = shown_to(ours, alert)
    assert "The other partner prefers not to open" in html
    assert "Not before spring." in html
    assert "in the meantime" in ask(ours, alert)
    Contact.objects.update(declined_at=timezone.now() - AGAIN_AFTER - timedelta(minutes=1))
    assert "is asked" in ask(ours, alert)


def test_who_was_declined_waits_whatever_the_other_side_asks_and_takes_back(
    alert: Alert, ours: Client, theirs: Client
) -> None:
    ask(ours, alert)
    answer(theirs, alert, "decline")
    ask(theirs, alert)
    end(theirs, alert)
    assert "in the meantime" in ask(ours, alert)
    html = ask(theirs, alert)
    assert "You took your request back. You may ask again from" in html
    assert Contact.objects.count() == 2


def test_who_declined_is_not_told_that_the_other_did_and_may_think_better_of_it(
    alert: Alert, ours: Client, theirs: Client
) -> None:
    ask(theirs, alert)
    end(theirs, alert)
    ask(ours, alert)
    html = answer(theirs, alert, "decline")
    assert "The other partner prefers not to open" not in html
    assert "You answered “Not now” on" in html
    assert "is asked" in ask(theirs, alert)


def test_a_request_taken_back_reads_so_when_the_other_side_takes_its_own_back_too(
    alert: Alert, ours: Client, theirs: Client
) -> None:
    for client in (ours, theirs):
        ask(client, alert)
        end(client, alert)
    for client in (ours, theirs):
        assert "You took your request back. You may ask again from" in shown_to(client, alert)


def test_who_declined_may_ask_at_once(alert: Alert, ours: Client, theirs: Client) -> None:
    ask(ours, alert)
    answer(theirs, alert, "decline")
    assert "is asked" in ask(theirs, alert)


def test_each_step_is_told_to_the_other_side_once(
    alert: Alert, ours: Client, theirs: Client, focal_point: User, other_focal_point: User
) -> None:
    for client, step in ((ours, ask), (theirs, answer), (ours, end)):
        step(client, alert)
        step(client, alert)  # a second press
    contact = Contact.objects.get()
    told = Notification.objects.order_by("pk").values_list("user", "key")
    assert list(told) == [
        (other_focal_point.pk, f"contact:{contact.pk}:ask"),
        (focal_point.pk, f"contact:{contact.pk}:accept"),
        (other_focal_point.pk, f"contact:{contact.pk}:end"),
    ]


@pytest.mark.parametrize("name", ["reader", "coordinator", "administrator"])
def test_nobody_else_asks_or_answers(
    alert: Alert, ours: Client, client_for: ClientFor, request: pytest.FixtureRequest, name: str
) -> None:
    client = client_for(request.getfixturevalue(name))
    for step in ("", "answer/", "end/"):
        assert client.post(f"/alerts/{alert.pk}/contact/{step}").status_code == 403
    assert not Contact.objects.exists()


def test_the_asker_does_not_answer_for_the_other(alert: Alert, ours: Client) -> None:
    ask(ours, alert)
    assert "in the meantime" in answer(ours, alert)
    assert leaked(shown_to(ours, alert)) == []


def test_an_empty_answer_is_refused_in_words_and_keeps_what_was_typed(
    alert: Alert, ours: Client, theirs: Client
) -> None:
    ask(ours, alert)
    html = answer(theirs, alert, "", "Perhaps later.")
    assert "Choose whether you open the projects." in html
    assert "Perhaps later." in html


def test_between_open_projects_nobody_needs_contact(ours: Client, focal_point: User) -> None:
    open_alert = make_alert(make_project("DE"), make_project("GB"))
    assert 'id="contact"' not in shown_to(ours, open_alert)
    ask(ours, open_alert)
    assert not Contact.objects.exists()


def test_coordinators_see_both_always_and_how_it_stands(
    alert: Alert, ours: Client, coordinator: User, client_for: ClientFor
) -> None:
    client = client_for(coordinator)
    assert "GB-SECRET-1" in shown_to(client, alert)
    assert "Your project is not open" not in shown_to(client, alert)
    ask(ours, alert)
    assert "asked for contact" in shown_to(client, alert)
