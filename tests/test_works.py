"""What titles say is done where, and titles that are the same but for a name: pure functions, no database."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duplication.matching import apart
from duplication.matching.nations import country_words, names_it, names_one
from duplication.matching.records import Record
from duplication.matching.sounds import sound
from duplication.matching.text import fold, read
from duplication.matching.works import called, towns, works
from tests.strategies import records


@pytest.mark.parametrize(
    ("title", "country", "found"),
    [
        ("Drug test kits for border guards at the Ayvaj crossing", "TJ", ("aivaj", "field test")),
        ("Field narcotics reagents supplied to the Ayvaj post guards", "TJ", ("aivaj", "field test")),
        ("Dog shelters for the customs service at Osh", "KG", ("osh", "drug dogs")),
        ("Chenil pour les chiens de la douane d'Och", "KG", ("osh", "drug dogs")),
        ("Вольеры для служебных собак в Оше", "KG", ("osh", "drug dogs")),
        ("Canine unit for the Dustak railway crossing: six trained dogs", "TJ", ("dustak", "drug dogs")),
        ("Brigade cynophile de Dustak : chiens renifleurs au passage ferroviaire", "TJ", ("dustak", "drug dogs")),
        ("Кинологическая служба: шесть собак на железнодорожном переезде Дустак", "TJ", ("dustak", "drug dogs")),
        ("Construction of a Kennel for Drug Dogs at Khorog", "TJ", ("khorog", "drug dogs")),
        ("Refurbishment of the Ishkashim border crossing point", "TJ", ("ishkashim", "border post")),
        ("Реконструкция пункта пропуска «Ишкашим»", "TJ", ("ishkashim", "border post")),
        ("Interdiction aéroportuaire à Lagos", "NG", ("lagos", "airport task force")),
        ("Airport interdiction at Lagos", "NG", ("lagos", "airport task force")),
        ("X-ray machine for luggage at Isfana airport", "KG", ("isfan", "scanner")),
        ("Remise en état du hall de fouille à Panji Poyon", "TJ", ("panji poyon", "search hall")),
        ("Зал досмотра на пункте пропуска Нижний Пяндж", "TJ", ("panji poyon", "search hall")),
        ("Оснащение досмотрового ангара, Панджи Поён", "TJ", ("panji poyon", "search hall")),
    ],
)
def test_one_work_in_other_words_and_languages(title: str, country: str, found: tuple[str, str]) -> None:
    assert works(title, frozenset({country})) == {found}


@pytest.mark.parametrize("spelling", ["Irkeshtam", "Irkechtam", "Irkeshtan", "Иркештам", "Erkesh-Tam"])
def test_a_town_of_the_register_is_known_as_it_sounds_and_of_a_long_name_one_letter_may_be_wrong(spelling: str) -> None:
    assert towns(f"Dogs for the customs at {spelling}", frozenset({"KG"})) == {"irkeshtam"}


def test_a_short_name_has_to_be_right() -> None:
    assert towns("Dogs for the customs at Oss", frozenset({"KG"})) == {"os"}


@pytest.mark.parametrize("spelling", ["Ayvaj", "Aivadj", "Айвадж", "Айвадже"])
def test_a_name_is_one_however_it_is_written(spelling: str) -> None:
    assert sound(fold(spelling)) == "aivaj"
    assert called("aivaj", f"Dogs at {spelling}") == spelling


@pytest.mark.parametrize(
    "title",
    [
        "Dog shelters for the customs service",  # no town
        "Training of border guards at Osh",  # a way of working is no thing
        "Support to the customs of Osh",  # nor is a body
        "Capacity building for the border post at Osh",  # that nobody builds
        "Kennels for Afghan police in English",  # nor is a people or a language a town
        "KENNELS AT THE DEA OFFICE",
        "Construction of a Kennel for Drug Dogs",  # a headline
        "Purchase of a Videoscope near the Border",
    ],
)
def test_titles_that_say_less_name_no_work(title: str) -> None:
    assert works(title, frozenset({"KG"})) == frozenset()


@pytest.mark.parametrize(
    ("ours", "theirs", "is_apart"),
    [
        ("Baggage X-ray for the airport of Isfana", "Baggage X-ray for the airport of Kerben", True),
        ("Scanners for Kabul airport", "Scanners for Herat airport", True),
        ("Airport interdiction at Lagos", "Airport interdiction at Abuja", True),
        ("Container Control at Tema", "Container Control at Takoradi", True),
        ("Courses in English", "Courses in Russian", False),
        ("Port Visit to Houston G.S.", "Port Visit to Houston L.S.", True),
        ("Supp. Bonos June 2022", "Supp. Bonos July 2022", True),
        ("Kennels for dogs in Osh", "Kennels for dogs in Och", False),
        ("Scanners for Nizhny Panj", "Scanners for Nizhniy Pyanj", False),
        ("Baggage X-ray for Isfana", "Luggage X-ray for Isfana", False),
        ("Training of Customs officers", "Training of Police officers", False),
        ("Scanners for Kabul airport", "Dogs that search parcels at Herat", False),
        ("Port Visit to Houston G.S.", "Port Visit to Houston", False),
    ],
)
def test_titles_that_are_the_same_but_for_a_name(ours: str, theirs: str, is_apart: bool) -> None:
    first, second = (Record(title=read(title), countries=frozenset({"KG"})) for title in (ours, theirs))

    assert bool(apart.name(first, second)) is bool(apart.name(second, first)) is is_apart


@pytest.mark.parametrize(
    ("ours", "theirs", "is_apart"),
    [
        ("Barracks are built for the guards of Tumaco.", "Barracks are built for the guards of Turbat.", True),
        ("Barracks are built for the guards of Osh.", "Barracks are built for the guards of Och.", False),
        ("Barracks are built for the guards of Tumaco.", "Kennels are built for the guards of Tumaco.", False),
        ("Barracks are built for the guards of Tumaco.", "", False),
    ],
)
def test_descriptions_that_are_the_same_but_for_a_name(ours: str, theirs: str, is_apart: bool) -> None:
    first, second = (
        Record(title=read("Small construction"), description=read(one), countries=frozenset({"KG"}))
        for one in (ours, theirs)
    )
    assert bool(apart.name(first, second)) is bool(apart.name(second, first)) is is_apart
    assert apart.name(first, replace(second, title=read("Other construction"))) is None


@given(records)
def test_nothing_is_apart_from_itself(record: Record) -> None:
    assert apart.name(record, record) is None


@given(st.sampled_from(sorted(country_words())), st.integers(0, 7), st.text("aeknst", max_size=2))
def test_a_word_of_any_country_is_looked_up_as_it_is_compared(its: str, letters: int, ending: str) -> None:
    word = its[:letters] + ending

    assert names_one(word) == any(names_it(word, its) for its in country_words())
