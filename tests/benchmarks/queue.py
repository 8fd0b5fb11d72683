"""How long the review of many alerts takes: `python -m tests.benchmarks.queue 10000 100000 [--keep] [--only WORDS]`.

Invented projects and alerts go into a database of their own (`reviewed`), dropped at the end unless it is kept for the
next time. Every page is asked for by signed-in people through the whole site, and what is decided is taken back. Told
are the median time, the part of it that this process and its PostgreSQL worked, which others on the machine do not
lengthen, the most that one query takes, and how many there are.
"""

import argparse
import os
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import django

from tests.benchmarks.reviewed import lengthen, reviewed

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "adam.settings")
TIMES = 3
AT_ONCE = 200  # alerts decided together: the most that a person may
SORTS = ("strength", "money", "newest", "oldest")
NARROWED = ("kind=same_work", "strength=strong", "stake=1000000", "age=90", "silent=DE", "partner=DE", "country=TJ")
BOTH = ("kind=same_work&sort=money", "silent=DE&sort=money", "age=90&strength=strong&sort=money")

Act = Callable[[], object]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("alerts", type=int, nargs="*", default=[10_000])
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--only", default="", help="Measure what has one of these in its name, parted by |.")
    given = parser.parse_args()
    django.setup()
    from django.db import connection

    for number in given.alerts:
        with reviewed(number, keep=given.keep):
            connection.cursor().execute("SET max_parallel_workers_per_gather = 0")  # or part of the work is not seen
            print(f"{number} open alerts{'':34} median ms   worked   slowest query   queries")
            for what, act in acts():
                if any(words in what for words in given.only.split("|")):
                    told(what, act)


def acts() -> Iterator[tuple[str, Act]]:
    """What people do, with its name. Each signs in anew: no page finds warm what another one left."""
    from django.test import Client

    from partners.models import User

    clients, people = {}, {}
    for role, email in (("coordinator", "coordinator"), ("focal point", "focal-point"), ("analyst", "analyst")):
        people[role] = User.objects.get(email=f"{email}@adam.example")
        clients[role] = Client(headers={"host": "localhost"})
        clients[role].force_login(people[role])

    def asked(role: str, address: str) -> Act:
        return lambda: got(clients[role], address)

    for role in clients:
        yield f"{role}: counts on every page", asked(role, "/help/")
        for sort in SORTS:
            yield f"{role}: open, {sort}", asked(role, f"/alerts/?state=open&sort={sort}")
        for query in (*NARROWED, *BOTH):
            yield f"{role}: open, {query}", asked(role, f"/alerts/?state=open&{query}")
        yield f"{role}: open, last page", asked(role, "/alerts/?state=open&page=last")
    for state in ("waiting", "ready", "unanswered", "decided", "withdrawn"):
        yield f"coordinator: {state}", asked("coordinator", f"/alerts/?state={state}")
        yield f"coordinator: {state}, money", asked("coordinator", f"/alerts/?state={state}&sort=money")
    yield "coordinator: contradicting", asked("coordinator", "/alerts/?state=contradicting")
    yield "contradictions after something was decided", worked_out_anew
    for state in ("waiting", "own", "mine", "decided"):
        yield f"focal point: {state}", asked("focal point", f"/alerts/?state={state}")
    yield from of_one(people, asked)
    yield from thresholds(asked)
    yield "coordinator: decide 200 and undo", lambda: decided(clients["coordinator"], people["coordinator"])


