"""Times of a check of one saved project and of a sweep: `python -m tests.benchmarks.detection --projects 873 100000`.

The projects are real ones, read from data/projects_all_sectors.csv.gz in the folder that ADAM_SHARED names, and
invented ones when it names none. They go into a database of their own, which is dropped at the end.
"""

import argparse
import csv
import gzip
import os
import random
import statistics
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import django

from tests.benchmarks.databases import database_of_its_own

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "adam.settings")
ROOT = Path(__file__).resolve().parents[2]
SHARED = os.environ.get("ADAM_SHARED", "")
REGISTRY = Path(SHARED, "data", "projects_all_sectors.csv.gz")
DATABASE = "adam_benchmark"
CHECKS, WARM_UP = 300, 20

Row = dict[str, str]


def real_rows() -> Iterator[Row]:
    with gzip.open(REGISTRY, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def invented_rows() -> Iterator[Row]:
    """Words drawn as unevenly as those of real texts."""
    chance, number = random.Random(1), 0
    while True:
        number += 1
        words = [f"word{int(chance.paretovariate(0.6))}" for _ in range(60)]
        yield {
            "title": " ".join(words[:8]),
            "description": " ".join(words[8:]),
            "recipient_countries": chance.choice(["AF", "TJ", "IR", "PK", "UZ", "KG", "TM", "KZ"]),
            "purpose_codes": chance.choice(["16063", "15130", "15132", "43050"]),
            "start": f"{chance.randint(1995, 2024)}-0{chance.randint(1, 9)}-01",
            "end": "",
            "amount": str(round(chance.lognormvariate(12, 1.5), 2)),
            "implementing_org": f"Body {int(chance.paretovariate(0.8))}",
            "reporting_partner": f"Partner {number % 40}",
            "language": "en",
        }


def load(rows: Iterable[Row]) -> None:
    """Into an empty registry, in bulk; histories and constraints' triggers are left out for speed."""
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    from partners.models import Country, Organization, Partner
    from partners.text import fold
    from projects.models import Contribution, Participation, Project, Recipient

    call_command("load_reference", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
    countries = set(Country.objects.values_list("pk", flat=True))
    partners: dict[str, Partner] = {}
    bodies: dict[str, Organization] = {}
    made: dict[type[Any], list[Any]] = {Project: [], Recipient: [], Contribution: [], Participation: []}
    for row in rows:
        name = lead_partner(row["reporting_partner"])[:150]
        if name not in partners:
            code = f"B{len(partners)}"
            partners[name] = Partner.objects.create(kind="organization", code=code, name=f"{name} ({code})"[:150])
        start, end = day(row["start"]), day(row["end"])
        project = Project(
            pk=len(made[Project]) + 1,
            partner=partners[name],
            title=row["title"][:500] or "Untitled",
            objective=row["description"],
            language=row["language"][:8],
            purpose_codes=[code for code in row["purpose_codes"].split(";") if 0 < len(code) <= 5],
            start=start,
            end=end if start is None or end is None or end >= start else None,
            published_at=timezone.now(),
        )
        made[Project].append(project)
        for code in countries.intersection(row["recipient_countries"].split(";")):
            made[Recipient].append(Recipient(project=project, country_id=code))
        with suppress(ValueError):
            if (amount := float(row["amount"])) >= 0:
                money = {"amount": amount, "usd": amount, "currency": "USD", "committed_on": date(2020, 1, 1)}
                made[Contribution].append(Contribution(project=project, partner=partners[name], **money))
        if key := fold(row["implementing_org"])[:250]:
            if key not in bodies:
                bodies[key] = Organization.objects.create(name=row["implementing_org"][:250])
            made[Participation].append(Participation(project=project, organization=bodies[key], role="4"))
    for model, objects in made.items():
        model.objects.bulk_create(objects, batch_size=5_000)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("ANALYZE")


def lead_partner(name: str) -> str:
    """Agencies of one government are one partner of a registry."""
    american = ("Department", "U.S.", "USAID", "Peace Corps", "United States", "Millennium", "Environmental Protection")
    return "United States" if name.startswith(american) else name


def day(text: str) -> date | None:
    try:
        return date.fromisoformat(f"{text}-01-01"[:10] if len(text) == 4 else f"{text}-01"[:10])
    except ValueError:
        return None


def time_checks(count: int) -> list[float]:
    """Milliseconds of each check after a change of title, so that the index has something to update too."""
    from duplication.detection import check
    from projects.models import Project

    chosen = random.Random(2).choices(range(1, count + 1), k=CHECKS + WARM_UP)
    taken = []
    for project_id in chosen:
        title = Project.objects.values_list("title", flat=True).get(pk=project_id)
        Project.objects.filter(pk=project_id).update(title=f"Renewed {title}"[:500])
        began = time.perf_counter()
        check(project_id)
        taken.append((time.perf_counter() - began) * 1000)
    return taken[WARM_UP:]


def measure(count: int) -> None:
    from django.db import connection

    from duplication.models import Alert
    from duplication.sweep import sweep

    with database_of_its_own(DATABASE):
        rows = real_rows() if SHARED else invented_rows()
        load(sample(rows, count))
        began = time.perf_counter()
        report = sweep(lambda *_: None)
        first = time.perf_counter() - began
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        checks = sorted(time_checks(count))
        began = time.perf_counter()
        sweep(lambda *_: None)
        again = time.perf_counter() - began
        p99 = checks[int(len(checks) * 0.99)]
        print(
            f"{count:>9,} {statistics.median(checks):>9.1f} {p99:>7.1f} {first:>11.1f} {again:>11.1f} "
            f"{report.pairs:>10,} {Alert.objects.standing().count():>7,}",
            flush=True,
        )


def sample(rows: Iterable[Row], count: int) -> list[Row]:
    """Drawn from all of them, so that every source is in."""
    if not SHARED:
        return list(islice(rows, count))
    every = list(rows)
    return random.Random(3).sample(every, min(count, len(every)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--projects", type=int, nargs="+", default=[873, 100_000])
    counts = parser.parse_args().projects
    django.setup()
    print(
        f"Real projects of {REGISTRY.name}" if SHARED else "ADAM_SHARED names no folder of real projects: invented ones"
    )
    print(f"{'projects':>9} {'check ms':>9} {'p99':>7} {'sweep s':>11} {'again s':>11} {'pairs':>10} {'alerts':>7}")
    for count in counts:
        measure(count)


if __name__ == "__main__":
    main()
