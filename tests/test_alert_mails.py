"""Mails about alerts: what they say, what they do not, and the link by which an alert is answered."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from playwright.sync_api import Browser, Page, expect
from pytest_django import DjangoCaptureOnCommitCallbacks

from adam.demo.makers import make_alert, make_focal_point, make_message, make_position, make_project, make_verdict
from duplication.models import Alert, Position
from duplication.notices import mail_links
from duplication.notices.alerts import TITLE, tell, within_subject
from duplication.notices.talk import tell_of_message
from duplication.notices.verdicts import tell_of_reopenings
from duplication.review.deciding import reopen
from duplication.review.positions import give
from partners.kinds import POSITION
from partners.models import FocalPoint, Notification, User
from partners.notifications import deliver
from projects.models import Project
from tests.conftest import Mailbox

ClientFor = Callable[[User], Client]


@pytest.fixture
def alert(db: None) -> Alert:
    """Between an open project of Germany and one of the United Kingdom."""
    return make_alert(
        make_project("DE", title="Dogs for Nizhny Panj"), make_project("GB", title="Boats for a river post")
    )


def link(alert: Alert, user: User) -> str:
    return mail_links.path(alert.pk, user.pk)


def said(user: User, stance: str = "overlapping", text: str = "We pay for kennels too.") -> dict[str, Any]:
    return {"partner": user.partner_id, "stance": stance, "text": text}


# -- The mail ----------------------------------------------------------------------------------------------------------
def test_the_mail_says_which_projects_whose_why_and_what_to_do(
    alert: Alert, smtp: Mailbox, focal_point: User, other_focal_point: User
) -> None:
    tell([(alert, f"alert:{alert.pk}")], None)
    assert deliver() == 2
    mail = next(one for one in smtp.messages if one["To"] == focal_point.email)
    subject = (
        "Possible overlap with United Kingdom (same work funded twice): Dogs for Nizhny Panj / Boats for a river post"
    )
    assert mail["Subject"].endswith(subject)
    for part in ("plain", "html"):
        text = unescape(mail.get_body((part,)).get_content())
        for words in (alert.first.number, alert.second.number, "The titles use nearly the same words.", "Say what you"):
            assert words in text
        assert reverse("alerts:from_mail", args=["x"])[:-2] in text
    html = mail.get_body(("html",)).get_content()
    assert all(f"?stance={stance}" in html for stance in Position.Stance.values)


def test_subjects_of_sister_projects_tell_them_apart() -> None:
    programme = "Support to the justice sector and the police of Central Asia against trafficking"
    titles = [
        f"{programme}, {words}" for words in ("grant to OSCE", "grant to IOM", "phase II, in Osh", "phase I, in Osh")
    ]
    cut = [within_subject(title, f"ADAM-{880 + number}") for number, title in enumerate(titles)]
    assert cut[0] == "Support to the justice sector and the … grant to OSCE (ADAM-880)"
    assert len(set(cut)) == 4
    assert max(map(len, cut)) <= TITLE
    assert within_subject(titles[0], "GB-GOV-1-300123-" * 3).endswith(" … grant to OSCE")
    assert within_subject("Dogs for  Nizhny Panj", "ADAM-1") == "Dogs for Nizhny Panj"
    assert within_subject("禁毒" * 50, "").startswith("禁毒禁毒")  # no spaces at which to cut


def test_the_words_in_mails_are_those_of_the_positions() -> None:
    assert [(value, str(words)) for value, words in POSITION["answers"]] == Position.Stance.choices


def test_weak_alerts_of_a_day_are_one_mail(smtp: Mailbox, focal_point: User) -> None:
    pairs = [make_alert(make_project("DE"), make_project("GB"), match_weight=1) for _ in range(5)]
    tell([(pair, f"alert:{pair.pk}") for pair in pairs], None)
    Notification.objects.update(due_at=timezone.now())
    assert deliver() == 1
    (mail,) = smtp.messages
    assert "Possible overlap with United Kingdom" in mail["Subject"]
    assert ", and 4 more since yesterday" in mail["Subject"]
    html = mail.get_body(("html",)).get_content()
    assert html.count("Say what you think") == 5
    assert "?stance=" not in html  # of so many each has one link


def test_the_mail_about_a_restricted_project_names_country_and_theme_only(
    smtp: Mailbox, focal_point: User, other_focal_point: User
) -> None:
    secret = make_project(
        "GB", title="Scanners for Kulma", reference="GB-SECRET-1", visibility=Project.Visibility.RESTRICTED
    )
    alert = make_alert(make_project("DE"), secret)
    tell([(alert, f"alert:{alert.pk}")], None)
    deliver()
    mail = next(one for one in smtp.messages if one["To"] == focal_point.email)
    content = mail["Subject"] + "".join(unescape(mail.get_body((part,)).get_content()) for part in ("plain", "html"))
    hidden = ("Kulma", "GB-SECRET-1", "United Kingdom", "The titles use", "budgets", other_focal_point.name)
    assert [word for word in hidden if word in content] == []
    assert "a restricted project in Tajikistan" in content
    assert "Both work in Tajikistan." in content


def test_the_mail_reads_well_on_a_phone(alert: Alert, smtp: Mailbox, browser: Browser, focal_point: User) -> None:
    tell([(alert, f"alert:{alert.pk}")], None)
    deliver()
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.set_content(smtp.messages[0].get_body(("html",)).get_content())
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    answers = page.locator("a[href*='?stance=']")
    assert answers.count() == 4
    assert all(answers.nth(number).bounding_box()["height"] >= 44 for number in range(4))
    page.close()


# -- Its link ----------------------------------------------------------------------------------------------------------
def test_the_link_asks_and_changes_nothing_by_itself(alert: Alert, client: Client, focal_point: User) -> None:
    html = client.get(f"{link(alert, focal_point)}?stance=same").content.decode()
    assert "Dogs for Nizhny Panj" in html
    assert "The titles use nearly the same words." in html
    assert re.search(r'<input[^>]*value="same"[^>]*\bchecked', html)
    assert not Position.objects.exists()


def test_the_position_is_taken_without_logging_in_and_told(
    alert: Alert, client: Client, focal_point: User, other_focal_point: User, coordinator: User
) -> None:
    answer = client.post(link(alert, focal_point), said(focal_point), follow=True).content.decode()
    assert all(
        words in answer for words in ("Your position is recorded.", "The work overlaps", "We pay for kennels too.")
    )
    position = Position.objects.get()
    assert (position.author, position.stance, position.text) == (focal_point, "overlapping", "We pay for kennels too.")
    assert {row.user for row in Notification.objects.filter(kind="position")} == {other_focal_point, coordinator}
    own = focal_point.notifications.get()
    assert own.subject.startswith(
        "In your name, by the link of a mail: Germany is recorded as saying “The work overlaps”"
    )
    assert "If it was not you" in own.text
    assert "We pay for kennels too." in own.text


def test_the_link_signs_nobody_in(alert: Alert, client: Client, focal_point: User) -> None:
    client.get(link(alert, focal_point))
    client.post(link(alert, focal_point), said(focal_point))
    for address in (alert.get_absolute_url(), "/alerts/", alert.first.get_absolute_url()):
        assert client.get(address).status_code == 302
    assert client.post(f"/alerts/{alert.pk}/messages/", {"text": "Hello"}).status_code == 302


def test_it_answers_once(alert: Alert, client: Client, focal_point: User) -> None:
    client.post(link(alert, focal_point), said(focal_point))
    again = client.post(link(alert, focal_point), said(focal_point, "same", "Two <kennels>."))
    assert again.status_code == 410
    day = date_format(timezone.localtime(Position.objects.get().created_at), "j F Y, H:i")
    answered = f"You have answered already, for Germany on {day}: The work overlaps."
    for page in (again, client.get(link(alert, focal_point))):
        assert all(one in page.content.decode() for one in (answered, "<h1>This was answered already</h1>"))
    assert "kennels too" not in client.get(link(alert, focal_point)).content.decode()
    assert "Two &lt;kennels&gt;." in again.content.decode()  # to be copied
    assert Position.objects.count() == 1


def test_after_the_answer_back_and_reload_send_nothing(
    alert: Alert, live_server: Any, page: Page, focal_point: User
) -> None:
    page.goto(f"{live_server.url}{link(alert, focal_point)}?stance=overlapping")
    page.get_by_role("button", name="Record the position").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    page.reload()
    expect(page.get_by_text("The work overlaps")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("You have answered already")).to_be_visible()
    page.go_forward()
    expect(page.get_by_text("The work overlaps")).to_be_visible()
    assert Position.objects.count() == 1


def test_what_was_answered_is_shown_for_an_hour_and_answers_nothing(
    alert: Alert, client: Client, focal_point: User, long_ago: Callable[[], None]
) -> None:
    position = make_position(alert, focal_point)
    old = mail_links.receipt(position)
    long_ago()
    assert client.get(old).status_code == 410
    new = mail_links.receipt(position)
    assert client.get(new).status_code == 200
    assert client.get(new.replace("/answered/", "/")).status_code == 404
    assert client.post(new, said(focal_point)).status_code == 405


def test_other_words_sent_by_a_link_show_none_that_were_said_by_who_is_logged_in(
    alert: Alert, client: Client, focal_point: User
) -> None:
    FocalPoint.objects.create(user=focal_point, partner=alert.second.partner)  # so that one answer is missing still
    make_position(alert, focal_point, stance="same", text="Between us.")
    page = client.post(link(alert, focal_point), said(focal_point, "same", "Asked."), follow=True).content.decode()
    assert "You have answered already" in page
    assert "Between us." not in page


def test_who_was_asked_anew_answers_anew(
    alert: Alert,
    client: Client,
    focal_point: User,
    coordinator: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    make_position(alert, focal_point)
    with django_capture_on_commit_callbacks(execute=True):
        tell_of_reopenings(reopen(make_verdict(alert, coordinator), coordinator, "New plans."))
    told = Notification.objects.get(user=focal_point, kind="reopened")
    assert client.get(told.mail_url).status_code == 200
    client.post(told.mail_url, said(focal_point, "same"))
    assert Position.objects.count() == 2


def test_the_mail_of_what_the_other_partner_says_opens_the_alert_while_an_answer_is_missing(
    alert: Alert, client: Client, focal_point: User, other_focal_point: User
) -> None:
    give(Position(alert=alert, partner=other_focal_point.partner, author=other_focal_point, stance="same"))
    told = focal_point.notifications.get(kind="position")
    assert told.subject.startswith("Please answer.")
    assert "United Kingdom: It is the same project" in client.get(told.mail_url).content.decode()
    client.post(told.mail_url, said(focal_point, "same"))
    assert focal_point.notifications.get(kind="position").read_at is None
    assert not other_focal_point.notifications.get(kind="position").mail_url


def test_the_link_repeats_what_was_said_last_when_it_was_made_and_nothing_later(
    alert: Alert, client: Client, focal_point: User, other_focal_point: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    give(Position(alert=alert, partner=other_focal_point.partner, author=other_focal_point, stance="same"))
    make_position(alert, other_focal_point, stance="not_overlap", text="Ours are boats.")
    make_message(alert, other_focal_point, text="Do you <still> plan the course?")
    with monkeypatch.context() as clock:
        clock.setattr(signing.time, "time", lambda: (timezone.now() - timedelta(hours=1)).timestamp())
        old = link(alert, focal_point)
    pages = [client.get(one).content.decode() for one in (old, link(alert, focal_point))]
    assert ["Do you &lt;still&gt; plan the course?" in page for page in pages] == [False, True]
    stands = ["United Kingdom: There is no overlap" in page and "Ours are boats." in page for page in pages]
    assert stands == [False, True]
    assert "United Kingdom: It is the same project" not in pages[1]  # taken back


def test_the_mail_of_a_message_opens_the_alert_until_it_is_decided(
    alert: Alert, focal_point: User, other_focal_point: User, coordinator: User
) -> None:
    tell_of_message(make_message(alert, other_focal_point))
    tell_of_message(make_message(alert, coordinator))
    make_verdict(alert)
    tell_of_message(make_message(alert, other_focal_point))
    links = [bool(one.mail_url) for one in focal_point.notifications.filter(kind="message").order_by("pk")]
    assert links == [True, True, False]
    assert not coordinator.notifications.get(kind="message").mail_url


def test_the_link_of_a_reopened_alert_says_what_was_decided_and_why_it_is_open(
    alert: Alert, client: Client, focal_point: User, coordinator: User
) -> None:
    reopen(make_verdict(alert), coordinator, "New papers came.")
    shown = client.get(link(alert, focal_point)).content.decode()
    assert "It was decided before: Not an overlap." in shown
    assert "New papers came." in shown


@pytest.mark.parametrize("is_seen", [True, False])
def test_that_a_colleague_has_answered_is_told_and_what_is_read_only_once_logged_in(
    alert: Alert, client: Client, focal_point: User, is_seen: bool
) -> None:
    """Before the own answer is sent, and after it where it was said meanwhile."""
    make_position(alert, make_focal_point("DE", name="Deputy Weber"), text="Their kennels are ours.")
    page = client.get(link(alert, focal_point)) if is_seen else client.post(link(alert, focal_point), said(focal_point))
    html = page.content.decode()
    assert "Somebody else has answered for Germany" in html
    assert ("Nothing is recorded yet." in html) != is_seen
    assert [words for words in ("Weber", "kennels are ours", "Said meanwhile") if words in html] == []
    opened_on = re.search(r'name="opened_on" value="(\d+)"', html)
    assert opened_on
    client.post(link(alert, focal_point), {**said(focal_point, "same"), "opened_on": opened_on[1]})
    assert Position.objects.filter(author=focal_point, stance="same").exists()


def test_nobody_else_uses_it(alert: Alert, focal_point: User, other_focal_point: User, client_for: ClientFor) -> None:
    client = client_for(other_focal_point)
    for answer in (client.get(link(alert, focal_point)), client.post(link(alert, focal_point), said(focal_point))):
        assert answer.status_code == 403
        assert "<title>This link is for somebody else" in answer.content.decode()
    left = client.post(reverse("account_logout"), {"next": link(alert, focal_point)}, follow=True)
    assert "Record the position" in left.content.decode()
    assert not Position.objects.exists()


def test_who_is_logged_in_is_led_to_the_question_on_the_page(
    alert: Alert, focal_point: User, client_for: ClientFor
) -> None:
    client = client_for(focal_point)
    answer = client.get(f"{link(alert, focal_point)}?stance=complementary")
    assert answer.url == f"{alert.get_absolute_url()}?stance=complementary#say"
    assert 'value="complementary"' in checked(client.get(answer.url).content.decode())


def checked(html: str) -> str:
    """The radio button that is chosen."""
    return html[html.rindex("<input", 0, html.index("checked")) : html.index("checked")]


@pytest.fixture
def long_ago(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Signs as if it were 15 days ago, until it is called."""
    earlier = (timezone.now() - timedelta(days=15)).timestamp()
    monkeypatch.setattr(signing.time, "time", lambda: earlier)
    return monkeypatch.undo


