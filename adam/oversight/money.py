"""Money redirected after an alert: what a project gave up once its partner had been told of an overlap.

A project counts when an alert on it was judged to be an overlap. Redirected is its budget in US dollars when its first
such alert was raised, less its budget now, where that is a decrease; all of it when the project was cancelled since.
A project that was merged into another is recorded once since: what left the total stands apart, which is its budget,
and what the other gave up of its own, less what that took over, so that a merge in which both amounts are kept takes
nothing away. Each project counts once, however many alerts it has. Nothing is told of a time when the reader could not
see the project: it is left out, as is what was merged into one that the reader may not see, or could not when it was.
What two records still report, and net totals count once, is a third figure: that of the graphs.
What led to a decrease no figure can tell: the list names the projects, to be asked.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, F, Func, QuerySet, Sum
from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from duplication.models import Alert, Verdict
from partners.models import User
from projects.analysis import totals
from projects.history.periods import could_read
from projects.models import Contribution, Project, ProjectMerge
from projects.reading import read

NET = {"rows": "partner", "measure": "budget", "totals": totals.NET}  # what is asked of the graphs
MERGED = "Merged into another record"
Moment = tuple[int, datetime]  # of a project


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
        return max(self.then - self.now, Decimal(0))


@dataclass(frozen=True, slots=True)
class Net:
    """By how much the gross total is greater, of how many pairs, and where they are listed."""

    money: Decimal  # US dollars
    pairs: int
    address: str


def net(user: User) -> Net:
    with read(QueryDict(urlencode(NET)), user) as found:
        address = f"{reverse('projects:analysis')}?{found.query}#counted-once"
        return Net(Decimal(round(found.table.taken_together or 0)), len(found.table.taken), address)


def overlapping(user: User) -> QuerySet[Alert]:
    """Alerts whose standing verdict says that there is an overlap; both sides visible to the reader."""
    judged = Verdict.objects.standing().given().exclude(outcome=Verdict.Outcome.NOT_OVERLAP).order_by()
    return Alert.objects.seen_in_full_by(user).filter(pk__in=judged.values("alert"))


# The budget and the status of each project as they stood at a moment of its own.
THEN = """
WITH told (project_id, at) AS (SELECT * FROM unnest(%s::bigint[], %s::timestamptz[]))
SELECT told.project_id, told.at, COALESCE(money.usd, 0), COALESCE(state.status, '') FROM told
LEFT JOIN LATERAL (
    SELECT e.status FROM {projects} e
    WHERE e.pgh_obj_id = told.project_id AND e.pgh_created_at <= told.at ORDER BY e.pgh_id DESC LIMIT 1
) state ON TRUE
LEFT JOIN LATERAL (
    SELECT sum(usd) AS usd FROM (
        SELECT DISTINCT ON (e.id) e.usd, e.pgh_label FROM {contributions} e
        WHERE e.project_id = told.project_id AND e.pgh_created_at <= told.at ORDER BY e.id, e.pgh_id DESC
    ) known WHERE pgh_label <> 'delete'
) money ON TRUE
"""


def redirected(user: User) -> tuple[list[Redirected], list[Redirected]]:
    """What was given up, and what is recorded once since; the largest first. Six queries, however many alerts."""
    told = first_told(user)
    readable = Project.objects.readable_by(user)
    merges = list(ProjectMerge.objects.standing().filter(closed__in=told, kept__in=readable.order_by()))
    at_merge = {merge.closed_id: (merge.kept_id, merge.merged_at) for merge in merges}
    seen = could_read({*((pk, at) for pk, (_, at) in told.items()), *at_merge.values()}, user)
    then, now = as_told(seen), budgets_now(list(told))
    moved = {merge.closed_id: money_of(merge) for merge in merges if at_merge[merge.closed_id] in seen}
    given_up, recorded_once = [], []
    for project in readable.filter(pk__in=told).select_related("partner"):
        alert, at = told[project.pk]
        after = now.get(project.pk, Decimal(0))
        if project.merged_into_id:
            if moves := moved.get(project.pk):
                recorded_once.append(Redirected(project, alert, at, after + moves[0], moves[1], MERGED))
        elif known := then.get((project.pk, at)):
            is_cancelled = project.status == Project.Status.CANCELLED != known[1]
            money, why = (Decimal(0), "Cancelled") if is_cancelled else (after, "Budget reduced")
            given_up.append(Redirected(project, alert, at, known[0], money, why))
    return in_order(one for one in given_up if one.amount), in_order(recorded_once)


def in_order(found: Iterable[Redirected]) -> list[Redirected]:
    return sorted(found, key=lambda one: (-one.amount, one.project.pk))


def first_told(user: User) -> dict[int, tuple[int, datetime]]:
    """By project, its first alert that was judged an overlap, and when that was raised."""
    both = Func(F("first"), F("second"), template="unnest(ARRAY[%(expressions)s])", output_field=BigIntegerField())
    rows = overlapping(user).order_by("-raised_at", "-pk").values_list(both, "pk", "raised_at")
    return {project: (alert, at) for project, alert, at in rows}


def as_told(moments: Collection[Moment]) -> dict[Moment, tuple[Decimal, str]]:
    """The budget and the status of each project at its moment."""
    tables = {"projects": Project.pgh_event_model, "contributions": Contribution.pgh_event_model}  # type: ignore[attr-defined]
    names = {name: connection.ops.quote_name(model._meta.db_table) for name, model in tables.items()}
    with connection.cursor() as cursor:
        cursor.execute(THEN.format(**names), [[pk for pk, _ in moments], [at for _, at in moments]])
        return {(project, at): (budget, status) for project, at, budget, status in cursor.fetchall()}


def budgets_now(projects: list[int]) -> dict[int, Decimal]:
    found = Contribution.objects.filter(project__in=projects, usd__isnull=False).order_by().values_list("project")
    return dict(found.annotate(total=Sum("usd")))


def money_of(merge: ProjectMerge) -> tuple[Decimal, Decimal]:
    """What the one that stays gave up of its own money, and what it took over."""
    return usd_of(merge.record["removed"]), usd_of(merge.record["added"])


def usd_of(rows: list[tuple[str, dict[str, Any]]]) -> Decimal:
    return sum((Decimal(values["usd"]) for _, values in rows if values.get("usd")), Decimal(0))
