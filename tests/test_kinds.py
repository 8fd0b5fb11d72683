"""Four kinds of overlap told apart, and silence where there is none."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given

from duplication.matching.bodies import called
from duplication.matching.comparison import Names, compare
from duplication.matching.kinds import OWN_DOUBLE, SENTENCES, Kind, kinds_of, worth_comparing
from duplication.matching.records import Activity, Record
from duplication.matching.scoring import Calibration, match_weight, shipped
from duplication.matching.text import read
from tests.strategies import records

SCANNERS = Record(
    partner=1,
    title=read("Scanners for the crossing at Nizhny Panj"),
    description=read("Two vehicle scanners find drugs hidden in lorries; customs officers learn to use them"),
    countries=frozenset({"TJ"}),
    places=frozenset({1}),
    themes=frozenset({"T1.1"}),
    activities=(Activity("A05", 2, 10, 1),),
    beneficiaries=frozenset({10}),
    start=date(2025, 1, 1),
    end=date(2026, 12, 31),
    amount=400_000.0,
)
SAME_REPORT = replace(SCANNERS, partner=2, amount=150_000.0)
SAME_WORK = replace(
    SAME_REPORT,
    title=read("Modern control equipment"),
    description=read("Lorry inspection with X-ray machines"),
    start=date(2025, 9, 1),
)
TRAINING = replace(
    SAME_WORK,
    title=read("Customs profiling courses"),
    description=read("Officers learn risk profiling"),
    activities=(Activity("A01", 40, 10),),
)
COURSE = Activity("A01", 20, 10, None, date(2026, 5, 4), date(2026, 5, 15))


def kind(first: Record, second: Record) -> Kind | None:
    """The gravest that is possible."""
    return next(iter(kinds_of(Names(first, second), first.partner == second.partner)), None)


def test_one_project_in_two_reports() -> None:
    assert kind(SCANNERS, SAME_REPORT) == Kind.SAME_PROJECT


def test_one_number_in_another_register_makes_one_project_whatever_the_words() -> None:
    first, second = (replace(one, identifiers=frozenset({"2024000981"})) for one in (SCANNERS, SAME_WORK))

    assert kind(first, second) == Kind.SAME_PROJECT


def test_the_same_equipment_for_the_same_crossing_is_the_same_work() -> None:
    assert kind(SCANNERS, SAME_WORK) == Kind.SAME_WORK


def test_training_where_another_equips_is_complementary() -> None:
    assert kind(SCANNERS, TRAINING) == Kind.COMPLEMENTARY


def test_one_thing_at_one_town_ties_as_a_theme_does() -> None:
    dogs = frozenset({("osh", "drug dogs")})
    kennels, unit = (
        Record(partner=partner, countries=frozenset({"KG"}), activities=(Activity(type),), works=works)
        for partner, type, works in ((1, "A06", dogs), (2, "A08", dogs))
    )

    assert kind(kennels, unit) == Kind.COMPLEMENTARY
    assert kind(kennels, replace(unit, works=frozenset({("osh", "scanner")}))) is None


def test_kennels_are_not_the_dogs_of_one_project_though_one_thing_names_both() -> None:
    dogs, kennels = (
        replace(SAME_REPORT, partner=partner, title=read(title), activities=(), works=frozenset({("osh", "drug dogs")}))
        for partner, title in ((1, "Sniffer dogs for Osh"), (2, "Kennel offices at Osh"))
    )

    assert kind(dogs, replace(dogs, partner=2)) == Kind.SAME_PROJECT
    assert kind(dogs, replace(kennels, description=read("A building"))) == Kind.SAME_WORK


def test_a_course_for_others_or_on_another_matter_is_not_the_same_work() -> None:
    ours, theirs = (
        Record(
            partner=partner,
            title=read(f"Training in risk analysis for {whom}"),
            activities=(Activity("A01"),),
            beneficiaries=frozenset({partner}),
            bodies=frozenset({called(whom, "AL")}),
            themes=frozenset({theme}),
            things=frozenset({thing}),
        )
        for partner, whom, theme, thing in (
            (1, "the border police", "T2.4", "risk profiling"),
            (2, "customs", "T4.2", "precursor"),
        )
    )

    assert kind(ours, replace(theirs, themes=ours.themes, things=ours.things)) is None
    for one in (replace(theirs, themes=ours.themes), theirs):
        alone = [replace(each, beneficiaries=frozenset(), bodies=frozenset()) for each in (ours, one)]
        assert kind(*alone) is None
        of_one_title = [replace(each, title=read("Training in risk analysis")) for each in alone]
        assert kind(*of_one_title) == (None if one is theirs else Kind.SAME_PROJECT)


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Chiens renifleurs pour les douanes", Kind.SAME_WORK),
        ("Chiens renifleurs pour les gardes-frontières", None),
        ("Sniffer dogs for the border guards", None),
        ("Formation des douaniers : chiens", None),
    ],
)
def test_one_thing_by_title_alone_is_the_same_work_as_far_as_both_say_for_whom_and_how(
    title: str, found: Kind | None
) -> None:
    ours, theirs = (
        Record(partner=partner, title=read(one), things=frozenset({"drug dogs"}), countries=frozenset({"TJ"}))
        for partner, one in ((1, "Vehicles and sniffer dogs for the customs service"), (2, title))
    )
    assert kind(ours, theirs) == found


def test_one_thing_in_two_languages_is_the_same_work_if_the_same_is_done_about_it() -> None:
    ours, theirs = (
        Record(
            partner=partner,
            title=read(title),
            language=language,
            activities=(Activity("A01"),),
            things=frozenset({"drug dogs"}),
        )
        for partner, title, language in (
            (1, "Training of sniffer dogs for customs", "en"),
            (2, "Formation de chiens renifleurs pour la douane", "fr"),
        )
    )

    assert kind(ours, theirs) == Kind.SAME_WORK
    assert kind(ours, replace(theirs, activities=(Activity("A06"),))) is None


def test_one_thing_in_two_languages_for_one_sum_in_one_period_is_one_project() -> None:
    ours, theirs = (
        replace(SCANNERS, partner=partner, title=read(title), description=read(""), things=frozenset({"scanner"}))
        for partner, title in ((1, "X-ray machines for customs"), (2, "Сканеры для таможни"))
    )
    ours, theirs = (replace(one, places=frozenset(), activities=()) for one in (ours, theirs))

    assert kind(ours, theirs) == Kind.SAME_PROJECT
    assert kind(ours, replace(theirs, amount=90_000.0)) == Kind.SAME_WORK
    at_two_towns = (
        replace(one, works=frozenset({(town, "scanner")})) for one, town in ((ours, "osh"), (theirs, "uzgen"))
    )
    assert kind(*at_two_towns) is None
    assert kind(ours, replace(theirs, title=read("Строительство, сканеры"))) == Kind.SAME_WORK


@pytest.mark.parametrize("title", ["Scanners at Nizhny Panj II", "Scanners at Nizhny Panj, continuation"])
def test_of_two_periods_that_hardly_meet_the_one_is_the_next_phase_also_where_the_other_names_none(title: str) -> None:
    first = replace(SCANNERS, title=read("Scanners at Nizhny Panj"))
    other = replace(SAME_REPORT, title=read(title))

    assert kind(first, other) == Kind.SAME_PROJECT
    assert kind(first, replace(other, start=date(2026, 12, 1), end=date(2028, 11, 30))) is None


def test_two_courses_for_one_unit_in_the_same_weeks_clash() -> None:
    other = replace(COURSE, type="A04", start=date(2026, 5, 11))

    assert kind(replace(SCANNERS, activities=(COURSE,)), replace(TRAINING, activities=(other,))) == Kind.TIMING_CLASH


def test_two_courses_on_two_matters_at_one_place_clash_and_are_not_one_project() -> None:
    ours = replace(
        SCANNERS, activities=(COURSE,), title=read("Course in surveillance"), things=frozenset({"controlled delivery"})
    )
    theirs = replace(
        ours, partner=2, title=read("How to read open sources"), description=read("Officers search the web")
    )

    assert kind(ours, replace(theirs, things=frozenset({"criminal intelligence"}))) == Kind.TIMING_CLASH
    assert kind(ours, theirs) == Kind.SAME_PROJECT


def test_two_courses_of_which_the_glossary_knows_no_matter_clash_where_their_titles_are_others() -> None:
    ours = replace(
        SCANNERS, activities=(COURSE,), places=frozenset({1}), title=read("Surveillance driving, mobile unit")
    )
    theirs = replace(ours, partner=2, title=read("Open source workshop at Osh"), description=read("Searching the web"))

    assert kind(ours, theirs) == Kind.TIMING_CLASH
    assert kind(ours, replace(theirs, title=ours.title)) == Kind.SAME_PROJECT
    later = replace(COURSE, start=date(2026, 6, 1), end=date(2026, 6, 12))
    assert kind(ours, replace(theirs, activities=(later,))) == Kind.SAME_PROJECT  # which may be one: it is asked


@pytest.mark.parametrize(
    "changes",
    [
        {"countries": frozenset({"KG"})},
        {"title": read("Scanners for the crossing at Nizhny Panj, phase II"), "start": date(2025, 2, 1)},
        {"start": date(2027, 1, 1), "end": date(2028, 12, 31)},
    ],
    ids=["elsewhere", "another phase", "afterwards"],
)
def test_work_elsewhere_next_phases_and_successors_are_no_overlap(changes: dict[str, object]) -> None:
    first = replace(SCANNERS, title=read("Scanners for the crossing at Nizhny Panj, phase I"))

    assert kind(first, replace(SAME_REPORT, **changes)) is None


def test_the_same_words_for_another_crossing_are_not_the_same_project() -> None:
    elsewhere = replace(SAME_REPORT, places=frozenset({2}), activities=(), beneficiaries=frozenset())

    assert kind(SCANNERS, elsewhere) is None


def test_a_partner_s_own_double_entry_is_found() -> None:
    assert kind(SCANNERS, replace(SCANNERS)) == Kind.SAME_PROJECT


@pytest.mark.parametrize(
    "changes",
    [
        {"amount": 390_000.0},
        {"amount": None},
        {"start": date(2025, 2, 1)},
        {"start": None, "end": None},
        {"title": read("Scanners for the crossing in Nizhny Panj"), "amount": 396_000.0, "end": date(2026, 11, 30)},
        {"title": read("Modern control equipment of Nizhny Panj")},
    ],
)
def test_nor_has_it_to_be_the_same_to_the_day_and_the_cent(changes: dict[str, object]) -> None:
    assert kind(SCANNERS, replace(SCANNERS, **changes)) == Kind.SAME_PROJECT


@pytest.mark.parametrize(
    "changes",
    [
        {"amount": 300_000.0},
        {"start": date(2026, 1, 1), "end": date(2027, 12, 31)},
        {"beneficiaries": frozenset({11}), "activities": ()},
        {"themes": frozenset({"T1.2"})},
        {"description": read("Judges study how to hear witnesses"), "activities": (), "places": frozenset()},
    ],
)
def test_a_partner_s_sister_grants_are_not(changes: dict[str, object]) -> None:
    assert kind(SCANNERS, replace(SCANNERS, **changes)) is None


@pytest.mark.parametrize(
    ("references", "apart"),
    [
        (("", "a-1"), False),
        (("a-1", "a-2"), True),
        (("us-11-sinlec22la0058-1", "us-11-sinlec22la0058-2"), False),
        (("us-11-sinlec22la0058-1", "us-11-sinlec22la0059-1"), True),
    ],
)
def test_a_partner_s_own_register_tells_projects_apart(references: tuple[str, str], apart: bool) -> None:
    first, second = (replace(SCANNERS, reference=reference) for reference in references)

    assert worth_comparing(first, second) is not apart
    assert worth_comparing(first, replace(second, partner=2))


@pytest.mark.parametrize(
    ("pair", "found"),
    [
        ((SCANNERS, SAME_REPORT), Kind.SAME_PROJECT),
        ((SCANNERS, SAME_WORK), Kind.SAME_WORK),
        ((SCANNERS, TRAINING), Kind.COMPLEMENTARY),
    ],
)
def test_shipped_weights_reach_the_threshold_of_the_kind(pair: tuple[Record, Record], found: Kind) -> None:
    calibration = Calibration.of(shipped())

    assert match_weight(compare(*pair), calibration, found) >= calibration.thresholds[found]


@given(records, records)
def test_no_overlap_is_lost_by_not_comparing(first: Record, second: Record) -> None:
    assert kind(first, second) is None or worth_comparing(first, second)


@given(records, records)
def test_the_order_does_not_matter(first: Record, second: Record) -> None:
    assert kind(first, second) == kind(second, first)
    assert worth_comparing(first, second) == worth_comparing(second, first)


def test_every_kind_has_its_sentence() -> None:
    assert set(SENTENCES) == {*Kind, OWN_DOUBLE}
