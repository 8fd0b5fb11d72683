"""The blocking keys of all projects, one table that every process shares: kept in step, and asked for candidates."""

from collections.abc import Collection, Iterable, Mapping
from functools import reduce
from operator import xor

from django.db import connection

from .blocking import Keys
from .prepared import Prepared
from .rarity import MOST

CANDIDATES = 60  # compared per project
COMMON = MOST  # a key that more projects share is left out: it tells nothing, and costs most
RARITY = 1000  # a key counts by log(RARITY / projects that have it)

CHECKING = 7_211 << 40  # added to a project's number: the lock of those who check it

LOCK = "SELECT pg_advisory_xact_lock(%s + project) FROM unnest(%s::bigint[]) AS project"
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
        SELECT project, key FROM wanted WHERE (project, key) NOT IN (SELECT project, key FROM stored) ORDER BY key
        ON CONFLICT DO NOTHING
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
# Common keys are recognised by reading one row more than allowed, so that no table of frequencies is needed.
SEARCH = Prepared(
    """
    WITH found AS (
        SELECT asked.owner, asked.weight * ln(%(rarity)s / cardinality(shared.projects)) AS value, projects
        FROM unnest(%(owners)s, %(keys)s, %(weights)s) AS asked (owner, key, weight)
        CROSS JOIN LATERAL (
            SELECT array_agg(project_id) AS projects
            FROM (SELECT project_id FROM duplication_blockingkey WHERE key = asked.key LIMIT %(common)s + 1) AS few
        ) AS shared
        WHERE cardinality(shared.projects) BETWEEN 1 AND %(common)s
    ), ranked AS (
        SELECT owner, project, row_number() OVER (PARTITION BY owner ORDER BY sum(value) DESC, project) AS place
        FROM found CROSS JOIN unnest(projects) AS project WHERE project <> owner GROUP BY owner, project
    )
    SELECT owner, project FROM ranked WHERE place <= %(candidates)s""",
    owners="bigint[]",
    keys="bigint[]",
    weights="float8[]",
    common="int",
    rarity="float8",
    candidates="int",
)
COUNT = Prepared(
    """
    SELECT key, (
        SELECT count(*) FROM (SELECT FROM duplication_blockingkey WHERE key = asked.key LIMIT %(common)s + 1) AS few
    )
    FROM unnest(%(keys)s) AS asked (key)""",
    common="int",
    keys="bigint[]",
)


def hurry() -> None:
    """Let this transaction end before the disk has it: a crash costs no more than keys that the sweep puts back."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")


def lock(project_ids: Iterable[int]) -> None:
    """Until the transaction ends nobody else checks these projects. No row is locked, so no save ever waits for it."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [CHECKING, sorted(project_ids)])


def refresh(project_ids: Collection[int], known: Mapping[int, Keys]) -> int:
    """Make the stored keys of these projects the known ones; of a project without any they are forgotten.

    Returns how many keys changed.
    """
    owners = [owner for owner, its_keys in known.items() for _ in its_keys]
    keys = [key for its_keys in known.values() for key in its_keys]
    [(changed,)] = KEEP.rows({"projects": list(project_ids), "owners": owners, "keys": keys})
    return int(changed)


def repair(project_ids: Collection[int], known: Mapping[int, Keys]) -> None:
    """The same for many projects of which nearly all are right: told by number and exclusive or of their keys."""
    stored = {project: (number, together) for project, number, together in SUMS.rows({"projects": list(project_ids)})}
    wanted = {project: (len(its_keys), reduce(xor, its_keys, 0)) for project, its_keys in known.items()}
    wrong = [project for project in project_ids if stored.get(project) != wanted.get(project)]
    if wrong:
        refresh(wrong, {project: known[project] for project in wrong if project in known})


def candidates(asked: Mapping[int, Keys], most: int = CANDIDATES) -> dict[int, list[int]]:
    """By project (0 for one not yet saved), the ids of the other projects that share most with its keys."""
    parameters: dict[str, list[int] | list[float] | int] = {
        "owners": [owner for owner, its_keys in asked.items() for _ in its_keys],
        "keys": [key for its_keys in asked.values() for key in its_keys],
        "weights": [weight for its_keys in asked.values() for weight in its_keys.values()],
        "common": COMMON,
        "rarity": RARITY,
        "candidates": most,
    }
    found: dict[int, list[int]] = {owner: [] for owner in asked}
    for owner, project in SEARCH.rows(parameters):
        found[owner].append(project)
    return found


def counts(asked: Collection[int]) -> dict[int, int]:
    """How many projects have each of these keys; all that more than COMMON have count alike."""
    if not asked:
        return {}
    return dict(COUNT.rows({"common": COMMON, "keys": list(asked)}))
