"""Wording made comparable."""

import pytest

from duplication.matching.text import NO_TEXT, fold, numbers, read, years
from partners.text import of_unit, plural


@pytest.mark.parametrize(
    ("unit", "one"),
    [("units", "unit"), ("laboratories", "laboratory"), ("boxes", "box"), ("vehicles", "vehicle"), ("bus", "bus")],
)
def test_one_of_a_unit_is_no_plural(unit: str, one: str) -> None:
    assert (of_unit(unit, 1), of_unit(unit, 2)) == (one, unit)


@pytest.mark.parametrize(
    ("written", "folded"),
    [("Église d'État", "eglise d'etat"), ("ПОДРАЗДЕЛЕНИЕ ёлки", "подразделение елки"), ("STRAßE", "strasse")],
)
def test_case_and_accents_do_not_matter(written: str, folded: str) -> None:
    assert fold(written) == folded


def test_endings_and_stop_words_do_not_matter() -> None:
    assert read("Training of the dog handlers").words == read("Trainings for a dog handler").words


@pytest.mark.parametrize("text", ["", "  ", "—", "of the and"])
def test_text_without_words_has_no_words(text: str) -> None:
    assert read(text).words == frozenset()


def test_signs_that_fold_to_whole_sentences_make_no_long_text() -> None:
    """Of two texts ten times as long parts are compared for seconds."""
    assert len(read("\ufdfa" * 500).folded) == 625


def test_text_that_is_empty_counts_as_not_stated() -> None:
    assert not NO_TEXT
    assert not read(" … ")


def test_names_are_rare_words_and_the_field_s_own_words_are_not() -> None:
    assert read("Border police training at Islam Qala").rare == {"islam", "qala"}


def test_years_and_other_numbers_are_told_apart() -> None:
    folded = read("Course 12 of 2019").folded

    assert years(folded) == {2019}
    assert numbers(folded) == {12}


def test_numbers_are_not_years_and_strange_digits_are_no_error() -> None:
    assert numbers("border post 1500 of 2024 \u1369") == {1500}


def test_one_thing_is_not_said_of_as_several() -> None:
    assert [plural(1, "project"), plural(0, "project"), plural(4200, "country", "countries")] == [
        *("1 project", "0 projects", "4\u00a0200 countries")
    ]
