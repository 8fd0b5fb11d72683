"""Whom a project's coming courses and missions meet: the hints of the calendar, for its own page."""

from datetime import timedelta

from django.utils import timezone

from partners.models import User
from projects.models import Project

from .entries import Entry, entry_of, with_project
from .finding import LONGEST, TYPES, Asked, chosen
from .hints import ADJACENT, MISSION, TRAINING, Hint, hints

COURSES = [code for code, kind in TYPES.items() if kind in {TRAINING, MISSION}]


def hints_of(project: Project, user: User) -> list[tuple[Hint, list[Entry]]]:
    """With the courses of others that each names. No query for a project that has no such activity to come."""
    today = timezone.localdate()
    own = [
        (one.start, one.end or one.start) for one in project.activities.all() if one.type_id in COURSES and one.start
    ]
    coming = [(start, end) for start, end in own if end >= today]
    if not coming or project.is_draft:
        return []
    first = min(start for start, _ in coming) - ADJACENT
    last = min(max(end for _, end in coming), today + 2 * LONGEST) + ADJACENT
    there = [country.pk for country in project.countries.all()]
    near = chosen(user, Asked(), COURSES, first - timedelta(days=1), last).filter(project__countries__in=there)
    found = {one.pk: entry_of(one) for one in with_project(near)}
    told = hints((entry.course for entry in found.values() if entry.course), today)
    return [
        (hint, [found[one.pk] for one in hint.courses if one.project != project.pk])
        for hint in told
        if any(one.project == project.pk for one in hint.courses)
    ]
