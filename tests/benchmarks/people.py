"""Times of the pages about partners and bodies: `python -m tests.benchmarks.people 873 100000`.

Like the benchmark of the analysis, in a database of its own: with three states in the history of each project, an alert
for every fourth project, half of them answered, and a body for every twentieth. Merging is timed with its commit.
"""

import argparse
import os
import statistics
import time
from typing import Any

import django

from tests.benchmarks.analysis import timed
from tests.benchmarks.databases import database_of_its_own

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "adam.settings")
DATABASE = "adam_benchmark_people"
REPEATS = 5
PAST = """
SET session_replication_role = replica;

UPDATE projects_project SET published_at = now() - (id %% 1800) * interval '1 day', confirmed_at = now() - (id %% 400) *
    interval '1 day';

INSERT INTO projects_projectevent ({columns}, pgh_created_at, pgh_label, pgh_obj_id)
SELECT {changed}, now(), 'update', p.id FROM projects_project p, generate_series(0, 2) n;

INSERT INTO duplication_calibration (name, "table", notes, created_at) VALUES ('Benchmark', '{{}}', '', now());

INSERT INTO duplication_alert (first_id, second_id, kind, match_weight, probability, contributions, calibration_id,
    raised_at, checked_at)
SELECT p.id, p.id + 1, 'same_work', 5, 0.9, '[]', (SELECT min(id) FROM duplication_calibration),
    now() - (p.id %% 700) * interval '1 day', now()
FROM projects_project p WHERE p.id %% 4 = 0 AND EXISTS (SELECT FROM projects_project q WHERE q.id = p.id + 1);

INSERT INTO duplication_position (alert_id, partner_id, author_id, stance, text, created_at)
SELECT a.id, p.partner_id, (SELECT min(id) FROM partners_user), 'same', '', a.raised_at + (a.id %% 40) * interval '1 day'
FROM duplication_alert a JOIN projects_project p ON p.id = a.first_id WHERE a.id %% 2 = 0;

INSERT INTO partners_organization (name, name_key, acronym, kind, country_id)
SELECT w.name, lower(w.name), '', 'other', (ARRAY['TJ', 'AF', 'UZ', 'KG', 'IR', 'PK'])[1 + n %% 6]
FROM generate_series(1, %(size)s / 20) n,
    LATERAL (SELECT 'Directorate ' || substr(md5(n::text), 1, 6) || ' of ' || substr(md5((n / 2)::text), 1, 9)) w(name);

SET session_replication_role = DEFAULT;

ANALYZE;
"""


def past(size: int) -> None:
    """What the pages count: history, alerts, answers, and many bodies."""
    from django.db import connection

    from projects.models import Project

    names = [column.column for column in Project.pgh_event_model._meta.concrete_fields if "pgh" not in column.column]
    moved = {"confirmed_at": "p.confirmed_at - n * interval '150 days'"}
    columns = ", ".join(f'"{name}"' for name in names)
    changed = ", ".join(moved.get(name, f'p."{name}"') for name in names)
    with connection.cursor() as cursor:
        for statement in PAST.format(columns=columns, changed=changed).split(";\n"):
            if statement.strip():
                cursor.execute(statement, {"size": size})


def measure(size: int) -> None:
    from django.core.management import call_command
    from django.test import Client

    from adam.demo.makers import get_partner, make_user
    from adam.people.quarters import Quarter
    from partners.models import Organization
    from tests.benchmarks.registry import fill

    with database_of_its_own(DATABASE):
        call_command("createcachetable")
        call_command("load_reference", verbosity=0)
        user = make_user("coordinator", "UNODC")
        fill(size)
        past(size)
        client = Client(headers={"host": "localhost"})
        body = Organization.objects.get(name="Body 7").pk
        requests = {
            "participation, this quarter": "/partners/participation/",
            "participation, a past quarter": f"/partners/participation/?quarter={Quarter.now().before().code}",
            "participation, one partner": "/partners/participation/?partner=DE",
            "projects nobody speaks for": "/partners/unowned/",
            "partners": "/partners/",
            "a partner": get_partner("DE").get_absolute_url(),
            "organizations": "/organizations/?q=bod",
            "an organization": f"/organizations/{body}/",
            "entered twice?": "/organizations/pairs/",
        }
        client.force_login(user)
        for name, address in requests.items():
            tell(size, name, [timed(client, address) for _ in range(REPEATS)])
        client.force_login(make_user("analyst", "UNODC"))
        tell(size, "participation, as an analyst", [timed(client, "/partners/participation/") for _ in range(REPEATS)])
        tell(size, "merging and undoing", [merged(user, body) for _ in range(2)])


def merged(user: Any, body: int) -> float:
    """Milliseconds for both together: a body of every four hundredth project, and one of another such."""
    from partners.models import Organization
    from projects import bodies

    other = Organization.objects.get(name="Body 8").pk
    began = time.perf_counter()
    bodies.undo(bodies.merge(body, other, user), user)
    return (time.perf_counter() - began) * 1000


def tell(size: int, name: str, times: list[float]) -> None:
    print(f"{size:>9} {name:36} {times[0]:>8.0f} {statistics.median(times[1:]):>8.0f}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("projects", type=int, nargs="*", default=[873, 100_000])
    django.setup()
    print(f"{'projects':>9} {'':36} {'first ms':>8} {'then ms':>8}")
    for size in parser.parse_args().projects:
        measure(size)


if __name__ == "__main__":
    main()
