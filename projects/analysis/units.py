"""The units in which quantities are stated."""

# ruff: noqa: S608 - the SQL is put together from texts of this package and of Django's queries

from django.core.exceptions import EmptyResultSet
from django.db import connection

from partners.models import User
from projects.models import ActivityType, Project
from projects.models.project import ProjectQuerySet

from .dimensions import PICKED, picked_from
from .entities import activities
from .tables import Question

NAMED = 12  # in the sentence about a unit that nobody uses


def in_use(projects: ProjectQuerySet) -> dict[str, int]:
    """With the number of activities that state a quantity in it; the most used first."""
    try:
        sql, parameters = picked_from(projects)
    except EmptyResultSet:
        return {}
    rows, values = activities()
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH picked ({PICKED}) AS ({sql}) SELECT a.unit, count(*) FROM ({rows}) a WHERE a.unit IS NOT NULL"
            " GROUP BY a.unit ORDER BY count(*) DESC, a.unit",
            [*parameters, *values],
        )
        return dict(cursor.fetchall())


def unheard_of(question: Question, user: User) -> list[str]:
    """A sentence where neither a project that the person may see nor a kind of activity has this unit."""
    unit = question.unit
    if not unit or any(unit in kind.units for kind in ActivityType.objects.all()):
        return []
    used = in_use(Project.objects.visible_to(user))
    if unit in used:
        return []
    choices = f"Choose one of {', '.join(list(used)[:NAMED])}." if used else "No quantity is stated yet."
    return [f"Unit: “{unit}” is not used here. {choices}"]
