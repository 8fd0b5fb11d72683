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


def test_records_that_come_from_another_process_share_equal_sets() -> None:
    one, other = (Record(id=number, countries=frozenset({"TJ", "AF"})) for number in (1, 2))

    again, other_again = copy(one), copy(other)  # which takes a record apart as sending it does

    assert (again, other_again) == (one, other)
    assert again.countries is other_again.countries
