"""Needs and offers by the ten thousand: `python -m tests.benchmarks.needs [NUMBER]`.

So many needs and as many offers are invented, in a database of its own; printed is how long the list, one page and its
matches take (and how much of it is not the database), and the daily round over a tenth of the needs.
"""

import os
import random
import statistics
import sys
import time
from collections.abc import Callable

import django

from tests.benchmarks.databases import database_of_its_own

TIMES = 15


def fill(number: int) -> None:
    from adam import reference
    from partners.models import Partner, User
    from projects.models import ActivityType, Theme
    from roundtables.models import Need, Offer

    reference.load()
    chance = random.Random(1)
    countries = list(Partner.objects.filter(country__isnull=False).values_list("country", flat=True))
    partners = list(Partner.objects.values_list("pk", flat=True))
    themes = list(Theme.objects.filter(parent__isnull=False).values_list("pk", flat=True))
    types = list(ActivityType.objects.values_list("pk", flat=True))
    author = User.objects.create_user(email="coordinator@adam.example", name="Coordinator", role="coordinator")
    words = ["radios", "vehicles", "training of officers", "test kits", "dogs", "scanners", "a laboratory", "advisers"]
    Need.objects.bulk_create(
        Need(
            country_id=chance.choice(countries),
            title=f"{chance.choice(words)} for post {n}",
            theme_id=chance.choice(themes),
            activity_type_id=chance.choice(types),
            author=author,
        )
        for n in range(number)
    )
    offers = Offer.objects.bulk_create(
        Offer(partner_id=chance.choice(partners), title=f"{chance.choice(words)} of lot {n}", author=author)
        for n in range(number)
    )
    for field, choices, most in (("themes", themes, 2), ("activity_types", types, 2), ("countries", countries, 4)):
        through = getattr(Offer, field).through
        column = through._meta.get_fields()[2].attname
        rows = [(one.pk, code) for one in offers for code in chance.sample(choices, chance.randint(1, most))]
        through.objects.bulk_create((through(offer_id=pk, **{column: code}) for pk, code in rows), batch_size=5_000)


def timed(what: str, do: Callable[[], object]) -> None:
    do()
    took, processor = [], []
    for _ in range(TIMES):
        began, before = time.perf_counter(), time.process_time()
        do()
        took.append(time.perf_counter() - began)
        processor.append(time.process_time() - before)
    median, longest, ours = (1000 * each for each in (statistics.median(took), max(took), statistics.median(processor)))
    print(
        f"{what:44} {median:6.0f} ms the median, {longest:6.0f} ms the longest, {ours:6.0f} ms of it our own processor"
    )


def measure() -> None:
    from django.db import connection
    from django.test import Client

    from partners.models import User
    from roundtables.models import Need, Offer
    from roundtables.needs.matching import matches_of_need, matches_of_offer
    from roundtables.needs.telling import tell

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get())
    need, offer = Need.objects.select_related("country", "beneficiary").first(), Offer.objects.first()
    assert need
    assert offer
    for path in ("needs/", "needs/?country=TJ&theme=T1&state=open", f"needs/{need.pk}/", f"offers/{offer.pk}/"):
        timed(f"/round-tables/{path}", lambda path=path: client.get(f"/round-tables/{path}", secure=True))
    timed("matches of a need", lambda: matches_of_need(need))
    timed("matches of an offer", lambda: matches_of_offer(offer))
    some = Need.objects.select_related("country", "beneficiary").order_by("pk")[: Need.objects.count() // 10]
    began = time.perf_counter()
    found = sum(tell(matches_of_need(one)[:5]) for one in some)
    print(f"daily round, a tenth of the needs: {time.perf_counter() - began:.1f} s, {found} matches")


def main() -> None:
    django.setup()
    with database_of_its_own("adam_needs"):
        fill(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
        measure()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "adam.settings")
    main()
