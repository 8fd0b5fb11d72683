"""Records, and how they are read from the registry."""

from copy import copy
from dataclasses import FrozenInstanceError
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from adam.demo.makers import make_organization, make_place, make_project
from duplication.matching import registry
from duplication.matching.bodies import Body
from duplication.matching.records import Activity, Record
from duplication.matching.text import read


def test_record_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        Record().partner = 1  # type: ignore[misc]


def test_receivers_and_sites_include_those_of_the_activities() -> None:
    record = Record(places=frozenset({1}), beneficiaries=frozenset({5}), activities=(Activity("A01", None, 6, 2),))

    assert record.receivers == {5, 6}
    assert record.sites == {1, 2}


def test_everything_compared_is_read_from_the_registry(db: None) -> None:
    body, place = make_organization("Khorog Customs Service"), make_place("Nizhny Panj")
    project = make_project(
        "DE",
        title="Scanners for Nizhny Panj",
        objective="Two scanners",
        reference="BMZ/2024-117",
        places=[place],
        implementing=["Scan Ltd"],
        beneficiaries=[body],
        activities=[{"type": "A05", "quantity": 2, "beneficiary": body, "place": place, "start": date(2026, 3, 1)}],
        identifiers=[("CRS", "2024/000981"), ("own", "12")],
    )

    record = registry.records([project.pk])[project.pk]

    assert record == Record(
        id=project.pk,
        partner=project.partner_id,
        title=read("Scanners for Nizhny Panj"),
        description=read("Two scanners"),
        countries=frozenset({"TJ"}),
        places=frozenset({place.pk}),
        themes=frozenset({"T1.1"}),
        activities=(Activity("A05", 2, body.pk, place.pk, date(2026, 3, 1), None),),
        implementers=frozenset({"scan ltd"}),
        beneficiaries=frozenset({body.pk}),
        bodies=frozenset({Body("TJ", frozenset({"customs", "service", "khorog"}), frozenset({"customs"}))}),
        start=project.start,
        end=project.end,
        amount=250_000,
        stated=("USD", 250_000),
        reference="bmz/2024-117",
        identifiers=frozenset({"bmz2024117", "2024000981"}),
        works=frozenset({("panji poyon", "scanner")}),
        things=frozenset({"scanner"}),
        language="en",
    )


def test_the_customs_of_a_country_are_one_body_in_whatever_language(db: None) -> None:
    english, russian = (make_organization(name) for name in ("Customs Service of Tajikistan", "Таможенная служба"))
    ours = make_project("DE", beneficiaries=[english], activities=[{"beneficiary": english}])
    theirs = make_project("GB", activities=[{"beneficiary": russian}])

    first, second = registry.records([ours.pk, theirs.pk]).values()

    assert first.receivers == second.receivers
    assert not first.receivers & {english.pk, russian.pk}


def test_drafts_are_no_records(db: None) -> None:
    assert registry.records([make_project(draft=True).pk]) == {}


@pytest.mark.parametrize("count", [1, 20])
def test_one_query_reads_any_number(db: None, count: int) -> None:
    ids = [make_project(implementing=["Body"], activities=[{}, {}]).pk for _ in range(count)]

    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert len(registry.records(ids)) == count

    assert len(queries) == 1


def test_only_countries_in_common_are_read(db: None) -> None:
    here, there, nowhere = (
        make_project(countries=["TJ", "AF"]),
        make_project(countries=["MA"]),
        make_project(countries=[]),
    )
    mine = registry.records([make_project(countries=["TJ"]).pk]).values()

    near = registry.plain([here.pk, there.pk, nowhere.pk], near=mine)

    assert sorted(near) == [here.pk, nowhere.pk]


def test_a_record_without_countries_may_be_anywhere(db: None) -> None:
    there = make_project(countries=["MA"])
    mine = registry.records([make_project(countries=["TJ"]).pk, make_project(countries=[]).pk]).values()

    assert list(registry.plain([there.pk], near=mine)) == [there.pk]


def test_of_the_own_partner_only_those_that_start_within_three_months_are_read(db: None) -> None:
    may, june, autumn = date(2025, 5, 1), date(2025, 6, 1), date(2025, 9, 5)
    own = [make_project("DE", start=start).pk for start in (may, june, autumn)]
    other, undated = make_project("GB", start=autumn).pk, make_project("DE", start=None, end=None).pk
    ids, records = [*own, other, undated], registry.records([*own, other, undated])

    def read_for(*projects: int) -> set[int]:
        return set(registry.plain(ids, near=[records[project] for project in projects]))

    assert read_for(own[0]) == {own[0], own[1], other, undated}
    assert read_for(own[0], own[2]) == read_for(own[0], other) == read_for(undated) == set(ids)


def test_plain_facts_are_those_of_the_whole_record(db: None) -> None:
    project = make_project(
        countries=["TJ"], themes=["T1.1"], purpose_codes=["16063"], identifiers=[("IATI", "XM-DAC-41304")]
    )
    whole = registry.records([project.pk])[project.pk]

    plain = registry.plain([project.pk], near=[])[project.pk]

    told = {field: getattr(plain, field) for field in Record.__slots__ if getattr(plain, field)}
    assert told.pop("is_plain")
    assert told.keys() == {
        "id", "partner", "title", "countries", "themes", "purposes", "start", "end", "amount", "stated", "reference",
        "identifiers", "language",
    }  # fmt: skip
    assert all(getattr(whole, field) == value for field, value in told.items())


def test_records_that_come_from_another_process_share_equal_sets() -> None:
    one, other = (Record(id=number, countries=frozenset({"TJ", "AF"})) for number in (1, 2))

    again, other_again = copy(one), copy(other)  # which takes a record apart as sending it does

    assert (again, other_again) == (one, other)
    assert again.countries is other_again.countries
