"""Which projects made a figure change between two days, why, and by how much each: the amounts add up to the change."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import TextChoices

from partners.models import User
from projects.models import Project
from projects.models.project import ProjectQuerySet
from projects.search.register import ids_of

from .counting import Placed
from .crossing import Group, Numbers
from .difference import Change, Place
from .measures import Measure, Value
from .rounding import DIGITS, apportioned

# What can move a project from one figure to another, as it stood: (project, text). A relation counts for those who may
# read the project on its other side.
PARTS = {
    "budget": "SELECT project_id, concat_ws(' ', partner_id, amount, currency, committed_on, usd)"
    " FROM projects_contribution",
    "countries": "SELECT project_id, concat_ws(' ', country_id, share) FROM projects_recipient",
    "themes": "SELECT project_id, theme_id FROM projects_project_themes",
    "places": "SELECT project_id, place_id::text FROM projects_project_places",
    "organizations": "SELECT project_id, concat_ws(' ', role, organization_id) FROM projects_participation",
    "activities": "SELECT project_id, concat_ws(' ', type_id, quantity, unit, beneficiary_id, country_id, place_id,"
    ' start, "end") FROM projects_activity',
    "dates": """SELECT id, concat_ws(' ', start, 'to', "end") FROM projects_project""",
    "status": "SELECT id, status FROM projects_project",
    "ODA": "SELECT id, oda FROM projects_project",
    "lead partner": "SELECT id, partner_id::text FROM projects_project",
    "confirmation": "SELECT id, confirmed_at::text FROM projects_project",
    "visibility": "SELECT id, concat_ws(' ', visibility, published_at) FROM projects_project",
    "relations": "SELECT first_id, concat_ws(' ', second_id, kind) FROM projects_projectrelation"
    " WHERE second_id IN (SELECT id FROM readable)"
    " UNION ALL SELECT second_id, concat_ws(' ', first_id, kind) FROM projects_projectrelation"
    " WHERE first_id IN (SELECT id FROM readable)",
}
RARELY_MEANT = {"confirmation", "visibility"}  # told only where nothing else has changed


class Why(TextChoices):
    ENTERED = "entered", "Published since"
    SHOWN = "shown", "Became visible to you"
    CHANGED = "changed", "Changed"
    MERGED = "merged", "Merged into another"
    DELETED = "deleted", "Deleted"
    CLOSED = "closed", "Taken back, or no longer visible to you"


@dataclass(frozen=True, slots=True)
class Seen:
    """A project as the person saw it on one of the days."""

    pk: int
    number: str
    title: str
    partner: str
    parts: dict[str, str]


@dataclass(frozen=True, slots=True)
class Cause:
    project: Seen
    why: Why
    fields: tuple[str, ...]  # what has changed of it
    by: Value  # None where the figure is no sum


@dataclass(frozen=True, slots=True)
class Explanation:
    change: Change
    causes: list[Cause]  # the greatest first, where there are many not all
    number: int  # of all
    groups: list[tuple[Why, int, Value]]  # of each reason how many projects, and how much together
    rounding: Value = 0  # cents that no project is the cause of, for parts of a total are rounded together


@dataclass(frozen=True, slots=True)
class Amounts:
    """What projects have to do with a figure: of what is divided hundredths, else numbers of things."""

    projects: Numbers  # ids, ascending
    values: Numbers


NO_AMOUNTS = Amounts(np.zeros(0, np.int64), np.zeros(0))


@dataclass(frozen=True, slots=True)
class Parts:
    """The change by project, the greatest first, in whole hundredths or things: None where the figure is no sum."""

    projects: Numbers
    by: Numbers | None
    is_divided: bool
    rest: Value = 0  # what is left when there is no project to be its cause

    def value(self, by: int) -> Value:
        return Decimal(by).scaleb(-2) if self.is_divided else by


# -- How much each has to do with a figure -----------------------------------------------------------------------------
def amounts(measure: Measure, found: Placed | None, place: Place) -> Amounts:
    """What each project adds to a figure; of one that is no sum, what it has to do with it."""
    if found is None:
        return NO_AMOUNTS
    counted = found.counted
    there, shares = np.ones(counted.size, dtype=bool), np.ones(counted.size)
    for group, key in zip((found.by_row, found.by_column), place, strict=True):
        if key is not None:
            own, share = of_member(group, key, counted.size)
            there, shares = there & own, shares * share
    values = there.astype(float)
    if measure.is_divided:
        values = counted.facts * shares * there
    elif measure.kind == "months":
        values = (counted.facts + 1) * there
    projects, at = np.unique(counted.projects, return_inverse=True)
    sums, here = np.bincount(at, values), np.bincount(at, there) > 0
    if measure.name == "projects":
        sums = here.astype(float)
    return Amounts(projects[here], sums[here])


def of_member(group: Group, key: str, size: int) -> tuple[Any, Any]:
    """Which rows are in it, and with what share."""
    own, share = np.zeros(size, dtype=bool), np.zeros(size)
    if key in group.keys:
        entries = group.members == group.keys.index(key)
        own[group.rows[entries]], share[group.rows[entries]] = True, group.shares[entries]
    return own, share


def differing(old: Amounts, new: Amounts) -> Amounts:
    projects = np.union1d(old.projects, new.projects)
    by = np.zeros(projects.size)
    by[np.searchsorted(projects, new.projects)] = new.values
    by[np.searchsorted(projects, old.projects)] -= old.values
    by = np.round(by, DIGITS)
    return Amounts(projects[by != 0], by[by != 0])


def divided(measure: Measure, change: Change, found: Amounts) -> Parts:
    if not measure.adds_up or change.by is None:
        order = np.lexsort((found.projects, -abs(found.values)))
        return Parts(found.projects[order], None, is_divided=False)
    by, rest = np.rint(found.values).astype(np.int64), 0
    if measure.is_divided:
        total = round(change.by * 100)
        by = np.array(apportioned(total, found.values.tolist()) if found.values.size else [], dtype=np.int64)
        rest = total - int(by.sum())
    order = np.lexsort((found.projects, -abs(by)))
    rounding = Decimal(rest).scaleb(-2) if measure.is_divided else 0
    return Parts(found.projects[order], by[order], measure.is_divided, rounding)


# -- Why ---------------------------------------------------------------------------------------------------------------
def counting(user: User, *, with_drafts: bool) -> ProjectQuerySet:
    """The projects that may count on the day that is looked at, whatever the filter."""
    rows = Project.objects.visible_to(user).order_by()
    return rows if with_drafts else rows.published()


def seen(projects: Numbers, user: User, *, compared: Numbers, with_drafts: bool) -> dict[int, Seen]:
    """As they stand on the day that is looked at, if they may count; those that are compared in full. Two queries."""
    ids = compared.tolist()
    parts: dict[int, dict[str, str]] = {pk: {} for pk in ids}
    # Thousands of ids are looked up by their hash only if they are of the type of the column.
    one = """SELECT %s AS name, f.id, string_agg(f.said, '|' ORDER BY f.said) FROM ({}) f(id, said)
        WHERE f.id = ANY(%s::bigint[]) GROUP BY f.id"""
    sql = " UNION ALL ".join(one.format(query) for query in PARTS.values())
    visible, who = Project.objects.visible_to(user).order_by().values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        sql = f"WITH readable (id) AS NOT MATERIALIZED ({visible}) {sql}"
        cursor.execute(sql, [*who, *(value for name in PARTS for value in (name, ids))])
        for name, pk, said in cursor.fetchall():
            parts[pk][name] = said
    rows = counting(user, with_drafts=with_drafts).filter(pk__in=projects.tolist()).select_related("partner")
    return {row.pk: Seen(row.pk, row.number, row.title, str(row.partner), parts.get(row.pk, {})) for row in rows}


def reasons(projects: Numbers, then: Numbers, now: Numbers, late: Numbers, user: User) -> list[Why]:
    """Of each why, by who was seen then and is seen now, on the day that is looked at, and was published meanwhile."""
    was, is_now, came = (np.isin(projects, ids) for ids in (then, now, late))
    found = np.select([was & is_now, is_now & came, is_now], [Why.CHANGED, Why.ENTERED, Why.SHOWN], Why.DELETED)
    if not is_now.all():
        there = ids_of(Project.objects.order_by().values("pk"))
        merged = ids_of(Project.objects.readable_by(user).filter(merged_into__isnull=False).order_by().values("pk"))
        found[~is_now & np.isin(projects, there)] = Why.CLOSED
        found[~is_now & np.isin(projects, merged)] = Why.MERGED
    return list(map(Why, found.tolist()))


def grouped(parts: Parts, why: list[Why]) -> list[tuple[Why, int, Value]]:
    found: list[tuple[Why, int, Value]] = []
    each = np.array(why, dtype=str)
    for one in Why:
        own = each == one
        if own.any():
            by = None if parts.by is None else parts.value(int(parts.by[own].sum()))
            found.append((one, int(np.count_nonzero(own)), by))
    return found


def causes(parts: Parts, why: list[Why], old: dict[int, Seen], new: dict[int, Seen], most: int | None) -> list[Cause]:
    """The greatest, of which it was read what they are."""
    found = []
    for at, pk in enumerate(parts.projects[:most].tolist()):
        was, now = old.get(pk), new.get(pk)
        if project := now or was:
            changed = fields(was.parts, now.parts) if was and now else ()
            by = None if parts.by is None else parts.value(int(parts.by[at]))
            found.append(Cause(project, why[at], changed, by))
    return found


def fields(old: dict[str, str], new: dict[str, str]) -> tuple[str, ...]:
    changed = [name for name in PARTS if old.get(name) != new.get(name)]
    return tuple([name for name in changed if name not in RARELY_MEANT] or changed)
