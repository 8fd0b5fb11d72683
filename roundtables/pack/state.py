"""Whether a pack that was made is still what it would be if it were made now."""

from hashlib import sha256
from typing import Any

from django.apps import apps
from django.db import connection
from django.utils import timezone

from duplication.models import Position, Reopening, Verdict
from roundtables.models import Consideration, FollowUp, Recommendation, RoundTable

LAST = '(SELECT max({column}) FROM "{table}")'
ALL = '(SELECT (count(*), max(id))::text FROM "{table}")'
APPS = ("partners", "projects", "duplication", "roundtables")
APPENDED = (Position, Verdict, Reopening, FollowUp)  # never changed, so the last row tells of a new one
COUNTED = (
    Consideration,  # never changed, but an earlier one can be taken back
    Recommendation.projects.through,
    Recommendation.themes.through,
    Recommendation.countries.through,
    Recommendation.addressed_partners.through,
    Recommendation.addressed_organizations.through,
    RoundTable.participants.through,
)


def state() -> str:
    """Another one whenever something was recorded, changed or deleted, and every day. One query."""
    last = [LAST.format(table=table, column=column) for table, column in logged()]
    last += [ALL.format(table=model._meta.db_table) for model in COUNTED]
    with connection.cursor() as cursor:
        cursor.execute("SELECT concat_ws(' ', {})".format(", ".join(last)))
        return sha256(f"{timezone.localdate()} {cursor.fetchone()[0]}".encode()).hexdigest()


def logged() -> list[tuple[str, str]]:
    """Tables to which each change adds a row, and the column that grows."""
    tracked: list[Any] = [model for name in APPS for model in apps.get_app_config(name).get_models()]
    events = {model.pgh_event_model._meta.db_table for model in tracked if hasattr(model, "pgh_event_model")}
    return [*((table, "pgh_id") for table in sorted(events)), *((model._meta.db_table, "id") for model in APPENDED)]
