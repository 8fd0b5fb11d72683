"""Times of a check of one saved project and of a sweep: `python -m tests.benchmarks.detection --projects 873 100000`.

The projects are those of `real_projects`. They go into a database of their own, which is dropped at the end; with --keep
it stays, and serves the next run as it is left. Checks are those of a changed title and those of a project that is not in
the index yet. A sweep runs as `find_duplicates` does, in processes of its own: told are the seconds of the first one, which
writes keys and alerts, and of another one, the seconds that their processors worked, and the most memory that its processes
had together (shared parts once). `--kill` kills a first sweep in its middle, as often as is said, starts it again, and
tells whether the end is that of an undisturbed one.
"""

import argparse
import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import django

from tests.benchmarks.databases import database_of_its_own
from tests.benchmarks.processes import Watched, processor_seconds, watched
from tests.benchmarks.real_projects import REGISTRY, SHARED, drawn, load

if TYPE_CHECKING:
    from duplication.matching.index import Rows

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "adam.settings")
DATABASE = "adam_benchmark"
CHECKS, WARM_UP = 300, 20
PIECE = 500  # projects whose keys are written together
STEPS = ("Reading", "Searching", "Comparing", "Saving")
COMMON = "SELECT key FROM duplication_blockingkey GROUP BY key HAVING count(*) > %s"
ALERTS = """
    SELECT count(*), md5(string_agg(concat_ws(' ', first_id, second_id, kind, match_weight), ',' ORDER BY first_id, second_id))
    FROM duplication_alert WHERE withdrawn_at IS NULL"""


# -- One project ---------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds: of each check by the clock, in order, and what the processors worked for one on average."""

    checks: list[float]
    python: float
    database: float


def time_checks(count: int, prepare: Callable[[int], None]) -> Times:
    from django.db import connection

    from adam.warming import warm
    from duplication.detection import check

    warm()  # as a web process begins
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [backend] = cursor.fetchone()
    chosen = random.Random(2).choices(range(1, count + 1), k=CHECKS + WARM_UP)
    for project_id in chosen:
        prepare(project_id)
    taken, python, database = [], time.process_time(), processor_seconds(backend)
    for project_id in chosen:
        began = time.perf_counter()
        check(project_id)
        taken.append((time.perf_counter() - began) * 1000)
    python, database = time.process_time() - python, processor_seconds(backend) - database
    return Times(sorted(taken[WARM_UP:]), python / len(chosen) * 1000, database / len(chosen) * 1000)


def change_title(project_id: int) -> None:
    from projects.models import Project

    title = Project.objects.values_list("title", flat=True).get(pk=project_id)
    Project.objects.filter(pk=project_id).update(title=f"Renewed {title}"[:500])


def forget(project_id: int) -> None:
    from duplication.models import BlockingKey, StoredFacts

    for stored in (BlockingKey, StoredFacts):
        stored.objects.filter(project=project_id).delete()


def tell_checks(count: int) -> None:
    for name, prepare in (("changed title", change_title), ("new", forget)):
        times = time_checks(count, prepare)
        median, p99 = statistics.median(times.checks), times.checks[int(len(times.checks) * 0.99)]
        print(
            f"{count:>9,} check, {name:16} {median:7.1f} ms, p99 {p99:5.1f}; "
            f"processors {times.python:.1f} Python, {times.database:.1f} database",
            flush=True,
        )


# -- All projects --------------------------------------------------------------------------------------------------------
def sweep_here(database: str) -> None:
    """In a process of its own: what is done, and since when, is printed as it begins."""
    from django.db import connection

    from duplication.sweep import sweep

    began, told = time.perf_counter(), set()

    def progress(step: str, done: int, total: int) -> None:
        if step not in told:
            told.add(step)
            print(f"{step} {time.perf_counter() - began:.1f}", flush=True)

    connection.settings_dict["NAME"] = database
    report = sweep(progress)
    print(f"{report.pairs:,} pairs, {report.outcome}", flush=True)


