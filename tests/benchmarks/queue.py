"""How long the queue of alerts takes: `python -m tests.benchmarks.queue [ALERTS]`. All is taken back.

Into a database with the demonstration world come 10,000 open alerts in bulk: every second one stands alone, the others
tie three to five projects together. Told are the queries and the time of the first and of the last page, and what of
that goes into the clusters; of Python the processor's time, which others on the machine do not lengthen.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable
from itertools import combinations, cycle

import django

TIMES = 7


def main(number: int) -> None:
    django.setup()
    from django.conf import settings
    from django.db import connection, transaction
    from django.test import Client
    from django.utils import timezone

    from duplication.calibration.calibrations import active_calibration
    from duplication.models import Alert
    from duplication.review.clusters import clusters_in, open_clusters
    from partners.models import Partner, User
    from projects.models import Project, Recipient

    settings.ALLOWED_HOSTS.append("testserver")
    settings.SECURE_SSL_REDIRECT = False
    with transaction.atomic():
        sizes, pairs = cycle([2, 2, 2, 3, 2, 2, 4, 2, 2, 2, 2, 5]), list[tuple[int, int]]()
        projects = 0
        while len(pairs) < number:
            size = next(sizes)
            pairs += combinations(range(projects, projects + size), 2)
            projects += size
        now = timezone.now()
        new = Project.objects.bulk_create(
            Project(partner=partner, title=f"Post {n}", objective="Border posts " * 30, published_at=now)
            for n, partner in zip(range(projects), cycle(Partner.objects.all()))
        )
        Recipient.objects.bulk_create(Recipient(project=project, country_id="TJ") for project in new)
        used = active_calibration()
        Alert.objects.bulk_create(
            Alert(
                first=new[first],
                second=new[second],
                kind=Alert.Kind.SAME_WORK,
                match_weight=place % 97 / 10,
                probability=0.9,
                contributions=[],
                calibration=used,
            )
            for place, (first, second) in enumerate(pairs[:number])
        )
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        for role in ("coordinator", "focal point"):
            people = User.objects.coordinators() if role == "coordinator" else User.objects.filter(partner__code="DE")
            user = people.filter(is_active=True)[0]
            client = Client()
            client.force_login(user)
            found = Alert.objects.visible_to(user).open()
            told(f"{role}: clusters", lambda found=found, user=user: clusters_in(found, user))
            if user.sees_everything:
                told(f"{role}: clusters as kept", lambda user=user: open_clusters(user))
            for page in ("1", "last"):
                address = f"/alerts/?state=open&page={page}"
                told(f"{role}: page {page}", lambda client=client, address=address: client.get(address))
        transaction.set_rollback(True)


def told(what: str, act: Callable[[], object]) -> None:
    from django.db import connection

    asked: list[float] = []

    def watched(run: Callable[..., object], sql: str, *rest: object) -> object:
        started = time.perf_counter()
        try:
            return run(sql, *rest)
        finally:
            asked.append(1000 * (time.perf_counter() - started))

    taken, worked = [], []
    for _ in range(TIMES):
        asked.clear()
        with connection.execute_wrapper(watched):
            started, began = time.perf_counter(), time.process_time()
            act()
            taken.append(1000 * (time.perf_counter() - started))
            worked.append(1000 * (time.process_time() - began))
    slowest = ", ".join(f"{one:.0f}" for one in sorted(asked, reverse=True)[:4])
    whole, own = statistics.median(taken), statistics.median(worked)
    print(
        f"{what:28} {whole:7.0f} ms, of these {own:.0f} of Python; {len(asked)} queries, the slowest {slowest} ms",
        flush=True,
    )


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "adam.settings")
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
