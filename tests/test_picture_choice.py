"""Which form of picture a question gets, and what is said where it cannot have the one that was asked for."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.http import QueryDict
from django.test import Client

from adam.demo.makers import make_project
from partners.models import User
from projects.analysis import answer, asked
from projects.charts import plan
from projects.charts.atlas import AreaMap
from projects.charts.bars import Bars
from projects.charts.flow import Flow
from projects.charts.heat import Heat
from projects.charts.lines import Lines
from projects.charts.room import WIDE
from projects.charts.timeline import Timeline
from projects.filters import ProjectFilter
from projects.models import Theme

pytestmark = pytest.mark.django_db
For = Callable[[User], Client]


@pytest.fixture
def client(client_for: For, focal_point: User) -> Client:
    make_project(countries=["TJ"], start=date(2020, 1, 1), end=date(2022, 12, 31))
    make_project(countries=["KG", "UZ"], themes=Theme.objects.filter(parent=None).values_list("code", flat=True))
    return client_for(focal_point)


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("rows=country", Bars),
        ("rows=country&columns=status", Bars),
        ("rows=country&columns=theme", Heat),
        ("rows=country&columns=year", Lines),
        ("rows=country&columns=status&picture=heat", Heat),
        ("rows=partner&columns=country&picture=flow", Flow),
        ("rows=country&picture=map", AreaMap),
        ("rows=theme&columns=region&picture=map", AreaMap),
        ("rows=country&picture=timeline", Timeline),
        ("rows=country&columns=year&picture=stacked", Bars),
    ],
)
def test_each_question_gets_its_form(client: Client, query: str, form: type) -> None:
    response = client.get(f"/projects/analysis/?{query}")
    assert type(response.context["plan"]) is form
    assert response.context["problems"] == []


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("rows=country&picture=stacked", "Stacked bars: this needs columns too."),
        ("rows=country&picture=heat", "Heat map: this needs columns too."),
        ("rows=country&columns=year&picture=flow", "A flow does not lead to years."),
        ("rows=country&picture=lines", "Lines need two years or more. Choose Year"),
        ("rows=partner&picture=map", "A map of countries needs them. Choose Country or Region"),
        ("rows=partner&picture=points", "A map of places needs them."),
        ("rows=country&picture=pie", "“pie” is not known here"),
    ],
)
def test_what_does_not_fit_is_said_and_no_file_is_made_of_it(client: Client, query: str, words: str) -> None:
    response = client.get(f"/projects/analysis/?{query}")
    assert words in response.context["problems"][0]
    assert response.context["plan"]
    file = client.get(f"/projects/analysis.png?{query}")
    assert (file.status_code, words in file.content.decode()) == (400, True)


def test_nothing_to_draw_is_no_complaint_about_the_form(client: Client) -> None:
    response = client.get("/projects/analysis/?rows=country&picture=heat&country=AF")
    assert (response.context["plan"], response.context["problems"]) == (None, [])


def test_the_form_is_kept_in_the_downloads(client: Client) -> None:
    page = client.get("/projects/analysis/?rows=country&columns=theme&picture=stacked").content.decode()
    assert "/projects/analysis.pdf?rows=country&amp;columns=theme&amp;measure=projects&amp;picture=stacked" in page
    assert '<option value="stacked" selected>' in page


def test_a_heat_map_has_no_more_columns_than_have_room(focal_point: User) -> None:
    make_project(countries=["TJ", "AF", "KG"])
    query = QueryDict("rows=partner&columns=country&picture=heat")
    narrowed = ProjectFilter(query, user=focal_point)
    table = answer(asked(query)[0], narrowed)
    drawn = plan(table, "heat", narrowed.qs, replace(WIDE, columns=2))
    assert isinstance(drawn, Heat)
    assert [len(drawn.columns), len(drawn.rows[0].squares)] == [2, 2]
    assert f"Shown: 2 of {len(table.columns)} countries; totals are of all." in drawn.remarks
