"""Lines of a long text around the words of a search."""

import pytest

from projects.search.passages import AFTER, BEFORE, Words

FILLING = "Nothing to be seen here. " * 40


def test_the_passage_is_where_the_words_stand_together() -> None:
    text = f"Border. {FILLING} The police of the border post. {FILLING} Police."
    assert "The police of the border post." in Words(["border", "polic", "police"]).passage(text)


def test_a_word_has_one_beginning_in_all_languages() -> None:
    assert Words(["countri", "countr", "countries", "health"]).beginnings == ["countr", "health"]


@pytest.mark.parametrize(
    ("text", "lexemes", "said"),
    [
        ("La sécurité des frontières", ["securit", "securite"], "La sécurité des frontières"),
        ("Полёты над рекой", ["полет"], "Полёты над рекой"),
        ("It's the customs'", ["it''s"], "It's the customs'"),
        ("İstanbul customs house", ["custom"], "İstanbul customs house"),
        ("Short", ["absent"], ""),
        ("", ["absent"], ""),
    ],
)
def test_words_are_found_however_they_are_written(text: str, lexemes: list[str], said: str) -> None:
    assert Words(lexemes).passage(text) == said


def test_a_beginning_counts_before_the_middle_of_a_word() -> None:
    text = f"Constraints everywhere. {FILLING} Trains of the railway. {FILLING}"
    found = Words(["train"]).passage(text)
    assert "Trains of the railway." in found
    assert len(found) <= BEFORE + AFTER


def test_the_word_as_typed_comes_before_one_that_begins_so() -> None:
    text = f"Invitation of trainees. {FILLING} A training course. {FILLING}"
    assert "A training course." in Words(["train", "training"]).passage(text)


def test_one_endless_word_is_cut() -> None:
    assert Words(["zebra"]).passage("x" * 5_000 + "zebra" + "x" * 5_000).startswith("zebraxxx")
