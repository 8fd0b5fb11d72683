"""Alerts of any number with what was said and decided of them, made in bulk by the database: for benchmarks only."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from tests.benchmarks.databases import database_of_its_own

TIED = 100  # projects in the one large cluster; each has an alert with the next ten
TABLES = 300  # calibrations that were in use
SAID = 300  # positions and as many messages on the alert with a long history, a sixth as many verdicts
FIELDS = (
    "title",
    "description",
    "in_common",
    "country",
    "place",
    "theme",
    "activity",
    "implementer",
    "period",
    "amount",
)
LEVELS = ("akin", "related", "13", "same", "shared", "same", "same_type", "similar", "overlap", "near")

# Of thirty projects, in the order of their numbers, nine pairs stand alone and a three, a four and a five are tied.
STATEMENTS = """
SET session_replication_role = replica;

UPDATE projects_project SET objective = (
    SELECT string_agg((ARRAY['border', 'police', 'training', 'precursor', 'control', 'laboratory', 'customs', 'officers',
        'regional', 'cooperation', 'equipment', 'northern', 'province', 'support', 'treatment', 'forensic', 'dogs',
        'vehicles', 'intelligence', 'opiates', 'capacity', 'seizures', 'airport', 'container'])[1 + (id * 7 + k * k * 13) %% 24],
        ' ') || ' ' || id / 2
    FROM generate_series(1, 80) k);

CREATE TEMPORARY TABLE paired AS
SELECT pair.first, pair.second, row_number() OVER (ORDER BY pair.first, pair.second) AS n FROM (
    SELECT p.id AS first, p.id + k AS second FROM (SELECT id, (id - 1) %% 30 AS at FROM projects_project) p,
        generate_series(1, 4) k
    WHERE p.at + k <= (ARRAY[1,1,3,3,5,5,8,8,8,10,10,12,12,16,16,16,16,18,18,20,20,22,22,24,24,29,29,29,29,29])[1 + p.at]
        AND p.id + k <= (SELECT max(id) FROM projects_project)
) pair;

INSERT INTO duplication_alert (first_id, second_id, kind, match_weight, probability, contributions, calibration_id,
    raised_at, checked_at)
SELECT p.first, p.second, (ARRAY['same_work', 'same_work', 'same_project', 'complementary', 'timing_clash'])[1 + p.first %% 5],
    n %% 97 / 10.0, 0.9, %(contributions)s, (SELECT max(id) FROM duplication_calibration WHERE accepted_at IS NOT NULL),
    now() - (n * 7 %% 700) * interval '1 day', now()
FROM paired p WHERE n <= %(alerts)s;

INSERT INTO duplication_alert (first_id, second_id, kind, match_weight, probability, contributions, calibration_id,
    raised_at, checked_at, withdrawn_at)
SELECT id, id + 30, (ARRAY['same_work', 'same_project', 'complementary'])[1 + id %% 3],
    id %% 83 / 10.0, 0.9, %(contributions)s, (SELECT max(id) FROM duplication_calibration WHERE accepted_at IS NOT NULL),
    now() - (id * 5 %% 900) * interval '1 day', now(), CASE WHEN id %% 10 = 9 THEN now() END
FROM projects_project WHERE id %% 10 IN (0, 2, 4, 6, 8, 9) AND id + 30 <= (SELECT max(id) FROM projects_project);

INSERT INTO duplication_alert (first_id, second_id, kind, match_weight, probability, contributions, calibration_id,
    raised_at, checked_at)
SELECT p.id, p.id + k, 'same_project', 5 + k / 10.0, 0.9, %(contributions)s,
    (SELECT max(id) FROM duplication_calibration WHERE accepted_at IS NOT NULL), now(), now()
FROM projects_project p, generate_series(1, 10) k
WHERE p.id > (SELECT max(id) FROM projects_project) - %(tied)s AND p.id + k <= (SELECT max(id) FROM projects_project)
ON CONFLICT DO NOTHING;

INSERT INTO duplication_position (alert_id, partner_id, author_id, stance, text, created_at)
SELECT a.id, p.partner_id, (SELECT min(id) FROM partners_user), 'overlapping', 'As far as we know.', a.raised_at + interval '2 days'
FROM duplication_alert a JOIN projects_project p ON p.id = CASE WHEN a.id %% 4 = 3 THEN a.second_id ELSE a.first_id END
WHERE a.id %% 4 > 1;

INSERT INTO duplication_position (alert_id, partner_id, author_id, stance, text, created_at)
SELECT a.id, p.partner_id, (SELECT min(id) FROM partners_user), 'same', 'Yes.', a.raised_at + interval '3 days'
FROM duplication_alert a JOIN projects_project p ON p.id = a.second_id WHERE a.id %% 16 = 2;

INSERT INTO duplication_verdict (alert_id, outcome, divided_by, reason, text, recommendation, decided_by_id, material, created_at)
SELECT a.id, (ARRAY['not_overlap', 'joint', 'merged', 'divided'])[1 + a.id %% 4], '',
    CASE WHEN a.id %% 4 = 0 THEN (ARRAY['place', 'beneficiary', 'coordinated'])[1 + a.id / 4 %% 3] ELSE '' END,
    'Looked at with both partners at the expert round table.', '', (SELECT min(id) FROM partners_user WHERE role = 'coordinator'),
    jsonb_build_object(a.first_id::text, m.material, a.second_id::text, m.material), a.raised_at + interval '9 days'
