"""Wordings that are the same but for a mark of a series, and texts that tell nothing: pure functions, no database."""

from dataclasses import replace

import pytest
from hypothesis import given

from duplication.matching.comparison import Names
from duplication.matching.kinds import Kind, kinds_of
from duplication.matching.records import Record
from duplication.matching.series import series
from duplication.matching.telling import is_general
from duplication.matching.text import read
from tests.strategies import records

COURSE = "Maritime search course for the port police of Turkmenbashi"


def are_apart(ours: tuple[str, str], theirs: tuple[str, str], partner: int = 2, **fields: object) -> bool:
    """Two titles with their descriptions; the first is of partner 1."""
    first, second = (Record(title=read(title), description=read(more)) for title, more in (ours, theirs))
    first, second = replace(first, partner=1, **fields), replace(second, partner=partner, **fields)
    assert bool(series(first, second)) is bool(series(second, first))
    return bool(series(first, second))


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        ("Maritime curriculum I", "Maritime curriculum II", True),
        ("Risk profiling, group A", "Risk profiling, group B", True),
        ("Basic course for customs officers", "Advanced course for customs officers", True),
        ("Patrols on the northern border", "Patrols on the southern border", True),
        ("Начальный курс для таможни", "Продвинутый курс для таможни", True),
        ("Stage élémentaire pour la douane", "Stage avancé pour la douane", True),
        ("Helmand Livelihoods Programme: management consultant", "Helmand Livelihoods Programme: wheat seed", True),
        ("Helmand Livelihoods Programme: wheat seed", "Helmand Livelihoods Programme: seed of wheat", False),
        ("Customs of Osh: drug dogs", "Customs of Osh: kennels", False),
        ("Tajikistan: scanners for lorries", "Tajikistan: fences", False),
        ("Advanced course for customs officers", "Course for customs officers", False),
        ("Patrols on the northern border", "Patrols at the border in the north", False),
        ("Kennels for dogs in Osh", "Kennels for dogs at Osh", False),
        ("Patrols on the north border", "Patrols on the northern border", False),
        ("Autumn course for customs officers", "Fall course for customs officers", False),
        ("Basic course for customs officers", "Introductory course for customs officers", False),
        ("Autumn course for customs, group A", "Fall course for customs, group B", True),
        ("Оборудование для таможни в Душанбе", "Оборудование для таможни г. Душанбе", False),
        ("ОБОРУДОВАНИЕ В ДУШАНБЕ", "ОБОРУДОВАНИЕ Г. ДУШАНБЕ", False),
        ("Formation d'agents", "Formation l'agents", False),
        ("The women's prison in Bishkek", "The juvenile prison in Bishkek", True),
        ("The women's prison in Bishkek", "The female prison in Bishkek", False),
        ("Building of the Supreme Court in Dushanbe", "Building of the district court in Dushanbe", True),
    ],
)
def test_titles_that_are_the_same_but_for_a_mark(ours: str, theirs: str, expected: bool) -> None:
    assert are_apart((ours, ""), (theirs, "")) is expected


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        ("Port course, autumn", "Port course, spring", True),
        ("Port course - September", "Port course - October", True),
        (f"{COURSE}. Six boats with outboard motors.", f"{COURSE}. Night vision and binoculars.", True),
        (f"{COURSE}. Six boats with outboard motors.", f"{COURSE}. Boats and motors.", False),
        (f"{COURSE}. Six boats with outboard motors.", f"{COURSE}. Six boats wih outbord moters.", False),
        (f"{COURSE}. Six boats with outboard motors.", COURSE, False),
        ("Six boats with outboard motors.", "Night vision and binoculars.", False),
    ],
)
def test_brief_descriptions_tell_items_of_one_list_apart(ours: str, theirs: str, expected: bool) -> None:
    assert are_apart((COURSE, ours), (COURSE, theirs)) is expected


def test_ones_own_numbers_and_levels_tell_more_than_anothers() -> None:
    of_numbers = (COURSE, "Eight boats: 8"), (COURSE, "Eight boats: 6")
    of_levels = ("Advanced course", ""), ("Course", "")
    assert are_apart(*of_numbers, partner=1)
    assert are_apart(*of_levels, partner=1)
    assert not are_apart(*of_numbers)
    assert not are_apart(*of_levels)


def test_one_letter_of_two_partners_titles_tells_less_than_their_descriptions() -> None:
    of_letters = ("Risk profiling, group A", COURSE), ("Risk profiling, group B", COURSE)
    of_borders = ("Northern border", COURSE), ("Southern border", COURSE)
    assert not are_apart(*of_letters)
    assert are_apart(*of_letters, partner=1)
    assert are_apart(*of_borders)


def test_one_place_that_two_partners_state_outweighs_a_mark() -> None:
    titles = ("Maritime curriculum I", ""), ("Maritime curriculum II", "")
    assert not are_apart(*titles, places=frozenset({1}))
    assert are_apart(*titles, partner=1, places=frozenset({1}))


@given(records)
def test_nothing_is_another_of_its_own_series(record: Record) -> None:
    assert series(record, record) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Our team redacted this field in accordance with the exceptions of the law of 2016.", True),
        ("Information redacted", True),
        ("This information has been withheld to protect those who are named in it.", True),
        (
            "Information redacted. Information has been redacted in accordance with two principles of transparency.",
            True,
        ),
        ("The information is classified by analysts of the police.", False),
        ("Substances that have been classified as precursors are identified by trained chemists.", False),
        ("[Title withheld]", True),
        ("Redacted - Support", True),
        ("TBD", True),
        ("N/A", True),
        ("Titre confidentiel", True),
        ("Название не указано", True),
        ("Equipment", True),
        ("Training in Tajikistan, 2024", True),
        ("Appui technique au programme antidrogue", True),
        ("Техническая помощь Таджикистану", True),
        ("Information redacted: paint for the kennels", False),
        ("Scanners", False),
        ("Border control", False),
        ("Support to the African Union", False),
        ("Classified waste incinerator", False),
        ("Test kits", False),
    ],
)
def test_what_suits_any_project_tells_nothing(text: str, expected: bool) -> None:
    assert is_general(text) is expected


@pytest.mark.parametrize("partner", [1, 2])
def test_a_title_that_tells_nothing_needs_a_description_that_does(partner: int) -> None:
    dogs = "Six trained dogs search lorries at the bridge, and their handlers are trained at home."
    first = Record(partner=1, title=read("Equipment"), countries=frozenset({"TJ"}))
    second = replace(first, partner=partner)
    assert kinds_of(Names(first, second), partner == 1) == ()
    assert kinds_of(Names(first, replace(second, description=read(dogs))), partner == 1) == ()
    same = [replace(one, description=read(dogs)) for one in (first, second)]
    assert kinds_of(Names(*same), partner == 1)[:1] == (Kind.SAME_PROJECT,)
    named = [replace(one, title=read("Scanners at the bridge")) for one in (first, second)]
    assert kinds_of(Names(*named), partner == 1)[:1] == (Kind.SAME_PROJECT,)
