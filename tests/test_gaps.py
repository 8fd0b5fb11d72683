"""The gap map: what is asked against what is done, whose figures are those of the lists behind them."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from io import BytesIO
from random import Random
from re import findall

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from adam.demo.makers import (
    make_activity,
    make_alert,
    make_follow_up,
    make_need,
    make_project,
    make_recommendation,
    make_round_table,
    recorded_on,
)
from duplication.queue.filters import AlertFilter
from partners.models import Country, User
from projects.filters import ProjectFilter
from projects.models import Project
from roundtables.filters import RecommendationFilter
from roundtables.gaps import GapCell, GapMap, read
from roundtables.gaps.files import sentences
from roundtables.models import Recommendation
from roundtables.needs.filters import NeedFilter

pytestmark = pytest.mark.django_db
ClientFor = Callable[[User], Client]


@pytest.fixture(autouse=True)
def _nothing_is_asked_yet(db: None) -> None:
    """The reference data have the recommendations of 2006."""
    Recommendation.objects.all().delete()


def gap_map(user: User, query: str = "") -> GapMap:
    with read(QueryDict(query), user) as found:
        return found.map


def cell(user: User, country: str, column: str, query: str = "") -> GapCell:
    found = gap_map(user, query)
    line = next(line for line in found.lines if line.heading.key == country)
    return line.cells[[one.key for one in found.columns].index(column)]


def test_what_is_asked_and_not_done_is_a_gap_and_said_first(coordinator: User) -> None:
    make_recommendation(countries=["TM"], themes=["T4.2"])
    make_recommendation(countries=["TM", "TJ"], themes=["T4"])
    make_need("TM", theme_id="T4.1")
    make_project(countries=["TJ"], themes=["T4.1"], status="2")

    assert sentences(gap_map(coordinator)) == [
        "Turkmenistan: Precursor control is asked by 2 recommendations and 1 need; no project is active."
    ]
    assert cell(coordinator, "TJ", "T4").state == "met"
    assert cell(coordinator, "TJ", "T1").state == "empty"


@pytest.mark.parametrize(("status", "answers"), [("1", True), ("2", True), ("3", True), ("4", False), ("5", False)])
def test_only_projects_that_are_planned_or_under_way_answer(coordinator: User, status: str, answers: bool) -> None:
    make_recommendation(countries=["TM"], themes=["T4.2"])
    make_project(countries=["TM"], themes=["T4.2"], status=status)
    assert cell(coordinator, "TM", "T4").is_gap is not answers


def test_what_coordinators_assess_as_implemented_is_no_longer_asked(coordinator: User) -> None:
    recommendation = make_recommendation(countries=["TM"], themes=["T4.2"])
    make_follow_up(recommendation, coordinator, progress="implemented")
    assert gap_map(coordinator).is_empty


def test_what_names_no_country_or_no_theme_has_a_dash_where_somebody_is_active(coordinator: User) -> None:
    make_recommendation(countries=[], themes=["T4.2"])
    make_recommendation(countries=["TM"], themes=[])
    assert {cell(coordinator, "any", "T4").state, cell(coordinator, "TM", "any").state} == {"gap"}

    make_project(countries=["TM"], themes=["T4.1"], status="2", amount=7)
    nowhere, on_nothing = cell(coordinator, "any", "T4"), cell(coordinator, "TM", "any")
    assert {nowhere.state, on_nothing.state} == {"unknown"}
    assert {nowhere.projects, nowhere.money, on_nothing.projects, on_nothing.register} == {0, None}
    line = gap_map(coordinator).lines[-1]
    assert (line.heading.unknown, line.total.is_unknown) == ("which projects answer it is not known", True)


def test_a_dash_is_no_figure_in_any_file(coordinator: User, client_for: ClientFor) -> None:
    make_recommendation(countries=[], themes=["T4.2"])
    make_project(countries=["TM"], themes=["T4.1"], status="2", amount=7)
    client = client_for(coordinator)
    text = client.get("/round-tables/gaps.csv").getvalue().decode()  # type: ignore[attr-defined]
    [row] = [row for row in text.splitlines() if row.startswith(",No country named,T4,")]
    assert row.endswith('T4,Precursor control,"Asked, active not known",1,0,,,0,0')
    page = client.get("/round-tables/gaps/").text
    assert '–<span class="hide"> projects not counted</span>' in page
    assert load_workbook(BytesIO(client.get("/round-tables/gaps.xlsx").content))["Gap map"].cell(3, 5).value == "–"


def test_by_sub_theme_a_part_answers_what_asks_for_the_whole(coordinator: User) -> None:
    make_recommendation(countries=["TM"], themes=["T4"])
    make_recommendation(countries=["TM"], themes=["T4.2"])
    make_project(countries=["TM"], themes=["T4.1"], status="2")
    assert not cell(coordinator, "TM", "T4", "columns=sub_theme").is_gap
    assert cell(coordinator, "TM", "T4.2", "columns=sub_theme").is_gap


def test_by_kind_of_activity_needs_say_which(coordinator: User) -> None:
    make_need("TM", theme_id="T4.1", activity_type_id="A05")
    make_activity(make_project(countries=["TM"], themes=["T4.1"], status="2"), "A01")
    query = "columns=activity_type&country=TM&theme=T4"
    assert cell(coordinator, "TM", "A05", query).is_gap
    assert cell(coordinator, "TM", "A01", query).state == "unasked"
    assert gap_map(coordinator, "activity_type=A01").gaps == 0


def test_restricted_projects_count_for_who_sees_them(coordinator: User, other_focal_point: User) -> None:
    make_recommendation(countries=["TM"], themes=["T4.2"])
    make_project(countries=["TM"], themes=["T4.2"], status="2", visibility=Project.Visibility.RESTRICTED)
    assert cell(coordinator, "TM", "T4").projects == 1
    assert cell(other_focal_point, "TM", "T4").is_gap


def test_an_open_alert_marks_a_cell_as_crowded_for_who_may_see_it(coordinator: User, other_focal_point: User) -> None:
    pair = [make_project(countries=["TM"], themes=["T4.2"], status="2") for _ in range(2)]
    secret = make_project(countries=["TM"], themes=["T4.1"], visibility=Project.Visibility.RESTRICTED)
    make_alert(*pair)
    make_alert(pair[0], secret)
    assert (cell(coordinator, "TM", "T4").alerts, cell(coordinator, "TM", "T4").state) == (2, "crowded")
    assert cell(other_focal_point, "TM", "T4").alerts == 1


@pytest.mark.parametrize("query", ["partner=UNODC", "pillar=I", "activity_type=A01", "columns=activity_type"])
def test_alerts_are_left_out_where_a_filter_is_not_theirs_and_it_says_so(coordinator: User, query: str) -> None:
    make_alert(*[make_project("UNODC", countries=["TM"], themes=["T4.2"], status="2") for _ in range(2)])
    with read(QueryDict(query), coordinator) as found:
        assert {one.alerts for line in found.map.lines for one in line.cells} <= {0}
        assert any("Alerts are not counted" in note for note in found.notes)
    with read(QueryDict("country=TM"), coordinator) as found:
        assert sum(one.alerts for one in found.map.lines[0].cells) == 1
        assert not any("Alerts are not counted" in note for note in found.notes)


# -- The lists behind the figures --------------------------------------------------------------------------------------
def some_registry(seed: int) -> None:
    rng = Random(seed)
    countries, themes = ["AF", "TJ", "TM", "KZ"], ["T1", "T1.1", "T4", "T4.1", "T4.2", "T9.3"]
    projects = []
    for _ in range(14):
        visibility = rng.choice([Project.Visibility.ALL_PARTNERS, Project.Visibility.RESTRICTED])
        where = {"countries": rng.sample(countries, rng.randint(0, 2)), "themes": rng.sample(themes, rng.randint(0, 3))}
        projects.append(make_project(**where, status=rng.choice("1245"), visibility=visibility, amount=7))
    for _ in range(5):
        make_alert(*rng.sample(projects, 2))
    for _ in range(6):
        make_need(rng.choice(countries), theme_id=rng.choice(themes), activity_type_id=rng.choice(["A01", "A05", None]))
    for _ in range(8):
        where = {"countries": rng.sample(countries, rng.randint(0, 3)), "themes": rng.sample(themes, rng.randint(0, 2))}
        make_recommendation(**where, pillars=rng.sample(["I", "III"], rng.randint(0, 1)))


@pytest.mark.parametrize(
    "query", ["", "columns=sub_theme", "columns=activity_type", "theme=T4", "pillar=III", "region=west-central-asia"]
)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_figure_is_that_of_the_list_behind_it(
    seed: int, query: str, other_focal_point: User, client_for: ClientFor
) -> None:
    some_registry(seed)
    found = gap_map(other_focal_point, query)
    cells = [*(one for line in found.lines for one in (*line.cells, line.total)), *found.totals, found.total]
    assert any(one.recommended for one in cells)
    request = client_for(other_focal_point).get("/round-tables/gaps/").wsgi_request
    for one in cells:
        if one.register is not None:
            listed = ProjectFilter(QueryDict(one.register), user=other_focal_point)
            assert (listed.problems, listed.qs.count()) == ([], one.projects)
        if one.recommended:
            wanted = RecommendationFilter(QueryDict(one.recommended), user=other_focal_point)
            assert (wanted.problems, wanted.qs.count()) == ([], one.recommendations)
        if one.needed:
            needed = NeedFilter(QueryDict(one.needed), user=other_focal_point)
            assert (needed.problems, needed.qs.count()) == ([], one.needs)
        if one.alerted:
            warned = AlertFilter(QueryDict(one.alerted), request=request)
            assert (warned.problems, warned.found.count()) == ([], one.alerts)


# -- As of a day -------------------------------------------------------------------------------------------------------
def test_a_past_day_shows_what_was_asked_and_done_then(coordinator: User) -> None:
    make_recommendation(make_round_table(start=date(2025, 3, 1), end=date(2025, 3, 2)), countries=["TM"], themes=["T4"])
    make_project(countries=["TM"], themes=["T4"], status="2")
    recorded_on(date(2025, 6, 10))
    assert gap_map(coordinator, "as_of=2025-02-01").is_empty
    assert cell(coordinator, "TM", "T4", "as_of=2025-04-01").is_gap
    assert cell(coordinator, "TM", "T4", "as_of=2025-07-01").state == "met"


def test_what_was_assessed_since_was_still_asked_on_a_past_day(coordinator: User) -> None:
    table = make_round_table(start=date(2025, 3, 1), end=date(2025, 3, 2))
    make_follow_up(make_recommendation(table, countries=["TM"]), coordinator, progress="implemented")
    yesterday = timezone.localdate() - timedelta(days=1)
    assert gap_map(coordinator).is_empty
    assert cell(coordinator, "TM", "T1", f"as_of={yesterday}").is_gap


# -- The page and its files --------------------------------------------------------------------------------------------
def test_the_page_says_the_gaps_and_what_was_wrong_in_the_address(coordinator: User, client_for: ClientFor) -> None:
    make_recommendation(countries=["TM"], themes=["T4.2"])
    html = client_for(coordinator).get("/round-tables/gaps/?columns=sky&country=XX&as_of=2999-01-01").content.decode()
    assert "4.2" not in html.split("Asked for, and nobody is active")[1].split("</section>")[0]
    for words in (
        "Turkmenistan</a>: <b>Precursor control is asked by 1 recommendation</b>",
        "“sky” is not known",
        "XX",
    ):
        assert words in html
    assert "is still to come" in html


def test_files_refuse_what_they_cannot_say(coordinator: User, client_for: ClientFor) -> None:
    client = client_for(coordinator)
    for kind in ("csv", "json", "xlsx", "png"):
        answer = client.get(f"/round-tables/gaps.{kind}?columns=sky")
        assert (answer.status_code, "“sky” is not known" in answer.content.decode()) == (400, True)


def test_files_have_each_cell_with_its_state(coordinator: User, client_for: ClientFor) -> None:
    make_recommendation(countries=["TM"], themes=["T4.2"])
    make_project(countries=["TM"], themes=["T1"], status="2", amount=100)
    client = client_for(coordinator)
    found = json.loads(client.get("/round-tables/gaps.json?country=TM").content)
    states = {one["column_code"]: one["state"] for one in found["cells"]}
    assert (states["T4"], states["T1"], states["T9"]) == ("gap", "unasked", "empty")
    lines = b"".join(client.get("/round-tables/gaps.csv?country=TM")).decode().splitlines()  # type: ignore[arg-type]
    assert 'TM,Turkmenistan,T4,Precursor control,"Asked, nobody active",1,0,0,0,0,0' in lines


def test_a_picture_says_how_many_countries_it_leaves_out(coordinator: User, client_for: ClientFor) -> None:
    codes = Country.objects.order_by("pk").values_list("pk", flat=True)[:45]
    make_recommendation(countries=list(codes), themes=["T4"])
    assert "Shown: 40 of 45 countries." in client_for(coordinator).get("/round-tables/gaps/").content.decode()
    assert client_for(coordinator).get("/round-tables/gaps.svg").status_code == 200


def test_forty_gaps_are_said_on_the_page_and_all_in_the_file(coordinator: User, client_for: ClientFor) -> None:
    for code in Country.objects.order_by("pk").values_list("pk", flat=True)[:43]:
        make_recommendation(countries=[code], themes=["T4"])
    html = client_for(coordinator).get("/round-tables/gaps/").content.decode()
    assert (html.count("; no project is active."), "And 3 more: choose a country" in html) == (40, True)
    found = json.loads(client_for(coordinator).get("/round-tables/gaps.json").content)
    assert len(found["gaps"]) == 43


def test_a_picture_depends_on_what_it_shows_alone(coordinator: User, client_for: ClientFor) -> None:
    make_recommendation(countries=["TM"], themes=["T4.2"])
    client = client_for(coordinator)
    for picture in ("heat", "map"):
        one = client.get(f"/round-tables/gaps.svg?picture={picture}")
        again = client.get(f"/round-tables/gaps.svg?picture={picture}", headers={"if-none-match": one["ETag"]})
        assert (one.status_code, again.status_code) == (200, 304)


def test_the_page_asks_as_many_queries_for_many_rows_as_for_few(coordinator: User, client_for: ClientFor) -> None:
    client = client_for(coordinator)
    for seed in (1, 2):  # with gaps of both recommendations and needs
        some_registry(seed)
    client.get("/round-tables/gaps/")
    with CaptureQueriesContext(connection) as few:
        client.get("/round-tables/gaps/")
    for seed in (3, 4):
        some_registry(seed)
    client.get("/round-tables/gaps/")  # what is counted is brought up to date
    with CaptureQueriesContext(connection) as many:
        client.get("/round-tables/gaps/")
    assert len(few) == len(many) <= 30


@pytest.mark.parametrize("shown", ["picture=map", "columns=sub_theme", "columns=activity_type&picture=map&country=TM"])
def test_the_pages_own_links_carry_how_it_is_shown(coordinator: User, client_for: ClientFor, shown: str) -> None:
    make_recommendation(countries=["TM"], themes=["T4.2"])
    client = client_for(coordinator)
    html = unescape(client.get(f"/round-tables/gaps/?{shown}").content.decode())
    links = findall(r'href="(/round-tables/gaps\.\w+\?[^"]*)"', html)
    assert [client.get(link).status_code for link in links] == [200] * 6
    assert all(QueryDict(link.split("?")[1]) == QueryDict(links[0].split("?")[1]) == QueryDict(shown) for link in links)
    for link in findall(r'<li><a href="/round-tables/gaps/\?([^"]*)">Turkmenistan', html):
        assert QueryDict(link) == QueryDict("columns=activity_type&picture=map")


def test_what_has_ended_is_not_active_whatever_its_status_says(coordinator: User, client_for: ClientFor) -> None:
    make_recommendation(countries=["TM"], themes=["T4.2"])
    make_project(countries=["TM"], themes=["T4.2"], status="3", end=timezone.localdate() - timedelta(days=1))
    assert cell(coordinator, "TM", "T4").is_gap
    html = unescape(client_for(coordinator).get("/round-tables/gaps/?country=TM").text)
    [query] = findall(r'href="/projects/\?([^"]*)">1 more is still called running, though its end has passed<', html)
    assert ProjectFilter(QueryDict(query), user=coordinator).qs.count() == 1

    make_project(countries=["TM"], themes=["T4.2"], status="3", end=timezone.localdate())
    assert not cell(coordinator, "TM", "T4").is_gap


def test_projects_that_name_no_theme_are_counted_and_said_beside_a_gap(
    coordinator: User, client_for: ClientFor
) -> None:
    make_recommendation(countries=["TM"], themes=["T4.2"])
    make_project(countries=["TM"], themes=[], status="2")
    unnamed = cell(coordinator, "TM", "any")
    assert (unnamed.state, unnamed.projects) == ("unasked", 1)
    said = (
        "Turkmenistan: Precursor control is asked by 1 recommendation; no active project names it. "
        "1 active project in this country names no theme; it may be about it."
    )
    assert sentences(gap_map(coordinator)) == [said]
    client = client_for(coordinator)
    html = client.get("/round-tables/gaps/").text
    [query] = findall(r'href="/projects/\?([^"]*)">1 active project in this country<', html)
    assert ProjectFilter(QueryDict(unescape(query)), user=coordinator).qs.count() == 1
    assert "<li>1 active project names no theme;" in html
    assert client.get("/round-tables/gaps.json").json()["gaps"] == [said]
