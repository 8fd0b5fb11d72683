"""Needs and offers by the ten thousand: `python -m tests.benchmarks.needs [NUMBER]`.

So many needs and as many offers are invented, with somebody who speaks for each partner, in a database of its own which is
dropped at the end unless it is to be kept; printed is how long the list, one page and its matches take (and how much of it
is not the database), and the daily round over all needs: when nobody was told yet, and when all were.
"""

import argparse
import os
import random
import statistics
import time
from collections.abc import Callable

import django

from tests.benchmarks.databases import database_of_its_own

TIMES = 15


def fill(number: int) -> None:
    from adam import reference
    from adam.demo.makers import make_focal_point, make_user
    from partners.models import Partner, User
    from projects.models import ActivityType, Theme
    from roundtables.models import Need, Offer

    reference.load()
    chance = random.Random(1)
    countries = list(Partner.objects.filter(country__isnull=False).values_list("country", flat=True))
    partners = list(Partner.objects.values_list("pk", flat=True))
    themes = list(Theme.objects.filter(parent__isnull=False).values_list("pk", flat=True))
    types = list(ActivityType.objects.values_list("pk", flat=True))
    author = make_user(User.Role.COORDINATOR, "UNODC")
    for partner in Partner.objects.all():
        make_focal_point(partner)
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

    from partners.models import Notification, User
    from roundtables.models import Need, Offer
    from roundtables.needs.matching import matches_of_need, matches_of_offer
    from roundtables.needs.telling import tell_of_matches

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    Notification.objects.all().delete()
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(role=User.Role.COORDINATOR))
    need, offer = Need.objects.select_related("country", "beneficiary").first(), Offer.objects.first()
    assert need
    assert offer
    for path in ("needs/", "needs/?country=TJ&theme=T1&state=open", f"needs/{need.pk}/", f"offers/{offer.pk}/"):
        timed(f"/round-tables/{path}", lambda path=path: client.get(f"/round-tables/{path}", secure=True))
    timed("matches of a need", lambda: matches_of_need(need))
    timed("matches of an offer", lambda: matches_of_offer(offer))
    for what in ("nobody was told yet", "all were told"):
        began, before = time.perf_counter(), time.process_time()
        found = tell_of_matches.func()
        took, processor = time.perf_counter() - began, time.process_time() - before
        needs = Need.objects.open().count()
        print(
            f"daily round, {what}: {took:.1f} s, {processor:.1f} s of it our own processor, {found} matches told, "
            f"{1000 * took / needs:.1f} s per 1,000 needs"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("number", type=int, nargs="?", default=10_000)
    parser.add_argument("--keep", action="store_true", help="leave the database, and use the one that is left")
    given = parser.parse_args()
    django.setup()
    from roundtables.models import Need

    with database_of_its_own(f"adam_needs_{given.number}", keep=given.keep):
        if not Need.objects.exists():
            fill(given.number)
        measure()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "adam.settings")
    main()
