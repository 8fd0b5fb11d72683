"""The blocking keys of all projects, one table that every process shares: kept in step, and asked for candidates."""

import io
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from itertools import chain
from math import log
from operator import xor

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from . import common_keys
from .blocking import Keys
from .common_keys import COMMON, SURELY
from .prepared import Call, Prepared
from .ranking import Sharing
from .rarity import MOST, Shared

CANDIDATES = 60  # compared per project
RARITY = 1000  # a key counts by log(RARITY / projects that have it)

CHECKING = 7_211 << 40  # added to a project's number: the lock of those who check it

LOCK = Prepared(
    "SELECT pg_advisory_xact_lock(%(checking)s + project) FROM unnest(%(projects)s) AS project",
    checking="bigint",
    projects="bigint[]",
)
HURRY = Prepared("SELECT set_config('synchronous_commit', 'off', true)")
# By project, so that the keys of one lie together: a later save of it has one page to read and to write, not dozens.
KEEP = Prepared(
    """
    WITH wanted AS MATERIALIZED (
        SELECT project, key FROM unnest(%(owners)s, %(keys)s) AS wanted (project, key)
    ), stored AS MATERIALIZED (
        SELECT ctid AS row, project_id AS project, key FROM duplication_blockingkey WHERE project_id = ANY(%(projects)s)
    ), forgotten AS (
        DELETE FROM duplication_blockingkey WHERE ctid = ANY(ARRAY(
            SELECT row FROM stored WHERE (project, key) NOT IN (TABLE wanted)
        ))
        RETURNING 1
    ), remembered AS (
        INSERT INTO duplication_blockingkey (project_id, key)
        SELECT project, key FROM wanted WHERE (project, key) NOT IN (SELECT project, key FROM stored)
        RETURNING 1
    )
    SELECT (SELECT count(*) FROM forgotten) + (SELECT count(*) FROM remembered)""",
    projects="bigint[]",
    owners="bigint[]",
    keys="bigint[]",
)
SUMS = Prepared(
    """
    SELECT project_id, count(*), bit_xor(key) FROM duplication_blockingkey WHERE project_id = ANY(%(projects)s)
    GROUP BY project_id""",
    projects="bigint[]",
)
# Common keys are recognised by reading more rows than allowed, so that nobody needs to keep count of all keys.
SHARERS = Prepared(
    """
    SELECT key, number, CASE WHEN number <= %(common)s THEN projects END
    FROM unnest(%(keys)s) AS asked (key) CROSS JOIN LATERAL (
        SELECT ARRAY(
            SELECT project_id FROM duplication_blockingkey WHERE key = asked.key LIMIT %(surely)s + 1
        ) AS projects OFFSET 0
    ) AS shared CROSS JOIN LATERAL (SELECT cardinality(projects) AS number) AS counted""",
    common="int",
    surely="int",
    keys="bigint[]",
)

# As PostgreSQL reads rows of numbers soonest.
COPY = "COPY {table} (key, project_id) FROM STDIN (FORMAT binary{options})"
FROZEN = ", FREEZE"
COPY_BEGINS, COPY_ENDS = b"PGCOPY\n\xff\r\n\0" + bytes(8), b"\xff\xff"
COPIED = np.dtype([("fields", ">i2"), ("length", ">i4"), ("key", ">i8"), ("other_length", ">i4"), ("project", ">i8")])

Rows = tuple[NDArray[np.int64], NDArray[np.int64]]  # keys, each with its project beside it
Sums = tuple[int, int]  # the number of a project's keys, and their exclusive or: by these they are told to be right


@dataclass(frozen=True, slots=True)
class Sharers:
    """The projects that have the keys asked for."""

    numbers: dict[int, int]  # of projects, by key; all that more than COMMON have count alike, and tell no more
    projects: dict[int, list[int]]  # by key, save those that too many have

    def around(self, its_keys: Keys) -> "Around":
        """One project, all of whose keys were asked for."""
        telling = sorted([key for key in its_keys if key in self.projects], key=self.numbers.__getitem__)
        numbers = [len(self.projects[key]) for key in telling]
        sharers = np.fromiter(chain.from_iterable(self.projects[key] for key in telling), np.int64, sum(numbers))
        values = [its_keys[key] * log(RARITY / number) for key, number in zip(telling, numbers, strict=True)]
        places = np.repeat(np.arange(len(telling)), numbers)
        return Around(telling, numbers, sharers, places, np.array(values, np.float64))