def swept(database: str, kill_at: str = "never") -> Watched:
    command = [sys.executable, "-m", "tests.benchmarks.detection", "--sweep", database]
    return watched(command, lambda line: line.startswith(kill_at))


def tell_sweeps(count: int, database: str) -> None:
    for name in ("first", "again"):
        one = swept(database)
        print(
            f"{count:>9,} sweep, {name:16} {one.seconds:7.1f} s, processors {one.worked:.1f} s, "
            f"{one.megabytes:,.0f} MB; {', '.join(one.lines)}",
            flush=True,
        )


def tell_killed(count: int, database: str) -> None:
    """A first sweep killed where each of its steps begins, and started again; then one that nobody disturbs."""
    swept(database)
    undisturbed = standing()
    for step in STEPS:
        start_afresh()
        swept(database, kill_at=step)
        kept = keys_and_alerts()
        swept(database)
        same = "the same alerts" if standing() == undisturbed else "OTHER ALERTS"
        print(f"{count:>9,} killed at {step}: kept {kept}; started again: {same}", flush=True)


def start_afresh() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE duplication_alert, duplication_blockingkey, duplication_storedfacts CASCADE")


def standing() -> Any:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(ALERTS)
        return cursor.fetchone()


def keys_and_alerts() -> str:
    from duplication.models import Alert, BlockingKey

    return f"{BlockingKey.objects.count():,} keys, {Alert.objects.count():,} alerts"


# -- Keys alone, for registers of which no sweep is wanted ------------------------------------------------------------------
def fill_keys(count: int) -> None:
    """As the first sweep leaves them."""
    from django.db import connection

    from duplication.matching import common_keys, rebuilding
    from duplication.matching.workers import shared_out

    pieces = [range(start, min(start + PIECE, count + 1)) for start in range(1, count + 1, PIECE)]
    since = rebuilding.begun()
    rebuilding.replace(since, list(shared_out(rows_of, pieces, os.cpu_count() or 1)))
    with connection.cursor() as cursor:
        cursor.execute(COMMON, [common_keys.SURELY])
        common_keys.store([key for (key,) in cursor.fetchall()])


def rows_of(ids: range) -> "Rows":
    from duplication.matching import index, registry, stored_facts
    from duplication.matching.blocking import keys_of

    records = registry.records(ids)
    stored_facts.repair(ids, {id: stored_facts.as_stored(record) for id, record in records.items()})
    return index.as_rows(keys_of(records))


def measure(count: int, *, keep: bool, no_sweeps: bool, kill: bool) -> None:
    from django.db import connection

    from duplication.models import BlockingKey
    from projects.models import Project

    database = f"{DATABASE}_{count}"
    with database_of_its_own(database, keep=keep):
        if not Project.objects.exists():
            began = time.perf_counter()
            load(drawn(count))
            print(f"{count:>9,} projects written in {time.perf_counter() - began:.0f} s", flush=True)
        if kill:
            tell_killed(count, database)
        if not no_sweeps:
            tell_sweeps(count, database)
        elif not BlockingKey.objects.exists():
            began = time.perf_counter()
            fill_keys(count)
            print(f"{count:>9,} keys written in {time.perf_counter() - began:.0f} s", flush=True)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        tell_checks(count)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--projects", type=int, nargs="+", default=[873, 100_000, 214_000])
    parser.add_argument("--keep", action="store_true", help="leave the databases, and use those that are left")
    parser.add_argument("--no-sweeps", action="store_true", help="only single checks")
    parser.add_argument("--kill", action="store_true", help="kill sweeps too, in each of their steps")
    parser.add_argument("--sweep", metavar="DATABASE", help=argparse.SUPPRESS)
    given = parser.parse_args()
    django.setup()
    if given.sweep:
        return sweep_here(given.sweep)
    print(
        f"Real projects of {REGISTRY.name}" if SHARED else "ADAM_SHARED names no folder of real projects: invented ones"
    )
    for count in given.projects:
        measure(count, keep=given.keep, no_sweeps=given.no_sweeps, kill=given.kill)


if __name__ == "__main__":
    main()