def of_one(people: Any, asked: Callable[[str, str], Act]) -> Iterator[tuple[str, Act]]:
    from duplication.models import Alert
    from projects.models import Project

    alert = Alert.objects.open().order_by("pk")[40]
    yield "coordinator: an alert", asked("coordinator", alert.get_absolute_url())
    yield "coordinator: from the queue", asked("coordinator", f"{alert.get_absolute_url()}?from=state%3Dopen%26at%3D40")
    money = "?from=state%3Dopen%26sort%3Dmoney%26at%3D40"
    yield "coordinator: from money", asked("coordinator", f"{alert.get_absolute_url()}{money}")
    long = Alert.objects.open().order_by("pk")[41]
    if long.positions.count() < 10:
        lengthen(long, people["coordinator"].pk)
    yield "coordinator: a long history", asked("coordinator", long.get_absolute_url())
    tied = Alert.objects.open().order_by("-first", "second").first()
    yield "coordinator: cluster of 100", asked("coordinator", f"/alerts/{tied.pk}/cluster/")  # type: ignore[union-attr]
    yield "coordinator: one of that cluster", asked("coordinator", tied.get_absolute_url())  # type: ignore[union-attr]
    project = Project.objects.order_by("-pk")[50]
    yield "coordinator: a project of it", asked("coordinator", project.get_absolute_url())


def thresholds(asked: Callable[[str, str], Act]) -> Iterator[tuple[str, Act]]:
    from duplication.calibration.calibrations import active_calibration

    page = "/alerts/thresholds/"
    yield "coordinator: thresholds", asked("coordinator", page)
    yield "coordinator: thresholds, tables of then", asked("coordinator", f"{page}?page=10")
    for what, value in (("a little higher", 1), ("much higher", 5), ("lower", -1)):
        query = f"used={active_calibration().pk}&same_work={value}"
        yield f"coordinator: preview, {what}", asked("coordinator", f"{page}?{query}")


def decided(client: Any, user: Any) -> None:
    """The first that are open, and all of it taken back by its author; then come those back that went as they were
    checked, since what is invented is not found.
    """
    from django.utils import timezone

    from duplication.models import Alert, Verdict

    start = timezone.now()
    open_ones = list(Alert.objects.open().order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    said = {"do": "dismiss", "reason": "place", "text": "Not the same valley.", "anyway": "on", "alert": open_ones}
    began = time.perf_counter()
    assert client.post("/alerts/several/", said, secure=True).status_code == 302
    middle = time.perf_counter()
    given = Verdict.objects.standing().filter(decided_by=user, alert__in=open_ones).values_list("pk", flat=True)
    assert len(given) > AT_ONCE / 2, len(given)
    sent = {"verdicts": ",".join(map(str, given))}
    assert client.post("/alerts/undo/", sent, secure=True).status_code == 302
    end = time.perf_counter()
    Alert.objects.filter(withdrawn_at__gte=start).update(withdrawn_at=None)
    print(f"  {AT_ONCE} decided in {middle - began:.1f} s, {len(given)} taken back in {end - middle:.1f} s", flush=True)


def worked_out_anew() -> None:
    from duplication.review import contradicting

    contradicting.worked_out.cache_clear()
    contradicting.contradicting()


def got(client: Any, address: str) -> None:
    response = client.get(address, secure=True)
    assert response.status_code == 200, (address, response.status_code)


def told(what: str, act: Act) -> None:
    from django.db import connection

    asked: list[float] = []

    def watched(run: Callable[..., object], sql: str, *rest: object) -> object:
        began = time.perf_counter()
        try:
            return run(sql, *rest)
        finally:
            asked.append(1000 * (time.perf_counter() - began))

    taken, worked = [], []
    for _ in range(TIMES):
        asked.clear()
        with connection.execute_wrapper(watched):
            began, before = time.perf_counter(), working()
            act()
            taken.append(1000 * (time.perf_counter() - began))
            worked.append(1000 * (working() - before))
        if taken[0] > 10_000:
            break
    whole, own = statistics.median(taken), statistics.median(worked)
    print(f"{what:52} {whole:7.0f} {own:8.0f} {max(asked):15.0f} {len(asked):9}", flush=True)


def working() -> float:
    """Seconds of this process and of its connection's in the database, where that is on this machine."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        spent = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    return time.process_time() + (int(spent.read_text().split()[0]) / 1e9 if spent.exists() else 0)


if __name__ == "__main__":
    main()
