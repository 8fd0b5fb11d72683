"""Times of a project's page and of its history: `python -m tests.benchmarks.project_page 873 100000`.

Invented projects go into a database of their own, which is dropped at the end. Three of them are looked at: an ordinary
one, one with 200 activities in many countries, and one that was saved 10 000 times. Each request is made by a signed-in
coordinator through the whole site; "first" is the first one of its kind in the process, the other figure the median.
"""

import argparse
import os
import statistics
import time
from typing import Any

import django

from tests.benchmarks.databases import database_of_its_own

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "adam.settings")
DATABASE = "adam_benchmark_page"
REPEATS, SAVES, ACTIVITIES = 15, 10_000, 200


def measure(size: int) -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client

    from adam.demo.makers import make_user
    from projects.models import Project
    from tests.benchmarks.registry import fill

    with database_of_its_own(DATABASE):
        call_command("createcachetable")
        call_command("load_reference", verbosity=0)
        fill(size)
        client = Client(headers={"host": "localhost"})
        client.force_login(make_user("coordinator", "UNODC"))
        ordinary, large, old = Project.objects.filter(visibility="all").order_by("pk")[100:103]
        enlarge(large)
        age(old)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        for name, address in {
            "page": ordinary.get_absolute_url(),
            f"page with {ACTIVITIES} activities": large.get_absolute_url(),
            f"page, {SAVES} saves": old.get_absolute_url(),
            f"history, {SAVES} saves": f"{old.get_absolute_url()}history/",
            f"history of the title, {SAVES} saves": f"{old.get_absolute_url()}history/?what=title",
        }.items():
            times = [timed(client, address) for _ in range(REPEATS)]
            print(f"{size:>9} {name:38} {times[0]:>8.0f} {statistics.median(times[1:]):>8.0f}", flush=True)


def enlarge(project: Any) -> None:
    from projects.models import Activity, Recipient

    for code in ("AF", "PK", "IR", "TJ", "UZ", "KG", "KZ", "TM", "RU", "TR", "AL", "RS"):
        Recipient.objects.get_or_create(project=project, country_id=code)
    Activity.objects.bulk_create(
        Activity(project=project, type_id="A01", start=f"20{10 + n % 10}-0{1 + n % 9}-01", description=f"Course {n}")
        for n in range(ACTIVITIES)
    )


def age(project: Any) -> None:
    """As if it had been saved all these times; each save is a transaction of its own."""
    from projects.models import Project

    for number in range(SAVES):
        Project.objects.filter(pk=project.pk).update(title=f"Title {number}", status=str(1 + number % 6))


def timed(client: Any, address: str) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    response = client.get(address, secure=True)
    assert response.status_code == 200, (address, response.status_code, response.headers)
    return (time.perf_counter() - began) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("projects", type=int, nargs="*", default=[873, 100_000])
    django.setup()
    print(f"{'projects':>9} {'milliseconds':38} {'first':>8} {'median':>8}")
    for size in parser.parse_args().projects:
        measure(size)


if __name__ == "__main__":
    main()
