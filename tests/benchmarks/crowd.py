"""Two hundred people at once: `python -m tests.benchmarks.crowd --people 200 --seconds 60`.

They search, look at projects and enter new ones, with pauses as people make them, on a real site (gunicorn, worker,
PostgreSQL) on this machine. Told at the end: requests a second, times by kind, and whether all that was acknowledged
is there. Leaves nothing behind.
"""

import argparse
import http.client
import random
import re
import statistics
import time
from collections import defaultdict
from threading import Lock
from urllib.parse import quote

from tests.benchmarks.site import Person, Site, form_on, make_people, running, together

WORDS = ["border", "training", "precursor", "laboratory", "customs", "dogs", "opiates", "treatment", "police", "port"]
COUNTRIES = ["AF", "TJ", "IR", "PK", "UZ", "KG", "TM", "KZ"]
PAUSE = (2.0, 6.0)  # seconds between two things a person does
PROJECT = re.compile(rb'href="(/projects/\d+/)"')


class Crowd:
    def __init__(self, site: Site, until: float) -> None:
        self.site, self.until, self.lock = site, until, Lock()
        self.taken: dict[str, list[float]] = defaultdict(list)
        self.wrong: list[str] = []
        self.acknowledged: list[str] = []

    def visit(self, person: Person, chance: random.Random) -> None:
        time.sleep(chance.uniform(0, PAUSE[1]))
        while time.monotonic() < self.until:
            things = [self.search, self.search, self.narrow, self.look, self.enter]
            try:
                chance.choice(things)(person, chance)
            except (OSError, http.client.HTTPException, StopIteration) as error:
                self.wrong.append(repr(error))
            time.sleep(chance.uniform(*PAUSE))

    def timed(self, kind: str, person: Person, path: str, fields: list[tuple[str, str]] | None = None) -> bytes:
        began = time.perf_counter()
        status, headers, content = person.get(path) if fields is None else person.post(path, fields)
        with self.lock:
            self.taken[kind].append(1000 * (time.perf_counter() - began))
            if status not in {200, 302}:
                self.wrong.append(f"{status} {path}")
        return headers.get("Location", "").encode() if status == 302 else content

    def search(self, person: Person, chance: random.Random) -> None:
        word = chance.choice(WORDS)
        self.timed("suggestions", person, f"/projects/suggest/?q={quote(word[:3])}")
        self.timed("search", person, f"/projects/?q={quote(word)}")

    def narrow(self, person: Person, chance: random.Random) -> None:
        self.timed("narrow down", person, f"/projects/?country={chance.choice(COUNTRIES)}&status=2&sort=-budget")

    def look(self, person: Person, chance: random.Random) -> None:
        found = PROJECT.findall(self.timed("search", person, f"/projects/?q={chance.choice(WORDS)}"))
        if found:
            self.timed("project page", person, chance.choice(found).decode())

    def enter(self, person: Person, chance: random.Random) -> None:
        title = f"Crowd {chance.getrandbits(64):016x} {chance.choice(WORDS)} {chance.choice(WORDS)}"
        page = self.timed("empty form", person, "/projects/new/")
        fields = form_on(page, "title", title=title, countries=chance.choice(COUNTRIES), action="save")
        self.timed("look-alikes", person, "/projects/look-alikes/", fields)
        where = self.timed("save a project", person, "/projects/new/", fields)
        if re.match(rb"/projects/\d+/", where):
            self.acknowledged.append(title)
        else:
            self.wrong.append(f"not saved: {title}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--seconds", type=int, default=60)
    given = parser.parse_args()
    with running() as site:
        from django.core.management import call_command
        from django.db import connection

        from projects.models import Project

        call_command("load_demo", verbosity=0)
        people = [Person(site.port, key) for key in make_people(given.people)]
        connection.close()
        began = time.monotonic()
        crowd = Crowd(site, began + given.seconds)
        together(*(lambda n=n, p=p: crowd.visit(p, random.Random(n)) for n, p in enumerate(people)))
        took = time.monotonic() - began
        there = Project.objects.filter(title__in=crowd.acknowledged).count()
    requests = sum(map(len, crowd.taken.values()))
    print(f"{given.people} people, {took:.0f} s: {requests} requests, {requests / took:.1f} a second")
    for kind, times in sorted(crowd.taken.items()):
        ordered = sorted(times)
        p99 = ordered[int(len(ordered) * 0.99)]
        print(f"{kind:<16} {len(times):>6} times  median {statistics.median(times):>6.0f} ms  p99 {p99:>6.0f} ms")
    print(f"errors: {len(crowd.wrong)} {crowd.wrong[:5] or ''}")
    print(f"projects acknowledged: {len(crowd.acknowledged)}, there: {there}")


if __name__ == "__main__":
    main()
