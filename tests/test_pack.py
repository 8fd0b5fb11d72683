"""The meeting pack: its figures are those of the register, it shows no more than its reader may see, in each language,
as of today and as of a past day."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from adam.demo.makers import (
    get_partner,
    make_alert,
    make_consideration,
    make_follow_up,
    make_project,
    make_recommendation,
    make_relation,
    make_round_table,
)
from partners.models import User
from partners.models.user import anybody
from projects.models import Project
from roundtables.models import RoundTable
from roundtables.pack.building import pack
from roundtables.pack.content import Pack
from roundtables.pack.language import Language
from roundtables.pack.subject import subject_of
from roundtables.pack.writers.shown import words_of

pytestmark = pytest.mark.django_db
ClientFor = Callable[[User], Client]
ENGLISH = Language("en")


def made(meeting: RoundTable, user: User, language: str = "en", day: date | None = None) -> Pack:
    subject = subject_of("meeting", str(meeting.pk), user)
    assert subject
    return pack(subject, user, Language(language), day)


def of_country(code: str, user: User, day: date | None = None) -> Pack:
    subject = subject_of("country", code, user)
    assert subject
    return pack(subject, user, ENGLISH, day)


def rows(found: Pack, sheet: str) -> list[list[str]]:
    """Of all tables of a sheet, as words."""
    tables = [table for table in found.tables() if table.sheet == sheet]
    return [[words_of(value, ENGLISH) for value in row] for table in tables for row in table.rows]


def words(found: Pack) -> str:
    """All that it says."""
    return repr(found)


# -- What is in it -----------------------------------------------------------------------------------------------------
def test_the_projects_are_those_that_the_recommendations_of_the_series_name(coordinator: User) -> None:
    meeting = make_round_table()
    make_recommendation(meeting, countries=["TJ"], themes=["T1.1"])
    make_project("DE", title="Posts", countries=["TJ"], themes=["T1.2"])
    make_project("DE", title="Elsewhere", countries=["AF"], themes=["T1.1"])
    make_project("DE", title="Another theme", countries=["TJ"], themes=["T4"])
    make_project("DE", title="Over", countries=["TJ"], themes=["T1"], status=Project.Status.CLOSED)
    found = made(meeting, coordinator)
    assert [row[1] for row in rows(found, "Projects by theme")] == ["Posts"]
    assert found.figures[0][0] == "2"


def test_the_headline_and_the_money_count_nothing_twice(coordinator: User) -> None:
    kept = make_project("DE", countries=["TJ"], amount=1000)
    make_relation(kept, make_project("GB", countries=["TJ"], amount=900), "third-party")
    found = of_country("TJ", coordinator)
    table = next(table for table in found.tables() if table.sheet == "Money")
    assert [value for value, _ in found.figures[:3]] == ["1", "1", "US$ 1\u00a0000"]
    assert table.total[-1] == pytest.approx(Decimal(1000), abs=1)
    assert "1 record is left out" in " ".join(text for _, text in found.notes)


def test_what_each_side_says_is_for_those_who_may_read_it(coordinator: User, focal_point: User) -> None:
    from duplication.models import Position

    alert = make_alert(make_project("DE", countries=["TJ"]), make_project("GB", countries=["TJ"]))
    Position.objects.create(
        alert=alert, partner=get_partner("DE"), author=focal_point, stance="overlapping", text="We could divide it."
    )
    for user, is_heard in ((coordinator, True), (focal_point, True), (anybody(), False)):
        assert ("We could divide it." in words(of_country("TJ", user))) is is_heard
    assert "Has not said anything yet." in words(of_country("TJ", coordinator))


def test_a_recommendation_comes_with_what_was_done_about_it(coordinator: User) -> None:
    meeting = make_round_table(start=date(2026, 1, 5), end=date(2026, 1, 5))
    one = make_recommendation(meeting, text="Train together.", due_on=date(2020, 1, 1))
    make_follow_up(one, coordinator, partner=get_partner("TJ"), text="Two courses held.")
    make_consideration(one, coordinator)
    alone = made(meeting, coordinator)
    (row,) = rows(alone, "Recommendations")
    assert "Train together." in row[1]
    assert "Two courses held." in row[1]
    assert "Carried over: " in row[1]
    assert row[3].startswith("Overdue")
    assert [one[0] for one in rows(alone, "Nobody answers")] == ["1"]
