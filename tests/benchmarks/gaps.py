"""Times of the gap map and of the calendar: `python -m tests.benchmarks.gaps 873 100000`.

Invented projects go into a database of their own, which is dropped at the end, with 300 recommendations of six countries
each, 500 needs and 2,000 open alerts. Each request is made by a signed-in coordinator through the whole site; "first" is
the first one of its kind in the process, the other figure the median.
"""

import argparse
import os
import statistics
from datetime import date, timedelta
from random import Random

import django

from tests.benchmarks.databases import database_of_its_own

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "adam.settings")
os.environ.setdefault("ADAM_BASE_URL", "http://localhost")  # no way over to https is timed
DATABASE = "adam_benchmark_gaps"
REPEATS = 9
RECOMMENDATIONS, NEEDS, ALERTS, MEETINGS = 300, 500, 2_000, 20
DAY = date.today() - timedelta(days=100)
REQUESTS = {
    "page: country x theme": "/round-tables/gaps/",
    "page: country x sub-theme": "/round-tables/gaps/?columns=sub_theme",
    "page: country x kind of activity": "/round-tables/gaps/?columns=activity_type",
    "page: one country": "/round-tables/gaps/?country=TJ",
    "page: map": "/round-tables/gaps/?picture=map",
    "page: past day": f"/round-tables/gaps/?as_of={DAY}",
    "CSV": "/round-tables/gaps.csv",
    "XLSX": "/round-tables/gaps.xlsx",
    "JSON": "/round-tables/gaps.json",
    "SVG": "/round-tables/gaps.svg",
    "calendar: this month": "/round-tables/calendar/",
    "calendar: list of three months": "/round-tables/calendar/?view=list",
}


def measure(size: int) -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client

    from adam.demo.makers import make_user
    from tests.benchmarks.analysis import timed
    from tests.benchmarks.registry import fill, record

    with database_of_its_own(DATABASE):
        call_command("createcachetable")
        call_command("load_reference", verbosity=0)
        fill(size)
        record()
        ask(Random(size))
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        client = Client(headers={"host": "localhost"})
        client.force_login(make_user("coordinator", "UNODC"))
        for name, address in REQUESTS.items():
            times = [timed(client, address) for _ in range(REPEATS)]
            print(f"{size:>9} {name:36} {times[0]:>8.0f} {statistics.median(times[1:]):>8.0f}", flush=True)


def ask(rng: Random) -> None:
    """Recommendations and needs of the countries in which projects work, and alerts on pairs of projects."""
    from adam.demo.makers import make_alert, make_need, make_recommendation, make_round_table, make_user
    from projects.models import Project, Recipient, Theme

    countries = list(Recipient.objects.order_by().values_list("country", flat=True).distinct())
    themes = list(Theme.objects.values_list("pk", flat=True))
    meetings = [make_round_table() for _ in range(MEETINGS)]
    for number in range(RECOMMENDATIONS):
        where = rng.sample(countries, min(6, len(countries)))
        make_recommendation(meetings[number % MEETINGS], countries=where, themes=rng.sample(themes, 2))
    author = make_user("coordinator", "UNODC")
    for _ in range(NEEDS):
        make_need(rng.choice(countries), theme_id=rng.choice(themes), author=author)
    projects = list(Project.objects.order_by("pk")[: 3 * ALERTS])
    pairs = {tuple(sorted(rng.sample(range(len(projects)), 2))) for _ in range(ALERTS)}
    for first, second in pairs:
        make_alert(projects[first], projects[second])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("projects", type=int, nargs="*", default=[873, 100_000])
    django.setup()
    print(f"{'projects':>9} {'':36} {'first ms':>8} {'then ms':>8}")
    for size in parser.parse_args().projects:
        measure(size)


if __name__ == "__main__":
    main()
