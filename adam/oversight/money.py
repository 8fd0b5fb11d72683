"""Money redirected after an alert: what a project gave up once its partner had been told of an overlap.

A project counts when an alert on it was judged to be an overlap. Redirected is its budget in US dollars when its first
such alert was raised, less its budget now, where that is a decrease; all of it when the project was cancelled since.
A project that was merged into another is recorded once since: its budget stands apart. Each project counts once,
however many alerts it has. What led to a decrease no figure can tell: the list names the projects, to be asked.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import connection
from django.db.models import BigIntegerField, F, Func, QuerySet, Sum

from duplication.models import Alert, Verdict
from partners.models import User
from projects.models import Contribution, Project


@dataclass(frozen=True, slots=True)
class Redirected:
    project: Project
    alert_id: int
    told_at: datetime
    then: Decimal  # US dollars
    now: Decimal
    why: str

    @property
    def amount(self) -> Decimal:
        return self.then - self.now


def overlapping(user: User) -> QuerySet[Alert]:
    """Alerts whose standing verdict says that there is an overlap; both sides visible to the reader."""
    judged = Verdict.objects.standing().given().exclude(outcome=Verdict.Outcome.NOT_OVERLAP).order_by()
    return Alert.objects.seen_in_full_by(user).filter(pk__in=judged.values("alert"))


# The budget of each project as its contributions stood at a moment of its own.
THEN = """
WITH told (project_id, at) AS (SELECT * FROM unnest(%s::bigint[], %s::timestamptz[]))
SELECT told.project_id, sum(state.usd) FROM told CROSS JOIN LATERAL (
    SELECT DISTINCT ON (e.id) e.usd, e.pgh_label FROM {events} e
    WHERE e.project_id = told.project_id AND e.pgh_created_at <= told.at ORDER BY e.id, e.pgh_id DESC
) state WHERE state.pgh_label <> 'delete' GROUP BY 1
"""


def redirected(user: User) -> tuple[list[Redirected], list[Redirected]]:
    """What was given up, and what is recorded once since; the largest first. Four queries, however many alerts."""
    told = first_told(user)
    projects = Project.objects.readable_by(user).filter(pk__in=told).select_related("partner")
    then, now = budgets_then({pk: at for pk, (_, at) in told.items()}), budgets_now(list(told))
    given_up, recorded_once = [], []
    for project in projects:
        alert, at = told[project.pk]
        before, after = then.get(project.pk, Decimal(0)), now.get(project.pk, Decimal(0))
        if project.merged_into_id:
            recorded_once.append(Redirected(project, alert, at, before, Decimal(0), "Merged into another record"))
        elif project.status == Project.Status.CANCELLED:
            given_up.append(Redirected(project, alert, at, before, Decimal(0), "Cancelled"))
        else:
            given_up.append(Redirected(project, alert, at, before, after, "Budget reduced"))
    return in_order(given_up), in_order(recorded_once)


def in_order(found: list[Redirected]) -> list[Redirected]:
    return sorted((one for one in found if one.amount > 0), key=lambda one: (-one.amount, one.project.pk))


def first_told(user: User) -> dict[int, tuple[int, datetime]]:
    """By project, its first alert that was judged an overlap, and when that was raised."""
    both = Func(F("first"), F("second"), template="unnest(ARRAY[%(expressions)s])", output_field=BigIntegerField())
    rows = overlapping(user).order_by("-raised_at", "-pk").values_list(both, "pk", "raised_at")
    return {project: (alert, at) for project, alert, at in rows}


def budgets_then(told: dict[int, datetime]) -> dict[int, Decimal]:
    events = Contribution.pgh_event_model._meta.db_table  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        cursor.execute(THEN.format(events=connection.ops.quote_name(events)), [list(told), list(told.values())])
        return {project: total for project, total in cursor.fetchall() if total is not None}


def budgets_now(projects: list[int]) -> dict[int, Decimal]:
    found = Contribution.objects.filter(project__in=projects, usd__isnull=False).order_by().values_list("project")
    return dict(found.annotate(total=Sum("usd")))
