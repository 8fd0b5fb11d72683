"""The dashboard: pinned reports in their order, else the usual questions of the role."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from adam.demo.makers import make_project, make_report
from partners.models import User
from projects import dashboards
from projects.models import Pin, Project, Report
from projects.models.report import MOST_PINNED

pytestmark = pytest.mark.django_db
ClientFor = Callable[[User], Client]
ADDRESS = "/projects/dashboard/"


def names(user: User) -> list[str]:
    return [tile.name for tile in dashboards.tiles(user)]


def test_each_role_has_usual_questions(
    client_for: ClientFor, focal_point: User, recipient: User, analyst: User, coordinator: User, administrator: User
) -> None:
    make_project("DE", countries=["TJ"], amount=100)
    for user in (focal_point, recipient, analyst, coordinator, administrator):
        page = client_for(user).get(ADDRESS).content.decode()
        assert all(name in page for name in names(user))
    assert "Money of Germany by year" in names(focal_point)
    assert "Who gives what in Tajikistan" in names(recipient)
    assert names(analyst) == names(coordinator) != names(administrator)


def test_the_figures_are_the_reader_s_own(focal_point: User, other_focal_point: User) -> None:
    report = make_report(focal_point, sharing=Report.Sharing.EVERYBODY)
    make_project("DE", visibility=Project.Visibility.RESTRICTED)
    for user in (focal_point, other_focal_point):
        dashboards.pin(user, report)
    totals = [dashboards.tiles(user)[0].table.total.projects for user in (focal_point, other_focal_point)]
    assert totals == [1, 0]


def test_reports_are_pinned_moved_and_taken_off(client_for: ClientFor, analyst: User) -> None:
    client = client_for(analyst)
    reports = [make_report(analyst, name=name) for name in ("One", "Two", "Three")]
    for report in [*reports, reports[0]]:
        client.post(reverse("projects:report_pin", args=[report.pk]))
    assert names(analyst) == ["One", "Two", "Three"]
    client.post(reverse("projects:report_move", args=[reports[2].pk]), {"to": "up"})
    assert names(analyst) == ["One", "Three", "Two"]
    client.post(reverse("projects:report_move", args=[reports[1].pk]), {"to": "down"})
    assert names(analyst) == ["One", "Three", "Two"]
    client.post(reverse("projects:report_unpin", args=[reports[0].pk]))
    assert names(analyst) == ["Three", "Two"]


def test_a_full_dashboard_says_so(client_for: ClientFor, analyst: User) -> None:
    client = client_for(analyst)
    for number in range(MOST_PINNED + 1):
        report = make_report(analyst, name=f"R{number}")
        page = client.post(reverse("projects:report_pin", args=[report.pk]), follow=True).content.decode()
    assert "which is the most" in page
    assert Pin.objects.count() == MOST_PINNED


def test_what_is_not_shared_any_more_leaves_the_dashboard(
    client_for: ClientFor, focal_point: User, analyst: User
) -> None:
    report = make_report(focal_point, name="Theirs", sharing=Report.Sharing.EVERYBODY)
    dashboards.pin(analyst, report)
    assert names(analyst) == ["Theirs"]
    Report.objects.update(sharing=Report.Sharing.NOBODY)
    assert "Theirs" not in names(analyst)
    assert client_for(analyst).post(reverse("projects:report_pin", args=[report.pk])).status_code == 404


def test_what_is_not_shown_takes_no_place(focal_point: User, analyst: User) -> None:
    hidden = make_report(focal_point, sharing=Report.Sharing.EVERYBODY)
    reports = [make_report(analyst, name=f"R{number}") for number in range(MOST_PINNED)]
    assert all(dashboards.pin(analyst, report) for report in (reports[0], hidden, reports[1]))
    Report.objects.filter(pk=hidden.pk).update(sharing=Report.Sharing.NOBODY)
    assert all(dashboards.pin(analyst, report) for report in reports)
    dashboards.move(analyst, reports[0], 1)
    assert dashboards.pinned_by(analyst) == [reports[1], reports[0], *reports[2:]]


def test_a_tile_says_what_was_left_out_and_of_which_day_it_is(client_for: ClientFor, analyst: User) -> None:
    make_project()
    gone = make_report(analyst, query="rows=country&theme=ZZ9")
    past = make_report(analyst, query="rows=country&as_of=2020-03-31")
    for report in (gone, past):
        dashboards.pin(analyst, report)
    page = client_for(analyst).get(ADDRESS).content.decode()
    assert "“ZZ9” is not known here" in page
    assert "as of 31 March 2020" in page


def test_the_number_of_queries_does_not_grow(
    client_for: ClientFor, analyst: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_for(analyst)
    make_project("DE", countries=["TJ", "AF"], amount=10, themes=["T1", "T2"])
    client.get(ADDRESS)
    with django_assert_max_num_queries(50) as few:
        client.get(ADDRESS)
    for code in ("GB", "FR", "JP"):
        make_project(code, countries=["TJ", "AF"], amount=10, themes=["T1", "T2"])
    with django_assert_max_num_queries(len(few)):
        client.get(ADDRESS)
