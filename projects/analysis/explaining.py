"""Which projects made a figure change between two days, why, and by how much each: the amounts add up to the change."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import TextChoices

from partners.models import User
from projects.history.past import end_of
from projects.models import Project

from .counting import Placed
from .crossing import Group
from .difference import Change, Place
from .measures import Measure, Value
from .rounding import DIGITS, apportioned

Amounts = dict[int, float]  # by project: of what is divided hundredths, else numbers of things

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
    published_at: datetime | None
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
    causes: list[Cause]  # the greatest first
    rounding: Value = 0  # cents that no project is the cause of, for parts of a total are rounded together

    @property
    def groups(self) -> list[tuple[Why, int, Value]]:
        """Of each reason how many projects, and how much together."""
        found = []
        for why in Why:
            own = [cause.by for cause in self.causes if cause.why == why]
            if own:
                found.append((why, len(own), None if None in own else sum(by for by in own if by is not None)))
        return found


# -- How much each has to do with a figure -----------------------------------------------------------------------------
def amounts(measure: Measure, found: Placed | None, place: Place) -> Amounts:
    """What each project adds to a figure; of one that is no sum, what it has to do with it."""
    if found is None:
        return {}
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
    return dict(zip(projects[here].tolist(), sums[here].tolist(), strict=True))


def of_member(group: Group, key: str, size: int) -> tuple[Any, Any]:
    """Which rows are in it, and with what share."""
    own, share = np.zeros(size, dtype=bool), np.zeros(size)
    if key in group.keys:
        entries = group.members == group.keys.index(key)
        own[group.rows[entries]], share[group.rows[entries]] = True, group.shares[entries]
    return own, share


def differing(old: Amounts, new: Amounts) -> Amounts:
    found = {pk: round(new.get(pk, 0) - old.get(pk, 0), DIGITS) for pk in old.keys() | new.keys()}
    return {pk: by for pk, by in found.items() if by}


def divided(measure: Measure, change: Change, by: Amounts) -> tuple[dict[int, Value], Value]:
    """The change in whole things or cents by project, and what is left when there is none to be its cause."""
    if not measure.adds_up or change.by is None:
        return dict.fromkeys(by), 0
    if not measure.is_divided:
        return {pk: round(one) for pk, one in by.items()}, 0
    total = round(change.by * 100)
    cents = apportioned(total, list(by.values())) if by else []
    rest = Decimal(total - sum(cents)).scaleb(-2)
    return {pk: Decimal(one).scaleb(-2) for pk, one in zip(by, cents, strict=True)}, rest


# -- Why ---------------------------------------------------------------------------------------------------------------
def seen(projects: Collection[int], user: User, *, with_drafts: bool) -> dict[int, Seen]:
    """As they stand on the day that is looked at, if they may count. Two queries."""
    ids = list(projects)
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
    rows = Project.objects.visible_to(user).order_by().filter(pk__in=ids).select_related("partner")
    rows = rows if with_drafts else rows.published()
    return {
        row.pk: Seen(row.pk, row.number, row.title, str(row.partner), row.published_at, parts[row.pk]) for row in rows
    }


def fates(projects: Collection[int], user: User) -> dict[int, Why]:
    """What became of projects that are no longer seen on the day that is looked at."""
    merged = Project.objects.readable_by(user).filter(pk__in=projects, merged_into__isnull=False)
    there = Project.objects.filter(pk__in=projects)
    found = dict.fromkeys(projects, Why.DELETED)
    found |= dict.fromkeys(there.values_list("pk", flat=True), Why.CLOSED)
    return found | dict.fromkeys(merged.values_list("pk", flat=True), Why.MERGED)


def causes(
    by: dict[int, Value], old: dict[int, Seen], new: dict[int, Seen], gone: dict[int, Why], start: date
) -> list[Cause]:
    found = []
    for pk, amount in by.items():
        was, now = old.get(pk), new.get(pk)
        if was and now:
            found.append(Cause(now, Why.CHANGED, fields(was.parts, now.parts), amount))
        elif now:
            late = now.published_at is None or now.published_at >= end_of(start)
            found.append(Cause(now, Why.ENTERED if late else Why.SHOWN, (), amount))
        elif was:
            found.append(Cause(was, gone[pk], (), amount))
    return sorted(found, key=lambda one: (-abs(Decimal(one.by or 0)), one.project.title, one.project.pk))


def fields(old: dict[str, str], new: dict[str, str]) -> tuple[str, ...]:
    changed = [name for name in PARTS if old.get(name) != new.get(name)]
    return tuple([name for name in changed if name not in RARELY_MEANT] or changed)
