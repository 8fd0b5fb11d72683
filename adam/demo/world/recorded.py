"""When the world was recorded: each project on its day, looked at again when it was confirmed, and some put right then.

The database has dated all its history to the moment of loading.
"""

# ruff: noqa: S608 - put together of names of models

from typing import Any

from django.db import connection

from projects.history import TABLES
from projects.models import Contribution, Project

AGAIN = "p.confirmed_at > p.created_at + interval '30 days'"
FIRST_STATUS = f"""CASE WHEN p.id % 5 = 0 AND {AGAIN}
    THEN CASE e.status WHEN '2' THEN '1' WHEN '3' THEN '2' WHEN '4' THEN '2' ELSE e.status END ELSE e.status END"""
FIRST_STATE = f"""
UPDATE {{events}} e SET created_at = p.created_at, updated_at = p.created_at, confirmed_at = p.published_at,
    status = {FIRST_STATUS}
FROM projects_project p WHERE p.id = e.pgh_obj_id AND p.published_at IS NOT NULL"""
FIRST_SUM = f"""
UPDATE {{events}} e SET amount = trunc(e.amount * 0.8, -2), usd = trunc(e.usd * 0.8, -2)
FROM projects_project p WHERE p.id = e.project_id AND p.id % 6 = 0 AND {AGAIN}"""
ON_ITS_DAY = """
UPDATE {events} e SET pgh_created_at = p.created_at
FROM projects_project p WHERE p.id = e.{project} AND p.published_at IS NOT NULL"""
SINCE = """
INSERT INTO {events} ({names}, pgh_obj_id, pgh_label, pgh_created_at)
SELECT {values}, now.id, 'update', p.confirmed_at
FROM {table} now JOIN projects_project p ON p.id = now.{of} WHERE {which}"""


def write() -> None:
    with connection.cursor() as cursor:
        for table in TABLES.values():
            cursor.execute(ON_ITS_DAY.format(events=table.events, project=table.by[0]))
        cursor.execute(FIRST_STATE.format(events=TABLES["project"].events))
        cursor.execute(since(Project, "id", "p.published_at IS NOT NULL AND p.confirmed_at > p.created_at"))
        cursor.execute(FIRST_SUM.format(events=TABLES["contribution"].events))
        cursor.execute(since(Contribution, "project_id", f"p.id % 6 = 0 AND {AGAIN}"))


def since(model: Any, of: str, which: str) -> str:
    """What stands today was said when the project was confirmed."""
    columns = [f'"{column.column}"' for column in model._meta.concrete_fields]
    return SINCE.format(
        events=model.pgh_event_model._meta.db_table,
        table=model._meta.db_table,
        names=", ".join(columns),
        values=", ".join(f"now.{name}" for name in columns),
        of=of,
        which=which,
    )
