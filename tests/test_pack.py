"""The meeting pack: its figures are those of the register, it shows no more than its reader may see, in each language,
as of today and as of a past day."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from django.db.models import F, Q
from django.http import QueryDict
from django.test import Client, RequestFactory
from django.utils import timezone

from adam.demo.makers import (
    get_partner,
    make_activity,
    make_alert,
    make_consideration,
    make_contribution,
    make_follow_up,
    make_need,
    make_project,
    make_recommendation,
    make_relation,
    make_round_table,
)
from adam.sheets.content import of_country as of
from adam.sheets.content import sheet
from partners.models import Country, User
from partners.models.user import anybody
from projects.models import Project
from projects.rates import about_usd
from roundtables.models import RoundTable
from roundtables.pack.building import pack
from roundtables.pack.content import Pack
from roundtables.pack.desk import Desk
from roundtables.pack.language import Language
from roundtables.pack.parts.who import largest
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


def test_what_has_ended_and_what_names_no_theme_is_told_apart(coordinator: User) -> None:
    make_recommendation(make_round_table(), countries=["TJ"], themes=["T4"])
    yesterday = timezone.localdate() - timedelta(days=1)
    over = make_project("DE", title="Over", countries=["TJ"], themes=["T4"], end=yesterday)
    make_alert(over, make_project("GB", countries=["TJ"], themes=[]))
    found = of_country("TJ", coordinator)
    assert (found.figures[1][0], rows(found, "Projects by theme")) == ("1", [])
    said = words(found)
    assert "1 more is still called running, though its end has passed." in said
    assert "1 active project names no theme; it may be about it" in rows(found, "Gaps")[0][1]
    assert any("end has passed" in one for row in rows(found, "Open overlaps") for one in row)


def test_the_headline_and_the_money_count_nothing_twice(coordinator: User) -> None:
    kept = make_project("DE", countries=["TJ"], amount=1000)
    make_relation(kept, make_project("GB", countries=["TJ"], amount=900), "third-party")
    found = of_country("TJ", coordinator)
    table = next(table for table in found.tables() if table.sheet == "Money")
    assert [value for value, _ in found.figures[:3]] == ["1", "1", "US$ 1\u00a0000"]
    assert table.total[-1] == pytest.approx(Decimal(1000), abs=1)
    assert "1 record is left out" in " ".join(text for _, text in found.notes)


def test_what_has_no_rate_yet_is_told_at_the_latest_and_in_no_sum(coordinator: User) -> None:
    project, day = make_project("DE", countries=["TJ"], amount=1000), date(2090, 5, 1)
    make_contribution(project, "FR", 500, "EUR", committed_on=day)
    about = ENGLISH.money(about_usd(Decimal(500), "EUR", day) or 0)
    found = of_country("TJ", coordinator)
    assert f"comes to about {about} at the latest rates" in words(found)
    assert found.figures[2][0] == ENGLISH.money(1000)
    make_contribution(project, "FR", 77, "XXX")
    assert f"comes to at least about {about} at the latest rates" in words(of_country("TJ", coordinator))


def test_the_money_of_a_country_is_that_of_its_sheet(focal_point: User) -> None:
    make_project("DE", countries=["TJ", "AF"], amount=1000)
    make_project("GB", countries=["TJ"], amount=300)
    make_project("FR", countries=["TJ"], amount=40, status=Project.Status.CANCELLED)
    request = RequestFactory().get("/")
    request.user, request.GET = focal_point, QueryDict()
    paper, found = sheet(of(Country.objects.get(pk="TJ")), request), of_country("TJ", focal_point)
    table = next(table for table in found.tables() if table.sheet == "Money")
    assert found.figures[2][0] == ENGLISH.money(paper.figures.money) == "US$ 840"
    assert table.total[-1] == pytest.approx(Decimal(840), abs=1)
    assert [row[0] for row in table.rows] == ["Germany", "United Kingdom", "France"]
    assert "Cancelled: US$ 40" in words(found)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_of_each_theme_the_projects_with_the_most_money_come_first(seed: int, coordinator: User) -> None:
    rng = Random(seed)
    for _ in range(12):
        themes = rng.sample(["T1", "T1.1", "T1.4", "T4.2", "T9"], rng.randint(0, 3))
        amount, status = rng.choice([None, 0, 5, Decimal("5.01"), 700]), rng.choice("1245")
        make_project(countries=["TJ"], themes=themes, amount=amount, status=status, draft=rng.random() < 0.2)
    about: Any = subject_of("country", "TJ", coordinator)
    expected: dict[str, list[int]] = {}
    for code in ("T1", "T4", "T9"):
        found = Project.objects.published().filter(Q(themes=code) | Q(themes__parent=code), status__in=["1", "2"])
        by_money = found.distinct().with_budget().order_by(F("budget").desc(nulls_last=True), "pk")
        if pks := list(by_money.values_list("pk", flat=True)):
            expected[code] = pks
    assert largest(Desk(about, coordinator, ENGLISH, timezone.localdate())) == expected


def test_partners_are_counted_as_in_the_register_and_who_pays_is_named(coordinator: User) -> None:
    make_contribution(make_project("DE", countries=["TJ"], themes=["T1"], amount=10), "NO", 5)
    found = of_country("TJ", coordinator)
    assert [row[:1] + row[2:5] for row in rows(found, "Partners")] == [
        ["Germany", "1", "0", "1"], ["Norway", "0", "1", "0"],
    ]  # fmt: skip
    assert rows(found, "Projects by theme")[0][0] == "Germany\nwith: Norway"


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


def test_gaps_and_needs_are_told(coordinator: User) -> None:
    meeting = make_round_table()
    make_recommendation(meeting, countries=["TJ", "AF"], themes=["T4"])
    make_project("DE", countries=["AF"], themes=["T4"])
    make_need("TJ", theme_id="T4", title="Test kits for two posts")
    found = made(meeting, coordinator)
    ((theme, countries, recommendations, needs),) = rows(found, "Gaps")
    assert (theme.split("\n")[0], countries, needs) == ("Precursor control", "Tajikistan", "1")
    assert "No. " in theme
    assert int(recommendations) >= 1  # those of other meetings ask for it too
    assert [row[:2] for row in rows(found, "Needs")] == [["Tajikistan", "Test kits for two posts"]]


# -- Who sees what -----------------------------------------------------------------------------------------------------
def test_it_holds_no_more_than_its_reader_may_see_and_says_who_that_is(
    coordinator: User, focal_point: User, other_focal_point: User
) -> None:
    secret = make_project(
        "GB", title="Secret", countries=["TJ"], themes=["T1"], visibility=Project.Visibility.RESTRICTED, amount=77
    )
    make_project("GB", title="Begun", countries=["TJ"], themes=["T1"], draft=True)
    own = make_project("DE", title="Open", countries=["TJ"], themes=["T1"], amount=5)
    make_alert(own, secret)
    make_activity(secret, start=timezone.localdate() + timedelta(days=5), description="Secret course")
    make_recommendation(text="Train.", countries=["TJ"], projects=[secret])
    for user, sees in ((coordinator, True), (other_focal_point, True), (focal_point, False), (anybody(), False)):
        found = words(of_country("TJ", user))
        assert ("Secret" in found) is sees
        assert "Begun" not in found
        assert ("RESTRICTED: own partner" in found) is sees
    assert "A restricted project" in words(of_country("TJ", focal_point))
    assert "No project answers it." in words(of_country("TJ", focal_point))
    assert of_country("TJ", anybody()).audience.startswith("Everybody who may sign in")
    assert of_country("TJ", focal_point).audience.startswith(str(focal_point))


# -- As of a day -------------------------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_a_past_day_shows_what_was_known_then(coordinator: User) -> None:
    today = timezone.localdate()
    before = today - timedelta(days=10)
    meeting = make_round_table(start=before - timedelta(days=90), end=before - timedelta(days=90))
    one = make_recommendation(meeting, text="Amended words.", countries=["TJ"], due_on=today + timedelta(days=90))
    later = make_round_table(start=before + timedelta(days=5), end=before + timedelta(days=5))
    make_consideration(one, coordinator, round_table=later, decision="amended", replaced_text="First words.")
    make_follow_up(one, coordinator, text="Done since.")
    make_project("DE", title="Recorded since", countries=["TJ"], themes=["T1"])
    now, then = made(meeting, coordinator), made(meeting, coordinator, day=before)
    assert "Recorded since" in words(now)
    assert "Amended words." in words(now)
    assert "Recorded since" not in words(then)
    assert "First words." in words(then)
    assert "Amended words." not in words(then)
    assert "Done since." not in words(then)
    assert then.figures[0][0] == "0"
    assert then.figures[3] == ("–", "overlaps: not told for past days")
    assert (then.day, now.day) == (before, today)
    assert "rebuilt from the history" in words(then)


def test_words_amended_for_a_meeting_to_come_are_the_present_ones(coordinator: User) -> None:
    today = timezone.localdate()
    meeting = make_round_table(start=today - timedelta(days=90), end=today - timedelta(days=90))
    one = make_recommendation(meeting, text="Present words.", countries=["TJ"])
    later = make_round_table(start=today + timedelta(days=90), end=today + timedelta(days=90))
    make_consideration(one, coordinator, round_table=later, decision="amended", replaced_text="First words.")
    found = words(made(meeting, coordinator))
    assert "Present words." in found
    assert "First words." not in found
    assert "Amended: " in found


@pytest.mark.django_db(transaction=True)
def test_a_past_day_knows_no_later_endorsement(coordinator: User) -> None:
    before = timezone.localdate() - timedelta(days=30)
    meeting = make_round_table(start=before - timedelta(days=9), end=before - timedelta(days=9))
    make_recommendation(meeting, endorsed_on=timezone.localdate())
    assert "endorsed " in words(made(meeting, coordinator))
    assert "endorsed " not in words(made(meeting, coordinator, day=before))


def test_rows_that_are_in_no_file_are_told_of(coordinator: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("roundtables.pack.parts.needs.IN_WORKBOOK", 2)
    for number in range(3):
        make_need("TJ", title=f"Need {number}")
    found = of_country("TJ", coordinator)
    (table,) = [table for table in found.tables() if table.sheet == "Needs"]
    assert len(table.rows) == 2
    assert (
        table.beyond == table.cut == "3 in all, of which the workbook has the first 2. The others are in the registry."
    )
