"""Records kept true: the portfolio page, the weekly mail with its link, has it ended, and who lets records fade."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page
from pytest_django import DjangoAssertNumQueries, Settings

from adam.demo.makers import make_alert, make_focal_point, make_project, make_recommendation
from adam.weekly import ask_focal_points
from duplication.detection import check_many
from duplication.models import Alert
from partners.models import FocalPoint, Rhythm, User
from partners.notifications import deliver
from partners.preferences import choose
from partners.stopping import stop_url
from projects.history import changes
from projects.models import Project, Reminder
from projects.models.reminder import receipt, signer
from tests.conftest import Mailbox
from tests.looks import problems

pytestmark = pytest.mark.django_db

ClientFor = Callable[[User], Client]
LONG_AGO = timezone.now() - timedelta(days=200)
PORTFOLIO = "/projects/portfolio/"


def stale(partner: str = "DE", **fields: object) -> Project:
    return make_project(partner, **{"confirmed_at": LONG_AGO, **fields})


def over(partner: str = "DE", **fields: object) -> Project:
    return make_project(partner, start=date(2020, 1, 1), end=date(2021, 1, 1), **fields)


def ask(focal_point: User) -> str:
    """The path in the mail of this week."""
    FocalPoint.objects.filter(user=focal_point).update(started=date(2020, 1, 1))
    ask_focal_points.func()
    return str(focal_point.notifications.get(kind="freshness").mail_url)


def is_fresh(project: Project) -> bool:
    return not Project.objects.stale().filter(pk=project.pk).exists()


# -- The mail and its link ---------------------------------------------------------------------------------------------
def test_the_weekly_mail_names_all_that_waits(smtp: Mailbox, focal_point: User) -> None:
    stale(title="Posts on the Panj")
    over(title="Laboratory in Dushanbe")
    draft = make_project("DE", draft=True, title="Begun and left")
    Project.objects.filter(pk=draft.pk).update(updated_at=LONG_AGO)
    make_alert(make_project("DE", reference="BMZ-1"), make_project("GB"))
    make_recommendation(text="Open an office", due_on=date(2020, 5, 1)).addressed_partners.add(focal_point.partner)
    path = ask(focal_point)
    deliver()
    (mail,) = smtp.messages
    assert mail["Subject"].strip() == (
        "ADAM: 1 project to confirm, 1 whose end date has passed, alerts that wait for your answer (1), "
        "drafts to finish (1), recommendations to report on (1)"
    )
    for part in ("plain", "html"):
        text = mail.get_body((part,)).get_content().replace("&#x27;", "'")
        for words in ("Posts on the Panj", "Laboratory in Dushanbe", "Begun and left", "BMZ-1", "Open an office"):
            assert words in text
        assert "since today" in text
        assert path in text
        assert "You get this because you speak for a partner" in text
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


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
    answer = client.post(path, {"right": [project.pk]})
    assert answer.status_code == 410
    assert "It works once" in answer.content.decode()


def test_what_was_answered_is_shown_for_an_hour(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    done = {"confirmed": 2, "answered": 0, "left": 0}
    with monkeypatch.context() as earlier:
        hours_ago = timezone.now().timestamp() - 2 * 3600
        earlier.setattr("django.core.signing.time.time", lambda: hours_ago)
        old = receipt(done)
    assert client.get(old).status_code == 410
    assert "2 projects are confirmed" in client.get(receipt(done)).content.decode()
    assert client.get(receipt(done).replace("/done/", "/")).status_code == 404


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


# -- Has it ended? -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("sent", "status", "end"),
    [
        ({"answer": "closed"}, "4", date(2021, 1, 1)),
        ({"answer": "until", "until": "2090-03-31"}, "2", date(2090, 3, 31)),
        ({"answer": "later"}, "2", date(2021, 1, 1)),
    ],
)
def test_has_it_ended(client_for: ClientFor, focal_point: User, sent: dict[str, str], status: str, end: date) -> None:
    project = over()
    data = {f"end-{project.pk}-{name}": value for name, value in sent.items()}
    client_for(focal_point).post(reverse("projects:end", args=[project.pk]), data)
    project.refresh_from_db()
    assert (project.status, project.end) == (status, end)


def test_a_day_that_has_passed_is_no_new_end(client_for: ClientFor, focal_point: User) -> None:
    project = over()
    data = {f"end-{project.pk}-answer": "until", f"end-{project.pk}-until": "2022-01-01"}
    for path in (PORTFOLIO, ask(focal_point)):
        page = client_for(focal_point).post(path, data).content.decode()
        assert "This day has passed too." in page
        assert 'value="2022-01-01"' in page
    assert Reminder.objects.get().used_at is None


def test_the_projects_page_asks_those_who_may_answer(client_for: ClientFor, focal_point: User, reader: User) -> None:
    page = over().get_absolute_url()
    assert "Has it ended?" in client_for(focal_point).get(page).content.decode()
    assert "Has it ended?" not in client_for(reader).get(page).content.decode()


# -- The portfolio page ------------------------------------------------------------------------------------------------
def test_untick_what_changed_and_confirm_the_rest(client_for: ClientFor, focal_point: User) -> None:
    right, wrong, foreign, ended = stale(), stale(), stale("GB"), over()
    sent = {"right": [right.pk, foreign.pk], f"end-{ended.pk}-answer": "closed"}
    page = client_for(focal_point).post(PORTFOLIO, sent, follow=True).content.decode()
    assert "1 project confirmed as of today and 1 end date answered" in page
    assert [is_fresh(one) for one in (right, wrong, foreign)] == [True, False, False]
    assert Project.objects.get(pk=ended.pk).status == Project.Status.CLOSED


def test_the_portfolio_page_when_all_is_fresh(client_for: ClientFor, focal_point: User) -> None:
    make_project("DE")
    assert "Nothing to confirm" in client_for(focal_point).get(PORTFOLIO).content.decode()


@pytest.mark.parametrize("rows", [3, 6])
def test_the_portfolio_asks_the_database_as_often_for_many(
    client_for: ClientFor, focal_point: User, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(rows):
        stale()
        over()
    client = client_for(focal_point)
    client.get(PORTFOLIO)
    with django_assert_num_queries(12):
        client.get(PORTFOLIO)


@pytest.mark.django_db(transaction=True)
def test_one_press_in_the_browser(page: Page, sign_in: Callable[[Page, User], None]) -> None:
    focal_point = make_focal_point("DE")
    one, other, ended = stale(), stale(), over()
    sign_in(page, focal_point)
    page.goto(PORTFOLIO)
    page.get_by_label(other.title).uncheck()
    page.get_by_label("Yes, it is completed").check()
    page.get_by_role("button", name="Confirm the ticked ones, save the answers").click()
    page.get_by_text("1 project confirmed as of today").wait_for()
    assert [is_fresh(one), is_fresh(other), Project.objects.get(pk=ended.pk).status] == [True, False, "4"]


@pytest.mark.django_db(transaction=True)
def test_the_pages_of_the_mail_are_accessible(page: Page) -> None:
    focal_point = make_focal_point("DE")
    stale(title="Equipment for the officers of the border post at Nizhny Panj"), over()
    path = ask(focal_point)
    for address in (path, "/projects/mail/none/", stop_url(focal_point.pk, ["freshness"]).partition("8000")[2]):
        page.goto(address)
        assert problems(page) == []
    page.goto(path)
    page.get_by_role("button", name="Confirm the ticked ones").click()
    page.get_by_text("1 project is confirmed as of today.").wait_for()


# -- Coordinators ------------------------------------------------------------------------------------------------------
def test_a_coordinator_sees_who_lets_records_fade_and_asks(
    smtp: Mailbox, client_for: ClientFor, coordinator: User, focal_point: User
) -> None:
    stale(), stale(), stale("GB", visibility=Project.Visibility.RESTRICTED)
    client, path = client_for(coordinator), reverse("projects:remind", args=[focal_point.partner_id])
    rows = client.get("/projects/fading/").context["rows"]
    assert [(partner.code, partner.stale) for partner, _, _ in rows] == [("DE", 2), ("GB", 1)]

    assert [may_ask for _, _, may_ask in rows] == [True, True]
    client.post(path)
    assert [may_ask for _, _, may_ask in client.get("/projects/fading/").context["rows"]] == [False, True]
    page = client.post(path, follow=True).content.decode()
    assert "it was asked within the last week" in page
    assert deliver() == 1
    (mail,) = smtp.messages
    assert mail["To"] == focal_point.email
    assert f"{coordinator} asks you to look at the records of Germany." in mail.get_body(("plain",)).get_content()


def test_asking_again_a_week_later(coordinator: User, focal_point: User, client_for: ClientFor) -> None:
    stale()
    client, path = client_for(coordinator), reverse("projects:remind", args=[focal_point.partner_id])
    client.post(path)
    Reminder.objects.update(created_at=timezone.now() - timedelta(days=8))
    client.post(path)
    assert Reminder.objects.requested().count() == 2


@pytest.mark.parametrize("partners", [["DE", "GB"], ["DE", "GB", "FR", "JP"]])
def test_the_list_asks_the_database_as_often_for_many(
    client_for: ClientFor, coordinator: User, partners: list[str], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for code in partners:
        stale(code)
    client = client_for(coordinator)
    client.get("/projects/fading/")
    with django_assert_num_queries(7):
        client.get("/projects/fading/")


# -- Alerts ------------------------------------------------------------------------------------------------------------
def test_a_stale_record_weakens_its_alert_whichever_side_it_is_and_confirming_restores_it(focal_point: User) -> None:
    text = "Two vehicle scanners find drugs hidden in lorries; customs officers learn to use them."
    same = {"title": "Scanners for Nizhny Panj", "objective": text, "reference": ""}
    sides = [make_project("DE", **same), make_project("GB", **same)]
    check_many([project.pk for project in sides])
    fresh = Alert.objects.get().match_weight
    for old in (sides[:1], sides[1:], sides):
        Project.objects.update(confirmed_at=timezone.now())
        Project.objects.filter(pk__in=[project.pk for project in old]).update(confirmed_at=LONG_AGO)
        check_many([project.pk for project in sides])
        alert = Alert.objects.get()
        assert alert.match_weight == pytest.approx(fresh - 1)
        assert alert.contributions[-1]["sentence"] == "One of the two was not confirmed for half a year."

    Project.objects.update(confirmed_at=timezone.now())
    check_many([project.pk for project in sides])
    assert Alert.objects.get().match_weight == pytest.approx(fresh)
