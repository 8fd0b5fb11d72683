"""The worker as a process: what becomes of tasks when they fail, when it is killed and when the database restarts."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from adam import jobs
from adam.jobs import Job
from projects.exports.making import ATTEMPTS
from tests import sample_jobs
from tests.waiting import until

HOME = Path(__file__).parents[1]
Start = Callable[[], subprocess.Popen[bytes]]


@pytest.fixture
def start_worker(transactional_db: None, tmp_path: Path) -> Iterator[Start]:
    """Start a worker on the test's database; whatever still runs at the end of the test is killed."""
    workers = []
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.worker_settings",
        "TEST_DATABASE": connection.settings_dict["NAME"],
        "NOTES": str(tmp_path),
    }

    def start() -> subprocess.Popen[bytes]:
        command = [sys.executable, "manage.py", "work", "--interval", "0.1"]
        workers.append(subprocess.Popen(command, cwd=HOME, env=environment, stderr=subprocess.DEVNULL))
        return workers[-1]

    yield start
    for worker in workers:
        worker.kill()
        worker.wait()
    until(lambda: not jobs.living_workers())


def state_of(path: str) -> tuple[str, int]:
    """How the one task of this name stands, and how often it was tried."""
    result = DBTaskResult.objects.get(task_path=f"tests.sample_jobs.{path}")
    return result.status, len(result.worker_ids)


def test_task_that_kills_its_worker_is_finished_by_another(start_worker: Start) -> None:
    sample_jobs.kills_its_worker.enqueue()
    first = start_worker()
    first.wait(20)

    start_worker()

    until(lambda: state_of("kills_its_worker") == ("SUCCESSFUL", 2))


def test_failing_tasks_are_tried_as_often_as_the_table_says(start_worker: Start) -> None:
    sample_jobs.fails_twice.enqueue()
    sample_jobs.hopeless.enqueue()

    start_worker()

    until(lambda: state_of("fails_twice") == ("SUCCESSFUL", 3))
    until(lambda: state_of("hopeless") == ("FAILED", 2))
    assert "ValueError: never" in DBTaskResult.objects.get(task_path="tests.sample_jobs.hopeless").traceback


def test_two_workers_run_a_periodic_task_once_a_period(start_worker: Start, tmp_path: Path) -> None:
    start_worker()
    start_worker()
    notes = tmp_path / "beats"

    until(lambda: len(jobs.living_workers()) == 2)
    until(lambda: notes.exists() and len(notes.read_text().split()) >= 4)

    times = list(DBTaskResult.objects.order_by("enqueued_at").values_list("enqueued_at", flat=True))
    gaps = [later - earlier for earlier, later in pairwise(times)]
    assert min(gaps) >= timedelta(seconds=1)


def test_stop_lets_the_running_task_finish(start_worker: Start, tmp_path: Path) -> None:
    sample_jobs.waits.enqueue()
    worker = start_worker()
    until((tmp_path / "waiting").exists)

    worker.send_signal(signal.SIGTERM)
    (tmp_path / "go").touch()

    assert worker.wait(20) == 0
    assert state_of("waits") == ("SUCCESSFUL", 1)


def test_idle_worker_stops_at_once(start_worker: Start) -> None:
    worker = start_worker()
    until(jobs.living_workers)

    worker.send_signal(signal.SIGTERM)

    assert worker.wait(20) == 0


def test_worker_goes_on_after_a_restart_of_the_database(start_worker: Start, tmp_path: Path) -> None:
    sample_jobs.waits.enqueue()
    worker = start_worker()
    until((tmp_path / "waiting").exists)
    before = jobs.living_workers()

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    (tmp_path / "go").touch()

    until(lambda: state_of("waits") == ("SUCCESSFUL", 2))
    assert worker.poll() is None
    assert jobs.living_workers().isdisjoint(before)


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ((Job("adam.jobs.nothing"),), "does not exist"),
        ((Job("adam.jobs.table"),), "is not a task"),
        ((Job("adam.jobs.prune", attempts=0),), "at least one attempt"),
        ((Job("adam.jobs.prune", every=timedelta(0)),), "a period above zero"),
        ((Job("adam.jobs.prune"), Job("adam.jobs.prune")), "listed twice"),
    ],
)
def test_mistakes_in_the_table_are_named(
    table: tuple[Job, ...], sentence: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sample_jobs, "JOBS", table)
    settings.JOBS = "tests.sample_jobs.JOBS"

    with pytest.raises(ImproperlyConfigured, match=sentence):
        jobs.table()


def test_the_table_of_the_site_is_in_order() -> None:
    assert jobs.table() == jobs.JOBS


def test_a_file_says_that_it_failed_when_it_is_tried_no_more() -> None:
    job = next(job for job in jobs.JOBS if job.path == "projects.exports.making.make_export")
    assert job.attempts == ATTEMPTS


def test_prune_forgets_what_is_long_done(db: None) -> None:
    now = timezone.now()
    for status, days in [("SUCCESSFUL", 0), ("SUCCESSFUL", 2), ("FAILED", 2), ("FAILED", 15)]:
        DBTaskResult.objects.create(
            status=status,
            finished_at=now - timedelta(days=days),
            task_path=f"{status}-{days}",
            args_kwargs={"args": [], "kwargs": {}},
            backend_name="default",
        )

    jobs.prune.call()

    assert set(DBTaskResult.objects.values_list("task_path", flat=True)) == {"SUCCESSFUL-0", "FAILED-2"}
