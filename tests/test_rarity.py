"""How many projects have what two have in common."""

from collections.abc import Callable

import pytest
from django.test import Client

from adam.demo.makers import make_project
from duplication.detection import check
from duplication.likeness import in_common
from duplication.matching import index, registry
from duplication.matching.blocking import hashed, keys, keys_of
from duplication.matching.comparison import compare
from duplication.matching.postings import Postings, as_arrays
from duplication.matching.rarity import FEW, MOST, Shared, as_written
from duplication.matching.records import Record
from duplication.matching.text import read
from duplication.models import Alert
from partners.models import User
from projects.models import Project


@pytest.mark.parametrize(
    ("projects", "expected"), [(0, "2"), (2, "2"), (3, "3"), (4, "5"), (300, "300"), (301, "many"), (10**6, "many")]
)
def test_the_fewer_have_it_the_stronger_the_level(projects: int, expected: str) -> None:
    assert compare(Record(), Record(), Shared(projects))["in_common"].name == expected


FIRST = Record(title=read("Scanners for Nizhny Panj"), description=read("Support of the customs"))
SECOND = Record(title=read("Customs support"), description=read("The scanners of Nizhny Panj"))
PANJ, NIZHNY, SCANNERS = (hashed(f"word {stem}") for stem in ("panj", "nizhny", "scanner"))


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({PANJ: 2, NIZHNY: 2, SCANNERS: 2}, "words that few other projects have: panj, nizhny, scanners."),
        ({PANJ: 2, NIZHNY: 4, SCANNERS: FEW + 1}, "words that few other projects have: panj, nizhny."),
        ({PANJ: 2, 1: 2, SCANNERS: 3}, "words that few other projects have: panj."),
        ({PANJ: 200, 1: 2, 2: 2}, "words or facts that no other project has in this combination."),
        ({PANJ: 30, 1: 4, 2: 5}, "words or facts that at most 5 projects have in this combination."),
        ({PANJ: 2, NIZHNY: 200}, "words or facts that at most 200 projects have in this combination."),
    ],
)
def test_only_words_that_few_projects_have_are_named(counts: dict[int, int], said: str) -> None:
    """Not how few: of long texts not every word is counted, nor every ending of it."""
    shared = Shared.counted(counts)

    assert compare(FIRST, SECOND, shared)["in_common"].sentence == f"They share {said}"
    assert compare(SECOND, FIRST, shared)["in_common"].sentence == f"They share {said}"


@pytest.mark.parametrize(
    ("title", "projects", "is_doubted"),
    [("Courses for judges", 2, True), ("Courses for judges", 13, False), ("Scanners of Nizhny Panj", 2, False)],
)
def test_rare_words_under_titles_that_differ_may_be_a_name_alone(title: str, projects: int, is_doubted: bool) -> None:
    other = Record(title=read(title), description=SECOND.description)

    assert ("coincidence" in compare(FIRST, other, Shared(projects))) is is_doubted


@pytest.mark.parametrize(
    ("counts", "expected"),
    [({1: 2, 2: 25}, "2"), ({1: 3, 2: 4}, "3"), ({1: 7, 2: 9}, "10"), ({1: 11, 2: 12}, None), ({1: 2, 2: 26}, None)],
)
def test_the_rarest_counts_besides_where_it_is_not_alone(counts: dict[int, int], expected: str | None) -> None:
    found = compare(FIRST, SECOND, Shared.counted(counts)).get("rarest")
    assert (found and found.name) == expected


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({PANJ: 2, NIZHNY: 3}, "a word that hardly any other project has: “Panj”."),
        ({PANJ: 3, SCANNERS: 2}, "a word that hardly any other project has: “Scanners”."),
        ({1: 2, PANJ: 3}, "a word or fact that hardly any other project has."),
    ],
)
def test_the_rarest_is_named_where_it_is_a_word(counts: dict[int, int], said: str) -> None:
    shared = Shared.counted(counts)
    for two in ((FIRST, SECOND), (SECOND, FIRST)):
        assert compare(*two, shared)["rarest"].sentence == f"They share {said}"


@pytest.mark.parametrize(
    ("title", "other", "written"),
    [
        ("Dogs for Âq-Tilek", "AQ-TILEK: DOGS", "Âq"),
        ("DOGS FOR TILEK", "SCANNERS FOR TILEK", "TILEK"),
        ("Dogs for <b>Tilek</b>", "Dogs at Tileks", "Tilek"),
    ],
)
def test_it_is_written_as_in_a_title(title: str, other: str, written: str) -> None:
    word = read(title).stems[-1] if "Âq" not in title else "aq"
    assert as_written(word, Record(title=read(title)), Record(title=read(other))) == written
    assert as_written(word, Record(title=read(other)), Record(title=read(title))) == written


def test_it_is_told_to_who_sees_both_alone(
    db: None, focal_point: User, coordinator: User, client_for: Callable[[User], Client]
) -> None:
    words = {"title": "Sniffer dogs at Sarmantoy", "objective": "Handlers search trains.", "themes": ["T1.1"]}
    for fields in ({"partner": "DE"}, {"partner": "GB", "visibility": Project.Visibility.RESTRICTED}):
        check(make_project(**fields, **words).pk)
    [alert] = Alert.objects.all()
    for user, is_told in ((coordinator, True), (focal_point, False)):
        for address in (alert.get_absolute_url(), f"/api/alerts/{alert.pk}/"):
            said = client_for(user).get(address).content.decode()
            assert ("They share a word that hardly any other project has: “Sarmantoy”." in said) is is_told


def test_a_draft_is_one_more_that_has_the_words() -> None:
    shared = Shared.counted({PANJ: 1, NIZHNY: 1, SCANNERS: 2}).with_one_more()

    assert compare(FIRST, SECOND, shared)["in_common"].sentence.endswith("few other projects have: panj, nizhny.")


def test_without_a_register_nothing_is_told() -> None:
    assert compare(Record(), Record()) == {}


@pytest.mark.parametrize(
    ("counts", "expected"), [([2, 9, 4], 4), ([2, 2], 2), ([2], MOST + 1), ([], MOST + 1), ([2, MOST + 1], MOST + 1)]
)
def test_one_coincidence_is_none(counts: list[int], expected: int) -> None:
    assert Shared.counted(dict(enumerate(counts))).projects == expected


def test_the_sweep_counts_as_the_index_does(db: None) -> None:
    titles = ["Scanners for Panj", "Panj: scanners", "Panj: dogs", "Dogs for Kabul", "Panj: dogs and scanners"]
    ids = [make_project(title=title, objective="", amount=None).pk for title in titles]
    records = registry.records(ids)
    index.refresh(ids, keys_of(records))
    postings = Postings([as_arrays(keys(records[id])) for id in ids])
    pairs = {(ids[one], ids[other]): (one, other) for other in range(len(ids)) for one in range(other)}

    counted = in_common({(one, other): (records[one], records[other]) for one, other in pairs})

    assert counted == {pair: postings.in_common(*places) for pair, places in pairs.items()}
    assert len({shared.projects for shared in counted.values()}) > 1
