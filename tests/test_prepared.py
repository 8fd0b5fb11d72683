"""Statements are planned once for each connection, and again for the next one."""

from datetime import date, datetime

import pytest
from django.db import DatabaseError, connection, transaction
from pytest_django import DjangoAssertNumQueries

from duplication.matching.prepared import Prepared

SUM = Prepared(
    "SELECT sum(number) FROM unnest(%(numbers)s) AS number WHERE number < %(bound)s", numbers="int[]", bound="int"
)


def planned_at() -> datetime | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT prepare_time FROM pg_prepared_statements WHERE name = %s", [SUM.name])
        return next((time for (time,) in cursor.fetchall()), None)


@pytest.mark.django_db(transaction=True)
def test_a_statement_is_planned_once_for_each_connection() -> None:
    for _ in range(2):
        connection.close()
        assert planned_at() is None
        for numbers, found in (([1, 2, 30], 3), ([], None)):
            assert SUM.rows({"bound": 10, "numbers": numbers}) == [(found,)]
            assert planned_at() is not None


@pytest.mark.django_db(transaction=True)
def test_after_ten_uses_it_is_planned_anew() -> None:
    connection.close()
    times = []
    for _ in range(20):
        SUM.rows({"bound": 10, "numbers": [1]})
        times.append(planned_at())

    assert times == [times[0]] * 10 + [times[10]] * 10
    assert times[0] != times[10]


@pytest.mark.django_db
def test_others_go_the_same_way_before_it(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    remember = Prepared("SELECT set_config('adam.number', %(number)s, true)", number="text")
    remembered = Prepared("SELECT current_setting('adam.number')")

    with django_assert_num_queries(1):
        assert remembered.rows(after=[remember.given(number="1"), remember.given(number="2")]) == [("2",)]


def test_a_wrong_statement_fails_as_all_do(db: None) -> None:
    with pytest.raises(DatabaseError):
        Prepared("SELECT nothing FROM nowhere").rows()


@pytest.mark.django_db(transaction=True)
def test_a_transaction_rolled_back_costs_no_plan() -> None:
    connection.close()
    with transaction.atomic():
        SUM.rows({"bound": 10, "numbers": [1]})
        transaction.set_rollback(True)
    SUM.rows({"bound": 10, "numbers": [1]})

    with connection.cursor() as cursor:
        cursor.execute("SELECT custom_plans FROM pg_prepared_statements WHERE name = %s", [SUM.name])
        assert cursor.fetchall() == [(0,)]


@pytest.mark.django_db(transaction=True)
def test_a_statement_that_could_not_be_planned_anew_is_planned_by_the_next_use() -> None:
    connection.close()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE passing (number int)")
        count = Prepared("SELECT count(*) FROM passing")
        found = [count.rows() for _ in range(10)]
        cursor.execute("ALTER TABLE passing RENAME TO gone")
        with pytest.raises(DatabaseError):
            count.rows()
        cursor.execute("ALTER TABLE gone RENAME TO passing")

    assert [*found, count.rows()] == [[(0,)]] * 11


def test_lists_arrive_as_they_are(db: None) -> None:
    echo = Prepared("SELECT %(texts)s, %(days)s, %(shares)s", texts="text[]", days="date[]", shares="float8[]")
    texts = ['say "no"', "back\\slash", "", "NULL", "one, two", "{three}", " four\n", "% five", "пять"]

    assert echo.rows({"texts": texts, "days": [date(2026, 5, 1)], "shares": [0.1, 1e-300]}) == [
        (texts, [date(2026, 5, 1)], [0.1, 1e-300])
    ]
    assert echo.rows({"texts": [], "days": [], "shares": []}) == [([], [], [])]
    nothing = [None, None]
    assert echo.rows({"texts": [None, "None"], "days": nothing, "shares": nothing}) == [
        ([None, "None"], nothing, nothing)
    ]
