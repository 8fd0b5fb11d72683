"""Detection's background work."""

from django_tasks import task

from duplication.calibration import below
from duplication.calibration.calibrating import begun_with, propose, store
from duplication.calibration.calibrations import active_calibration
from duplication.calibration.examples import from_verdicts
from duplication.matching.scoring import shipped
from duplication.models import Hint
from duplication.notices.reminding import remind
from duplication.sweep import quiet, sweep


@task()
def sweep_registry() -> None:
    """What `find_duplicates` does, in this process alone: it repairs what a failed check left behind."""
    sweep(quiet, processes=1)


@task()
def remind_partners() -> int:
    """Partners that have not answered an open alert, and after four weeks the coordinators."""
    return remind()


@task()
def propose_weights() -> str:
    """Weights fitted to the register's own verdicts, for the coordinators to decide on; says what came of it. What they
    would raise is counted next.
    """
    used = active_calibration()
    try:
        fitted = propose(from_verdicts(), begun_with(used.weights), used.weights, quiet)
        stored = store(fitted, "", shipped()["name"])
    except ValueError as reason:
        return f"Nothing is proposed. {reason}"
    count_lower_thresholds.enqueue()
    return f"“{stored}” is proposed."


@task()
def count_lower_thresholds() -> None:
    """How many alerts lower thresholds and proposed weights would add, for the page on which they are chosen."""
    below.count()


@task()
def forget_hints() -> int:
    """Who was told of restricted projects long ago."""
    return Hint.objects.outdated().delete()[0]
