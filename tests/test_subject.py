"""What titles say is done, by the glossary of the field: pure functions, no database."""

from itertools import combinations

import pytest

from duplication.matching.comparison import Names, compare
from duplication.matching.levels import Level
from duplication.matching.records import Record
from duplication.matching.text import read
from duplication.matching.works import things_in


def subject(ours: str, theirs: str) -> Level | None:
    one, other = (Record(title=read(title), things=things_in(title)) for title in (ours, theirs))
    return compare(one, other).get("subject")


@pytest.mark.parametrize(
    ("ours", "theirs"),
    list(combinations(["Sniffer dogs for customs", "Canine units", "Chiens renifleurs", "Служебные собаки"], 2)),
)
def test_one_thing_is_one_in_other_words_and_languages(ours: str, theirs: str) -> None:
    said = subject(ours, theirs)

    assert said is not None
    assert said.name == "same"
    assert said.sentence.startswith("Both titles are about the same things of the field, each in its own words: “")


@pytest.mark.parametrize(
    ("theirs", "level", "sentence"),
    [
        (
            "Chiens renifleurs",
            "same",
            "are about the same things of the field, each in its own words: “chiens” and “sniffer”.",
        ),
        ("Dogs and X-ray scanners", "shared", "and one of them about others besides: “dogs” and “sniffer”."),
        ("Scanners", "different", "name different things of the field: “scanners” and “sniffer”."),
    ],
)
def test_things_are_told_in_the_words_of_the_titles(theirs: str, level: str, sentence: str) -> None:
    said = subject("Sniffer dogs", theirs)

    assert said is not None
    assert said == subject(theirs, "Sniffer dogs")
    assert said.name == level
    assert said.sentence.endswith(sentence)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Drug prevention at schools", "Prévention de la toxicomanie dans les écoles"),
        ("Media campaign against drug use", "Информационная кампания против употребления наркотиков"),
        ("Software for the financial intelligence unit", "Программы для финансовой разведки"),
        ("Opium survey", "Enquête sur la culture du pavot"),
        ("Naloxone against overdoses", "Профилактика передозировок: налоксон"),
        ("Prison health: HIV and hepatitis", "Santé en prison : VIH et hépatites"),
        ("HIV prevention in prisons", "Профилактика ВИЧ в тюрьмах"),
        ("Training of prosecutors and judges", "Capacitación de jueces y fiscales"),
        ("National drug observatory", "Observatoire national des drogues"),
    ],
)
def test_a_word_within_the_words_of_another_thing_names_none(ours: str, theirs: str) -> None:
    said = subject(ours, theirs)

    assert said is not None
    assert said.name == "same"


@pytest.mark.parametrize("theirs", ["Support to the customs", "Training", ""])
def test_a_title_that_names_no_thing_says_nothing(theirs: str) -> None:
    assert subject("Sniffer dogs", theirs) is None


def test_things_that_are_near_to_each_other_say_nothing() -> None:
    assert subject("Analysing suspicious transactions", "Against money laundering") is None


@pytest.mark.parametrize(
    ("ours", "theirs", "sign"),
    [
        ("Sniffer dogs for the customs", "Sniffer dogs for the border guards", "whom"),
        ("Support to prisons", "Support to courts", "whom"),
        ("Customs mobile teams", "Police mobile teams", "whom"),
        ("Opium crop monitoring", "Cannabis crop monitoring", "whom"),
        ("Controlled deliveries with Iran", "Livraisons surveillées avec l'Afghanistan", "whom"),
        ("Drug prevention in schools", "Drug prevention in prisons", "whom"),
        ("Drug prevention in schools", "Drug prevention for young people", None),
        ("Training of dog handlers", "Vehicles for dog handlers", "way"),
        ("Sniffer dogs for the customs", "Chiens renifleurs pour les douanes", None),
        ("Dogs at the border", "Dogs for the border guards", None),
        ("Sniffer dogs for the customs", "Sniffer dogs", None),
    ],
)
def test_what_titles_say_besides_tells_them_apart(ours: str, theirs: str, sign: str | None) -> None:
    names = Names(Record(title=read(ours)), Record(title=read(theirs)))
    assert [one for one in ("whom", "way") if one in names] == [sign] * bool(sign)


def test_what_is_told_of_the_place_is_not_told_twice() -> None:
    one, other = (
        Record(title=read(title), works=frozenset({("osh", "drug dogs")}), things=things_in(title))
        for title in ("Dogs in Osh", "Chiens à Och")
    )
    assert "subject" not in compare(one, other)
