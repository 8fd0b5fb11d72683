"""The story at the top of a project's page: its time, its money, and what the page says without either."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from adam.demo.makers import make_activity, make_alert, make_contribution, make_place, make_project, make_relation
from partners.models import User
from projects.models import Activity, Project
from projects.story import shares_of, time_bar
from projects.story.time import in_lanes, most_at_once, said

TODAY = date(2026, 6, 1)


def activity(start: date | None, end: date | None = None) -> Activity:
    return Activity(start=start, end=end)


# -- Time --------------------------------------------------------------------------------------------------------------
def test_without_any_date_there_is_no_bar() -> None:
    assert time_bar(None, None, [activity(None)], TODAY) is None


def test_the_bar_marks_today_and_what_has_passed() -> None:
    bar = time_bar(date(2025, 6, 1), date(2027, 6, 1), [], TODAY)
    assert bar
    assert bar.period
    assert bar.today
    assert bar.passed == pytest.approx(bar.period.width / 2, abs=0.5)
    assert 45 < bar.today.x < 55


def test_today_does_not_make_a_project_of_long_ago_small() -> None:
    bar = time_bar(date(2004, 1, 1), date(2006, 1, 1), [], TODAY)
    assert bar
    assert bar.today is None
    assert [tick.label for tick in bar.ticks] == ["2004", "2005", "2006"]


@pytest.mark.parametrize("days", [40, 100, 200, 400, 600, 800, 1200, 4000, 15000])
def test_few_labels_stand_apart_in_a_narrow_card(days: int) -> None:
    for first in (date(2009, 3, 5), date(2009, 12, 20)):
        bar = time_bar(first, first + timedelta(days=days), [], TODAY)
        assert bar
        assert len(bar.ticks) <= 5
        assert all(two.x - one.x >= 16 for one, two in pairwise(bar.ticks))


def test_an_open_end_is_drawn_open() -> None:
    bar = time_bar(date(2025, 1, 1), None, [activity(date(2026, 1, 1))], TODAY)
    assert bar
    assert bar.is_open
    assert bar.period
    assert bar.period.title == "from 1 January 2025, end not stated"
    assert (bar.dated, bar.undated) == (1, 0)


def test_activities_at_the_same_time_lie_in_lanes() -> None:
    day = date(2026, 1, 1)
    spans = [(day, day + timedelta(days=9)), (day, day + timedelta(days=2)), (day + timedelta(days=5),) * 2]
    assert in_lanes(spans) == [1, 0, 0]
    assert most_at_once(spans) == 2


def test_two_hundred_activities_are_counted_by_the_month() -> None:
    many = [activity(date(2025, 1, 1) + timedelta(days=n), date(2025, 6, 1) + timedelta(days=n)) for n in range(200)]
    bar = time_bar(date(2025, 1, 1), date(2026, 12, 31), many, TODAY)
    assert bar
    assert bar.activities == []
    assert 1 < len(bar.counted) <= 60
    assert bar.most == 152
    assert bar.height == 108


@pytest.mark.parametrize("days", [(date.min, date.max), (date.max, date.max), (date.min, date.min)])
def test_the_ends_of_time_are_no_error(days: tuple[date, date]) -> None:
    assert time_bar(*days, [], TODAY)


@pytest.mark.parametrize(
    ("start", "end", "running", "over", "sentence"),
    [
        (date(2025, 6, 1), date(2027, 6, 1), True, False, "50% of its time has passed; it ends in 12 months."),
        (date(2027, 6, 1), None, True, False, "Starts in 12 months."),
        (date(2020, 1, 1), date(2026, 1, 1), True, False,
         "Overdue: it should have ended 5 months ago, and is still said to be running."),
        (date(2020, 1, 1), date(2022, 1, 1), False, True, "Ended 4 years ago."),
        (None, date(2026, 6, 2), True, False, "Ends in 1 day."),
        (None, None, True, False, ""),
    ],
)  # fmt: skip
def test_where_a_project_stands(start: date | None, end: date | None, running: bool, over: bool, sentence: str) -> None:
    assert said(start, end, running, over, TODAY) == sentence


# -- Money -------------------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_shares_add_up_and_say_what_has_no_rate() -> None:
    project = make_project("DE", contributions=[("DE", 100, "USD"), ("FR", 100, "USD"), ("GB", 100, "USD")])
    make_contribution(project, "DE", 5, "AFN")
    make_contribution(project, "IT", 7, "AFN")
    found = shares_of(project.contributions.all())
    assert sum(one.percent or 0 for one in found.partners) == 100
    assert found.total == Decimal(300)
    told = {one.partner: (one.percent, len(one.stated)) for one in found.partners}
    assert (told["Germany"], told["Italy"]) == ((33, 2), (None, 1))
    assert len(found.unrated) == 2


@pytest.mark.django_db
def test_what_has_no_rate_yet_is_told_provisionally_and_is_no_share() -> None:
    project = make_project("DE", contributions=[("DE", 100, "USD")])
    make_contribution(project, "FR", 500, "EUR", committed_on=date(2090, 5, 1))
    found = shares_of(project.contributions.all())
    assert [one.percent for one in found.partners] == [100, None]
    assert found.partners[1].about.startswith("about US$")
    assert found.total == Decimal(100)


# -- Page --------------------------------------------------------------------------------------------------------------
@pytest.fixture
def client(client_for: Callable[[User], Client], focal_point: User) -> Client:
    return client_for(focal_point)


@pytest.mark.django_db
def test_a_page_without_any_data_says_what_is_missing(client: Client) -> None:
    project = make_project("DE", countries=[], themes=[], amount=None, objective="", start=None, end=None)
    shown = client.get(project.get_absolute_url()).content.decode()
    for words in (
        "No country is stated.",
        "No dates are stated.",
        "No money is stated.",
        "The objective is not stated.",
    ):
        assert words in shown


@pytest.mark.django_db
def test_forty_countries_and_two_hundred_activities_stay_a_page(client: Client) -> None:
    codes = ["AF", "PK", "IR", "TJ", "UZ", "KG", "KZ", "TM", "RU", "AL", "RS", "MK"]
    project = make_project("DE", countries=codes, places=[make_place(latitude="38.5", longitude="68.7")])
    Activity.objects.bulk_create(Activity(project=project, type_id="A01") for _ in range(200))
    shown = client.get(project.get_absolute_url()).content.decode()
    assert "and 4 more" in shown
    assert "200 activities" in shown
    assert '<circle class="dot"' in shown


@pytest.mark.django_db
def test_an_overdue_project_says_so(client: Client) -> None:
    today = timezone.localdate()
    project = make_project("DE", start=today - timedelta(days=900), end=today - timedelta(days=90))
    make_activity(project, start=today - timedelta(days=500))
    assert "Overdue: it should have ended" in client.get(project.get_absolute_url()).content.decode()
    Project.objects.update(status=Project.Status.CLOSED)
    assert "Overdue" not in client.get(project.get_absolute_url()).content.decode()


@pytest.mark.django_db
def test_the_page_costs_the_same_for_two_and_for_two_hundred_activities(client: Client) -> None:
    def made(parts: int) -> Project:
        posts = [make_place(latitude="38.5", longitude=f"{60 + n % 30}") for n in range(parts)]
        project = make_project("DE", countries=["TJ", "AF"], places=posts, implementing=["GIZ", "UNODC"])
        Activity.objects.bulk_create(
            Activity(project=project, type_id="A01", place=posts[n], start=date(2025, 1, 1)) for n in range(parts)
        )
        for _ in range(parts // 20 + 1):
            make_contribution(project, "FR")
            make_relation(project, make_project("GB"))
            make_alert(project, make_project("GB"))
        return project

    def cost(project: Project) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(project.get_absolute_url()).status_code == 200
        return len(captured)

    few, many = made(2), made(200)
    cost(few)  # warms caches that live as long as the process
    assert cost(many) == cost(few)
    assert cost(few) <= 49
