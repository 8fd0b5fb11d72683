"""Dates of courses and missions that running projects are about to hold, so that the calendar has something to show;
among them some of several partners for the same body in the same weeks.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from random import Random

from adam.demo.world.report import AS_OF
from projects.models import Activity, Project
from roundtables.calendar.finding import TYPES
from roundtables.calendar.hints import TRAINING

SPREAD = 210  # days over which they lie
TOGETHER = 4  # bodies for which several partners hold courses in the same weeks


def write() -> None:
    rng = Random(2011)
    together, alone = parted(undated())
    for at, courses in enumerate(together):
        first = monday(AS_OF + timedelta(days=7 + 35 * at))
        for week, course in enumerate(courses):
            hold(course, first + timedelta(days=7 * (week % 3)), rng.randint(2, 4))
    for course in alone:
        hold(course, monday(AS_OF + timedelta(days=rng.randint(-30, SPREAD))), rng.choice([0, 1, 2, 4, 4, 11]))


def undated() -> list[Activity]:
    """One of each project that is under way until then and open to all partners."""
    found = Activity.objects.filter(
        type__in=TYPES,
        start=None,
        project__status=Project.Status.IMPLEMENTATION,
        project__end__gt=AS_OF + timedelta(days=SPREAD + 20),
        project__visibility=Project.Visibility.ALL_PARTNERS,
        project__published_at__isnull=False,
    )
    return list(found.order_by("project_id", "pk").distinct("project_id").select_related("project"))


def parted(found: Iterable[Activity]) -> tuple[list[list[Activity]], list[Activity]]:
    """Courses for one body by different partners, and the others."""
    by_body: dict[int | None, dict[int, Activity]] = defaultdict(dict)
    rest = []
    for one in found:
        body = one.beneficiary_id if TYPES[one.type_id] == TRAINING else None
        if body is None or one.project.partner_id in by_body[body]:
            rest.append(one)
        else:
            by_body[body][one.project.partner_id] = one
    groups = sorted((list(known.values()) for known in by_body.values()), key=len, reverse=True)
    several = [group for group in groups[:TOGETHER] if len(group) > 1]
    return several, rest + [one for group in groups[len(several) :] for one in group]


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def hold(course: Activity, start: date, days: int) -> None:
    Activity.objects.filter(pk=course.pk).update(start=start, end=start + timedelta(days=days))