def test_it_expires(alert: Alert, client: Client, focal_point: User, long_ago: Callable[[], None]) -> None:
    old = link(alert, focal_point)
    long_ago()
    assert client.get(old).status_code == 410
    assert client.post(old, said(focal_point)).status_code == 410
    assert not Position.objects.exists()


def test_a_link_made_up_for_another_alert_or_person_is_unknown(
    alert: Alert, client: Client, focal_point: User, other_focal_point: User
) -> None:
    token = mail_links.signer.sign(f"{alert.pk}-{focal_point.pk}")
    for value in (f"{alert.pk + 1}-{focal_point.pk}", f"{alert.pk}-{other_focal_point.pk}", "", "a-b"):
        forged = f"{value}:{token.split(':', 1)[1]}"
        assert client.get(reverse("alerts:from_mail", args=[forged])).status_code == 404


ENDS = ["designation", "account", "verdict", "withdrawal"]


def over(alert: Alert, end: str) -> None:
    """So that its link does nothing any more."""
    if end == "designation":
        FocalPoint.objects.update(ended=timezone.localdate())
    elif end == "account":
        User.objects.update(is_active=False)
    elif end == "verdict":
        make_verdict(alert)
    else:
        Alert.objects.update(withdrawn_at=timezone.now())


@pytest.mark.parametrize("end", ENDS)
def test_it_ends_with_what_it_was_about(alert: Alert, client: Client, focal_point: User, end: str) -> None:
    over(alert, end)
    for answer in (client.get(link(alert, focal_point)), client.post(link(alert, focal_point), said(focal_point))):
        assert answer.status_code == (404 if end == "account" else 410)
        assert "Dogs" not in answer.content.decode()
    assert not Position.objects.exists()


