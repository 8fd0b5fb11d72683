"""Background work on what was agreed."""

from django_tasks import task

from roundtables.following.reminding import remind


@task()
def remind_addressees() -> int:
    """Those who are to act on recommendations that come due, or of which nothing was heard for a year."""
    return remind()
