"""Tasks for the tests of the worker: each notes its runs in the folder NOTES, and some go wrong on purpose."""

import os
import signal
import time
from datetime import timedelta
from pathlib import Path

from django_tasks import TaskContext, task

from adam.jobs import Job

JOBS = (
    Job("tests.sample_jobs.kills_its_worker", attempts=2),
    Job("tests.sample_jobs.fails_twice", attempts=3, backoff=timedelta(seconds=0.1)),
    Job("tests.sample_jobs.hopeless", attempts=2, backoff=timedelta(seconds=0.1)),
    Job("tests.sample_jobs.waits", attempts=2),
    Job("tests.sample_jobs.beats", every=timedelta(seconds=1)),
)


def note(name: str) -> None:
    with open(Path(os.environ["NOTES"]) / name, "a") as notes:
        notes.write(f"{time.time()}\n")


@task(takes_context=True)
def kills_its_worker(context: TaskContext) -> None:
    if context.attempt == 1:
        os.kill(os.getpid(), signal.SIGKILL)


@task(takes_context=True)
def fails_twice(context: TaskContext) -> None:
    if context.attempt < 3:
        raise ValueError("not yet")


@task()
def hopeless() -> None:
    raise ValueError("never")


@task()
def waits() -> None:
    """Runs until the file "go" appears."""
    note("waiting")
    while not (Path(os.environ["NOTES"]) / "go").exists():
        time.sleep(0.05)


@task()
def beats() -> None:
    note("beats")
