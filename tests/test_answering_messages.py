"""A message is answered from its mail: by the one it was sent to, once, with what the mail told and nothing newer."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from adam.demo.makers import make_alert, make_focal_point, make_message, make_position, make_project, make_verdict
from duplication.models import Alert, Message
from duplication.notices import mail_links
from duplication.notices.talk import tell_of_message
from duplication.notices.verdicts import tell_of_position
from partners.models import User
from partners.notifications import deliver
from projects.models import Project
from tests.conftest import Mailbox
from tests.test_alert_mails import ENDS, over

ClientFor = Callable[[User], Client]


@pytest.fixture
def alert(db: None) -> Alert:
    secret = make_project("DE", title="Dogs for Kulma", visibility=Project.Visibility.RESTRICTED)
    return make_alert(secret, make_project("GB", title="Boats"))


@pytest.fixture
def asked(alert: Alert, other_focal_point: User) -> Message:
    return make_message(alert, other_focal_point, text="Do you <still> plan the course?")


@pytest.fixture
def link(alert: Alert, asked: Message, focal_point: User) -> str:
    return mail_links.path(alert.pk, focal_point.pk)


def sent(user: User, on: Message | None = None, text: str = "In May, in Khorog.") -> dict[str, object]:
    return {"partner": user.partner_id, "text": text, "opened_on": on.pk if on else ""}


def test_who_says_what_he_thinks_may_answer_a_message_all_the_same(
    alert: Alert, asked: Message, focal_point: User
) -> None:
    tell_of_message(asked)
    tell_of_position(make_position(alert, focal_point))
    assert focal_point.notifications.get(kind="message").mail_url


def test_the_answer_is_written_without_logging_in_and_told_as_any_message(
    alert: Alert, asked: Message, smtp: Mailbox, client: Client, focal_point: User, other_focal_point: User
) -> None:
    make_position(alert, focal_point)  # who has said what he or she thinks
    tell_of_message(asked)
    deliver()
    assert "Answer here (no password needed):" in smtp.messages[0].get_body(("plain",)).get_content()
    link = focal_point.notifications.get(kind="message").mail_url
    page = client.get(link).content.decode()
    assert page.count("Do you &lt;still&gt; plan the course?") == 1
    assert "which does not see your name" in page
    assert ("Your position" in page, 'type="file"' in page) == (False, False)
    done = client.post(f"{link}message/", sent(focal_point, asked), follow=True).content.decode()
    assert "In May, in Khorog." in done
    written = alert.messages.last()
    assert written
    assert (written.author, written.partner, written.text) == (focal_point, focal_point.partner, "In May, in Khorog.")
    assert focal_point.notifications.get(kind="account").subject.startswith(
        "In your name, by the link of a mail: a message"
    )
    told = other_focal_point.notifications.get(kind="message")
    assert ("In May, in Khorog." in told.text, "Kulma" in told.text, "Germany" in told.subject) == (True, False, False)


def test_who_only_wrote_has_answered_nothing_when_it_is_decided(
    alert: Alert, link: str, client: Client, focal_point: User, coordinator: User
) -> None:
    make_message(alert, focal_point)
    make_verdict(alert, coordinator)
    page = client.get(link).content.decode()
    said = ("<h1>This link no longer works</h1>", "You have written in the alert", "The alert is decided")
    assert all(words in page for words in said)


def test_it_takes_one_message_and_gives_back_what_comes_after(link: str, client: Client, focal_point: User) -> None:
    for text in ("First.", "And <then>."):
        asked = Message.objects.exclude(author=focal_point).get()
        answer = client.post(f"{link}message/", sent(focal_point, asked, text))
    assert answer.status_code == 410
    assert "And &lt;then&gt;." in answer.content.decode()
    assert "<h1>This was answered already</h1>" in answer.content.decode()
    assert Message.objects.count() == 2
    page = client.get(f"{link}message/", follow=True).content.decode()
    assert "Your position" in page
    assert all(
        "You have written in the alert since this mail was sent" in html for html in (answer.content.decode(), page)
    )
    assert "First." not in page


def test_past_a_newer_message_nobody_answers_unknowing_nor_reads_it(
    link: str, alert: Alert, asked: Message, client: Client, focal_point: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever the link was forwarded to reads no more than its mail said."""
    with monkeypatch.context() as clock:
        clock.setattr(signing.time, "time", lambda: (timezone.now() - timedelta(hours=1)).timestamp())
        older = mail_links.path(alert.pk, focal_point.pk)
    assert client.post(f"{older}message/", sent(focal_point, asked)).status_code == 410  # it tells of none
    newer = make_message(alert, make_focal_point("DE", name="Deputy Weber"), text="Not in May.")
    page = client.post(f"{link}message/", sent(focal_point, asked)).content.decode()
    assert "A newer message was written meanwhile" in page
    assert "In May, in Khorog." in page
    assert [words for words in ("Weber", "Not in May") if words in page] == []
    assert not Message.objects.filter(author=focal_point).exists()
    client.post(f"{link}message/", sent(focal_point, newer))
    assert Message.objects.filter(author=focal_point).exists()


def test_nobody_else_uses_it_and_the_person_is_led_to_the_form(
    link: str, alert: Alert, asked: Message, focal_point: User, other_focal_point: User, client_for: ClientFor
) -> None:
    answer = client_for(other_focal_point).post(f"{link}message/", sent(focal_point, asked))
    assert answer.status_code == 403
    assert client_for(focal_point).get(link)["Location"].endswith("#write")
    assert not Message.objects.filter(author=focal_point).exists()


@pytest.mark.parametrize("end", ENDS)
def test_it_ends_with_what_it_was_about(
    link: str, alert: Alert, asked: Message, client: Client, focal_point: User, end: str
) -> None:
    over(alert, end)
    answer = client.post(f"{link}message/", sent(focal_point, asked))
    assert answer.status_code == (404 if end == "account" else 410)
    assert "course" not in answer.content.decode()
    assert Message.objects.count() == 1


@pytest.mark.parametrize("fields", [{"text": ""}, {"text": "\u200b \u2060"}, {"partner": ""}, {"partner": "999"}])
def test_a_wrong_answer_is_refused_in_words(
    link: str, asked: Message, client: Client, focal_point: User, fields: dict[str, str]
) -> None:
    page = client.post(f"{link}message/", {**sent(focal_point, asked), **fields}).content.decode()
    assert "There is a problem" in page
    assert Message.objects.count() == 1
