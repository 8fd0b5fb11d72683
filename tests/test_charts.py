"""Pictures of figures: what is drawn, on the page and in files."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import BytesIO
from itertools import pairwise
from xml.etree import ElementTree

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from PIL import Image
from playwright.sync_api import Page

from adam.demo.makers import make_project
from partners.models import User
from projects.analysis import MEASURES, Member
from projects.analysis.dimensions import OTHERS
from projects.charts.bars import Bar, Part
from projects.charts.room import SCREEN
from projects.charts.tones import HEATS, TONES
from projects.charts.values import Unit, nice_ticks, rounded_up, scale_of, shown_of
from projects.models import Project

pytestmark = pytest.mark.django_db
For = Callable[[User], Client]
MONEY = Unit(MEASURES["budget"])
COUNTRIES = ["AF", "AL", "AM", "AZ", "BA", "GE", "IR", "KG", "KZ", "MD", "ME", "MK", "OM", "PK", "RS", "RU", "TJ", "TM"]


@pytest.mark.parametrize(
    ("highest", "ticks"),
    [
        (0, [0, 1]),
        (1, [0, 1]),
        (7, [0, 2, 4, 6, 8]),
        (87, [0, 25, 50, 75, 100]),
        (100, [0, 25, 50, 75, 100]),
        (21_900_000, [0, 10_000_000, 20_000_000, 30_000_000]),
    ],
)
def test_ticks_are_round_and_reach_the_highest(highest: float, ticks: list[float]) -> None:
    assert nice_ticks(highest) == ticks


@pytest.mark.parametrize(
    ("value", "is_money", "words"),
    [
        (1234, False, "1\u00a0234"),
        (1234, True, "1\u00a0234"),
        (4_200_000, True, "4.2 million"),
        (3e9, True, "3 billion"),
    ],
)
def test_large_amounts_are_read_in_millions(value: float, is_money: bool, words: str) -> None:
    assert (MONEY if is_money else Unit()).short(value) == words


@pytest.mark.parametrize(
    ("value", "is_money", "words"),
    [
        (0, True, "0"),
        (Decimal("0.40"), True, "<1"),
        (999_600, True, "1m"),
        (4_250_000, True, "4.25m"),
        (2.5e12, True, "2\u00a0500bn"),
        (12_345, False, "12\u00a0345"),
    ],
)
def test_a_cell_has_room_for_few_letters(value: float, is_money: bool, words: str) -> None:
    assert (MONEY if is_money else Unit()).brief(value) == words


def test_tones_have_about_as_many_values_and_round_limits() -> None:
    scale = scale_of([1, 2, 3, 5, 8, 13, 21, 34, 55, 201, 0], Unit())
    assert [words for _, words in scale.legend] == ["1 to 2", "3 to 5", "6 to 15", "16 to 40", "41 to 201"]
    assert [scale.tone(value) for value in (0, 2, 3, 13, 34, 201)] == [0, 1, 2, 3, 4, 5]
    assert scale_of([0, 0], Unit()).legend == []
    assert [words for _, words in scale_of([3, 9], Unit()).legend] == ["1 to 3", "4 to 9"]


def test_a_few_very_great_values_are_told_apart() -> None:
    millions = [Decimal(1_000_000) * value for value in (1, 2, 3, 4, 5, 9, 16, 30, 44, 62, 378)]
    scale = scale_of(millions, MONEY)
    assert [words for _, words in scale.legend] == [
        "US$ up to 5 million", "up to 10 million", "up to 50 million", "up to 100 million", "over 100 million",
    ]  # fmt: skip
    assert [scale.tone(value) for value in millions[-3:]] == [3, 4, 5]


@pytest.mark.parametrize(("value", "limit"), [(0.2, 1), (7, 7), (11, 15), (34, 40), (99, 100), (1_234_000, 1_500_000)])
def test_limits_are_round(value: float, limit: float) -> None:
    assert rounded_up(value) == limit


def test_the_picture_shows_the_largest_and_says_so(client_for: For, focal_point: User) -> None:
    for country in COUNTRIES:
        make_project(countries=[country])
    plan = client_for(focal_point).get("/projects/analysis/?rows=country").context["plan"]
    assert len(plan.bars) == SCREEN.bars
    assert plan.remarks == [f"Shown: 15 of {len(COUNTRIES)} countries."]


def test_of_how_many_is_said_only_where_it_is_known() -> None:
    partners = [Member(str(number), str(number)) for number in range(16)]
    assert shown_of(6, partners, "partners", "largest") == ["Shown: the 6 largest of 16 partners."]
    together = [*partners[:15], Member(OTHERS, "Other partners")]
    assert shown_of(6, together, "partners", "largest") == ["Shown: the 6 largest partners."]


def test_bars_longer_than_their_number_are_explained(client_for: For, focal_point: User) -> None:
    make_project(countries=["TJ"], themes=["T1", "T2"])
    plan = client_for(focal_point).get("/projects/analysis/?rows=country&columns=theme").context["plan"]
    assert (plan.bars[0].total, plan.bars[0].length) == (1, 2)
    assert "longer than its number where projects are in several themes" in plan.remarks[0]


def test_a_bar_too_short_to_be_seen_is_drawn_in_the_colour_of_its_largest_part() -> None:
    small = [Part("Cancelled", 2, Decimal(1), "?a"), Part("Completed", 1, Decimal(4), "?b")]
    great = [Part("Completed", 1, Decimal(9_999), "?c"), Part("Cancelled", 2, Decimal(1), "?d")]
    short, long = (Bar("", Decimal(0), sum(part.value for part in parts), None, parts) for parts in (small, great))
    assert list(short.blocks(longest=10_000, least=0.0025)) == [(small[1], 0.0, 0.0025)]
    assert list(long.blocks(longest=10_000, least=0.0025)) == [(great[0], 0.0, 0.9999), (great[1], 0.9999, 0.0001)]


def test_years_are_drawn_as_lines(client_for: For, focal_point: User) -> None:
    make_project(start=date(2020, 1, 1), end=date(2022, 12, 31))
    make_project(start=None, end=None)
    plan = client_for(focal_point).get("/projects/analysis/?rows=country&columns=year").context["plan"]
    assert plan.years == ["2020", "2021", "2022"]
    assert plan.lines[0].values == [1, 1, 1]
    assert plan.remarks == ["Not shown: without dates."]


def test_the_page_needs_no_style_of_its_own(client_for: For, focal_point: User) -> None:
    make_project()
    for query in ("", "rows=country&columns=year"):
        page = client_for(focal_point).get(f"/projects/analysis/?{query}").content.decode()
        drawing = page[page.index("<figure") : page.index("</figure>")]
        assert 'role="group"' in drawing
        assert "<title" in drawing
        assert not re.search(r"\sstyle=|<script|\son\w+=", drawing)


def test_the_png_is_a_wide_picture_with_the_same_bytes_each_time(client_for: For, focal_point: User) -> None:
    make_project(amount=Decimal("12.30"))
    client = client_for(focal_point)
    first = client.get("/projects/analysis.png?rows=partner&columns=status&measure=budget")
    assert Image.open(BytesIO(first.content)).size == (1600, 900)
    assert first["Content-Type"] == "image/png"
    assert first["X-Content-Type-Options"] == "nosniff"
    assert first["Content-Disposition"].startswith("attachment; ")
    again = client.get("/projects/analysis.png?rows=partner&columns=status&measure=budget")
    assert again.content == first.content
    assert again["ETag"] == first["ETag"]


def test_a_picture_that_has_not_changed_is_not_sent_again(client_for: For, focal_point: User) -> None:
    make_project()
    client = client_for(focal_point)
    etag = client.get("/projects/analysis.svg")["ETag"]
    assert client.get("/projects/analysis.svg", headers={"if-none-match": etag}).status_code == 304
    make_project()
    assert client.get("/projects/analysis.svg", headers={"if-none-match": etag}).status_code == 200


def test_the_svg_is_sound_and_names_no_day_of_making(client_for: For, focal_point: User) -> None:
    make_project(title="Border & <post>", countries=["TJ"])
    content = client_for(focal_point).get("/projects/analysis.svg?rows=country&columns=year").content
    drawing = ElementTree.fromstring(content)  # noqa: S314 - our own
    assert drawing.tag.endswith("svg")
    assert b"<dc:date>" not in content


def test_each_tone_differs_in_lightness_from_the_next() -> None:
    def light(tone: str) -> float:
        red, green, blue = (int(tone[at : at + 2], 16) for at in (1, 3, 5))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    assert all(abs(light(one) - light(other)) > 20 for one, other in pairwise(TONES))


# How colours look with one kind of cone missing: Machado, Oliveira and Fernandes, IEEE TVCG 15 (2009), severity 1.
DEFICIENCIES = {
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}


def seen(tone: str, deficiency: str) -> np.ndarray:
    """CIE Lab of the tone as it is seen."""
    channels = np.array([int(tone[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    linear = np.clip(np.array(DEFICIENCIES[deficiency]) @ linear, 0, 1)
    to_xyz = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    x, y, z = np.cbrt(np.array(to_xyz) @ linear / np.array([0.9505, 1, 1.089]))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("deficiency", DEFICIENCIES)
@pytest.mark.parametrize("tones", [TONES, HEATS])
def test_tones_that_touch_are_told_apart_by_colour_blind_readers(deficiency: str, tones: tuple[str, ...]) -> None:
    """A distance of 10 in CIE Lab is seen at a glance."""
    distances = [np.linalg.norm(seen(one, deficiency) - seen(other, deficiency)) for one, other in pairwise(tones)]
    assert min(distances) > 10, distances


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("query", ["", "rows=partner&columns=year&measure=budget"])
def test_the_page_reads_well_for_everybody(
    page: Page, sign_in: Callable[[Page, User], None], focal_point: User, width: int, query: str
) -> None:
    for country in COUNTRIES:
        make_project(countries=[country, "UZ"], status=Project.Status.CLOSED)
    sign_in(page, focal_point)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"/projects/analysis/?{query}")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_changing_the_question_changes_picture_and_address(
    page: Page, sign_in: Callable[[Page, User], None], focal_point: User
) -> None:
    make_project(countries=["TJ"], amount=5_000_000)
    sign_in(page, focal_point)
    page.goto("/projects/analysis/")
    page.get_by_label("Figure", exact=True).select_option("Budget in US dollars")
    page.get_by_role("group", name="Budget in US dollars by country and status").wait_for()
    page.get_by_label("Columns").select_option("None")
    page.wait_for_url("**columns=none**")
    page.get_by_role("table").get_by_role("link", name="Tajikistan").click()
    page.wait_for_url("**/projects/?published=on&country=TJ")