FROM duplication_alert a, LATERAL (SELECT jsonb_build_object('title', p.title, 'objective', p.objective, 'visibility', 'all',
    'countries', '{}'::jsonb, 'places', '{}'::jsonb, 'themes', '{}'::jsonb, 'purposes', '{}'::jsonb, 'implementers', '{}'::jsonb,
    'beneficiaries', '{}'::jsonb, 'activities', '[]'::jsonb, 'amount', '{}'::jsonb,
    'period', '[null, null]'::jsonb) AS material FROM projects_project p WHERE p.id = a.first_id) m
WHERE a.second_id = a.first_id + 30 AND a.withdrawn_at IS NULL;

INSERT INTO duplication_reopening (verdict_id, kind, text, changes, created_at)
SELECT v.id, 'reopened', CASE WHEN v.id %% 20 = 0 THEN 'More is known.' ELSE '' END, CASE WHEN v.id %% 20 = 0 THEN '[]' ELSE jsonb_build_array(jsonb_build_object('project', a.first_id,
    'visibility', 'all', 'visibility_after', 'all', 'label', 'Title', 'before', 'Dogs', 'after', 'Laboratories')) END,
    v.created_at + interval '20 days'
FROM duplication_verdict v JOIN duplication_alert a ON a.id = v.alert_id WHERE v.id %% 10 = 0;

INSERT INTO duplication_assignment (alert_id, coordinator_id, assigned_at)
SELECT id, (SELECT min(id) FROM partners_user WHERE role = 'coordinator'), now() FROM duplication_alert WHERE id %% 40 = 0;

UPDATE projects_project p SET merged_into_id = a.first_id, published_at = NULL
FROM duplication_verdict v JOIN duplication_alert a ON a.id = v.alert_id
WHERE p.id = a.second_id AND v.outcome = 'merged' AND v.id %% 40 = 2 AND NOT EXISTS
    (SELECT FROM duplication_reopening r WHERE r.verdict_id = v.id);

INSERT INTO partners_notification (user_id, kind, key, subject, text, url, created_at, about, mail_url, reason, lists, attempts)
SELECT u.id, 'alert', 'alert:' || n, 'A possible overlap', '', '/alerts/' || n || '/', now() - n * interval '1 minute', '{}', '', '', '[]', 0
FROM partners_user u, generate_series(1, 2000) n;

SET session_replication_role = DEFAULT;

ANALYZE;
"""

LONG = """
SET session_replication_role = replica;

INSERT INTO duplication_position (alert_id, partner_id, author_id, stance, text, created_at)
SELECT a.id, p.partner_id, %(author)s, 'same', repeat('We have looked into it. ', 20), now() - n * interval '1 hour'
FROM duplication_alert a JOIN projects_project p ON p.id = a.first_id, generate_series(1, %(said)s) n WHERE a.id = %(alert)s;

INSERT INTO duplication_message (alert_id, author_id, text, created_at)
SELECT %(alert)s, %(author)s, repeat('Shall we speak of it? ', 20), now() - n * interval '55 minutes'
FROM generate_series(1, %(said)s) n;

INSERT INTO duplication_verdict (alert_id, outcome, divided_by, reason, text, recommendation, decided_by_id, material, created_at)
SELECT %(alert)s, 'joint', '', '', 'Both go on.', '', %(author)s, '{}', now() - n * interval '6 hours'
FROM generate_series(1, %(said)s / 6) n;

INSERT INTO duplication_reopening (verdict_id, kind, text, changes, created_at)
SELECT id, 'reopened', 'More is known.', '[]', created_at + interval '1 hour' FROM duplication_verdict WHERE alert_id = %(alert)s
ON CONFLICT DO NOTHING;

SET session_replication_role = DEFAULT;
"""


@contextmanager
def reviewed(alerts: int, *, keep: bool = False) -> Iterator[None]:
    """A register with so many open alerts, half as many decided ones and a tenth as many withdrawn, in a database of
    its own.
    """
    from django.core.management import call_command

    from duplication.models import Alert
    from tests.benchmarks.registry import fill

    with database_of_its_own(f"adam_benchmark_reviewed_{alerts}", keep=keep):
        if not Alert.objects.exists():
            call_command("createcachetable")
            with transaction.atomic():
                call_command("load_reference", verbosity=0)
                people()
                tables()
                fill(alerts * 30 // 28 + 2 * TIED)
                alert(alerts)
        yield


def people() -> None:
    from adam.demo.makers import make_focal_point, make_user

    make_user("coordinator", "UNODC", email="coordinator@adam.example")
    make_user("analyst", "UNODC", email="analyst@adam.example")
    make_focal_point("DE", email="focal-point@adam.example")


def tables() -> None:
    """Each moves one threshold of the one before; the last is that of the release."""
    from datetime import timedelta

    from django.utils import timezone

    from duplication.calibration.calibrations import default_calibration
    from duplication.models import Calibration

    last = default_calibration()
    moved = ({**last.table, "thresholds": {**last.table["thresholds"], "same_work": n % 9 / 4}} for n in range(TABLES))
    now = timezone.now()
    Calibration.objects.bulk_create(
        Calibration(name=f"Thresholds {n}", table=table, accepted_at=now - timedelta(days=n + 1))
        for n, table in enumerate(moved)
    )


def alert(number: int) -> None:
    import json

    terms = [
        {"field": field, "level": level, "weight": 0.7, "sentence": f"What both say of the {field.replace('_', ' ')}."}
        for field, level in zip(FIELDS, LEVELS, strict=True)
    ]
    run(STATEMENTS, alerts=number, tied=TIED, contributions=json.dumps(terms))


def lengthen(alert: Any, author: int) -> None:
    """The alert gets a long history."""
    run(LONG, alert=alert.pk, author=author, said=SAID)


def run(statements: str, **values: Any) -> None:
    with connection.cursor() as cursor:
        for statement in statements.split(";\n"):
            if statement.strip():
                cursor.execute(statement, values)
