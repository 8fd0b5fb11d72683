"""Times of the gap map and of the calendar: `python -m tests.benchmarks.gaps 873 100000`.

Invented projects go into a database of their own, which is dropped at the end unless it is to be kept, with 300
recommendations of six countries each, 500 needs and 2,000 open alerts. Each request is made by a signed-in coordinator
through the whole site, in a process that has read the register as a web process does when it starts; "first" is the first
one of its kind, the other figure the median, and the last how much of it the process computed itself.
"""

import argparse
import os
import re
import resource
import statistics
import time
from datetime import date, timedelta
from random import Random

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "adam.settings")
os.environ.setdefault("ADAM_BASE_URL", "http://localhost")  # no way over to https is timed
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


def measure(size: int, *, keep: bool, only: str) -> None:
    from django.db import connection
    from django.test import Client

    from partners.models import User
    from projects.analysis.entities import keep_usual
    from projects.search import register
    from roundtables.models import Need
    from tests.benchmarks.analysis import timed
    from tests.benchmarks.registry import registry_of

    with registry_of(size, keep=keep):
        if not Need.objects.exists():
            ask(Random(size))
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        keep_usual(register.current())
        client = Client(headers={"host": "localhost"})
        client.force_login(User.objects.filter(role=User.Role.COORDINATOR)[0])
        for name, address in REQUESTS.items():
            if not re.search(only, name):
                continue
            times, processor = [], time.process_time()
            for _ in range(REPEATS):
                times.append(timed(client, address))
            own = (time.process_time() - processor) / REPEATS * 1000
            print(f"{size:>9} {name:36} {times[0]:>8.0f} {statistics.median(times[1:]):>8.0f} {own:>8.0f}", flush=True)
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{size:>9} most memory so far, the register included: {most:.0f} MB", flush=True)


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
    parser.add_argument("--keep", action="store_true", help="leave the databases, and use those that are left")
    parser.add_argument("--only", default="", help="requests whose name has this pattern")
    given = parser.parse_args()
    django.setup()
    print(f"{'projects':>9} {'':36} {'first ms':>8} {'then ms':>8} {'own ms':>8}")
    for size in given.projects:
        measure(size, keep=given.keep, only=given.only)


if __name__ == "__main__":
    main()
