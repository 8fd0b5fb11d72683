"""What speaks for it that one thing answers another, in sentences and weights: pure functions, no database."""

from datetime import date

import pytest

from duplication.matching.glossary import every_thing_in, things
from roundtables.matching import evidence
from roundtables.matching.evidence import listed
from roundtables.matching.subjects import Subject, fingerprint, folded, without_names

NAMES = {"TJ": "Tajikistan", "UZ": "Uzbekistan", "T1.3": "Border liaison offices", "T1.1": "Crossing points"}


def subject(title: str = "", body: str = "", **facts: object) -> Subject:
    sets = {name: frozenset(value) if isinstance(value, list) else value for name, value in facts.items()}
    return Subject(title=folded(title), body=folded(body), **sets)


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("Border Liaison Offices opened", "border liaison office"),
        ("Bureaux de liaison aux frontières", "border liaison office"),
        ("Открытие пограничных офисов связи", "border liaison office"),
        ("Livraisons surveillées", "controlled delivery"),
        ("Служебные собаки для таможни", "drug dogs"),
        ("Control of the precursors", "precursor"),
        ("Perros detectores para la aduana", "drug dogs"),
        ("Control de los precursores químicos", "precursor"),
        ("Oficinas de enlace en la frontera", "border liaison office"),
        ("Desarrollo alternativo en el Putumayo", "alternative development"),
    ],
)
def test_one_thing_has_names_in_four_languages(text: str, thing: str) -> None:
    assert thing in {one.name for one in every_thing_in(folded(text))}


def test_of_words_within_others_the_longer_count() -> None:
    assert [one.name for one in every_thing_in("border liaison offices")] == ["border liaison office"]


def test_each_thing_is_in_the_glossary_once() -> None:
    names = [one.name for one in things()]
    assert len(names) == len(set(names)) > 60


def test_words_in_another_language_are_quoted_as_they_stand() -> None:
    found = evidence.words(subject("Promote border liaison offices"), subject("Bureaux de liaison"), NAMES)

    assert found
    assert found.sentence == "It speaks of “bureaux de liaison”."
    assert found.weight > 5


def test_common_words_count_and_are_not_quoted() -> None:
    wanted = subject("Scanners with a kennel at each")
    quotes = evidence.words(wanted, subject("Each kennel"), NAMES), evidence.words(wanted, subject("At each"), NAMES)
    assert [found and found.sentence for found in quotes] == [
        "It speaks of “kennel”.",
        "Some common words are the same.",
    ]


def test_title_tells_more_than_description_and_a_way_of_working_alone_tells_nothing() -> None:
    wanted = subject("Train customs officers")
    in_title, in_body = (evidence.words(wanted, given, NAMES) for given in (subject("Customs"), subject("", "Customs")))

    assert in_title
    assert in_body
    assert in_title.weight > in_body.weight
    assert evidence.words(wanted, subject("Training of teachers"), NAMES) is None


def test_same_theme_weighs_more_than_a_related_one() -> None:
    wanted = subject(themes=["T1.3"])
    same, related = (evidence.theme(wanted, subject(themes=[code]), NAMES) for code in ("T1.3", "T1.1"))

    assert same
    assert related
    assert same.weight > related.weight
    assert same.sentence == "The theme is the same: Border liaison offices."
    assert evidence.theme(wanted, subject(themes=["T5.1"]), NAMES) is None


def test_countries_in_common_are_named() -> None:
    found = evidence.country(subject(countries=["TJ", "UZ"]), subject(countries=["TJ", "UZ", "AF"]), NAMES)

    assert found
    assert found.sentence == "It is for Tajikistan and Uzbekistan."


@pytest.mark.parametrize(
    ("dates", "weight"),
    [
        ({"start": date(2027, 1, 1)}, 1.0),
        ({"end": date(2026, 5, 1)}, -3.0),
        ({}, None),
    ],
)
def test_time_speaks_for_it_or_against_it_or_not_at_all(dates: dict[str, date], weight: float | None) -> None:
    found = evidence.period(subject(start=date(2026, 6, 1), end=date(2028, 1, 1)), subject(**dates), NAMES)

    assert (found and found.weight) == weight


def test_quantity_counts_where_both_count_the_same() -> None:
    wanted = subject(types=["A05"], quantity=60.0, unit="document readers")

    found = evidence.quantity(wanted, subject(quantity=40.0, unit="Document readers"), NAMES)
    assert found
    assert found.sentence == "The quantity: 40 offered, 60 wanted."
    assert evidence.quantity(wanted, subject(quantity=40.0, unit="vehicles"), NAMES) is None


def test_names_of_the_countries_it_is_about_are_no_words() -> None:
    assert without_names("afghan and pakistani police", ["Afghanistan", "Pakistan"]) == "and police"


def test_fingerprint_changes_with_what_is_material_only() -> None:
    before = subject("Border posts", countries=["TJ"], end=date(2026, 1, 1))

    assert fingerprint(before) == fingerprint(subject("BORDER, posts", countries=["TJ"], end=date(2027, 1, 1)))
    assert fingerprint(before) != fingerprint(subject("Border posts", countries=["TJ", "UZ"]))


def test_lists_are_short() -> None:
    assert listed(["b", "a"]) == "a and b"
    assert listed(["a", "b", "c", "d", "e", "f"]) == "a, b, c, d and 2 more"
