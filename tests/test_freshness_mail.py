"""The weekly mail about records that fade: what it names, its link, and what the link does not do."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from adam.demo.makers import make_alert, make_project, make_recommendation
from adam.weekly import ask_focal_points
from partners.models import FocalPoint, Rhythm, User
from partners.notifications import deliver
from partners.preferences import choose
from projects.history import changes
from projects.models import Project, Reminder
from projects.models.reminder import Done, signer
from tests.conftest import Mailbox
from tests.fading import ask, is_fresh, long_ago, over, stale

pytestmark = pytest.mark.django_db

ClientFor = Callable[[User], Client]
PORTFOLIO = "/projects/portfolio/"


def test_the_weekly_mail_names_all_that_waits(smtp: Mailbox, focal_point: User) -> None:
    stale(title="Posts on the Panj")
    over(title="Laboratory in Dushanbe")
    draft = make_project("DE", draft=True, title="Begun and left")
    Project.objects.filter(pk=draft.pk).update(updated_at=long_ago())
    make_alert(make_project("DE", reference="BMZ-1"), make_project("GB"))
    make_recommendation(text="Open an office", due_on=date(2020, 5, 1)).addressed_partners.add(focal_point.partner)
    path = ask(focal_point)
    deliver()
    (mail,) = smtp.messages
    assert mail["Subject"].strip() == (
        "ADAM: 1 project to confirm, 1 whose end date has passed, alerts that wait for your answer (1), "
        "drafts to finish (1), recommendations with a report due (1)"
    )
    for part in ("plain", "html"):
        text = mail.get_body((part,)).get_content().replace("&#x27;", "'")
        for words in ("Posts on the Panj", "Laboratory in Dushanbe", "Begun and left", "BMZ-1", "Open an office"):
            assert words in text
        assert "since today" in text
        assert path in text
        assert "You get this because you speak for a partner" in text
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_what_has_ended_is_no_matter_of_one_press(smtp: Mailbox, focal_point: User) -> None:
    over(), over()
    ask(focal_point)
    deliver()
    (mail,) = smtp.messages
    assert mail["Subject"].strip() == "ADAM: 2 projects whose end date has passed"
    text = mail.get_body(("plain",)).get_content()
    assert "one press says so" not in text
    assert "Say whether they have ended; no password is needed. The link works once, until " in " ".join(text.split())


def test_it_comes_once_a_week_and_only_when_something_waits(smtp: Mailbox, focal_point: User) -> None:
    FocalPoint.objects.update(started=date(2020, 1, 1))
    ask_focal_points.func()
    stale()
    assert [ask_focal_points.func(), deliver()] == [0, 0]

    Reminder.objects.update(week=date(2020, 1, 6))
    assert [ask_focal_points.func(), ask_focal_points.func(), deliver(), deliver()] == [1, 0, 1, 0]


def test_never_leaves_it_on_the_site(smtp: Mailbox, focal_point: User) -> None:
    choose(focal_point, {"freshness": Rhythm.NEVER})
    stale()
    ask(focal_point)
    assert deliver() == 0
    assert focal_point.notifications.unread().count() == 1


def test_one_press_confirms_without_a_password_and_history_says_how(focal_point: User) -> None:
    one, other = stale(), stale()
    path, client = ask(focal_point), Client(enforce_csrf_checks=True)
    page = client.get(path)
    assert not is_fresh(one)
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page.content.decode())
    assert token
    sent = {"right": [one.pk], "csrfmiddlewaretoken": token[1]}
    done = client.post(path, sent)
    assert "1 project is confirmed" in client.get(done.url).content.decode()
    assert [is_fresh(one), is_fresh(other)] == [True, False]
    latest = changes(one, focal_point)[0]
    mailed = Reminder.objects.get().created_at
    assert latest.who == str(focal_point)
    assert f"Confirmed from the mail of {mailed.day} {mailed:%B}" in map(str, latest.lines)


def test_the_link_signs_nobody_in(client: Client, focal_point: User) -> None:
    project = stale()
    client.post(ask(focal_point), {"right": [project.pk]})
    assert client.get(PORTFOLIO).status_code == 302


def test_the_link_works_once(client: Client, focal_point: User) -> None:
    project = stale()
    path = ask(focal_point)
    client.post(path, {"right": [project.pk]})
    for answer in (client.post(path, {"right": [project.pk]}), client.get(path)):
        assert answer.status_code == 410
        said = ("<h1>This was answered already</h1>", "It works once")
        assert all(words in answer.content.decode() for words in said)


def test_nobody_else_uses_it(focal_point: User, other_focal_point: User, client_for: ClientFor) -> None:
    """Not who happens to be logged in where the mail is opened; what is answered stays that person's too."""
    project, client = stale(), client_for(other_focal_point)
    path = ask(focal_point)
    for answer in (
        client.get(path),
        client.post(path, {"right": [project.pk]}),
        client.get(Done(focal_point, 2, 0, 0).receipt),
    ):
        assert answer.status_code == 403
        assert "<title>This link is for somebody else" in answer.content.decode()
    assert not is_fresh(project)
    left = client.post(reverse("account_logout"), {"next": path}, follow=True)
    assert "Confirm the ticked ones" in left.content.decode()


