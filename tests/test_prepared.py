"""Statements are planned once for each connection, and again for the next one."""

import pytest
from django.db import DatabaseError, connection

from duplication.prepared import Prepared

SUM = Prepared(
    "SELECT sum(number) FROM unnest(%(numbers)s) AS number WHERE number < %(bound)s", numbers="int[]", bound="int"
)


def is_planned() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE name = %s", [SUM.name])
        return cursor.fetchone() == (1,)


@pytest.mark.django_db(transaction=True)
def test_a_statement_is_planned_once_for_each_connection() -> None:
    for _ in range(2):
        connection.close()
        assert not is_planned()
        for numbers, found in (([1, 2, 30], 3), ([], None)):
            assert SUM.rows({"bound": 10, "numbers": numbers}) == [(found,)]
            assert is_planned()


def test_a_wrong_statement_fails_as_all_do(db: None) -> None:
    with pytest.raises(DatabaseError):
        Prepared("SELECT nothing FROM nowhere").rows()
