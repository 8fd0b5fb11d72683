"""Projects proposed for the recommendations of 2006: `python -m tests.benchmarks.proposals [--anew]`, to be read.

The register is that of the published files in data/iati of the folder that ADAM_SHARED names, and with `--reports` the
7,170 real reports of counter-narcotics and border projects beside them. It is kept between two runs, in a database of
its own; `--anew` makes it again. Printed: for each recommendation what its page shows a coordinator, the reasons, a star
before what fits well, how long finding them took, and how long the page of answers takes. With `--further` the same for
recommendations in the manner of other meetings, made up; those of group 3 were read last.
"""

import csv
import gzip
import os
import statistics
import sys
import time
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import django

from tests.benchmarks.databases import database_of_its_own

if TYPE_CHECKING:
    from partners.models import User
    from roundtables.models import Recommendation

SHARED = os.environ.get("ADAM_SHARED", "")
PUBLISHERS = {"us": "US", "finland": "FI", "eu": "EU", "dfid": "GB", "hivaids": "UNAIDS"}

FURTHER = Path(__file__).parent / "further_recommendations.csv"


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
    from duplication.matching import index, registry
    from duplication.matching.blocking import keys_of
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
    from roundtables.models import Recommendation

    print(f"{Project.objects.count()} projects")
    took = []
    for recommendation in Recommendation.objects.select_related("round_table").order_by("round_table__start", "number"):
        print(f"\n{recommendation.round_table.number}.{recommendation.number} {recommendation.text}")
        took.append(show_one(recommendation))
    print(f"\n{statistics.median(took) * 1000:.0f} ms the median, {max(took) * 1000:.0f} ms the longest")
    show_page()


def show_further() -> None:
    from django.db import transaction

    from adam.demo.makers import make_recommendation, make_round_table

    with FURTHER.open(encoding="utf-8", newline="") as file, transaction.atomic():
        for number, row in enumerate(csv.DictReader(file), start=1):
            meeting = make_round_table(start=date.fromisoformat(row["day"]), end=date.fromisoformat(row["day"]))
            countries, themes = row["countries"].split(), row["themes"].split()
            recommendation = make_recommendation(meeting, text=row["text"], countries=countries, themes=themes)
            print(f"\n{row['group']}.{number} {row['text']} ({row['day']}; {row['countries']})")
            show_one(recommendation)
        transaction.set_rollback(True)


def show_one(recommendation: "Recommendation") -> float:
    """Returns the seconds that finding its proposals took."""
    from roundtables.matching.deciding import proposed_to
    from roundtables.matching.proposing import proposals

    began = time.perf_counter()
    found = proposals(recommendation)
    took = time.perf_counter() - began
    bands = proposed_to(coordinator(), recommendation)
    print(
        f"    {', '.join(theme.pk for theme in recommendation.themes.all())}; "
        f"{sum(one.is_strong for one in found)} fit well, {sum(not one.is_strong for one in found)} worth a look; "
        f"shown {len(bands.strong)} and {len(bands.weak)}"
    )
    for number, one in enumerate(bands.strong + bands.weak, start=1):
        project, proposal, more = one.project, one.proposal, f" and {one.others} more" if one.others else ""
        star = "*" if proposal.is_strong else " "
        print(f"  {number} {star} {proposal.weight:4.1f} {project.title[:150]} ({project.years}){more}")
        print(f"         {project.objective[:400]!r}")
        print(f"         {' '.join(proposal.sentences)}")
    return took


def coordinator() -> "User":
    from partners.models import User

    fields = {"name": "Coordinator", "role": User.Role.COORDINATOR}
    return User.objects.get_or_create(email="coordinator@adam.example", defaults=fields)[0]


def show_page() -> None:
    """Of each recommendation, for a coordinator: processor time, after the first."""
    from django.test import Client
    from django.urls import reverse

    from roundtables.models import Recommendation

    client = Client(headers={"host": "localhost"})
    client.force_login(coordinator())
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
        show_further() if "--further" in sys.argv else show()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "adam.settings")
    main()