def test_of_a_restricted_project_the_link_shows_what_the_mail_did(client: Client, focal_point: User) -> None:
    secret = make_project("GB", title="Scanners for Kulma", visibility=Project.Visibility.RESTRICTED)
    alert = make_alert(make_project("DE"), secret)
    html = client.get(link(alert, focal_point)).content.decode()
    assert "A restricted project" in html
    assert f'href="{alert.get_absolute_url()}#contact">Log in and ask for contact' in html
    assert [word for word in ("Kulma", "United Kingdom", "The titles use") if word in html] == []


def test_the_link_tells_of_the_projects_what_the_person_may_see_today(
    alert: Alert, client: Client, focal_point: User, client_for: ClientFor
) -> None:
    url, told = link(alert, focal_point), ["Boats for a river post", "United Kingdom", alert.second.number]
    for visibility in ("all", "restricted", "named", "all"):
        Project.objects.filter(pk=alert.second_id).update(visibility=visibility)
        shown = told if visibility == "all" else []
        pages = (client.get(url), client_for(focal_point).get(alert.get_absolute_url()))
        for html in (page.content.decode() for page in pages):
            assert [words for words in told if words in html] == shown


@pytest.mark.parametrize("fields", [{"stance": ""}, {"stance": "nonsense"}, {"partner": "999"}])
def test_a_wrong_answer_is_refused_in_words_and_kept(
    alert: Alert, client: Client, focal_point: User, fields: dict[str, str]
) -> None:
    answer = client.post(link(alert, focal_point), {**said(focal_point), **fields})
    assert "There is a problem" in answer.content.decode()
    assert "We pay for kennels too." in answer.content.decode()
    assert not Position.objects.exists()
