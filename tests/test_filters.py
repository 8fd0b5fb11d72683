"""What each name in the query string means, and what becomes of values that mean nothing."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.http import QueryDict
from django.test import RequestFactory
from django.utils import timezone

from adam.demo.makers import make_document, make_organization, make_project
from partners.models import User
from projects.filters import ProjectFilter
from projects.models import Project

pytestmark = pytest.mark.django_db
Narrow = Callable[[str], set[str]]


@pytest.fixture
def narrowed(rf: RequestFactory, focal_point: User) -> Callable[[str], ProjectFilter]:
    """The filter as Germany's focal point gets it for a query string."""

    def narrowed(query: str) -> ProjectFilter:
        request = rf.get(f"/projects/?{query}")
        request.user = focal_point
        return ProjectFilter(QueryDict(query), request=request)

    return narrowed


@pytest.fixture
def titles(narrowed: Callable[[str], ProjectFilter]) -> Narrow:
    def titles(query: str) -> set[str]:
        found = [project.title for project in narrowed(query).qs]
        assert len(found) == len(set(found)), "a project is listed twice"
        return set(found)

    return titles


@pytest.fixture
def world(db: None) -> None:
    make_project(
        "DE", title="Scanners at the river", reference="DE/K28", countries=["TJ", "AF"], themes=["T1.1", "T1.2"],
        start=date(2020, 1, 1), end=date(2022, 6, 30), status="4", oda="oda", implementing=["GIZ"],
        contributions=[("DE", 100, "EUR"), ("FR", 100, "EUR")], beneficiaries=[make_organization("DCA", kind="police")],
    )  # fmt: skip
    make_project(
        "GB", title="Précurseurs chimiques", countries=["PK"], themes=["T4"], start=date(2023, 1, 1), end=None,
        status="2", oda="not-oda",
        activities=[{"type": "A05", "beneficiary": make_organization("ANF", kind="customs")}],
    )  # fmt: skip
    make_project("US", title="Training in Iran", countries=["IR"], themes=["T2.1"], start=None, end=None, status="1")
    make_project("DE", title="Our own draft", draft=True, countries=[], themes=[], start=date(2031, 1, 1), end=None)
    make_project("GB", title="Not for Germany", visibility="restricted", countries=["TJ"])


RIVER, CHEMICAL, IRAN, DRAFT = "Scanners at the river", "Précurseurs chimiques", "Training in Iran", "Our own draft"


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {RIVER, CHEMICAL, IRAN, DRAFT}),
        ("q=scanner", {RIVER}),
        ("q=precurseurs", {CHEMICAL}),
        ("q=scanners+-river", set()),
        ("q=K28", {RIVER}),
        ("q=giz", {RIVER}),
        ("country=TJ", {RIVER}),
        ("country=tj&country=PK", {RIVER, CHEMICAL}),
        ("country=TJ&country=AF", {RIVER}),
        ("region=west-central-asia", {RIVER, CHEMICAL, IRAN}),
        ("partner=DE", {RIVER, DRAFT}),
        ("partner=fr", {RIVER}),
        ("theme=T1", {RIVER}),
        ("theme=T1.2", {RIVER}),
        ("theme=T4", {CHEMICAL}),
        ("status=4&status=1", {RIVER, IRAN}),
        ("year=2021", {RIVER}),
        ("year=2024", {CHEMICAL}),
        ("start_year=2020", {RIVER}),
        ("activity_type=A05", {CHEMICAL}),
        ("beneficiary_kind=police", {RIVER}),
        ("beneficiary_kind=customs", {CHEMICAL}),
        ("oda=oda&country=AF", {RIVER}),
        ("visibility=restricted", set()),
        ("draft=1", {DRAFT}),
        ("mine=on", {RIVER, DRAFT}),
        ("mine=0", {RIVER, CHEMICAL, IRAN, DRAFT}),
        ("country=AF&status=2", set()),
    ],
)
def test_each_name(titles: Narrow, query: str, expected: set[str]) -> None:
    assert titles(query) == expected


def test_the_number_of_this_register(titles: Narrow) -> None:
    project = make_project("DE", title="Unnumbered", reference="")
    assert titles(f"q={project.number}") == {"Unnumbered"}


def test_stale(titles: Narrow) -> None:
    make_project("DE", title="Old", confirmed_at=timezone.now() - timedelta(days=200))
    make_project("DE", title="Old and over", confirmed_at=None, status=Project.Status.CLOSED)
    make_project("DE", title="Fresh")
    assert titles("stale=1") == {"Old"}


