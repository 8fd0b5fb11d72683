"""Dates that do not go together: said in a sentence each, and never in the way."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.formats import date_format

from projects.models import Activity, Project


def contradictions(project: Project) -> Iterator[str]:
    """Of what is on record. The activities are read at most once."""
    if project.status == Project.Status.CLOSED and project.end and project.end > timezone.localdate():
        yield f"The status is Completed, but the end, {date_format(project.end)}, is still to come."
    for number, activity in enumerate(project.activities.all(), start=1):
        if is_outside(project, activity):
            what = f"“{activity.description}”" if activity.description else f"Activity {number}"
            yield f"{what} lies outside the period of the project. Check the dates of both."


def is_outside(project: Project, activity: Activity) -> bool:
    early = project.start and any(day and day < project.start for day in (activity.start, activity.end))
    late = project.end and any(day and day > project.end for day in (activity.start, activity.end))
    return bool(early or late)
