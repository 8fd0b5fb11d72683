"""The keys under which projects find each other, and the table that holds them."""

from dataclasses import replace
from datetime import date
from time import monotonic

import numpy as np
import pytest
from django.db import connection

from adam.demo.makers import make_organization, make_place, make_project
from duplication.matching import common_keys, index, registry
from duplication.matching.blocking import hashed, keys, keys_of
from duplication.matching.postings import Postings, as_arrays, beginnings
from duplication.matching.rarity import MOST
from duplication.matching.records import Activity, Record
from duplication.matching.text import read
from duplication.models import BlockingKey

SCANNERS = Record(
    title=read("Scanners for Nizhny Panj"), countries=frozenset({"TJ"}), implementers=frozenset({"scan ltd"})
)


def shared(one: Record, other: Record) -> set[int]:
    return keys(one).keys() & keys(other).keys()


def test_hash_is_the_same_everywhere_and_fits_a_bigint() -> None:
    assert hashed("word panj") == -5_866_338_661_159_948_897
    assert all(-(2**63) <= key < 2**63 for key in keys(SCANNERS))


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("title", read("Panj river patrols")),
        ("description", read("Passport readers on the Panj")),
        ("implementers", frozenset({"scan ltd"})),
        ("identifiers", frozenset({"2024000981"})),
    ],
)
def test_one_thing_in_common_is_enough_to_meet(field: str, values: object) -> None:
    one = replace(SCANNERS, identifiers=frozenset({"2024000981"}))
    other = replace(Record(countries=frozenset({"TJ"})), **{field: values})

    assert shared(one, other)


def test_one_thing_meets_in_one_country_in_whatever_language() -> None:
    one, other = (
        Record(title=read(title), countries=frozenset({"TJ"}), things=frozenset({"drug dogs"}))
        for title in ("Sniffer dogs", "Chiens renifleurs")
    )

    assert len(shared(one, other)) > 1  # or it would count for nothing
    assert not shared(one, replace(other, countries=frozenset({"KG"})))


def test_amounts_meet_when_equal_to_two_figures_in_one_country() -> None:
    one, other = (Record(countries=frozenset({"TJ"}), amount=amount) for amount in (251_000, 249_900))

    assert shared(one, other)
    assert not shared(one, replace(other, countries=frozenset({"KG"})))


def test_amounts_without_a_rate_meet_in_their_own_currency() -> None:
    one, other = Record(stated=("LTL", 75_000.0)), Record(stated=("LTL", 75_000.0))

    assert shared(one, other)
    assert not shared(one, replace(other, stated=("XOF", 75_000.0)))


def test_one_sum_from_one_day_counts_twice_where_no_country_is_stated() -> None:
    one, other = (
        Record(title=read(title), stated=("EUR", 81_240.0), start=date(2009, 1, 1))
        for title in ("A travelling exhibition", "Kilnojamoji paroda")
    )
    here = replace(other, countries=frozenset({"LT"}))

    assert len(shared(one, other)) == 2  # or it would count for nothing
    assert len(shared(one, replace(other, start=date(2009, 1, 2)))) == 1
    assert len(shared(replace(one, countries=here.countries), here)) == 3  # by country, day, two figures and the sum


def test_one_purpose_meets_in_one_country_or_by_one_body() -> None:
    here = Record(
        countries=frozenset({"TJ"}), implementers=frozenset({"scan ltd"}), purposes=frozenset({"16063", "15130"})
    )
    elsewhere = replace(here, countries=frozenset({"KG"}))

    assert shared(here, replace(here, implementers=frozenset()))
    assert shared(here, elsewhere)
    assert not shared(here, replace(elsewhere, purposes=frozenset({"12110"})))


def test_what_begins_on_one_day_meets_in_one_country_or_by_one_body() -> None:
    here = Record(countries=frozenset({"TJ"}), implementers=frozenset({"scan ltd"}), start=date(2004, 5, 31))
    elsewhere = replace(here, countries=frozenset({"KG"}))

    assert shared(here, replace(here, implementers=frozenset()))
    assert shared(here, elsewhere)
    assert not shared(here, replace(elsewhere, start=date(2004, 6, 1)))


def test_bodies_and_places_meet_through_activities() -> None:
    one = Record(activities=(Activity("A01", beneficiary=7, place=3),))

    assert shared(one, Record(activities=(Activity("A05", beneficiary=7),)))
    assert shared(one, Record(places=frozenset({3})))


def test_implementers_that_name_nobody_are_no_key() -> None:
    nobody = Record(countries=frozenset({"TJ"}), implementers=frozenset({"national ngos"}))

    assert keys(nobody) == {}


