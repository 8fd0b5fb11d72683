"""Puts the demonstration world into an empty registry."""

from collections.abc import Callable
from uuid import uuid4

from django.db import connection, transaction

from adam.demo.world import agreed, coming, database, papers, people, talk, times, watches, wished, world
from duplication.detection import check_many
from projects.models import Project

Step = Callable[[str], None]


@transaction.atomic
def load(step: Step) -> int:
    """Everything or nothing; `step` hears what is being done. Returns the number of projects."""
    step("accounts")
    accounts = people.write()
    step("projects")
    reports = world().reports
    projects = database.write(reports)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # what was planned for empty tables takes minutes on full ones
    step("documents")
    papers.write(projects, reports, accounts)
    step("overlaps")
    check_many([project.pk for project in projects], batch=uuid4())
    step("meetings and verdicts")
    agreed.write(accounts)
    wished.write(accounts)
    coming.write()
    talk.write(accounts)
    times.spread()
    watches.write(accounts)
    return Project.objects.count()
