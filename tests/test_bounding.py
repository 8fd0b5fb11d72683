"""What is turned down before all of it is compared would have raised no alert."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duplication.likeness import Likeness, overlap
from duplication.matching.bounding import OF_ACTIVITIES, PLAIN, TIES, TITLES, Bounds
from duplication.matching.comparison import FIELDS, Names
from duplication.matching.kinds import Kind
from duplication.matching.rarity import MOST, ONLY_THESE, Shared
from duplication.matching.records import Activity, Record
from duplication.matching.scoring import Calibration, shipped
from duplication.matching.text import read

RELEASED = Calibration.of(shipped())
BOUNDS = Bounds(RELEASED)

titles = st.sampled_from(["Scanners for Nizhny Panj", "Scanners for the Nizhny Panj post", "Dogs", "Курсы для таможни"])
texts = st.sampled_from(["", "Two scanners and training of officers at the post", "Officers learn to search lorries"])
sites = st.frozensets(st.sampled_from([1, 2]), max_size=2)
records = st.builds(
    Record,
    partner=st.sampled_from([1, 2]),
    title=titles.map(read),
    description=texts.map(read),
    countries=st.sampled_from([frozenset(), frozenset({"TJ"})]),
    places=sites,
    beneficiaries=sites,
    themes=st.frozensets(st.sampled_from(["T1.1", "T2.1"]), max_size=1),
    activities=st.lists(st.builds(Activity, st.sampled_from(["A01", "A08"]), beneficiary=st.sampled_from([None, 1]))),
    implementers=st.frozensets(st.sampled_from(["unodc", "iom"]), max_size=1),
    start=st.sampled_from([None, date(2026, 1, 1), date(2026, 6, 1)]),
    amount=st.sampled_from([None, 100_000.0, 240_000.0]),
    days_named=st.sampled_from([frozenset(), frozenset({(2026, 1, 0)}), frozenset({(2026, 1, 12)})]),
    sums_named=st.sampled_from([frozenset(), frozenset({100_000})]),
)


@given(records, records, st.sampled_from([2, 5, 25, MOST + 1]), st.sampled_from(["", *Kind]))
def test_nothing_is_turned_down_that_would_be_told(one: Record, other: Record, projects: int, told: str) -> None:
    shared = Shared(projects)
    whole = Likeness.between(one, other)

    expected = whole.weighed(shared, RELEASED, told=told) if whole else None
    assert overlap(one, other, shared, BOUNDS, told=told) == expected
    assert expected is None or expected.kind == told or expected.is_alert(RELEASED)  # a graver one is told as any other


@pytest.mark.parametrize(("projects", "allowed"), [(ONLY_THESE.projects, True), (MOST + 1, False)])
def test_of_what_many_share_the_descriptions_are_not_read(projects: int, allowed: bool) -> None:
    scanners = Record(partner=1, title=read("Scanners"), description=read("Two scanners"))
    names = Names(scanners, replace(scanners, partner=2, title=read("Courses for judges")))

    missing = BOUNDS.missing(names, Shared(projects), same_partner=False)
    assert (missing is not None and BOUNDS.allow_titles(names, missing)) is allowed
    assert "folded" in vars(scanners.title)
    assert "folded" not in vars(scanners.description)


def test_every_field_but_rarity_and_descriptions_is_asked_early() -> None:
    late = {"in_common", "rarest", "description", "contained", "title_in_description"}
    only_against = {"coincidence", "namesake"}
    assert {*TIES, *OF_ACTIVITIES, *PLAIN, *TITLES} == FIELDS.keys() - late - only_against
    assert all(weight < 0 for field in only_against for weight in RELEASED.weights[field].values())
