"""How many projects have what two have in common."""

import pytest

from adam.demo.makers import make_project
from duplication.detection import in_common
from duplication.matching import index, registry
from duplication.matching.blocking import keys, keys_of
from duplication.matching.comparison import compare
from duplication.matching.postings import Postings, as_arrays
from duplication.matching.rarity import IN_COMMON, MOST, second_rarest
from duplication.matching.records import Record
from duplication.matching.text import read


@pytest.mark.parametrize(
    ("projects", "expected"), [(0, "2"), (2, "2"), (3, "3"), (4, "5"), (300, "300"), (301, "many"), (10**6, "many")]
)
def test_the_fewer_have_it_the_stronger_the_level(projects: int, expected: str) -> None:
    assert compare(Record(), Record(), projects) == {"in_common": IN_COMMON[expected]}


def test_the_sentence_names_the_words_that_tell_most() -> None:
    first = Record(title=read("Scanners for Nizhny Panj"), description=read("Support of the customs"))
    second = Record(title=read("Customs support"), description=read("The scanners of Nizhny Panj"))
    sentence = "They share words or facts that no other project has; unusual in both: panj, nizhny, scanners, customs."

    assert compare(first, second, 2)["in_common"].sentence == sentence
    assert compare(second, first, 2)["in_common"].sentence == sentence
    assert compare(first, second, MOST + 1)["in_common"] == IN_COMMON["many"]


def test_without_a_register_nothing_is_told() -> None:
    assert compare(Record(), Record()) == {}


@pytest.mark.parametrize(
    ("counts", "expected"), [([2, 9, 4], 4), ([2, 2], 2), ([2], MOST + 1), ([], MOST + 1), ([2, MOST + 1], MOST + 1)]
)
def test_one_coincidence_is_none(counts: list[int], expected: int) -> None:
    assert second_rarest(counts) == expected


def test_the_sweep_counts_as_the_index_does(db: None) -> None:
    titles = ["Scanners for Panj", "Panj: scanners", "Panj: dogs", "Dogs for Kabul", "Panj: dogs and scanners"]
    ids = [make_project(title=title, objective="", amount=None).pk for title in titles]
    records = registry.records(ids)
    index.refresh(ids, keys_of(records))
    postings = Postings([as_arrays(keys(records[id])) for id in ids])
    pairs = {(ids[one], ids[other]): (one, other) for other in range(len(ids)) for one in range(other)}

    counted = in_common({(one, other): (records[one], records[other]) for one, other in pairs}, {})

    assert counted == {pair: postings.in_common(*places) for pair, places in pairs.items()}
    assert len(set(counted.values())) > 1
