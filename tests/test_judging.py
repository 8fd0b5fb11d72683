"""What fits a recommendation well, what is worth a look and what answers nothing: pure rules, no database."""

from datetime import date

import pytest

from duplication.matching.glossary import without_bodies
from roundtables.matching.evidence import gathered
from roundtables.matching.judging import Fit, judged
from roundtables.matching.proposing import REASONS
from roundtables.matching.subjects import Subject, folded
from tests.test_matching import subject

NAMES = {"TJ": "Tajikistan", "UZ": "Uzbekistan", "AF": "Afghanistan", "T1.3": "Border liaison offices"}
DOGS = subject("Introduce the use of dogs at seaports", theme_names="drug detection dogs k9 seaports", countries=["TJ"])
POLICE = subject("Encourage regular meetings between police officers", countries=["TJ", "UZ"])


def fit(wanted: Subject, given: Subject) -> Fit | None:
    weights = {one.field: one.weight for one in gathered(wanted, given, NAMES, REASONS)}
    return judged(wanted, given, weights)


def given(title: str, body: str = "", countries: tuple[str, ...] = ("TJ",), **facts: object) -> Subject:
    return subject(title, body, countries=list(countries), **facts)


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Dogs against drugs in the seaport", Fit.WELL),
        ("Chiens renifleurs pour le contrôle portuaire", Fit.WELL),
        ("Sniffer dogs", Fit.LOOK),
        ("Explosives detection dogs", None),
        ("Seaport dredging", None),
        ("Narcotics and explosives detection dogs", Fit.LOOK),
    ],
)
def test_most_of_what_is_wanted_fits_well_a_part_is_worth_a_look_and_another_field_is_neither(
    title: str, found: Fit | None
) -> None:
    assert fit(DOGS, given(title)) is found


def test_what_countries_do_together_is_no_work_in_one_of_them() -> None:
    assert fit(POLICE, given("Meetings of the police against drugs")) is None
    assert fit(POLICE, given("Regional meetings of the police against drugs")) is Fit.WELL
    assert fit(POLICE, given("Meetings of the police against drugs", countries=("TJ", "UZ"))) is Fit.WELL


def test_way_of_working_that_its_theme_is_has_to_be_named() -> None:
    wanted = subject("Carry out joint assessment missions to borders", theme_names="assessments evaluations")

    assert judged(wanted, given("Border management"), {"country": 2.0}) is None
    assert judged(wanted, given("Assessment of border management"), {"country": 2.0})


def test_wide_thing_needs_another_that_says_the_work_is_of_the_field() -> None:
    wanted = subject("Train the police", countries=["TJ"])

    assert fit(wanted, given("Police academy")) is None
    assert fit(wanted, given("Police academy", purposes=["16063"])) is Fit.WELL
    assert fit(wanted, given("Police academy", "Narcotics")) is Fit.WELL


def test_names_of_bodies_say_nothing_of_the_work() -> None:
    assert without_bodies(folded("Immigration and Customs Enforcement: course")) == "course"


def test_another_theme_with_nothing_of_it_in_the_title_is_no_answer() -> None:
    wanted = subject("Promote border liaison offices", countries=["TJ"], themes=["T1.3"])

    assert fit(wanted, given("Clinics", "Near the border liaison office", themes=["T8.2"])) is None
    assert fit(wanted, given("Clinics", "Near the border liaison office", themes=["T1.3"])) is Fit.WELL


def test_over_before_it_was_wanted_is_no_answer_and_an_unknown_end_may_be() -> None:
    wanted = subject("Promote border liaison offices", countries=["TJ"], start=date(2020, 5, 4))

    assert fit(wanted, given("Border liaison offices", end=date(2019, 1, 1))) is None
    assert fit(wanted, given("Border liaison offices")) is Fit.WELL
