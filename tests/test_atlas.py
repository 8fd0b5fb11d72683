"""Maps of figures: countries in tones, places as discs, and what no map can show."""

from collections.abc import Callable

import pytest
from django.test import Client

from adam.demo.makers import make_project
from partners.models import User
from projects.analysis import MEASURES
from projects.charts.atlas import area_map
from projects.charts.ground import map_of_areas
from projects.charts.picture.atlas import notes_of, points_of
from projects.charts.room import SCREEN
from projects.charts.screen.atlas import area_picture
from projects.charts.values import Unit
from projects.maps import CONTROL_LINE, DISCLAIMER
from tests.test_analysis import table

pytestmark = pytest.mark.django_db
For = Callable[[User], Client]


def test_countries_have_the_tone_and_the_link_of_their_row(focal_point: User) -> None:
    for countries in (["TJ"], ["TJ"], ["UZ"]):
        make_project(countries=countries)
    plan = area_map(table(focal_point, "rows=country"), Unit(), SCREEN)
    assert [(area.code, area.tone, area.title, area.query) for area in plan.areas] == [
        ("TJ", 2, "Tajikistan: 2 projects", "published=on&country=TJ"),
        ("UZ", 1, "Uzbekistan: 1 project", "published=on&country=UZ"),
    ]


def test_a_region_is_all_its_countries(focal_point: User) -> None:
    make_project(countries=["TJ", "UZ"])
    plan = area_map(table(focal_point, "rows=theme&columns=region"), Unit(), SCREEN)
    assert {"TJ", "UZ", "AF", "PK"} <= {area.code for area in plan.areas}
    assert {area.title for area in plan.areas} == {"West and Central Asia: 1 project"}
    assert plan.remarks == ["The map shows the totals; the table has all figures."]


def test_the_widest_country_does_not_make_dots_of_the_others_but_is_not_left_out(focal_point: User) -> None:
    make_project(countries=["TJ", "KZ", "RU"])
    found = map_of_areas(area_map(table(focal_point, "rows=country"), Unit(), SCREEN))
    assert found
    assert {"TJ", "KZ", "RU"} <= found.ground.shapes.keys()
    assert found.ground.view.box[2] - found.ground.view.box[0] < 60
    make_project(countries=["TJ", "RU"])
    far = map_of_areas(area_map(table(focal_point, "rows=country&country=TJ&country=RU"), Unit(), SCREEN))
    assert far
    assert {"TJ", "RU"} <= far.ground.shapes.keys()


def test_a_few_far_countries_do_not_make_dots_of_the_others_and_are_told_below(focal_point: User) -> None:
    for code, number in (("TJ", 12), ("KG", 10), ("MX", 1)):
        for _ in range(number):
            make_project(countries=[code])
    plan = area_map(table(focal_point, "rows=country"), Unit(), SCREEN)
    drawn = area_picture(plan)
    assert drawn.map
    assert drawn.map.ground.view.breadth < 60
    assert drawn.outside == notes_of(plan)[0] == "Outside this part of the map: Mexico 1."
    assert {label.lines[0] for label in drawn.map.labels if label.kind == "here"} == {"Tajikistan", "Kyrgyzstan"}


def test_the_names_of_the_largest_come_first_with_their_value(focal_point: User) -> None:
    for countries in (["BA"], ["AL"], ["AL"], ["ME"], ["RS"], ["MK"], ["IN"]):
        make_project(countries=countries)
    drawn = area_picture(area_map(table(focal_point, "rows=country"), Unit(), SCREEN))
    assert drawn.map
    assert drawn.map.labels[0].lines == ("Albania", "2")


def test_names_are_put_down_by_value_and_not_by_tone(focal_point: User) -> None:
    for amount, code in ((60, "AF"), (90, "TJ"), (80, "KG"), (70, "UZ"), (5, "TR"), (4, "RS"), (3, "OM")):
        make_project(countries=[code], amount=amount)
    drawn = area_picture(area_map(table(focal_point, "rows=country&measure=budget"), Unit(MEASURES["budget"]), SCREEN))
    assert drawn.map
    assert drawn.map.labels[0].lines[0] == "Tajikistan"


def test_a_map_carries_the_disclaimer_on_the_page_and_in_the_file(client_for: For, focal_point: User) -> None:
    make_project(countries=["PK"])
    page = client_for(focal_point).get("/projects/analysis/?rows=country&picture=map").content.decode()
    assert DISCLAIMER in page
    assert notes_of(area_map(table(focal_point, "rows=country"), Unit(), SCREEN)) == (DISCLAIMER, CONTROL_LINE)


def test_what_lies_on_no_map_is_said(client_for: For, focal_point: User) -> None:
    make_project(countries=["GI"])
    client = client_for(focal_point)
    page = client.get("/projects/analysis/?rows=country&picture=map").content.decode()
    assert "None of these countries has a figure that can be put on a map." in page
    assert "Not on the map: Gibraltar." in page
    assert client.get("/projects/analysis.svg?rows=country&picture=map").status_code == 200


def test_paths_of_the_page_are_drawn_in_files_too() -> None:
    points = list(points_of("M10 20l3-4 0 4zM0 0l5 5", 1, 2, 0.1))
    assert [(round(x, 2), round(y, 2), kind) for x, y, kind in points] == [
        (2.0, 4.0, 1), (2.3, 3.6, 2), (2.3, 4.0, 2), (2.3, 4.0, 79), (1.0, 2.0, 1), (1.5, 2.5, 2),
    ]  # fmt: skip
