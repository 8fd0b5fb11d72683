"""The register as it stood at the end of a past day, for any query: `with looking_back(day, user): ...`

Inside, the tables of projects and of all their parts are those of that day, so filters, counts and lists are the same
code as for today. Projects of which nothing was recorded since are as they are today; the others are what their events
tell. These tables are views, made from the models and in front of the real ones only for this transaction, and nothing
can be written meanwhile. Views kept in the database would have to be made anew with every change of a model, and could
not hold what the person may see; asking each query for the day would be a second way of asking everything.

Who sees what: a project counts as it was then, if the person could have seen it as it was then, and may see it today.
What has been restricted or taken back to a draft since is left out, the past is no way around that. A project merged
into another since counts for those who could read it before, if they may read that one too; a deleted one for its own
partner, and for others if every partner could see it when it was deleted. Accounts, rights, alerts, and the names of
partners, countries, themes and places are those of today; organizations have the names that they had then.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import date, datetime, time, timedelta
from typing import Any

import numpy as np
from django.db import connection, models, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from partners.models import Merge, Organization, User
from projects import clock
from projects.models import Document, Project, ProjectRelation

from .looking import CHANGED, STOOD, Looking, Numbers, as_looked, current_path
from .tables import TABLES

RECORDED = [table for table in TABLES.values() if table.model is not Document]  # files are those of today
PARTS = [table.model for table in RECORDED if table.model is not Project]


def seen_from(day: date | None, user: User) -> AbstractContextManager[None]:
    """The past day, or today where there is none."""
    return looking_back(day, user) if day else nullcontext()


@contextmanager
def looking_back(day: date, user: User) -> Iterator[None]:
    """Whatever is asked inside is answered as of the end of the day, with what this person may see of it. All answers
    must have been read when it ends.
    """
    from projects.search import register

    end = end_of(day)
    with transaction.atomic(), clock.stopped_at(end - timedelta(microseconds=1)), connection.cursor() as cursor:
        today = register.shared()
        found = Looking(end, today, changed_since(end, today), current_path())
        for sql, parameters in tables(found, user):
            cursor.execute(sql, parameters)
        with as_looked(found):
            cursor.execute("SET LOCAL transaction_read_only = on")
            try:
                yield
            finally:
                transaction.set_rollback(True)  # the tables of today are back, with everything else that was set


def end_of(day: date) -> datetime:
    """The first moment that no longer belongs to the day."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))


def first_day(user: User) -> date | None:
    """When the first project was recorded that the person could see then, and may see today."""
    recorded: Any = Project.pgh_event_model  # type: ignore[attr-defined]
    shared = Project.shared_with.through.objects.filter(partner__in=user.own_partners).values("project")
    named = Q(visibility=Project.Visibility.NAMED_PARTNERS, published_at__isnull=False, pgh_obj__in=shared)
    then = Q(partner__in=user.own_partners) | public_to(user) | named
    today = Q(pgh_obj__in=still_readable(user)) | Q(pgh_obj__in=deleted(user).values("pgh_obj"))
    first = recorded.objects.filter(then, today).aggregate(first=models.Min("pgh_created_at"))["first"]
    return timezone.localdate(first) if first else None


# -- Who sees it today -------------------------------------------------------------------------------------------------
def readable_today(user: User) -> QuerySet[Any, Any]:
    """Ids of the projects, those that are gone among them."""
    return still_readable(user).union(deleted(user).values("pgh_obj"), all=True)


def still_readable(user: User) -> QuerySet[Any, Any]:
    """One merged into another only where that may be read too, and what that was merged into; one's own in any case."""
    readable = Project.objects.readable_by(user).order_by()
    held = readable.values("pk")
    kept = Q(merged_into__isnull=True) | Q(merged_into__in=held) & (
        Q(merged_into__merged_into__isnull=True) | Q(merged_into__merged_into__in=held)
    )
    return readable.filter(Q(partner__in=user.own_partners) | kept).values("pk")


def public_to(user: User) -> Q:
    """Events of what all partners could see; for who sees everything, of all that was published."""
    public = Q(published_at__isnull=False)
    return public if user.sees_everything else public & Q(visibility=Project.Visibility.ALL_PARTNERS)


def deleted(user: User) -> QuerySet[Any, Any]:
    """The last event of each."""
    recorded: Any = Project.pgh_event_model  # type: ignore[attr-defined]
    later = recorded.objects.filter(pgh_obj=OuterRef("pgh_obj"), pgh_id__gt=OuterRef("pgh_id"))
    own = Q(partner__in=user.own_partners)
    found: QuerySet[Any, Any] = recorded.objects.filter(own | public_to(user), ~Exists(later))
    return found.filter(pgh_label="delete").order_by()


# -- What has changed since -------------------------------------------------------------------------------------------
# Nothing moves a part from one project to another. Bodies that changed are told of with the projects they are in today.
SINCE = "SELECT {column} FROM {events} WHERE pgh_created_at >= %(end)s"
OF_BODIES = """
WITH bodies AS (SELECT id FROM {events} WHERE pgh_created_at >= %(end)s AND pgh_label <> 'insert')
SELECT project_id FROM projects_participation WHERE organization_id IN (SELECT id FROM bodies)
UNION ALL SELECT project_id FROM projects_activity WHERE beneficiary_id IN (SELECT id FROM bodies)"""


