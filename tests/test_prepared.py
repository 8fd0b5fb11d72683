"""Statements are planned once for each connection, and again for the next one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duplication.prepared import Prepared

SUM = Prepared(
    "SELECT sum(number) FROM unnest(%(numbers)s) AS number WHERE number < %(bound)s", numbers="int[]", bound="int"
)


def summed() -> tuple[list[tuple[int, ...]], list[str]]:
    with CaptureQueriesContext(connection) as queries:
        found = SUM.rows({"bound": 10, "numbers": [1, 2, 30]})
    return found, [query["sql"].split()[0] for query in queries.captured_queries]


@pytest.mark.django_db(transaction=True)
def test_a_statement_is_prepared_once_for_each_connection() -> None:
    connection.close()

    assert summed() == ([(3,)], ["PREPARE", "EXECUTE"])
    assert summed() == ([(3,)], ["EXECUTE"])

    connection.close()
    assert summed() == ([(3,)], ["PREPARE", "EXECUTE"])
