"""How long what came of recommendations takes to show: `python -m tests.benchmarks.board [NUMBER]`. All is taken back.

Into a database with the demonstration world come 10,000 recommendations of 200 meetings in bulk, two of three with
follow-up. Told are the queries and the time of the board as it is grouped and narrowed, of one recommendation, of its
list as files, of the first page, and of the job that reminds.
"""

import os
import sys
from datetime import timedelta
from itertools import cycle, islice

import django

from tests.benchmarks.queue import told

MEETINGS = 200


def main(number: int) -> None:
    django.setup()
    from django.conf import settings
    from django.db import connection, transaction
    from django.test import Client

    from partners.models import User
    from roundtables.following.reminding import remind
    from roundtables.models import Recommendation

    settings.ALLOWED_HOSTS.append("testserver")
    settings.SECURE_SSL_REDIRECT = False
    with transaction.atomic():
        fill(number)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        client = Client()
        client.force_login(User.objects.coordinators().filter(is_active=True)[0])
        board, some = "/round-tables/board/", Recommendation.objects.last()
        assert some
        for query in ("", "by=country", "by=pillar", "by=due&in_progress=50", "addressee=DE", "assess=1", "country=TJ"):
            told(f"board {query}", lambda query=query: client.get(f"{board}?{query}"))
        told("one recommendation", lambda: client.get(some.get_absolute_url()))
        told("list as CSV", lambda: b"".join(client.get("/round-tables/board.csv")))
        told("list as XLSX", lambda: client.get("/round-tables/board.xlsx"))
        told("first page, coordinator", lambda: client.get("/"))
        client.force_login(User.objects.get(email="recipient@adam.example"))
        told("first page, recipient", lambda: client.get("/"))
        told("reminding", remind)
        transaction.set_rollback(True)


def fill(number: int) -> None:
    from django.utils import timezone

    from partners.models import Country, Pillar, User
    from roundtables.models import FollowUp, Recommendation, RoundTable

    today, coordinator = timezone.localdate(), User.objects.coordinators()[0]
    kind = RoundTable.Kind.OTHER
    meetings = RoundTable.objects.bulk_create(
        RoundTable(kind=kind, start=day, end=day, city=f"Town {n}", country_id="AT")
        for n, day in ((n, today - timedelta(days=20 * n)) for n in range(MEETINGS))
    )
    groups = cycle([["governments"], ["donors"], ["governments", "unodc"], []])
    made = Recommendation.objects.bulk_create(
        Recommendation(
            round_table=meetings[n % MEETINGS],
            number=1 + n // MEETINGS,
            text=f"Recommendation {n}: " + "strengthen what was agreed at the border crossings " * 4,
            pillars=[Pillar.values[n % 4]],
            addressees=next(groups),
            due_on=None if n % 3 else today + timedelta(days=n % 600 - 300),
        )
        for n in range(number)
    )
    through, countries = Recommendation.countries.through, Country.objects.filter(partner__isnull=False)
    codes = cycle(countries.values_list("pk", flat=True))
    through.objects.bulk_create(
        through(recommendation=one, country_id=code) for one in made for code in islice(codes, 1 + one.pk % 3)
    )
    partners = cycle(countries.values_list("partner", flat=True))
    states = cycle(["in_progress", "implemented", "open", "in_progress", "superseded"])
    FollowUp.objects.bulk_create(
        FollowUp(
            recommendation=one,
            progress="in_progress" if is_report else next(states),
            text="Two of the four are open. " * 5,
            partner_id=next(partners) if is_report else None,
            author=coordinator,
        )
        for one in made
        if one.pk % 3
        for is_report in ([True, True, False] if one.pk % 2 else [False, True])
    )


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "adam.settings")
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
