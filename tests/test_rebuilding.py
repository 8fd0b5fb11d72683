"""All keys written anew take the place of those in use, while others save."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import numpy as np
import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.db.backends.utils import CursorWrapper

from adam.demo.makers import get_partner
from duplication.matching import index, rebuilding
from duplication.matching.index import Rows
from projects.models import Project
from tests.test_index import stored
from tests.waiting import until

CATALOGUE = """
    SELECT relname, relkind::text, relowner::regrole::text, relacl::text, reloptions::text, pg_get_indexdef(oid)
    FROM pg_class WHERE relname LIKE '%blocking%key%'
    UNION ALL SELECT conname, contype::text, pg_get_constraintdef(oid), NULL, NULL, NULL
    FROM pg_constraint WHERE conrelid = 'duplication_blockingkey'::regclass
    UNION ALL SELECT column_name, data_type, column_default, is_nullable, NULL, NULL
    FROM information_schema.columns WHERE table_name = 'duplication_blockingkey' ORDER BY 1, 2, 3"""
# Whatever transaction of the server has not ended might have stored something.
LONG_AGO = """
    SELECT bool_and(age(xmin) > age(pg_snapshot_xmin(pg_current_snapshot())::xid)) FROM duplication_blockingkey"""
WAITS = "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'duplication_blockingkey'::regclass)"


@pytest.fixture
def other(transactional_db: None) -> Iterator[ThreadPoolExecutor]:
    """Somebody else, who saves."""
    with ThreadPoolExecutor(1) as pool:
        yield pool
        pool.submit(connections.close_all).result()


def asked(query: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def rows(*pairs: tuple[int, int]) -> Rows:
    projects, keys = np.array(pairs, np.int64).T
    return keys, projects


def projects(*numbers: int) -> None:
    """Which no check has seen."""
    partner = get_partner("DE")
    Project.objects.bulk_create([Project(pk=number, partner=partner, title=f"Dogs {number}") for number in numbers])


def test_others_save_before_while_the_table_is_made_and_as_it_is_replaced(
    other: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def save(project: int, *its_keys: int) -> Future[int]:
        return other.submit(index.refresh, [project], {project: dict.fromkeys(its_keys, 1.0)})

    def read() -> Iterator[Rows]:
        save(2, 21).result()
        yield rows((1, 10), (2, 20), (4, 40))

    def lock(cursor: CursorWrapper) -> None:
        locked(cursor)
        waiting.append(save(4, 40, 41))
        until(lambda: asked(WAITS) == [(True,)])

    projects(1, 2, 3, 4)
    locked, waiting, before = rebuilding.lock, list[Future[int]](), asked(CATALOGUE)
    monkeypatch.setattr(rebuilding, "lock", lock)
    save(1, 1).result()
    save(3, 3).result()
    until(lambda: asked(LONG_AGO) == [(True,)], seconds=60)
    since = rebuilding.begun()
    save(3, 30).result()

    assert rebuilding.replace(since, read())

    assert waiting[0].result() == 1
    assert stored() == {(1, 10), (2, 21), (3, 30), (4, 40), (4, 41)}
    assert other.submit(index.candidates, {1: {41: 1.0}}).result() == {1: [4]}
    assert asked(CATALOGUE) == before
    assert rebuilding.replace(since, [rows((9, 9))])  # another sweep that began as early has nothing to do
    assert (9, 9) not in stored()


def test_of_projects_deleted_meanwhile_no_key_is_left(db: None) -> None:
    projects(1, 2)
    since = rebuilding.begun()
    Project.objects.filter(pk=2).delete()

    assert rebuilding.replace(since, [rows((1, 10), (2, 20)), rows((3, 30))])
    assert stored() == {(1, 10)}


@pytest.mark.parametrize(
    "own",
    [
        "GRANT SELECT ON duplication_blockingkey TO PUBLIC",
        "CREATE VIEW counted AS SELECT count(*) FROM duplication_blockingkey",
        "GRANT SELECT ON duplication_blockingkey TO pg_monitor; SET LOCAL ROLE pg_monitor",
    ],
    ids=["grants", "a view", "another account"],
)
def test_a_table_that_is_not_to_be_replaced_stays(db: None, own: str) -> None:
    asked(f"{own}; SELECT 1")

    assert not rebuilding.replace(rebuilding.begun(), [rows((1, 10))])
    assert stored() == set()


def test_whatever_else_is_wrong_ends_the_sweep(db: None) -> None:
    with pytest.raises(IntegrityError):
        rebuilding.replace(rebuilding.begun(), [rows((1, 10), (1, 10))])


def test_a_table_that_somebody_reads_all_the_time_stays(
    other: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuilding, "PAUSE", 0.0)
    monkeypatch.setattr(rebuilding, "WAITING", 1)
    transaction_of_theirs = other.submit(transaction.atomic).result()
    other.submit(transaction_of_theirs.__enter__).result()
    other.submit(stored).result()

    assert not rebuilding.replace(rebuilding.begun(), [rows((1, 10))])

    other.submit(transaction_of_theirs.__exit__, None, None, None).result()
    assert stored() == set()
