"""Projects proposed for the recommendations of 2006: `python -m tests.benchmarks.proposals [--anew]`, to be read.

The register is that of the published files in data/iati of the folder that ADAM_SHARED names, and with `--reports` the
7,170 real reports of counter-narcotics and border projects beside them. It is kept between two runs, in a database of
its own; `--anew` makes it again. Printed: for each recommendation the five strongest
proposals with their reasons, a star before what fits well, how long finding them took, and how long the page of
answers takes.
"""

import csv
import gzip
import os
import statistics
import sys
import time
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import django

from tests.benchmarks.databases import database_of_its_own

SHARED = os.environ.get("ADAM_SHARED", "")
SHOWN = 5
PUBLISHERS = {"us": "US", "finland": "FI", "eu": "EU", "dfid": "GB", "hivaids": "UNAIDS"}


def fill(with_reports: bool) -> None:
    from adam import reference
    from partners.models import Partner
    from projects.importing import import_file

    if with_reports:
        fill_with_reports()
    reference.load()
    for path in sorted(Path(SHARED, "data", "iati").glob("*.xml")):
        code = PUBLISHERS[path.stem.partition("-")[0]]
        print(f"{path.name:36} {import_file(path, Partner.objects.by_code(code).get())}", flush=True)


def fill_with_reports() -> None:
    """First, because they number the projects from 1 on; loaded without triggers, so their keys are made after."""
    from duplication import index, registry
    from duplication.blocking import keys_of
    from projects.models import Project
    from tests.benchmarks.real_projects import load

    with gzip.open(Path(SHARED, "data", "narcotics_projects.csv.gz"), "rt", encoding="utf-8", newline="") as file:
        load(csv.DictReader(file))
    for some in batched(Project.objects.order_by("pk").values_list("pk", flat=True), 1_000):
        index.refresh(some, keys_of(registry.records(some)))


def batched(values: Iterable[int], size: int) -> Iterator[list[int]]:
    waiting = iter(values)
    while some := list(islice(waiting, size)):
        yield some


def show() -> None:
    from projects.models import Project
    from roundtables.matching.proposing import proposals
    from roundtables.models import Recommendation

    print(f"{Project.objects.count()} projects")
    took = []
    for recommendation in Recommendation.objects.select_related("round_table").order_by("round_table__start", "number"):
        began = time.perf_counter()
        found = proposals(recommendation)
        took.append(time.perf_counter() - began)
        print(f"\n{recommendation.round_table.number}.{recommendation.number} {recommendation.text}")
        print(
            f"    {', '.join(theme.pk for theme in recommendation.themes.all())}; "
            f"{sum(one.is_strong for one in found)} fit well, {sum(not one.is_strong for one in found)} worth a look"
        )
        projects = Project.objects.in_bulk([one.project for one in found[:SHOWN]])
        for number, one in enumerate(found[:SHOWN], start=1):
            project = projects[one.project]
            print(
                f"  {number} {'*' if one.is_strong else ' '} {one.weight:4.1f} {project.title[:150]} ({project.years})"
            )
            print(f"         {project.objective[:400]!r}")
            print(f"         {' '.join(one.sentences)}")
    print(f"\n{statistics.median(took) * 1000:.0f} ms the median, {max(took) * 1000:.0f} ms the longest")
    show_page()


def show_page() -> None:
    """Of each recommendation, for a coordinator: processor time, after the first."""
    from django.test import Client
    from django.urls import reverse

    from partners.models import User
    from roundtables.models import Recommendation

    fields = {"name": "Coordinator", "role": User.Role.COORDINATOR}
    coordinator, _ = User.objects.get_or_create(email="coordinator@adam.example", defaults=fields)
    client = Client(headers={"host": "localhost"})
    client.force_login(coordinator)
    pages = [reverse("roundtables:answers", args=[pk]) for pk in Recommendation.objects.values_list("pk", flat=True)]
    took = []
    for page in [pages[0], *pages]:
        began = time.process_time()
        assert client.get(page, secure=True).status_code == 200
        took.append(time.process_time() - began)
    print(f"page of answers: {statistics.median(took[1:]) * 1000:.0f} ms, {max(took[1:]) * 1000:.0f} ms the longest")


def main() -> None:
    if not SHARED:
        sys.exit("ADAM_SHARED names no folder of published files.")
    django.setup()
    with_reports = "--reports" in sys.argv
    name = "adam_proposals_reports" if with_reports else "adam_proposals"
    with database_of_its_own(name, keep="--anew" not in sys.argv):
        from projects.models import Project

        if not Project.objects.exists():
            fill(with_reports)
        show()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "adam.settings")
    main()
