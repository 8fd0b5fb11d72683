"""Another partner's phase of the work that is typed: no overlap, and yet told before it is entered."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given

from adam.demo.makers import get_partner, make_project
from duplication.detection import check
from duplication.matching.phases import parted, succession
from duplication.matching.records import Record
from duplication.matching.text import read
from duplication.models import Alert
from duplication.suggestions import look_alikes
from partners.models import User
from projects.checks import Draft, LookAlike
from projects.models import Project
from tests.strategies import records

WORK = "Search training for customs officers at Panji Poyon"
EARLIER, LATER = "An earlier phase of this work", "A later phase of this work"
OR_EARLIER = "Perhaps the same work, or an earlier phase of it"
OR_LATER = "Perhaps the same work, or a later phase of it"


@pytest.mark.parametrize(
    ("mine", "theirs", "said"),
    [
        ("Border control at Osh, Phase II", "Border control at Osh, phase 1", EARLIER),
        ("Border control at Osh II", "Border control at Osh", OR_EARLIER),
        ("Border control at Osh, phase two", "Border control at Osh, phase one", EARLIER),
        ("Continuation of border control at Osh", "Border control at Osh", OR_EARLIER),
        ("Border control at Osh", "Border control at Osh, phase 2", OR_LATER),
        ("Контроль границы. Первый этап", "Контроль границы (2-й этап)", LATER),
        ("Contrôle des frontières : phase I", "Contrôle des frontières, deuxième phase", LATER),
        ("Scanners, lot 1", "Scanners, lot 2", "Another part of this work"),
        ("Course for customs 2025", "Course for customs 2024", "The same work in an earlier year"),
        ("Course for customs, FY27", "Course for customs, FY 2024", "The same work in an earlier year"),
        ("6 scanners for Osh", "4 scanners for Osh", "The same work with another number in its title"),
        ("Border control at Osh, phase XI", "Border control at Osh, phase XII", LATER),
        ("Border control at Osh XIV", "Border control at Osh IX", EARLIER),
        ("Border control in the XXI century", "Border control", ""),
        ("Border control at Osh, Phase I", "Border control at Osh", ""),
        ("Border control at Osh, Phase II", "Border control at Osh, second phase", ""),
    ],
)
def test_what_parts_two_titles_is_said(mine: str, theirs: str, said: str) -> None:
    assert succession(read(mine), read(theirs)) == said


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Border control, phase II", {2}),
        ("Border control, Phase 3", {3}),
        ("Second phase of border control", {2}),
        ("Border control, phase two", {2}),
        ("Contrôle des frontières, phase deux", {2}),
        ("Contrôle des frontières, phase IV", {4}),
        ("Пограничный контроль, фаза 2", {2}),
        ("Granična kontrola, faza 2", {2}),
        ("Border control, Phase2", {2}),
        ("Opremanje i obuka policije", set()),
        ("Výcvik policie v Oši", set()),
        ("Border control", set()),
        ("Vitamin C for Mali", set()),
    ],
)
def test_phases_are_read_from_titles(title: str, found: set[int]) -> None:
    assert parted(read(title)).phases == found


@pytest.mark.parametrize(
    ("title", "rest"),
    [
        ("Training of investigators I", "training of investigators"),
        ("Training in Osh I", "training in osh"),
        ("Vehicles for the vice squad V", "vehicles for the vice squad"),
        ("Lots for lot 1", "lots for"),
        ("Follow-up to customs training", "customs training"),
    ],
)
def test_only_what_parts_a_title_is_taken_out_of_it(title: str, rest: str) -> None:
    assert parted(read(title)).rest.folded == rest


@given(records)
def test_nothing_succeeds_itself_nor_what_is_left_of_its_title(record: Record) -> None:
    rest = parted(record.title).rest

    assert succession(record.title, record.title) == succession(rest, rest) == ""


def phase(sign: str, partner: str = "GB", **fields: Any) -> Project:
    other = make_project(partner, title=f"{WORK}, phase {sign}", **fields)
    check(other.pk)
    return other


def hints(user: User, **fields: Any) -> list[LookAlike]:
    typed: dict[str, Any] = {"title": f"{WORK}, phase II", "countries": frozenset({"TJ"}), **fields}
    return look_alikes(Draft(partner_id=get_partner("DE").pk, **typed), user)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("days", "said"), [(90, "which runs until"), (-90, "which ended on")], ids=["it runs", "it has ended"]
)
def test_the_phase_of_another_partner_is_told_with_its_end(focal_point: User, days: int, said: str) -> None:
    end = timezone.localdate() + timedelta(days=days)
    other = phase("I", start=end - timedelta(days=500), end=end)
    (found,) = hints(focal_point, start=end + timedelta(days=30), end=end + timedelta(days=400))
    assert found.project_id == other.pk
    assert found.why.startswith(f"{EARLIER}, {said} {end.day} {end:%B %Y}")
    assert "the titles are the same" not in found.why
    check(make_project("DE", title=f"{WORK}, phase II", start=end + timedelta(days=30)).pk)
    assert not Alert.objects.exists()


@pytest.mark.django_db
def test_a_phase_is_not_told_of_ones_own_nor_of_another_country_nor_of_what_may_not_be_seen(focal_point: User) -> None:
    phase("I", "DE")
    phase("III", countries=["KG"])
    phase("IV", visibility="restricted")
    assert hints(focal_point) == []


@pytest.mark.django_db
def test_of_ones_own_without_a_phase_it_is_not_said_to_be_the_same(focal_point: User) -> None:
    own = make_project("DE", title=WORK)
    check(own.pk)
    (found,) = hints(focal_point)
    assert found.project_id == own.pk
    assert found.why.startswith(OR_EARLIER)


@pytest.mark.django_db
def test_of_each_partner_the_last_phase_is_told(focal_point: User) -> None:
    days = [(date(year, 1, 1), date(year, 12, 31)) for year in (2019, 2021, 2023)]
    first, last, others = (
        phase(sign, partner, start=start, end=end)
        for (sign, partner), (start, end) in zip([("I", "GB"), ("III", "GB"), ("IV", "FR")], days, strict=True)
    )
    assert {one.project_id for one in hints(focal_point)} == {last.pk, others.pk} - {first.pk}


@pytest.mark.django_db
def test_a_phase_that_may_not_be_seen_hides_none_that_may(focal_point: User) -> None:
    seen = phase("I", start=date(2021, 1, 1), end=date(2021, 12, 31))
    before = hints(focal_point)
    phase("III", visibility="restricted", start=date(2023, 1, 1), end=date(2023, 12, 31))
    (found,) = hints(focal_point)
    assert found.project_id == seen.pk
    assert before[0].sentences == found.sentences


@pytest.mark.django_db
def test_of_a_title_without_a_phase_it_is_not_said_that_it_is_the_first_one(focal_point: User) -> None:
    """Saved, the two may be an overlap all the same: neither says that the other is meant."""
    check(make_project("GB", title=WORK).pk)
    (found,) = hints(focal_point)
    assert found.sentences[0].startswith(f"{OR_EARLIER}, which ")


@pytest.mark.django_db
def test_phases_of_other_work_are_not_told(focal_point: User) -> None:
    phase("I")
    assert hints(focal_point, title="Treatment of drug users in Kulob, phase II") == []
    assert hints(focal_point, objective="Wells.", title="Support, phase II") == []


@pytest.mark.django_db
def test_a_place_that_both_titles_name_is_written_as_in_them(focal_point: User) -> None:
    title = "Search dogs for customs officers at Osh"
    check(make_project("GB", title=f"{title}, phase I", countries=["KG"]).pk)
    (found,) = hints(focal_point, title=f"{title}, phase II", countries=frozenset({"KG"}))
    assert "oth titles name Osh and the same thing there" in found.why


@pytest.mark.django_db
def test_a_phase_still_to_come_is_told_as_such(focal_point: User) -> None:
    phase("III", start=date(2099, 1, 1), end=date(2099, 12, 31))
    (found,) = hints(focal_point)
    assert found.sentences[0] == f"{LATER}, which begins on 1 January 2099."
