"""Background work on what was agreed."""

from django_tasks import task

from roundtables.following.beginning import tell_of_begun
from roundtables.following.reminding import remind


@task()
def remind_addressees() -> int:
    """Those who are to act on recommendations of a meeting that begins, on those that come due, and on those of which
    nothing was heard for a year.
    """
    return tell_of_begun() + remind()
