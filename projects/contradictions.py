"""Dates that do not go together: said in a sentence each, and never in the way."""

from collections.abc import Iterator
from datetime import date

from django.utils import timezone

from partners.text import day_in_words
from projects.models import Activity, Project


def contradictions(project: Project) -> Iterator[str]:
    """Of what is on record. The activities are read at most once."""
    if project.status == Project.Status.CLOSED and project.end and project.end > timezone.localdate():
        yield f"The status is Completed, but the end, {day_in_words(project.end)}, is still to come."
    for number, activity in enumerate(project.activities.all(), start=1):
        if is_outside(project, activity):
            what = f"“{activity.description}”" if activity.description else f"Activity {number}"
            yield f"{what} lies outside the period of the project. Check the dates of both."


def is_outside(project: Project, activity: Activity) -> bool:
    return any(outside(project, day) for day in (activity.start, activity.end))


def outside(project: Project, day: date | None) -> str:
    """Where a day of an activity lies when it is not within the period of the project; else empty."""
    if day and project.start and day < project.start:
        return f"before the project begins, on {day_in_words(project.start)}"
    if day and project.end and day > project.end:
        return f"after the project ends, on {day_in_words(project.end)}"
    return ""
