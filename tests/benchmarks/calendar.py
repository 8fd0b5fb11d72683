"""How long the calendar takes where much is dated: `python -m tests.benchmarks.calendar [NUMBER]`. All is taken back.

Into a database with the demonstration world come 100,000 trainings and missions over ten years, on the projects that are
there: 830 a month. Told are the queries and the time of a month, the list, a filter, and the feed with and without what
a program has already.
"""

import os
import sys

import django

from tests.benchmarks.queue import told

MADE = """
INSERT INTO projects_activity (project_id, type_id, description, unit, country_id, "start", "end")
SELECT p.id, (ARRAY['A01', 'A02', 'A17'])[1 + n % 3], 'Course ' || n, '', c.iso2, d.day, d.day + n % 12
FROM generate_series(1, {number}) n
JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS at, count(*) OVER () AS many FROM projects_project) p
  ON p.at = n % p.many
CROSS JOIN LATERAL (SELECT (ARRAY['AF', 'TJ', 'UZ', 'KG', 'PK'])[1 + n % 5] AS iso2) c
CROSS JOIN LATERAL (SELECT current_date - 1825 + (n * 37) % 3650 AS day) d
"""


def main(number: int) -> None:
    django.setup()
    from django.conf import settings
    from django.db import connection, transaction
    from django.test import Client

    from adam.demo.makers import make_calendar_key
    from partners.models import User

    settings.ALLOWED_HOSTS.append("testserver")
    settings.SECURE_SSL_REDIRECT = False
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(MADE.format(number=number))
            cursor.execute("ANALYZE projects_activity")
        client, page, coordinator = Client(), "/round-tables/calendar/", User.objects.coordinators()[0]
        client.force_login(coordinator)
        for query in ("", "view=list", "view=list&page=9", "country=TJ", "theme=T1&kind=training", "partner=DE"):
            told(f"calendar {query}", lambda query=query: client.get(f"{page}?{query}"))
        make_calendar_key(coordinator, "the-key")
        feed = f"{page}the-key.ics"
        tag = client.get(feed)["ETag"]
        told("feed", lambda: client.get(feed))
        told("feed, nothing new", lambda: client.get(feed, headers={"if-none-match": tag}))
        transaction.set_rollback(True)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "adam.settings")
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
