"""What a process keeps of the register for its tables: the figures that the database tells, whatever has changed."""

import threading
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction
from pytest_django import DjangoAssertNumQueries

from adam.demo.makers import make_focal_point, make_place, make_project, make_relation
from partners.models import Country, Organization, Partner, User
from projects.analysis.columns import kept_rows, members_of, read_once
from projects.analysis.dimensions import DIMENSIONS, Scope
from projects.analysis.entities import CONTRIBUTIONS, PROJECTS, keep_usual, usual
from projects.models import Activity, Project
from projects.search import register
from tests.test_analysis import table

pytestmark = pytest.mark.django_db(transaction=True)
QUESTIONS = (
    "rows=country&columns=theme&measure=budget",
    "rows=partner&columns=year&measure=budget&totals=cofunding",
    "rows=partner&columns=role&measure=budget&totals=cofunding",
    "rows=region&columns=activity_type&measure=activities",
    "rows=unit&columns=beneficiary_kind&measure=quantity",
    "rows=implementer&columns=status&measure=duration",
    "rows=place&columns=role&measure=partners",
    "rows=sub_theme&columns=start_year&theme=T1.4",
    "rows=theme&columns=year&measure=budget&from_year=2019&to_year=2020&country=TJ",
)


@pytest.fixture
def reader() -> User:
    return make_focal_point("DE")


@pytest.fixture
def projects(reader: User) -> list[Project]:
    made = [
        make_project(
            partner,
            countries=countries,
            themes=["T1", "T1.4"],
            start=date(2018, 5, 1),
            end=date(2021, 2, 1),
            implementing=["Alpha"],
            contributions=[("DE", 1000, "USD"), ("GB", 500, "USD")],
            activities=[{"type": "A01", "quantity": 3}, {"type": "A05", "country_id": "AF", "quantity": 2}],
        )
        for partner, countries in (("DE", ["TJ", "AF"]), ("GB", ["TJ"]), ("FR", []))
    ]
    make_relation(made[0], made[1], "co-funded")
    register.current()  # as every web process has it
    return made


def kept(user: User) -> list[Any]:
    return [as_told(user, query) for query in QUESTIONS]


def asked(user: User) -> list[Any]:
    """A transaction that has written something asks the database."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id()")
        assert register.shared() is None
        return [as_told(user, query) for query in QUESTIONS]


def read_for_all(user: User) -> list[Any]:
    """From columns that are read once for all that the questions are about."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id()")
        with read_once(Project.objects.visible_to(user), usual()):
            return [as_told(user, query) for query in QUESTIONS]


def as_told(user: User, query: str) -> Any:
    found = table(user, query)
    return found.rows, found.columns, found.cells, found.row_totals, found.column_totals, found.total, found.stated


def test_a_table_is_the_same_after_each_change(reader: User, projects: list[Project]) -> None:
    first, second, third = projects
    assert kept(reader) == asked(reader)
    changes = (
        lambda: first.recipients.filter(country="AF").update(share=80),
        lambda: Activity.objects.filter(project=second).delete(),
        lambda: Project.objects.filter(pk=third.pk).update(start=date(2016, 1, 1), status="4"),
        lambda: make_project("FR", countries=["PK"], places=[make_place("Post", "PK")], amount=70),
        lambda: make_project("FR", countries=["TJ"], activities=[{"type": "A01", "place": make_place("Port", "UZ")}]),
        lambda: Country.objects.filter(pk="UZ").update(region=Country.Region.values[-1]),
        lambda: Country.objects.filter(pk="TJ").update(region=Country.Region.values[-1]),
        lambda: Organization.objects.update(name="Germany", name_key="germany"),
        lambda: Organization.objects.update(name="Japan", name_key="japan"),
        lambda: Partner.objects.filter(code="JP").update(code="JPN"),
        lambda: Partner.objects.filter(code="GB").update(code="UK"),
        lambda: Project.objects.filter(pk=second.pk).update(visibility="restricted"),
        first.delete,
    )
    began = register.current().read_at
    before = kept(reader)
    for change in changes:
        change()
        after = kept(reader)
        assert after == asked(reader) == read_for_all(reader)
        assert after != before
        before = after
    assert register.current().read_at == began


def test_a_table_of_another_reader_holds_what_that_one_sees(reader: User, projects: list[Project]) -> None:
    Project.objects.filter(pk=projects[1].pk).update(visibility="restricted")
    for user in (reader, make_focal_point("GB")):
        assert kept(user) == asked(user)
    assert table(reader, "rows=country").total.projects == 2


def test_who_began_earlier_neither_takes_nor_leaves_what_is_of_later(reader: User, projects: list[Project]) -> None:
    earlier = register.shared()
    make_project("DE", countries=["UZ"])
    assert table(reader, "rows=country").total.projects == 4
    now = register.shared()
    assert earlier
    assert now
    assert len(now.changes) == len(earlier.changes) + 1
    assert kept_rows(now, PROJECTS).at.size == 4
    assert kept_rows(earlier, PROJECTS).at.size == 3
    assert kept_rows(now, PROJECTS).at.size == 4


def test_what_is_kept_is_read_once(
    reader: User, projects: list[Project], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    table(reader, QUESTIONS[0])
    with django_assert_max_num_queries(5) as asked:
        table(reader, QUESTIONS[0])
    read = [query["sql"] for query in asked.captured_queries if "WITH picked" in query["sql"]]
    assert not read


def test_what_was_used_least_lately_goes_first(reader: User, projects: list[Project], monkeypatch: Any) -> None:
    monkeypatch.setattr("projects.search.register.MOST_KEPT", 2)
    register_now = register.current()
    assert register_now
    one, other, third = PROJECTS, CONTRIBUTIONS, members_of(DIMENSIONS["status"], Scope())
    for wanted in (one, other, one):
        kept_rows(register_now, wanted)
    assert list(register_now.columns) == [other.name, one.name]
    projects[0].save()  # what is kept already is read again, and takes nobody's place
    kept_rows(register.current() or register_now, one)
    assert set(register_now.columns) == {other.name, one.name}
    kept_rows(register_now, third)
    assert set(register_now.columns) == {one.name, third.name}


def test_it_is_read_before_a_web_server_parts_into_processes() -> None:
    """What another thread had locked as they part would stay locked in them, and each search wait for ever."""
    before = set(threading.enumerate())

    register.prepare(keep_usual)

    assert set(threading.enumerate()) <= before
    assert connection.connection is None
    assert register.shared()