@dataclass(frozen=True, slots=True)
class Around:
    """The projects that share keys with one. A sharer stands once for each key, beside the place of the key."""

    keys: list[int]  # the rarest first
    numbers: list[int]  # of projects, by place of the key
    sharers: NDArray[np.int64]
    places: NDArray[np.int64]
    values: NDArray[np.float64]  # what the key tells, by place

    def candidates(self, owner: int, most: int = CANDIDATES) -> list[int]:
        """The others that share most."""
        return [other for other, _ in self.sharing(owner, most)]

    def sharing(self, owner: int, most: int = CANDIDATES) -> list[tuple[int, int]]:
        """The same, each with how many projects have the second rarest key of both."""
        if not self.keys:
            return []
        found = Sharing(self.sharers)
        best = found.ranked(self.values[self.places], owner, most)
        numbers = found.seconds(best, np.array(self.numbers)[self.places], MOST + 1)
        return list(zip(found.others[best].tolist(), numbers.tolist(), strict=True))

    def in_common(self, other: int) -> Shared:
        """How many projects have what it has in common with another."""
        places = self.places[self.sharers == other].tolist()
        return Shared.counted({self.keys[place]: self.numbers[place] for place in places})


def hurrying() -> Call:
    """Let this transaction end before the disk has it: a crash costs no more than what the sweep puts back."""
    return HURRY.given()


def take_time() -> None:
    """Let it end as any other after all."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit TO DEFAULT")


def locking(project_ids: Iterable[int]) -> Call:
    """Until the transaction ends nobody else checks these projects. No row is locked, so no save ever waits for it."""
    return LOCK.given(checking=CHECKING, projects=sorted(project_ids))


def refreshing(project_ids: Collection[int], known: Mapping[int, Keys]) -> Call:
    """Make the stored keys of these projects the known ones; of a project without any they are forgotten.

    Returns how many keys changed.
    """
    owners = [owner for owner, its_keys in known.items() for _ in its_keys]
    keys = [key for its_keys in known.values() for key in its_keys]
    return KEEP.given(projects=list(project_ids), owners=owners, keys=keys)


def refresh(project_ids: Collection[int], known: Mapping[int, Keys]) -> int:
    [(changed,)] = refreshing(project_ids, known).rows()
    return int(changed)


def repair(project_ids: Collection[int], known: Mapping[int, Keys]) -> None:
    """The same for many projects of which nearly all are right."""
    stored, wanted = stored_sums(project_ids), sums(known)
    copy(as_rows({project: its_keys for project, its_keys in known.items() if project not in stored}))
    wrong = [project for project, its_sums in stored.items() if its_sums != wanted.get(project)]
    if wrong:
        refresh(wrong, {project: known[project] for project in wrong if project in known})


def are_mostly_wrong(known: Mapping[int, Keys]) -> bool:
    stored = stored_sums(known) if known else {}
    return sum(its_sums != stored.get(project) for project, its_sums in sums(known).items()) > len(known) / 2


def stored_sums(project_ids: Collection[int]) -> dict[int, Sums]:
    return {project: (number, together) for project, number, together in SUMS.rows({"projects": list(project_ids)})}


def sums(known: Mapping[int, Keys]) -> dict[int, Sums]:
    return {project: (len(its_keys), reduce(xor, its_keys, 0)) for project, its_keys in known.items()}


def as_rows(known: Mapping[int, Keys]) -> Rows:
    lengths = np.fromiter(map(len, known.values()), np.int64, len(known))
    keys = np.fromiter(chain.from_iterable(known.values()), np.int64, int(lengths.sum()))
    return keys, np.repeat(np.fromiter(known, np.int64, len(known)), lengths)


def copy(rows: Rows, into: str = "duplication_blockingkey", *, frozen: bool = False) -> None:
    """Store keys of projects that have none yet: copied, which takes a third less time. Frozen, everybody sees them at
    once, also who began before: for a table of the same transaction.
    """
    keys, owners = rows
    if not len(keys):
        return
    written = np.empty(len(keys), COPIED)
    written["fields"], written["length"], written["other_length"] = 2, 8, 8
    written["key"], written["project"] = keys, owners
    with connection.wrap_database_errors, connection.cursor() as cursor:
        statement = COPY.format(table=into, options=FROZEN if frozen else "")
        cursor.copy_expert(statement, io.BytesIO(b"".join([COPY_BEGINS, written.tobytes(), COPY_ENDS])))


def sharers(asked: Iterable[Iterable[int]]) -> Sharers:
    """Of all these keys."""
    every = dict.fromkeys(chain.from_iterable(asked))
    wanted = common_keys.known.others(every)
    rows = SHARERS.rows({"common": COMMON, "surely": SURELY, "keys": wanted}) if wanted else []
    common_keys.known.remember(key for key, number, _ in rows if number > SURELY)
    numbers = dict.fromkeys(every, SURELY) | {key: number for key, number, _ in rows}
    return Sharers(numbers, {key: projects for key, _, projects in rows if projects})


def candidates(asked: Mapping[int, Keys], most: int = CANDIDATES) -> dict[int, list[int]]:
    """By project (0 for one not yet saved), the ids of the other projects that share most with its keys."""
    found = sharers(asked.values())
    return {owner: found.around(its_keys).candidates(owner, most) for owner, its_keys in asked.items()}