def test_implementer(narrowed: Callable[[str], ProjectFilter]) -> None:
    body = make_organization("GIZ")
    project = make_project("DE", implementing=[body])
    make_project("DE", beneficiaries=[body])
    narrow = narrowed(f"implementer={body.pk}")
    assert narrow.qs.get() == project
    assert [chip.text for chip in narrow.chips] == ["GIZ"]


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(
    "query",
    [
        "country=XX", "country=%00", "partner=nobody", "theme=T99", "status=evil", "year=abc", "year=99999999999999999",
        "year=-1", "start_year=0", "activity_type=%F0%9F%9A%93", "region=moon", "implementer=abc",
        "implementer=99999999999999999999999", "implementer=1%00", "q=%00", "oda=1'--",
    ],
)  # fmt: skip
def test_a_wrong_value_is_said_and_the_others_stay(narrowed: Callable[[str], ProjectFilter], query: str) -> None:
    narrow = narrowed(f"{query}&mine=1")
    assert {project.title for project in narrow.qs} == {RIVER, DRAFT}
    assert len(narrow.problems) == 1


@pytest.mark.parametrize("query", ["q=ADAM-", "q=a+%7C+%26", "q=x%27%29%3B--", "q=x%3A%2A", "q=%3Cb%3Ex"])
def test_strange_searches_find_nothing_quietly(titles: Narrow, query: str) -> None:
    assert titles(query) == set()


@pytest.mark.parametrize("query", ["q=%22", "q=%27%29%3B--", "q=-", "q=-river", "q=%25", "q=%F0%9F%9A%93", "q=%22%22"])
def test_a_search_without_a_word_finds_nothing_and_says_so(
    narrowed: Callable[[str], ProjectFilter], query: str
) -> None:
    make_project("DE", title="Scanners")
    narrow = narrowed(query)
    assert not narrow.qs
    assert narrow.problems == [
        "Search: there is no word to look for. Write at least one word, without a minus before it."
    ]


def test_chips_say_what_is_active_and_lead_away_from_it(narrowed: Callable[[str], ProjectFilter]) -> None:
    chips = narrowed("country=tj&country=PK&q=border&year=2024&mine=1&theme=T1&page=3").chips
    assert {chip.text: chip.query for chip in chips} == {
        "“border”": "country=tj&country=PK&year=2024&mine=1&theme=T1",
        "Tajikistan": "country=PK&q=border&year=2024&mine=1&theme=T1",
        "Pakistan": "country=tj&q=border&year=2024&mine=1&theme=T1",
        "T1 Border management and cross-border cooperation": "country=tj&country=PK&q=border&year=2024&mine=1",
        "Active in year 2024": "country=tj&country=PK&q=border&mine=1&theme=T1",
        "Of my own partner": "country=tj&country=PK&q=border&year=2024&theme=T1",
    }


@pytest.mark.parametrize(
    "query", ["country=TJ&country=ZZ", "status=2&status=9", "theme=T1&theme=T99", "partner=DE&partner=nobody"]
)
def test_of_several_values_the_known_ones_count(narrowed: Callable[[str], ProjectFilter], query: str) -> None:
    make_project("DE", title="Wanted", countries=["TJ"], themes=["T1"], status="2")
    make_project("GB", title="Other", countries=["PK"], themes=["T4"], status="4")
    narrow = narrowed(query)
    assert [project.title for project in narrow.qs] == ["Wanted"]
    assert [problem.split("”")[1] for problem in narrow.problems] == [" is not known here. It was left out."]
    assert len(narrow.chips) == 1


def test_a_search_that_is_too_long_is_cut_and_said_to_be(narrowed: Callable[[str], ProjectFilter]) -> None:
    make_project("DE", title="Scanners at the river")
    narrow = narrowed("q=river" + "+at" * 64 + "+nowhere" * 40)
    assert narrow.problems == ["Search: only the first 200 characters were searched for. Write fewer words."]
    assert not narrowed("q=" + "x" * 500).qs
    assert not str(narrow.form["q"].errors)


@pytest.mark.parametrize("query", ["q=torkham", "q=minutes+TORKHAM", "q=%22border%20minutes%22", "q=_2024.pdf"])
def test_documents_are_found_by_title_and_file_name(titles: Narrow, query: str) -> None:
    make_document(make_project("GB", title="Met"), title="Border minutes", name="torkham_2024.pdf")
    make_document(make_project("GB", title="Another"), title="Minutes", name="border.pdf")
    assert titles(query) == {"Met"}


def test_a_minus_counts_for_documents_too(titles: Narrow) -> None:
    make_document(make_project("GB", title="Met"), title="Border minutes", name="torkham.pdf")
    assert titles("q=minutes+-torkham") == set()


def test_nobody_learns_of_documents_that_are_not_theirs_to_see(titles: Narrow) -> None:
    make_document(make_project("GB", title="Open"), title="Secret minutes", visibility="restricted")
    make_document(make_project("GB", title="Closed", visibility="restricted"), title="Secret minutes")
    make_document(make_project("DE", title="Own"), title="Secret minutes", visibility="restricted")
    assert titles("q=secret") == {"Own"}


@pytest.mark.parametrize("quoted", ["“river scanners”", "„river scanners“", "«river scanners»", '"river scanners"'])
def test_curly_quotes_are_quotes(titles: Narrow, quoted: str) -> None:
    make_project("DE", title="New river scanners")
    make_project("DE", title="Scanners at the river")
    assert titles(f"q={quoted}") == {"New river scanners"}
