"""What a save reads of its candidates is what each of them says, as of its own last check."""

import pytest

from adam.demo.makers import make_project
from duplication.detection import check
from duplication.matching import registry, stored_facts
from duplication.matching.columns import COLUMNS, ROW, packed, unpacked
from duplication.models import Alert, StoredFacts
from duplication.sweep import quiet, sweep
from projects.models import Project

pytestmark = pytest.mark.django_db

LONG = "\ufdfa" * 400  # one letter, of which folding makes eighteen


def test_facts_are_stored_changed_and_forgotten() -> None:
    one, two, three = (make_project(title=title, draft=True).pk for title in ("Dogs", "Scanners", LONG))
    first, second = (b"\x00\\1" * 4, 'dogs, "and" \\x41'), (b"2" * 12, LONG)

    stored_facts.refreshing([one, two, three], {one: first, two: second}).rows()
    stored_facts.refreshing([one, two, three], {one: second, three: first}).rows()

    stored = StoredFacts.objects.values_list("project", "columns", "title")
    assert {id: (bytes(columns), title) for id, columns, title in stored} == {one: second, three: first}


def test_a_repair_writes_what_is_wrong_alone() -> None:
    projects = [make_project(title=title) for title in ("Dogs", "Scanners", LONG)]
    ids = [project.pk for project in projects]
    known = {id: stored_facts.as_stored(record) for id, record in registry.records(ids).items()}
    stored_facts.repair(ids, known)
    StoredFacts.objects.filter(pk=ids[0]).update(title="Cats")
    rows = dict(StoredFacts.objects.extra(select={"row": "ctid::text"}).values_list("pk", "row"))

    stored_facts.repair(ids, known)

    again = dict(StoredFacts.objects.extra(select={"row": "ctid::text"}).values_list("pk", "row"))
    assert [again[id] == rows[id] for id in ids] == [False, True, True]
    place_of, facts = stored_facts.facts(ids, besides=[])
    assert [facts.folded[place_of[id]] for id in ids] == [known[id][1] for id in ids]


def test_rows_are_taken_apart_as_they_were_packed() -> None:
    record = registry.records([make_project(countries=["TJ", "AF"], themes=["T1.1"]).pk]).popitem()[1]

    [row] = unpacked(packed(record))

    assert ROW.unpack(packed(record)) == row.item()
    assert (row["id"], row["partner"], row["is_in_one"], row["has_themes"]) == (record.id, record.partner, False, True)


@pytest.mark.parametrize("row", [b"", bytes(COLUMNS.itemsize), b"1" * 12])
def test_what_another_release_stored_counts_as_not_stored_until_a_sweep_repairs_it(row: bytes) -> None:
    first, second = (make_project(partner, title="Scanners for Nizhny Panj", amount=1000) for partner in ("DE", "GB"))
    check(first.pk)
    [stored] = StoredFacts.objects.values_list("columns", flat=True)
    StoredFacts.objects.update(columns=row)

    check(second.pk)
    sweep(quiet)

    assert Alert.objects.standing().count() == 1
    assert StoredFacts.objects.get(pk=first.pk).columns == stored


def test_a_candidate_that_no_check_has_seen_yet_is_read_whole() -> None:
    """As after an upgrade, until the next sweep."""
    first, second = (make_project(partner, title="Scanners for Nizhny Panj", amount=1000) for partner in ("DE", "GB"))
    check(first.pk)
    StoredFacts.objects.all().delete()

    check(second.pk)

    assert Alert.objects.standing().count() == 1


def test_facts_go_with_their_project() -> None:
    project = make_project()
    check(project.pk)
    assert StoredFacts.objects.filter(pk=project.pk).exists()

    Project.objects.filter(pk=project.pk).delete()

    assert not StoredFacts.objects.exists()