def test_index_follows_the_record(db: None) -> None:
    project = make_project(title="Scanners for Nizhny Panj")
    index.refresh([project.pk], keys_of(registry.records([project.pk])))
    before = set(BlockingKey.objects.filter(project=project).values_list("key", flat=True))

    project.title = "Scanners for Ishkashim"
    project.save()
    index.refresh([project.pk], keys_of(registry.records([project.pk])))
    after = set(BlockingKey.objects.filter(project=project).values_list("key", flat=True))

    assert hashed("word panj") in before - after
    assert hashed("word ishkash") in after - before
    assert index.refresh([project.pk], keys_of(registry.records([project.pk]))) == 0


def test_keys_that_too_many_share_are_left_out(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "COMMON", 2)
    projects = [make_project(title=f"Panj {name}", objective="", amount=None) for name in ("Alpha", "Beta", "Gamma")]
    records = registry.records([project.pk for project in projects])
    index.refresh(list(records), keys_of(records))

    asked = {0: keys(Record(title=read("Panj Gamma")))}

    assert index.candidates(asked) == {0: [projects[2].pk]}
    assert common_keys.known.until == {}

    monkeypatch.setattr(index, "SURELY", 2)
    index.candidates(asked)
    assert common_keys.known.until.keys() == {hashed("word panj")}

    index.refresh([projects[0].pk], {})
    assert index.candidates(asked) == {0: [projects[2].pk]}  # as it was a moment ago

    monkeypatch.setattr(common_keys, "monotonic", lambda: monotonic() + common_keys.A_WHILE)
    assert index.candidates(asked) == {0: [projects[2].pk, projects[1].pk]}


def test_a_process_reads_what_a_sweep_has_found_common_and_again_after_a_while(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    common_keys.store([1, -2])
    assert common_keys.known.others([1, 3]) == [1, 3]  # not read yet

    common_keys.known.read()
    common_keys.store([-2, 3])
    assert common_keys.known.others([1, -2, 3]) == [3]

    monkeypatch.setattr(common_keys, "monotonic", lambda: monotonic() + common_keys.A_WHILE)
    assert common_keys.known.others([1, -2, 3]) == [1]


@pytest.mark.django_db(transaction=True)
def test_a_process_begins_without_them_where_there_is_no_table_yet(caplog: pytest.LogCaptureFixture) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE duplication_commonkey RENAME TO put_away")
    try:
        common_keys.known.prepare()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE put_away RENAME TO duplication_commonkey")
    assert 'relation "duplication_commonkey" does not exist' in caplog.text
    assert common_keys.known.others([1]) == [1]

    common_keys.store([1])
    common_keys.known.prepare()
    assert common_keys.known.others([1]) == []


def test_sweep_ranks_candidates_as_the_query_does(db: None) -> None:
    body, place = make_organization("Customs Service"), make_place("Panj")
    for number in range(12):
        words = " ".join(("Panj", "Oxus", "Pamir", "Wakhan")[: number % 4 + 1])
        make_project(title=f"{words} scanners", beneficiaries=[body][: number % 2], places=[place][: number % 3])
    ids = list(make_project().partner.projects.order_by("pk").values_list("pk", flat=True))
    records = registry.records(ids)
    index.refresh(ids, keys_of(records))

    found = index.candidates(keys_of(records))
    postings = Postings([as_arrays(keys(records[id])) for id in ids])

    every, others, _ = postings.sharing(range(len(ids)))
    by_sweep = [(ids[place], ids[other]) for place, other in zip(every, others, strict=True)]
    assert by_sweep == [(id, other) for id, its in found.items() for other in its]
    assert by_sweep == [(id, ids[other]) for place, id in enumerate(ids) for other in postings.candidates(place)]


def test_sweep_counts_who_has_what_two_have_in_common_as_the_comparison_does() -> None:
    titles = [" ".join(("Panj", "Oxus", "Pamir", "Wakhan", "Zorkul")[: number % 5 + 1]) for number in range(12)]
    postings = Postings([as_arrays(keys(Record(title=read(title)))) for title in titles])

    found = list(zip(*postings.sharing(range(len(titles))), strict=True))

    assert {projects for *_, projects in found} > {
        MOST + 1,
        2,
    }  # one key in common, and two rare ones
    assert [projects for *_, projects in found] == [postings.in_common(a, b).projects for a, b, _ in found]


@pytest.mark.parametrize(("projects", "bits"), [(100, 32), (101, 64)])
def test_numbers_of_projects_searched_together_never_run_over(projects: int, bits: int) -> None:
    width = np.iinfo(np.int32).max // 100
    begun = beginnings(projects, width)
    assert begun.dtype == f"int{bits}"
    assert int(begun[-1]) == (projects - 1) * width
