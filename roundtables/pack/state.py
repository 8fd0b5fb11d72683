"""Whether a pack that was made is still what it would be if it were made now."""

from hashlib import sha256
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.utils import timezone

from duplication.models import Alert, Position, Reopening, Verdict
from partners.models import Country, FocalPoint, Organization, Partner, User
from projects.filters import ProjectFilter
from projects.history.tables import TABLES
from projects.models import Place, Theme
from roundtables.models import (
    Attendance,
    Consideration,
    FollowUp,
    Need,
    Offer,
    Recommendation,
    RoundTable,
    Series,
    Translation,
)
from roundtables.models.need import CountryOfOffer, ThemeOfOffer, TypeOfOffer

from .desk import query_of
from .subject import Subject

OF_PROJECTS = [TABLES[name] for name in TABLES if name not in {"identifier", "document"}]  # these are in no pack
AGREED = (Attendance, FollowUp, Need, Offer, Recommendation, RoundTable, Series, Translation, CountryOfOffer,
          ThemeOfOffer, TypeOfOffer)  # fmt: skip
NAMED = (Country, FocalPoint, Organization, Partner, Place, Theme, User)
COUNTED = (
    Consideration,  # never changed, but an earlier one can be taken back
    Recommendation.projects.through,
    Recommendation.themes.through,
    Recommendation.countries.through,
    Recommendation.addressed_partners.through,
    Recommendation.addressed_organizations.through,
    RoundTable.participants.through,
)
# What is one by one: the projects, and the alerts on them. A project that comes brings what was recorded of it.
THESE = """
WITH these (id) AS MATERIALIZED ({projects}),
about AS MATERIALIZED (SELECT id FROM {alert}
    WHERE first_id IN (SELECT id FROM these) OR second_id IN (SELECT id FROM these)),
said AS MATERIALIZED (SELECT id FROM {verdict} WHERE alert_id IN (SELECT id FROM about))
SELECT concat_ws(' ', {parts})"""
ALL = "(SELECT (count(*), {of}(id))::text FROM {table})"
LAST = "(SELECT max({column}) FROM {table})"
LAST_OF = "(SELECT max({column}) FROM {table} WHERE {by} IN (SELECT id FROM {these}))"


def state(subject: Subject, eyes: User) -> str:
    """Another one whenever something was recorded, changed or deleted of the projects of the pack that these eyes see,
    of alerts on them, of what meetings agreed, of needs and offers, or of what anybody and anything is called; and
    every day. What else is in the registry changes nothing. One query.
    """
    projects = ProjectFilter(query_of(subject), user=eyes).qs.order_by().values("pk")
    try:
        sql, parameters = projects.query.sql_with_params()
    except EmptyResultSet:
        sql, parameters = "SELECT 0 WHERE false", ()
    tables = {"alert": table_of(Alert), "verdict": table_of(Verdict)}
    with connection.cursor() as cursor:
        cursor.execute(THESE.format(projects=sql, parts=", ".join(parts()), **tables), parameters)
        return sha256(f"{timezone.localdate()} {cursor.fetchone()[0]}".encode()).hexdigest()


def parts() -> list[str]:
    """What there is, and of each sort the last that was recorded."""
    found = [ALL.format(of="sum", table="these"), ALL.format(of="sum", table="about")]
    for table in OF_PROJECTS:
        found += [LAST_OF.format(column="pgh_id", table=f'"{table.events}"', by=by, these="these") for by in table.by]
    found.append(LAST_OF.format(column="pgh_id", table=events_of(Alert), by="pgh_obj_id", these="about"))
    found += [
        LAST_OF.format(column="id", table=table_of(model), by=by, these=these)
        for model, by, these in (
            (Position, "alert_id", "about"),  # these are never changed, so the last row tells of a new one
            (Verdict, "alert_id", "about"),
            (Reopening, "verdict_id", "said"),
        )
    ]
    found += [LAST.format(column="pgh_id", table=events_of(model)) for model in (*AGREED, *NAMED)]
    found.append(LAST.format(column="id", table=table_of(FollowUp)))
    return [*found, *(ALL.format(of="max", table=table_of(model)) for model in COUNTED)]


def table_of(model: Any) -> str:
    return f'"{model._meta.db_table}"'


def events_of(model: Any) -> str:
    return f'"{model.pgh_event_model._meta.db_table}"'


def watched() -> set[str]:
    """Tables of which a change is told."""
    models = [*(table.model for table in OF_PROJECTS), Alert, Position, Verdict, Reopening, *AGREED, *NAMED, *COUNTED]
    return {str(model._meta.db_table) for model in models}