def changed_since(end: datetime, register: Any) -> Numbers:
    """Ids of projects of which something was recorded. A process that keeps the register reads them once, for it knows
    what was changed later.
    """
    if register is None:
        return recorded_since(end)
    step = len(register.changes)
    known, ids = register.pasts.get((end, "changed"), (-1, None))
    if ids is None or known > step:
        ids = recorded_since(end)
    elif known < step:
        ids = np.union1d(ids, np.array(sorted(set().union(*register.changes[known:])), dtype=np.int64))
    register.keep_past(end, "changed", max(known, step), ids)
    return ids


def recorded_since(end: datetime) -> Numbers:
    parts = [SINCE.format(column=column, events=events_of(table.model)) for table in RECORDED for column in table.by]
    sql = " UNION ALL ".join([*parts, f"({OF_BODIES.format(events=events_of(Organization))})"])
    with connection.cursor() as cursor:
        sql = f"SELECT string_agg(id::text, ' ') FROM (SELECT DISTINCT id FROM ({sql}) e(id)) ids"  # noqa: S608
        cursor.execute(sql, {"end": end})
        return np.sort(np.fromstring(cursor.fetchone()[0] or "", dtype=np.int64, sep=" "))


# -- The tables of that day --------------------------------------------------------------------------------------------
# An event stands until its row is changed or deleted. Most rows never are, so there is little to compare with.
STOOD_THEN = """
SELECT {columns} FROM {events} e WHERE e.pgh_created_at < %s AND e.pgh_label <> 'delete' AND NOT EXISTS (
    SELECT FROM {events} later WHERE later.pgh_label <> 'insert' AND later.id = e.id AND later.{of} = e.{of}
    AND later.pgh_id > e.pgh_id AND later.pgh_created_at < %s)"""
IS_CHANGED = "EXISTS (SELECT FROM past_changed c WHERE c.id = e.{of})"
AS_TODAY = "SELECT {columns} FROM {table} e WHERE NOT EXISTS (SELECT FROM past_changed c WHERE c.id = e.{of})"
# Each body that there ever was, under the name of then, or under its first one where it came later.
NAMED = """
SELECT DISTINCT ON (e.id) {columns} FROM {events} e WHERE e.pgh_label <> 'delete'
ORDER BY e.id, e.pgh_created_at < %s DESC, CASE WHEN e.pgh_created_at < %s THEN -e.pgh_id ELSE e.pgh_id END"""
# Merges that stood.
MERGED = """
SELECT e.id, e.kept_id, e.vanished_id, e.vanished_name, e.record, e.merged_by_id, e.merged_at,
    NULL::timestamptz AS undone_at, NULL::bigint AS undone_by_id
FROM {table} e WHERE e.merged_at < %s AND COALESCE(e.undone_at >= %s, true)"""
Sql = tuple[str, list[Any]]


def tables(found: Looking, user: User) -> Iterator[Sql]:
    """In the order in which they are to be made: who may see a project is asked of the tables of today."""
    end, changed = found.end, found.changed.tolist()
    yield f"CREATE TEMPORARY TABLE {CHANGED} ON COMMIT DROP AS SELECT unnest(%s::bigint[]) AS id", [changed]
    yield f"ANALYZE {CHANGED}", []
    yield from projects(end, user)
    for model in PARTS:
        of = "id" if model is ProjectRelation else "project_id"
        stood = filled(STOOD_THEN, model, of)
        if model is ProjectRelation:  # of which there are few, and each belongs to two projects
            yield view(model, stood), [end, end]
        else:
            as_today, is_changed = filled(AS_TODAY, model, of), IS_CHANGED.format(of=of)
            yield view(model, f"{as_today} UNION ALL {stood} AND {is_changed}"), [end, end]
    yield view(Organization, filled(NAMED, Organization)), [end, end]
    yield view(Merge, filled(MERGED, Merge)), [end, end]


def projects(end: datetime, user: User) -> Iterator[Sql]:
    """What the others were is read by nearly every query: kept in a table, for whoever asks."""
    today, who = still_readable(user).values(*columns_of(Project)).query.sql_with_params()
    seen, parameters = readable_today(user).query.sql_with_params()
    changed = f"{filled(STOOD_THEN, Project, 'id')} AND {IS_CHANGED.format(of='id')}"
    then = f"SELECT e.*, s.id IS NOT NULL AS is_readable FROM ({changed}) e LEFT JOIN ({seen}) s(id) ON s.id = e.id"  # noqa: S608
    yield f"CREATE TEMPORARY TABLE {STOOD} ON COMMIT DROP AS {then}", [end, end, *parameters]
    yield f"ALTER TABLE {STOOD} ADD PRIMARY KEY (id)", []
    yield f"ANALYZE {STOOD}", []
    as_today = AS_TODAY.format(columns=named(Project), table=f"({today})", of="id")
    as_then = f"SELECT {named(Project)} FROM {STOOD} e WHERE e.is_readable"  # noqa: S608
    yield view(Project, f"{as_today} UNION ALL {as_then}"), [*who]


def view(model: Any, sql: str) -> str:
    return f'CREATE TEMPORARY VIEW "{model._meta.db_table}" AS {sql}'


def filled(sql: str, model: Any, of: str = "") -> str:
    return sql.format(columns=named(model), events=events_of(model), table=f'"{model._meta.db_table}"', of=of)


def events_of(model: Any) -> str:
    return f'"{getattr(model, "pgh_event_model", model)._meta.db_table}"'


def columns_of(model: Any) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def named(model: Any) -> str:
    return ", ".join(f'e."{field.column}"' for field in model._meta.concrete_fields)
