"""How long telling watchers takes: `python -m tests.benchmarks.watching [WATCHES] [PROJECTS]`. All is taken back.

Into a database with the demonstration world come 1,000 watches of 100 people and 5,000 projects in bulk; half of the
watches are of a country, a theme, a partner or a project, half are searches of other kinds.
"""

import os
import sys
import time
from itertools import cycle, islice

import django


def main(watches: int, projects: int) -> None:
    django.setup()
    from django.db import connection, transaction
    from django.utils import timezone

    from adam.demo.makers import make_focal_point
    from partners.models import Country, Partner
    from projects import watching
    from projects.models import Project, Recipient, Theme, Watch

    with transaction.atomic():
        partners = list(Partner.objects.all())
        people = [make_focal_point(partner) for partner in islice(cycle(partners), 100)]
        countries, themes = list(Country.objects.all()[:60]), list(Theme.objects.all())
        queries = [f"country={country.pk}" for country in countries] + [f"theme={theme.pk}" for theme in themes]
        queries += [f"partner={partner.code}" for partner in partners]
        others = [f"country={c.pk}&status={s}" for c in countries for s in "1234"] + [f"q=post+{n}" for n in range(200)]
        mixed = cycle([query for pair in zip(cycle(queries), others, strict=False) for query in pair])
        wanted = {(person.pk, query) for person, query in zip(cycle(people), islice(mixed, 4 * watches))}
        since = timezone.now()
        Watch.objects.bulk_create(
            Watch(user_id=user, query=query, name=query, told_until=since) for user, query in sorted(wanted)[:watches]
        )
        new = Project.objects.bulk_create(
            Project(partner=partner, title=f"Post {n}", objective="Border posts " * 30, published_at=since)
            for n, partner in zip(range(projects), cycle(partners))
        )
        Recipient.objects.bulk_create(Recipient(project=p, country=c) for p, c in zip(new, cycle(countries)))
        links = Project.themes.through
        links.objects.bulk_create(links(project=p, theme=t) for p, t in zip(new, cycle(themes)))

        from partners.models import Rhythm
        from partners.preferences import choose

        for person in people:
            choose(person, {"watch": Rhythm.AT_ONCE})
        for round_ in ("all new", "nothing new"):
            asked: list[str] = []
            with connection.execute_wrapper(lambda run, sql, *rest: (asked.append(sql), run(sql, *rest))[1]):  # noqa: B023
                started = time.perf_counter()
                told = watching.tell(timezone.now())
                seconds = time.perf_counter() - started
            counts = f"{told} told, {seconds:.1f} s, {len(asked)} queries"
            print(f"{round_:12} {watches:,} watches, {projects:,} projects: {counts}")
        transaction.set_rollback(True)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "adam.settings")
    numbers = [int(number) for number in sys.argv[1:3]]
    main(*(numbers or [1_000, 5_000]))
