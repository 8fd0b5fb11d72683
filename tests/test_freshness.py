"""Records kept true: the portfolio page, has it ended, and who lets records fade."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page
from pytest_django import DjangoAssertNumQueries

from adam.demo.makers import make_focal_point, make_project
from duplication.detection import check_many
from duplication.models import Alert
from partners.models import User
from partners.notifications import deliver
from partners.stopping import stop_url
from projects.models import Project, Reminder
from tests.conftest import Mailbox
from tests.fading import ask, is_fresh, long_ago, over, stale
from tests.looks import problems

pytestmark = pytest.mark.django_db

ClientFor = Callable[[User], Client]
PORTFOLIO = "/projects/portfolio/"


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
        Project.objects.filter(pk__in=[project.pk for project in old]).update(confirmed_at=long_ago())
        check_many([project.pk for project in sides])
        alert = Alert.objects.get()
        assert alert.match_weight == pytest.approx(fresh - 1)
        assert alert.contributions[-1]["sentence"] == "One of the two was not confirmed for half a year."

    Project.objects.update(confirmed_at=timezone.now())
    check_many([project.pk for project in sides])
    assert Alert.objects.get().match_weight == pytest.approx(fresh)
