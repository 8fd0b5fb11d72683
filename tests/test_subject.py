"""What titles say is done, by the glossary of the field: pure functions, no database."""

from itertools import combinations

import pytest

from duplication.matching.comparison import compare
from duplication.matching.levels import Level
from duplication.matching.records import Record
from duplication.matching.text import read


def subject(ours: str, theirs: str) -> Level | None:
    return compare(Record(title=read(ours)), Record(title=read(theirs))).get("subject")


@pytest.mark.parametrize(
    ("ours", "theirs"),
    list(combinations(["Sniffer dogs for customs", "Canine units", "Chiens renifleurs", "Служебные собаки"], 2)),
)
def test_one_thing_is_one_in_other_words_and_languages(ours: str, theirs: str) -> None:
    said = subject(ours, theirs)

    assert said is not None
    assert said.name == "same"
    assert said.sentence == "Both titles are about the same things of the field: drug dogs."


@pytest.mark.parametrize(
    ("theirs", "level", "sentence"),
    [
        (
            "Dogs and X-ray scanners",
            "shared",
            "Both titles are about one thing of the field, and one of them about others too: drug dogs.",
        ),
        ("Scanners", "different", "Their titles are about different things of the field: drug dogs and scanner."),
    ],
)
def test_other_things_are_told_by_name(theirs: str, level: str, sentence: str) -> None:
    assert subject("Sniffer dogs", theirs) == subject(theirs, "Sniffer dogs") == Level(level, sentence)


@pytest.mark.parametrize("theirs", ["Support to the customs", "Training", ""])
def test_a_title_that_names_no_thing_says_nothing(theirs: str) -> None:
    assert subject("Sniffer dogs", theirs) is None
