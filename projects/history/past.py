"""The register as it stood at the end of a past day, for any query: `with looking_back(day, user): ...`

Inside, the tables of projects and of all their parts hold what their events tell of that day, so filters, counts and
lists are the same code as for today. They are temporary ones, made from the models and in front of the real ones only
for this transaction, and nothing can be written meanwhile. Views kept in the database would have to be made anew with
every change of a model, and could not hold what the person may see; asking each query for the day would be a second way
of asking everything.

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

from django.db import connection, models, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from partners.models import Merge, Organization, User
from projects import clock
from projects.models import Document, Project

from .tables import TABLES

PARTS = [table.model for table in TABLES.values() if table.model not in {Project, Document}]  # files are those of today


def seen_from(day: date | None, user: User) -> AbstractContextManager[None]:
    """The past day, or today where there is none."""
    return looking_back(day, user) if day else nullcontext()


@contextmanager
def looking_back(day: date, user: User) -> Iterator[None]:
    """Whatever is asked inside is answered as of the end of the day, with what this person may see of it. All answers
    must have been read when it ends.
    """
    end = end_of(day)
    with transaction.atomic(), clock.stopped_at(end - timedelta(microseconds=1)), connection.cursor() as cursor:
        cursor.execute(*projects(end, user))
        for name, sql, parameters in views(end):
            cursor.execute(f'CREATE TEMPORARY VIEW "{name}" AS {sql}', parameters)
        cursor.execute("SELECT set_config('search_path', 'pg_temp, ' || current_setting('search_path'), true)")
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


# -- The tables of that day --------------------------------------------------------------------------------------------
# An event stands until its row is changed or deleted. Most rows never are, so there is little to compare with.
STOOD = """
SELECT {columns} FROM {events} e WHERE e.pgh_created_at < %s AND e.pgh_label <> 'delete' AND NOT EXISTS (
    SELECT FROM {events} later WHERE later.pgh_label <> 'insert' AND later.id = e.id AND later.pgh_id > e.pgh_id
    AND later.pgh_created_at < %s)"""
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


def projects(end: datetime, user: User) -> Sql:
    """Read by nearly every query, and in part by who may see them: kept in a table."""
    seen, parameters = readable_today(user).query.sql_with_params()
    stood = f"{filled(STOOD, Project)} AND e.id IN ({seen})"
    name = Project._meta.db_table
    return f'CREATE TEMPORARY TABLE "{name}" ON COMMIT DROP AS {stood}', [end, end, *parameters]


def views(end: datetime) -> Iterator[tuple[str, str, list[Any]]]:
    for model in PARTS:
        yield model._meta.db_table, filled(STOOD, model), [end, end]
    yield Organization._meta.db_table, filled(NAMED, Organization), [end, end]
    yield Merge._meta.db_table, filled(MERGED, Merge), [end, end]


def filled(sql: str, model: Any) -> str:
    recorded = getattr(model, "pgh_event_model", model)
    columns = ", ".join(f'e."{field.column}"' for field in model._meta.concrete_fields)
    return sql.format(columns=columns, events=f'"{recorded._meta.db_table}"', table=f'"{model._meta.db_table}"')
