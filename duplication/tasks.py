"""Detection's background work."""

from django_tasks import task

from duplication import below
from duplication.reminding import remind
from duplication.sweep import sweep


@task()
def sweep_registry() -> None:
    """What `find_duplicates` does, in this process alone: it repairs what a failed check left behind."""
    sweep(lambda step, done, total: None, processes=1)


@task()
def remind_partners() -> int:
    """Partners that have not answered an open alert, and after four weeks the coordinators."""
    return remind()


@task()
def count_lower_thresholds() -> None:
    """How many alerts lower thresholds would add, for the page on which they are chosen."""
    below.count()
