"""Times of what a form says while one types: `python -m tests.benchmarks.typing --projects 873 100000`.

Whole answers through Django's test client, without the network: look-alikes of a half-filled form, and suggestions of
organizations among 50,000 and of places. Into a database of their own, which is dropped at the end.
"""

import argparse
import os
import random
import statistics
import time
from collections.abc import Callable
from functools import partial

import django

from tests.benchmarks.databases import database_of_its_own

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "adam.settings")
os.environ.setdefault("ADAM_BASE_URL", "http://localhost")  # else every answer is the way to https
DATABASE = "adam_benchmark"
ORGANIZATIONS = 50_000
ROUNDS, WARM_UP = 100, 10
TYPED = [
    "min",
    "ministry",
    "ministry int",
    "customs t",
    "moi taj",
    "mia",
    "drug controll agancy",
    "border polise",
    "dca",
]


def bodies(number: int) -> None:
    """Names made of the words that such names are made of, each once."""
    from partners.models import Country, Organization
    from partners.models.organization import name_key

    chance = random.Random(1)
    what = [
        "Ministry",
        "Department",
        "Directorate",
        "Agency",
        "Service",
        "Committee",
        "Bureau",
        "Office",
        "Centre",
        "Institute",
        "Regiment",
    ]
    of = ["Interior", "Internal Affairs", "Customs", "Border Police", "Drug Control", "Health", "Justice", "Finance"]
    of += ["Forensic Science", "Prisons", "Public Prosecution", "Transport", "Education", "Narcotics Control"]
    countries = list(Country.objects.all())
    made = {}
    while len(made) < number:
        country = chance.choice(countries)
        name = f"{chance.choice(what)} of {chance.choice(of)} {chance.randint(1, 99)} of {country}"
        made[name_key(name)] = Organization(name=name, name_key=name_key(name), country=country)
    Organization.objects.bulk_create(made.values(), batch_size=5_000)


def measured(act: Callable[[int], object], rounds: int = ROUNDS) -> str:
    taken = []
    for number in range(rounds + WARM_UP):
        begun = time.perf_counter()
        act(number)
        taken.append((time.perf_counter() - begun) * 1000)
    taken = sorted(taken[WARM_UP:])
    return f"median {statistics.median(taken):.1f} ms, 95 % {taken[int(0.95 * len(taken))]:.1f} ms"


def measure(size: int) -> None:
    from django.db import connection

    with database_of_its_own(DATABASE):
        fill(size)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        ask(size)


def fill(size: int) -> None:
    from django.core.management import call_command

    from duplication.sweep import sweep
    from tests.benchmarks.real_projects import drawn, load

    call_command("createcachetable", verbosity=0)
    load(drawn(size))
    sweep(lambda *_: None)
    bodies(ORGANIZATIONS)


def ask(size: int) -> None:
    from django.test import Client
    from django.urls import reverse

    from adam.demo.makers import make_focal_point
    from partners.models import Organization
    from projects.models import Project
    from tests.entering import posted

    client = Client(SERVER_NAME="localhost")
    client.force_login(user := make_focal_point("DE"))
    projects = list(Project.objects.prefetch_related("countries").order_by("pk")[: ROUNDS + WARM_UP])

    def look_alikes(number: int) -> None:
        like = projects[number % len(projects)]
        form = posted(partner=user.partner_id, title=like.title, objective=like.objective)
        form["countries"] = [country.pk for country in like.countries.all()]
        assert client.post(reverse("projects:look_alikes_of_new"), form).status_code == 200

    def suggested(name: str, number: int) -> None:
        assert client.get(reverse(name), {"q": TYPED[number % len(TYPED)]}).status_code == 200

    print(f"{size:,} projects, {Organization.objects.count():,} organizations", flush=True)
    print(f"  look-alikes while typing  {measured(look_alikes)}", flush=True)
    print(f"  organizations suggested   {measured(partial(suggested, 'projects:suggest_organizations'))}", flush=True)
    print(f"  places suggested          {measured(partial(suggested, 'projects:suggest_places'))}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--projects", type=int, nargs="+", default=[873, 100_000])
    sizes = parser.parse_args().projects
    django.setup()
    for size in sizes:
        measure(size)


if __name__ == "__main__":
    main()