def test_what_was_answered_is_shown_for_an_hour(
    client: Client, focal_point: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = Done(focal_point, 2, 0, 0)
    with monkeypatch.context() as earlier:
        hours_ago = timezone.now().timestamp() - 2 * 3600
        earlier.setattr("django.core.signing.time.time", lambda: hours_ago)
        old = done.receipt
    assert client.get(old).status_code == 410
    assert "2 projects are confirmed" in client.get(done.receipt).content.decode()
    assert client.get(done.receipt.replace("/done/", "/")).status_code == 404


def test_an_empty_answer_does_not_use_it_up(client: Client, focal_point: User) -> None:
    stale()
    path = ask(focal_point)
    assert "The link still works" in client.post(path).content.decode()
    assert client.get(path).status_code == 200


def test_the_link_runs_out(client: Client, focal_point: User, monkeypatch: pytest.MonkeyPatch) -> None:
    stale()
    with monkeypatch.context() as earlier:
        long_ago = timezone.now().timestamp() - 15 * 24 * 3600
        earlier.setattr("django.core.signing.time.time", lambda: long_ago)
        path = ask(focal_point)
    assert "two weeks" in client.get(path).content.decode()
    assert client.post(path).status_code == 410


def test_a_made_up_link_is_refused(client: Client, focal_point: User) -> None:
    stale()
    path = ask(focal_point)
    other = reverse("projects:from_mail", args=[f"{Reminder.objects.get().pk + 1}:{path.split(':', 1)[1].strip('/')}"])
    assert [client.get(path).status_code, client.get(other).status_code] == [200, 404]


def test_nothing_by_mail_once_the_designation_has_ended(client: Client, focal_point: User) -> None:
    project = stale()
    path = ask(focal_point)
    FocalPoint.objects.update(ended=timezone.localdate())
    answer = client.post(path, {"right": [project.pk]})
    assert answer.status_code == 410
    assert not is_fresh(project)


def test_nothing_by_mail_for_an_account_that_is_closed(client: Client, focal_point: User) -> None:
    project = stale()
    path = ask(focal_point)
    User.objects.update(is_active=False)
    assert client.post(path, {"right": [project.pk]}).status_code == 410
    assert not is_fresh(project)


def test_what_was_changed_since_the_mail_is_not_confirmed_by_it(client: Client, focal_point: User) -> None:
    same, changed = stale(), stale(title="Changed meanwhile")
    path = ask(focal_point)
    changed.save()
    assert "Changed since the mail was sent" in client.get(path).content.decode()
    client.post(path, {"right": [same.pk, changed.pk]})
    assert [is_fresh(same), is_fresh(changed)] == [True, False]


def test_the_link_reaches_no_other_record(client: Client, focal_point: User) -> None:
    stale()
    path = ask(focal_point)
    later, foreign = stale(), stale("GB")
    client.post(path, {"right": [later.pk, foreign.pk]})
    assert [is_fresh(later), is_fresh(foreign)] == [False, False]


def test_too_many_tries_are_slowed_down(client: Client, focal_point: User, settings: Settings) -> None:
    cache.clear()
    settings.ACCOUNT_RATE_LIMITS = {"signed_link": settings.ACCOUNT_RATE_LIMITS["signed_link"].replace("300", "3")}
    path = reverse("projects:from_mail", args=[signer.sign("0")])
    assert [client.post(path).status_code for _ in range(4)] == [404, 404, 404, 429]
