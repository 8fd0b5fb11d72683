"""A registry of any size, made in bulk by the database: for benchmarks only, its texts say nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from tests.benchmarks.databases import database_of_its_own

STATEMENTS = """
SET session_replication_role = replica;

INSERT INTO partners_organization (name, name_key, acronym, kind)
SELECT 'Body ' || n, 'body ' || n, '',
    (ARRAY['police', 'customs', 'border-guard', 'ministry', 'laboratory', 'health'])[1 + n %% 6]
FROM generate_series(1, 400) n;

INSERT INTO projects_project (partner_id, reference, title, objective, language, status, start, "end", oda, route,
    substances, purpose_codes, visibility, published_at, confirmed_at, created_at, updated_at)
SELECT (SELECT array_agg(id ORDER BY id) FROM partners_partner)[1 + n %% 70], 'BULK-' || n,
    'Equipment for post ' || n, 'Checks', 'en', (1 + n %% 6)::text,
    CASE WHEN n %% 20 > 0 THEN date '2008-01-01' + (n * 37) %% 6000 END,
    CASE WHEN n %% 20 > 1 THEN date '2008-01-01' + (n * 37) %% 6000 + 200 + (n * 13) %% 1400 END,
    (ARRAY['oda', 'not-oda', 'mixed', 'unknown'])[1 + n %% 4], '', '{}', '{}',
    CASE WHEN n %% 25 = 0 THEN 'restricted' ELSE 'all' END, now(), now(), now(), now() - n * interval '1 minute'
FROM generate_series(1, %(size)s) n;

INSERT INTO projects_recipient (project_id, country_id)
SELECT p.id, c.iso2 FROM projects_project p CROSS JOIN LATERAL (
    SELECT DISTINCT (ARRAY['AF', 'IR', 'PK', 'TJ', 'UZ', 'KG', 'KZ', 'TM', 'AL', 'RS', 'MK', 'BA', 'ME', 'RU', 'AZ',
        'GE'])[1 + (p.id * k * 7) %% 16] AS iso2
    FROM generate_series(1, 1 + p.id %% 3) k) c
WHERE p.id %% 50 > 0;

INSERT INTO projects_project_themes (project_id, theme_id)
SELECT p.id, t.code FROM projects_project p CROSS JOIN LATERAL (
    SELECT DISTINCT (SELECT array_agg(code ORDER BY code) FROM projects_theme)[1 + (p.id * k * 5) %% 40] AS code
    FROM generate_series(1, 1 + p.id %% 2) k) t;

INSERT INTO projects_contribution (project_id, partner_id, amount, currency, committed_on, usd)
SELECT p.id, (SELECT array_agg(id ORDER BY id) FROM partners_partner)[1 + (p.id * k) %% 70], m.amount, 'USD',
    '2020-01-01', m.amount
FROM projects_project p, generate_series(1, 1 + (p.id %% 3 = 0)::int) k,
    LATERAL (SELECT 1000.37 + (p.id * 7919) %% 900000 AS amount) m;

INSERT INTO projects_activity (project_id, type_id, description, quantity, unit)
SELECT p.id, (SELECT array_agg(code ORDER BY code) FROM projects_activitytype)[1 + (p.id * k) %% 10], '',
    CASE WHEN p.id %% 4 > 0 THEN p.id %% 90 END, ''
FROM projects_project p, generate_series(1, 1 + p.id %% 2) k;

INSERT INTO projects_participation (project_id, organization_id, role)
SELECT p.id, (SELECT array_agg(id ORDER BY id) FROM partners_organization)[1 + (p.id * 31) %% 400], role
FROM projects_project p, unnest(ARRAY['4', 'b']) role;

INSERT INTO projects_project_places (project_id, place_id)
SELECT p.id, (SELECT array_agg(id ORDER BY id) FROM projects_place)[1 + p.id %% 800] FROM projects_project p
WHERE p.id %% 3 = 0;

INSERT INTO projects_projectrelation (first_id, second_id, kind)
SELECT id, id + 1, CASE WHEN id %% 100 = 0 THEN '5' ELSE '4' END FROM projects_project
WHERE id %% 50 = 0 AND id < (SELECT max(id) FROM projects_project);

SET session_replication_role = DEFAULT;

ANALYZE;
"""


@contextmanager
def registry_of(size: int, *, keep: bool = False) -> Iterator[None]:
    """With its history, in a database of its own. A million projects take six minutes and 4 GB."""
    from django.core.management import call_command

    from projects.models import Project

    with database_of_its_own(f"adam_benchmark_registry_{size}", keep=keep):
        if not Project.objects.exists():
            call_command("createcachetable")
            call_command("load_reference", verbosity=0)
            fill(size)
            record()
        yield


def fill(size: int) -> None:
    """Puts projects with countries, themes, money, activities and organizations into an empty registry."""
    with connection.cursor() as cursor:
        for statement in STATEMENTS.split(";\n"):
            if statement.strip():
                cursor.execute(statement, {"size": size})


RECORDED = """
INSERT INTO {events} ({columns}, pgh_obj_id, pgh_label, pgh_created_at)
SELECT {columns}, id, '{label}', now() - {of} % {days} * interval '1 day' FROM {table} WHERE {of} % {every} = 0
"""


def record() -> None:
    """A history, which filling leaves no trace in: projects were recorded within 500 days, and a fifth of them changed
    within the last 50, each with its parts.
    """
    from projects.history import past

    with connection.cursor() as cursor:
        for table in past.RECORDED:
            events: Any = table.model.pgh_event_model
            columns = ", ".join(f'"{field.column}"' for field in table.model._meta.concrete_fields)
            names = {"events": events._meta.db_table, "table": table.model._meta.db_table, "columns": columns}
            names["of"] = "id" if table.name == "project" else table.by[0]
            for label, days, every in (("insert", 500, 1), ("update", 50, 5)):
                sql = RECORDED.format(**names, label=label, days=days, every=every)
                if not hasattr(events, "pgh_obj_id"):
                    sql = sql.replace("pgh_obj_id, ", "").replace(" id, '", " '")
                cursor.execute(sql)
        cursor.execute("ANALYZE")
