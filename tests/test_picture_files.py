"""Pictures as files: every form, in each kind and shape, in all scripts."""

import warnings
from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO
from xml.etree import ElementTree

import pytest
from django.core.cache import caches
from django.http import HttpResponse
from django.test import Client
from PIL import Image

from adam.demo.makers import make_place, make_project
from partners.models import User
from projects.analysis import quoted
from projects.charts.picture import WAITING, Words, draw
from projects.charts.picture.sheet import MARGIN, Sheet
from tests.test_analysis import narrowed, table

pytestmark = pytest.mark.django_db
For = Callable[[User], Client]
FORMS = {
    "bars": "rows=country&picture=bars",
    "stacked": "rows=country&columns=status&picture=stacked",
    "lines": "rows=country&columns=year&picture=lines&measure=budget",
    "heat": "rows=country&columns=theme&picture=heat&measure=budget",
    "timeline": "rows=country&picture=timeline",
    "flow": "rows=partner&columns=country&picture=flow",
    "map": "rows=country&picture=map",
}
SCRIPTS = {
    "Arabic": "مشروع مكافحة المخدرات في طاجيكستان",
    "Persian": "پروژهٔ مبارزه با مواد مخدر در مرز",
    "Chinese": "中国海关边境禁毒执法能力建设培训项目",
    "Cyrillic": "Поддержка пограничной службы Таҷикистон",
}


@pytest.fixture
def client(client_for: For, focal_point: User) -> Client:
    make_project(countries=["TJ", "AF"], start=date(2020, 1, 1), end=date(2022, 12, 31))
    make_project("GB", countries=["RU"], start=date(2024, 5, 1), end=None, title="x" * 150)
    return client_for(focal_point)


def test_a_picture_says_how_it_counts_and_what_only_its_maker_sees(client: Client, focal_point: User) -> None:
    make_project(draft=True, amount=None)
    query = "rows=country&measure=budget&totals=net&drafts=on"
    found = table(focal_point, query)
    said = " ".join(note.text for note in quoted(found, narrowed(focal_point, query)))
    assert found.question.title == "Budget in US dollars by country, each project once (net)"
    assert "1 draft of your own partner included" in said
    assert "1 project without a budget" in said
    assert "each-project-once-net" in client.get(f"/projects/analysis.csv?{query}")["Content-Disposition"]
    compared = client.get("/projects/analysis/difference/?rows=country&drafts=on&from=2020-01-01").content.decode()
    assert "1 draft of your own partner included" in compared


@pytest.fixture
def _missing_letters_are_errors() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.filterwarnings("ignore", message="No directory at")  # of static files, which tests do not collect
        yield


@pytest.mark.parametrize("form", FORMS)
def test_the_same_figures_are_the_same_bytes_in_each_kind_and_shape(client: Client, form: str) -> None:
    for kind, shape in (("png", "wide"), ("png", "square"), ("svg", "wide"), ("pdf", "square")):
        address = f"/projects/analysis.{kind}?{FORMS[form]}&shape={shape}"
        first, again = fresh(client, address), fresh(client, address)
        assert first.status_code == 200
        assert first.content == again.content
        if kind == "png":
            assert Image.open(BytesIO(first.content)).size == {"wide": (1600, 900), "square": (1200, 1200)}[shape]
        elif kind == "svg":
            assert "style" not in ElementTree.fromstring(first.content).attrib  # noqa: S314 - our own
        else:
            assert first.content.startswith(b"%PDF")


def fresh(client: Client, address: str) -> HttpResponse:
    """Drawn again."""
    caches["pictures"].clear()
    return client.get(address)


def test_when_others_wait_the_next_is_asked_to_come_again_but_has_what_is_drawn(client: Client) -> None:
    address, other = ("/projects/analysis.png?rows=country", "/projects/analysis.png?rows=partner")
    drawn = client.get(address).content
    with WAITING, WAITING:
        busy = client.get(other)
        assert (busy.status_code, busy["Retry-After"]) == (503, "5")
        assert client.get(address).content == drawn
    assert client.get(other).status_code == 200


@pytest.mark.parametrize("form", [*FORMS.values(), "rows=place&picture=points", "rows=country&columns=year"])
@pytest.mark.parametrize("measure", ["budget", "duration"])
def test_projects_with_neither_money_nor_dates_get_a_sentence(
    client_for: For, focal_point: User, form: str, measure: str
) -> None:
    make_project(places=[make_place()], amount=None, start=None, end=None)
    client = client_for(focal_point)
    query = f"{form.removesuffix('&measure=budget')}&measure={measure}"
    page = client.get(f"/projects/analysis/?{query}", follow=True)
    assert page.context["plan"].lack in page.content.decode()
    unfit = page.context["problems"]
    assert client.get(f"/projects/analysis.png?{query}").status_code == (400 if unfit else 200)


def test_a_pdf_names_its_report(client: Client) -> None:
    content = client.get("/projects/analysis.pdf?rows=country&country=TJ").content
    assert b"Projects by country" in content
    assert b"/projects/analysis/?country=TJ&rows=country" in content
    assert b"CreationDate" not in content


def test_another_shape_is_another_file(client: Client) -> None:
    wide, square = (
        client.get(f"/projects/analysis.png?rows=country&shape={one}")["ETag"] for one in ("wide", "square")
    )
    assert wide != square
    refused = client.get("/projects/analysis.png?rows=country&shape=round")
    assert (refused.status_code, "Choose one of wide, square" in refused.content.decode()) == (400, True)


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.usefixtures("_missing_letters_are_errors")
def test_every_script_has_its_letters(client: Client, script: str) -> None:
    make_project(title=SCRIPTS[script], implementing=[SCRIPTS[script]])
    for query in ("rows=country&picture=timeline", "rows=implementer&picture=bars"):
        assert client.get(f"/projects/analysis.png?{query}").status_code == 200


def test_a_title_of_any_length_stays_on_the_sheet() -> None:
    words = Words(
        "Long " * 80, "Filter " * 80, "Source", f"https://adam.example/?{'country=TJ&' * 60}", ("Note " * 300,)
    )
    sheet = Sheet(words, "square")
    edges = [text.get_window_extent(sheet.measure) for text in sheet.ground.texts]
    assert max(edge.x1 for edge in edges) <= (sheet.width - MARGIN) * sheet.figure.dpi + 1
    assert sheet.bottom - sheet.top > 3
    assert draw(None, words, "png", "square").startswith(b"\x89PNG")


def test_words_wrap_where_they_fit_and_the_last_line_is_cut() -> None:
    sheet = Sheet(Words("Title", "Scope", "Source"), "wide")
    assert sheet.wrapped("Border management and cooperation", 1.2, 10, 2)[0] == "Border management"
    assert sheet.wrapped("one two three four five six", 0.6, 10, 2)[-1].endswith("…")
    assert sheet.fitted("short", 3, 10) == "short"
    assert "".join(sheet.broken("https://adam.example/" + "x" * 200, 2, 8, 9)).endswith("x")
