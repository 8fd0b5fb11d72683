"""What partners entered, confirmed and answered by quarter: counted from facts, and no more than the reader may see."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from adam.demo.makers import (
    get_partner,
    make_alert,
    make_focal_point,
    make_position,
    make_project,
    make_verdict,
)
from adam.people import designated
from adam.people.quarters import Quarter, latest
from adam.people.scores import EVENTS, Score, alerts_behind, medians, projects_behind, scores
from adam.templatetags.people import partner_standing
from duplication.models import Alert
from partners.models import FocalPoint, User
from projects.models import Project

pytestmark = pytest.mark.django_db
ClientFor = Callable[[User], Client]


def this() -> Quarter:
    return Quarter.now()


def last() -> Quarter:
    return this().before()


def in_quarter(quarter: Quarter) -> datetime:
    return quarter.start + timedelta(days=20)


def recorded_long_ago() -> None:
    EVENTS.objects.update(pgh_created_at=last().end - timedelta(days=400))


def score(user: User, partner: str, quarter: Quarter | None = None) -> Score:
    quarter = quarter or this()
    return scores(user, [quarter])[get_partner(partner).pk, quarter]


# -- Quarters ----------------------------------------------------------------------------------------------------------
def test_quarters_follow_each_other() -> None:
    assert Quarter.of(date(2026, 11, 25)) == Quarter(2026, 4)
    assert (Quarter(2026, 4).next(), Quarter(2026, 1).before()) == (Quarter(2027, 1), Quarter(2025, 4))
    assert (Quarter(2026, 2).first_day, Quarter(2026, 2).last_day) == (date(2026, 4, 1), date(2026, 6, 30))
    assert latest(3, Quarter(2026, 1)) == [Quarter(2025, 3), Quarter(2025, 4), Quarter(2026, 1)]


@pytest.mark.parametrize("code", ["2026-Q5", "1999-Q1", "2090-Q1", "", "2026"])
def test_what_is_no_quarter_is_none(code: str) -> None:
    assert Quarter.read(code) is None


# -- Numbers -----------------------------------------------------------------------------------------------------------
def test_projects_count_in_the_quarter_in_which_they_were_published(coordinator: User) -> None:
    make_project("DE", published_at=in_quarter(last()), confirmed_at=in_quarter(last()))
    make_project("DE", draft=True)
    assert (score(coordinator, "DE", last()).entered, score(coordinator, "DE").entered) == (1, 0)


def test_a_project_confirmed_twice_counts_once(coordinator: User) -> None:
    project = make_project("DE", published_at=in_quarter(last()), confirmed_at=in_quarter(last()))
    for minutes in (1, 2):
        project.confirmed_at = timezone.now() - timedelta(minutes=minutes)
        project.save()
    project.title = "Changed, and not confirmed again"
    project.save()
    assert score(coordinator, "DE").confirmed == 1
    assert score(coordinator, "DE", last()).confirmed == 0  # it was published then


def test_answers_are_in_time_late_or_not_needed(coordinator: User, focal_point: User) -> None:
    for days, done in ((10, "answered"), (25, "answered"), (25, ""), (10, "decided"), (5, "")):
        alert = make_alert(make_project("DE"), make_project("GB"))
        Alert.objects.filter(pk=alert.pk).update(raised_at=timezone.now() - timedelta(days=days))
        if done == "answered":
            make_position(alert, focal_point)
        if done == "decided":
            make_verdict(alert, coordinator)
    germany = get_partner("DE").pk
    found = [one for (pk, _), one in scores(coordinator, latest(2)).items() if pk == germany]
    assert [sum(getattr(one, name) for one in found) for name in ("told", "in_time", "late")] == [5, 1, 2]
    behind = [alerts_behind(coordinator, germany, quarter, "late").count() for quarter in latest(2)]
    assert sum(behind) == 2


def test_a_partner_on_both_sides_is_asked_once(coordinator: User, focal_point: User) -> None:
    make_alert(make_project("DE"), make_project("DE"))
    assert score(coordinator, "DE").told == 1


def test_where_nobody_is_designated_nobody_was_told(coordinator: User, focal_point: User) -> None:
    make_alert(make_project("DE"), make_project("GB"))
    today = timezone.localdate()
    FocalPoint.objects.update(started=today - timedelta(days=9), ended=today - timedelta(days=2))
    assert score(coordinator, "DE").told == 0
    assert not alerts_behind(coordinator, get_partner("DE").pk, this(), "told").exists()


def test_before_the_history_begins_nothing_is_said_of_freshness(client_for: ClientFor, coordinator: User) -> None:
    make_project("DE", published_at=last().end - timedelta(days=300))
    assert (score(coordinator, "DE", last()).fresh, score(coordinator, "DE", last()).fresh_share) == (None, None)
    page = client_for(coordinator).get(reverse("people:participation"), {"quarter": last().code}).content.decode()
    assert "not recorded" in page


def test_what_was_published_in_the_time_is_fresh(coordinator: User) -> None:
    make_project("DE", published_at=last().end - timedelta(days=3))
    recorded_long_ago()
    assert score(coordinator, "DE", last()).fresh == 1


def test_what_is_fresh_now_and_was_at_the_end_of_a_quarter(coordinator: User) -> None:
    old = last().end - timedelta(days=300)
    make_project("DE", published_at=old, confirmed_at=old)
    make_project("DE", published_at=old, confirmed_at=last().end - timedelta(days=3))
    make_project("DE", published_at=old, confirmed_at=old, status=Project.Status.CANCELLED)
    recorded_long_ago()
    assert (score(coordinator, "DE", last()).running, score(coordinator, "DE", last()).fresh) == (2, 1)
    assert score(coordinator, "DE").fresh_share == 50
    assert projects_behind(coordinator, get_partner("DE").pk, last(), "fresh").count() == 1


def test_only_what_the_reader_may_see_is_counted(coordinator: User, analyst: User, focal_point: User) -> None:
    make_project("DE", visibility=Project.Visibility.RESTRICTED)
    assert [score(user, "DE").entered for user in (coordinator, focal_point, analyst)] == [1, 1, 0]


def test_the_middle_is_told_of_enough_partners_only(coordinator: User) -> None:
    for number, code in enumerate(("DE", "GB", "FR", "JP")):
        for _ in range(number + 1):
            make_project(code)
    assert medians(scores(coordinator, [this()]), this()) == {}
    make_project("TJ")
    assert medians(scores(coordinator, [this()]), this())["entered"] == 2


# -- Pages -------------------------------------------------------------------------------------------------------------
def test_a_partner_sees_itself_and_nobody_else(
    client_for: ClientFor, focal_point: User, other_focal_point: User
) -> None:
    make_project("DE", title="Own")
    make_project("GB", title="Other")
    client, address = client_for(focal_point), reverse("people:participation")
    page = client.get(address).content.decode()
    assert "Germany" in page
    assert "United Kingdom" not in page
    assert client.get(address, {"partner": "GB"}).status_code == 404
    behind = reverse("people:behind", args=["entered"])
    assert "Own" in client.get(behind, {"partner": "DE"}).content.decode()
    assert client.get(behind, {"partner": "GB"}).status_code == 404


def test_analysts_and_coordinators_compare_all(client_for: ClientFor, analyst: User) -> None:
    make_project("DE")
    make_project("GB")
    make_project("GB")
    client, address = client_for(analyst), reverse("people:participation")
    rows = client.get(address, {"sort": "entered"}).context["rows"]
    assert [partner.code for partner, _ in rows] == ["GB", "DE"]
    assert client.get(address, {"quarter": "2005-Q1", "sort": "x"}).context["rows"] == []
    text = b"".join(client.get(reverse("people:participation-csv")).streaming_content).decode()  # type: ignore[attr-defined]
    assert f"Germany,{this().code},1,0,0,0,0,1,1,100," in text


def test_each_number_leads_to_what_it_counts(client_for: ClientFor, coordinator: User, focal_point: User) -> None:
    make_alert(make_project("DE", reference="BMZ-9"), make_project("GB"))
    client = client_for(coordinator)
    for measure, number in {
        "entered": 1,
        "confirmed": 0,
        "told": 1,
        "in_time": 0,
        "late": 0,
        "running": 1,
        "fresh": 1,
    }.items():
        page = client.get(reverse("people:behind", args=[measure]), {"partner": "DE", "quarter": this().code})
        assert page.context["page"].paginator.count == number, measure
    assert client.get(reverse("people:behind", args=["nothing"]), {"partner": "DE"}).status_code == 404


def test_the_number_of_queries_does_not_grow(
    client_for: ClientFor, coordinator: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client, address = client_for(coordinator), reverse("people:participation")
    for code in ("DE", "GB", "FR", "JP", "TJ", "US"):
        make_alert(make_project(code), make_project("IT"))
    client.get(address)
    with django_assert_max_num_queries(12):
        client.get(address)
    with django_assert_max_num_queries(25):
        client.get(address, {"partner": "DE"})


def test_what_can_be_no_code_is_no_error(client_for: ClientFor, coordinator: User) -> None:
    for address in (reverse("people:participation"), reverse("people:behind", args=["told"])):
        assert client_for(coordinator).get(address, {"partner": "\0"}).status_code in {200, 404}


# -- Over time ---------------------------------------------------------------------------------------------------------
def test_partners_with_a_focal_point_are_counted_at_the_end_of_each_quarter(focal_point: User) -> None:
    FocalPoint.objects.update(started=last().before().first_day)
    make_focal_point("GB", started=last().first_day, ended=last().last_day)  # not there any more on the last day
    make_focal_point("FR", started=last().last_day)
    make_focal_point("JP", started=last().first_day, is_active=False)
    assert designated.over_time() == [(last().before(), 1), (last(), 3), (this(), 2)]


def test_the_picture_names_the_number_to_beat(client_for: ClientFor, recipient: User) -> None:
    client = client_for(recipient)
    page = client.get(reverse("people:designated")).content.decode()
    assert "With a focal point in 2006" in page
    assert "1 of 81 partners have one today. In 2006 it was 27 of more than 55." in page
    text = b"".join(client.get(reverse("people:designated-csv")).streaming_content).decode()  # type: ignore[attr-defined]
    assert f"{this().code},1,27" in text


def test_nobody_designated_yet(client_for: ClientFor, coordinator: User) -> None:
    assert client_for(coordinator).get(reverse("people:designated")).status_code == 200
    assert designated.over_time() == [(this(), 0)]


def test_an_analyst_of_a_partner_is_not_told_whose_the_hidden_side_is(client_for: ClientFor, focal_point: User) -> None:
    """The alert is theirs by the open side; counted for the other partner it would name that one."""
    FocalPoint.objects.filter(partner__code="GB").delete()
    make_focal_point("GB", started=date(2020, 1, 1))
    hidden = make_project("GB", visibility=Project.Visibility.RESTRICTED)
    make_alert(make_project("DE"), hidden)
    analyst = User.objects.get(pk=focal_point.pk)
    analyst.role, analyst.partner = User.Role.ANALYST, get_partner("DE")
    analyst.save()
    assert (score(analyst, "GB").told, score(analyst, "DE").told) == (0, 1)
    address = reverse("people:behind", args=["told"])
    assert hidden.number not in client_for(analyst).get(f"{address}?partner=GB").content.decode()
    assert partner_standing(get_partner("GB"), analyst)["alerts"] == 0
    assert partner_standing(get_partner("DE"), analyst)["alerts"] == 1
