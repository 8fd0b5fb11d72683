"""Time line: which projects, in which groups, and where their bars lie."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from adam.demo.makers import make_project, recorded_on
from partners.models import User
from projects.charts.room import Room
from projects.charts.timeline import Timeline, part, timeline
from projects.models import Project
from tests.test_analysis import narrowed, table

pytestmark = pytest.mark.django_db
For = Callable[[User], Client]
SMALL = Room(bars=9, rows=9, spans=3, lanes=2, left=9, right=9)


def drawn(user: User, query: str, room: Room = SMALL) -> Timeline:
    return timeline(table(user, query), narrowed(user, query).qs, room)


def titles(plan: Timeline) -> dict[str, list[str]]:
    return {lane.label: [span.title for span in lane.spans] for lane in plan.lanes}


def test_of_each_group_what_goes_on_and_then_the_largest_is_shown(focal_point: User) -> None:
    today = timezone.localdate()
    make_project(
        title="Old and large", countries=["TJ"], amount=9_000_000, start=date(2010, 1, 1), end=date(2012, 1, 1)
    )
    make_project(title="Going on", countries=["TJ"], amount=1, start=today, end=today + timedelta(days=400))
    make_project(title="Old and small", countries=["TJ"], amount=2, start=date(2011, 1, 1), end=date(2012, 1, 1))
    make_project(title="Elsewhere", countries=["UZ"], start=date(2011, 1, 1), end=date(2012, 1, 1))
    plan = drawn(focal_point, "rows=country")
    assert titles(plan) == {"Tajikistan": ["Old and large", "Going on"], "Uzbekistan": ["Elsewhere"]}
    assert plan.remarks == ["Shown: 3 of 4 bars: of each those that go on, the largest first. Narrow down to see more."]


def test_bars_lie_where_their_days_are(focal_point: User) -> None:
    make_project(start=date(2020, 1, 1), end=date(2021, 12, 31))
    make_project(start=date(2021, 1, 1), end=None)
    plan = drawn(focal_point, "rows=country")
    closed, opened = plan.lanes[0].spans
    assert (plan.first_year, plan.last_year, closed.first) == (2020, 2021, 0)
    assert closed.last == pytest.approx(1, abs=0.002)
    assert (opened.first, opened.last) == (pytest.approx(0.5, abs=0.002), pytest.approx(1, abs=0.002))
    assert (closed.when, opened.when) == ("2020–2021", "since 2021, no end stated")
    assert part(date(2020, 7, 1), 2020, 2021) == pytest.approx(0.25, abs=0.01)


def test_what_is_not_shown_is_said(focal_point: User) -> None:
    make_project(countries=["TJ", "UZ", "KG"], start=date(2020, 1, 1), end=date(2021, 1, 1))
    make_project(start=None, end=None)
    plan = drawn(focal_point, "rows=country")
    assert plan.remarks == [
        "Shown: 2 of 3 countries.",
        "A project in several countries stands with each.",
        "Not shown: 1 project without dates.",
    ]


def test_the_axis_keeps_to_the_years_asked_for(focal_point: User) -> None:
    make_project(start=date(1980, 1, 1), end=date(2021, 1, 1))
    assert drawn(focal_point, "rows=country").first_year == 1992
    plan = drawn(focal_point, "rows=country&from_year=2019&to_year=2020")
    assert (plan.first_year, plan.last_year) == (2019, 2020)


def test_only_what_the_reader_may_see_is_drawn(focal_point: User) -> None:
    make_project("GB", title="Hidden", visibility=Project.Visibility.RESTRICTED)
    make_project("DE", title="Seen")
    assert titles(drawn(focal_point, "rows=country")) == {"Tajikistan": ["Seen"]}


def test_years_in_the_rows_leave_the_columns_as_groups(focal_point: User) -> None:
    make_project(countries=["UZ"])
    assert list(titles(drawn(focal_point, "rows=year&columns=country"))) == ["Uzbekistan"]


def test_more_projects_cost_no_more_queries(client_for: For, focal_point: User) -> None:
    client = client_for(focal_point)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get("/projects/analysis/?rows=country&picture=timeline")
        return len(captured)

    make_project()
    few = queries()
    for country in ("TJ", "UZ", "KG"):
        make_project("GB", countries=[country])
    assert queries() == few


def test_each_bar_leads_to_its_project(client_for: For, focal_point: User) -> None:
    project = make_project(title="مشروع <b>")
    page = client_for(focal_point).get("/projects/analysis/?rows=country&picture=timeline").content.decode()
    assert f'<a class="name" href="{project.get_absolute_url()}"' in page
    assert "<bdi>مشروع &lt;b&gt;</bdi>" in page


def test_of_a_past_day_it_shows_what_stood_then_and_names_the_day(client_for: For, focal_point: User) -> None:
    project = make_project(title="As it began", start=date(2024, 1, 1), end=date(2026, 12, 31))
    recorded_on(date(2025, 3, 10))
    Project.objects.filter(pk=project.pk).update(title="As it went on", status=Project.Status.CLOSED)
    page = client_for(focal_point).get("/projects/analysis/?rows=partner&picture=timeline&as_of=2025-04-01")
    plan = page.context["plan"]
    assert titles(plan) == {"Germany": ["As it began"]}
    assert [span.status for lane in plan.lanes for span in lane.spans] == ["Running"]
    assert plan.now == "1 April 2025"
    assert "</svg>1 April 2025</li>" in page.content.decode()
