"""Times of the page with graph and table and of its downloads: `python -m tests.benchmarks.analysis 873 100000`.

Invented projects go into a database of their own, which is dropped at the end unless it is to be kept. Each request is
made by a signed-in coordinator through the whole site, in a process that has read the register as a web process does when
it starts; "first" is the first one of its kind, the other figure the median.
"""

import argparse
import os
import re
import resource
import statistics
import time
from datetime import date, timedelta
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "adam.settings")
os.environ.setdefault("ADAM_BASE_URL", "http://localhost")  # no way over to https is timed
DAY = date.today() - timedelta(days=100)
REQUESTS = {
    "page: projects, country x status": "/projects/analysis/",
    "page: projects, country x theme": "/projects/analysis/?rows=country&columns=theme",
    "page: budget, country x theme": "/projects/analysis/?rows=country&columns=theme&measure=budget",
    "page: budget, partner x year": "/projects/analysis/?rows=partner&columns=year&measure=budget",
    "page: projects, implementer": "/projects/analysis/?rows=implementer",
    "page: budget, one country": "/projects/analysis/?rows=theme&measure=budget&country=TJ",
    "page: budget, partner x year, net": "/projects/analysis/?rows=partner&columns=year&measure=budget&totals=cofunding",
    "page: activities, country x kind": "/projects/analysis/?rows=country&columns=activity_type&measure=activities",
    "page: quantity, country x unit": "/projects/analysis/?rows=country&measure=quantity",
    "page: duration, country x status": "/projects/analysis/?rows=country&columns=status&measure=duration",
    "page: partners, country x theme": "/projects/analysis/?rows=country&columns=theme&measure=partners",
    "page: projects, partner x role": "/projects/analysis/?rows=partner&columns=role",
    "page: shares, place x sub-theme": "/projects/analysis/?rows=place&columns=sub_theme&shares=row",
    "CSV: budget, country x theme": "/projects/analysis.csv?rows=country&columns=theme&measure=budget",
    "JSON: budget, country x theme": "/projects/analysis.json?rows=country&columns=theme&measure=budget",
    **{
        f"{kind}: {name}": f"/projects/analysis{'/' if kind == 'page' else f'.{kind}'}?{query}"
        for kind in ("page", "png", "svg", "pdf")
        for name, query in {
            "bars": "rows=country&picture=bars",
            "stacked": "rows=country&columns=status&picture=stacked",
            "lines": "rows=partner&columns=year&measure=budget&picture=lines",
            "heat": "rows=country&columns=theme&measure=budget&picture=heat",
            "timeline": "rows=country&picture=timeline",
            "flow": "rows=partner&columns=country&picture=flow",
            "map": "rows=country&picture=map",
            "points": "rows=place&picture=points",
        }.items()
    },
    "past: projects, country x status": f"/projects/analysis/?as_of={DAY}",
    "past: budget, country x theme": f"/projects/analysis/?rows=country&columns=theme&measure=budget&as_of={DAY}",
    "past: CSV: budget, country x theme": f"/projects/analysis.csv?rows=country&columns=theme&measure=budget&as_of={DAY}",
    "past: list of one country": f"/projects/?country=TJ&as_of={DAY}",
    "difference: budget, country x theme": "/projects/analysis/difference/?rows=country&columns=theme&measure=budget"
    f"&from={DAY}",
}


def measure(size: int, *, keep: bool, only: str, repeats: int) -> None:
    from django.test import Client

    from adam.demo.makers import make_user
    from partners.models import User
    from projects.analysis.entities import keep_usual
    from projects.search import register
    from tests.benchmarks.registry import registry_of

    with registry_of(size, keep=keep):
        keep_usual(register.current())  # as each web process does when it starts
        print(f"{size:>9} with the register read: {memory():.0f} MB", flush=True)
        client = Client(headers={"host": "localhost"})
        client.force_login(User.objects.first() or make_user("coordinator", "UNODC"))
        for name, address in REQUESTS.items():
            if not re.search(only, name):
                continue
            times = [timed(client, address) for _ in range(repeats)]
            print(f"{size:>9} {name:36} {times[0]:>8.0f} {statistics.median(times[1:] or times):>8.0f}", flush=True)
        print(f"{size:>9} at most: {memory():.0f} MB", flush=True)


def timed(client: Any, address: str) -> float:
    """Milliseconds until the last byte."""
    began = time.perf_counter()
    response = client.get(address)
    size = sum(map(len, response.streaming_content)) if response.streaming else len(response.content)
    assert response.status_code == 200
    assert size
    return (time.perf_counter() - began) * 1000


def memory() -> float:
    """Megabytes that this process had at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("projects", type=int, nargs="*", default=[873, 100_000])
    parser.add_argument("--keep", action="store_true", help="leave the databases, and use those that are left")
    parser.add_argument("--only", default="", help="requests whose name has this pattern")
    parser.add_argument("--repeats", type=int, default=9, help="how often each is asked, once at least")
    given = parser.parse_args()
    django.setup()
    print(f"{'projects':>9} {'':36} {'first ms':>8} {'then ms':>8}")
    for size in given.projects:
        measure(size, keep=given.keep, only=given.only, repeats=given.repeats)


if __name__ == "__main__":
    main()
