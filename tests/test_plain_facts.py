"""Facts in columns tell of many pairs at once what the records tell of one."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from duplication.matching.bodies import called
from duplication.matching.bounding import Bounds
from duplication.matching.comparison import FIELDS, Names
from duplication.matching.kinds import worth_comparing
from duplication.matching.levels import Levels
from duplication.matching.plain_bounds import PlainBounds
from duplication.matching.plain_facts import LevelPlaces, PlainFacts
from duplication.matching.rarity import MOST, UNCOUNTED, Shared
from duplication.matching.records import Activity, Record
from duplication.matching.scoring import Calibration, judged, shipped
from duplication.matching.text import read
from duplication.sweep import each_once

BOUNDS = [Bounds(Calibration.of(table)) for table in (shipped(), judged())]
FIRST, SECOND = np.array([0], np.int32), np.array([1], np.int32)

days = (
    st.none()
    | st.just(date(9999, 6, 1))
    | st.dates(date(2022, 1, 1), date(2026, 12, 31))
    | st.sampled_from([date(2024, 1, 1), date(2024, 4, 2)])
)
sums = st.sampled_from([5000.0, 100.0, 99.0, 90.0, 81.0, 25.0, 5.0])
sites = st.frozensets(st.sampled_from([1, 2]), max_size=1)
activities = st.builds(
    Activity,
    st.sampled_from(["A01", "A02"]),
    st.sampled_from([None, 2.0, 20.0]),
    beneficiary=st.sampled_from([None, 1]),
    start=st.sampled_from([None, date(2024, 3, 1)]),
    end=st.sampled_from([None, date(2024, 3, 12)]),
)
titles = [
    "",
    "Scanners for Nizhny Panj",
    "Scanners for the post of Nizhny Panj",
    "Post",
    "Scanner, Nizhny Panj",
    "Курсы для таможни",
    "Scanners, phase 2, 2024",
    "Scanners, phase 2, 2025",
    "Scanners 2024, course 3",
]
records = st.builds(
    Record,
    partner=st.sampled_from([1, 2]),
    title=st.sampled_from(titles).map(read),
    language=st.sampled_from(["", "en", "ru"]),
    countries=st.frozensets(st.sampled_from(["TJ", "AF"])),
    start=days,
    end=days,
    amount=st.none() | sums,
    stated=st.none() | st.tuples(st.sampled_from(["EUR", "USD"]), sums | st.just(0.0)),
    reference=st.sampled_from(["", "tj2004117", "af2004117"]),
    identifiers=st.frozensets(st.sampled_from(["af2004117", "tj2004117"]), max_size=1),
    places=sites,
    beneficiaries=sites,
    bodies=st.frozensets(st.just(called("customs", "TJ")), max_size=1),
    themes=st.frozensets(st.sampled_from(["T1.1", "T1.2", "T2.1"]), max_size=1),
    purposes=st.frozensets(st.sampled_from(["16063", "16061", "15130"]), max_size=2),
    implementers=st.frozensets(st.sampled_from(["unodc", "iom"]), max_size=1),
    works=st.frozensets(st.sampled_from([("osh", "dog"), ("batken", "dog")]), max_size=1),
    things=st.frozensets(st.sampled_from(["airport", "scanner"]), max_size=1),
    days_named=st.frozensets(st.sampled_from([(2024, 3, 0), (2024, 3, 1)]), max_size=1),
    sums_named=st.frozensets(st.just(5000), max_size=1),
    activities=st.lists(activities, max_size=2).map(tuple),
)


@given(records, records)
def test_what_is_worth_comparing_is_what_the_records_say(first: Record, second: Record) -> None:
    facts, expected = PlainFacts.of([first, second]), worth_comparing(first, second)
    [told], [turned] = facts.may_be_worth_comparing(FIRST, SECOND), facts.may_be_worth_comparing(SECOND, FIRST)

    assert told == turned
    assert told == expected or (told and first.partner != second.partner)


@given(records, records)
def test_levels_are_those_of_the_comparisons(first: Record, second: Record) -> None:
    facts = PlainFacts.of([first, second])

    assert level("start", facts.starts(FIRST, SECOND)) == compared("start", first, second)
    assert level("period", facts.periods(FIRST, SECOND)) == compared("period", first, second)
    assert level("amount", facts.amounts(FIRST, SECOND)) == compared("amount", first, second)
    assert level("title", facts.titles(FIRST, SECOND)) == compared("title", first, second)
    assert level("title_part", facts.title_parts(FIRST, SECOND)) == compared("title_part", first, second)
    assert level("numbers", facts.numbers(FIRST, SECOND)) == compared("numbers", first, second)
    assert level("theme", facts.themes(FIRST, SECOND)) in {None, compared("theme", first, second)}


def level(field: str, places: LevelPlaces) -> str | None:
    levels: Levels = FIELDS[field][1]
    return [*levels, None][places[0]]


def compared(field: str, first: Record, second: Record) -> str | None:
    found = FIELDS[field][0](first, second)
    return found.name if found else None


@given(records, records, st.sampled_from([2, 3, 8, 25, 50, MOST + 1]), st.sampled_from(BOUNDS))
def test_nothing_is_turned_down_that_the_records_let_pass(
    first: Record, second: Record, projects: int, bounds: Bounds
) -> None:
    plainly, number = PlainBounds(bounds), np.array([projects])

    names = Names(first, second)
    missing = bounds.missing(names, Shared(projects), first.partner == second.partner)
    let_pass = missing is not None and bounds.allow_titles(names, missing)
    assert plainly.allow(PlainFacts.of([first, second]), FIRST, SECOND, number).tolist() == [True] or not let_pass


@pytest.mark.parametrize(
    ("other", "projects"),
    [
        (Record(partner=1, start=date(2024, 1, 1)), MOST + 1),  # one partner's, and nothing rare in common
        (Record(partner=2, purposes=frozenset({"15130"}), start=date(2024, 9, 1)), MOST + 1),  # other work
        (Record(partner=2, start=date(2031, 9, 1)), MOST + 1),  # years later
        (Record(partner=2, title=read("Courses for judges"), language="en"), 50),  # under another title
    ],
)
def test_what_is_turned_down_by_the_thousand(other: Record, projects: int) -> None:
    own = Record(
        partner=1,
        title=read("Scanners for Nizhny Panj"),
        language="en",
        purposes=frozenset({"16063"}),
        start=date(2024, 1, 1),
    )
    plainly, facts = PlainBounds(BOUNDS[0]), PlainFacts.of([own, other])

    assert plainly.allow(facts, FIRST, SECOND, np.array([projects])).tolist() == [False]
    assert plainly.allow(facts, FIRST, SECOND, np.array([2])).tolist() == [True]


def test_a_pair_found_twice_stays_uncounted_where_it_has_an_alert() -> None:
    told, found = np.array([[3, 7, UNCOUNTED]], np.int32), np.array([[3, 7, 12], [1, 7, 12], [3, 7, 12]], np.int32)

    assert each_once([found, told], 8).tolist() == [[1, 7, 12], [3, 7, UNCOUNTED]]
