"""Kill -9 in the middle of the work: `python -m tests.benchmarks.killed --times 50`.

Web server, worker and database are killed so many times each, at random moments, while people save projects and
documents and mails are under way. Told at the end: what was acknowledged, and how much of it is there.
"""

import argparse
import http.client
import random
import re
import time
from contextlib import suppress
from hashlib import sha256
from threading import Event, Lock

from tests.benchmarks.site import Person, Site, form_on, make_people, running, together
from tests.waiting import until

TARGETS = ("web", "worker", "database")
BETWEEN = (0.2, 2.0)  # seconds of work from the first answer after a kill to the next kill


class Work:
    """What people do meanwhile; only what the site has acknowledged is written down."""

    def __init__(self, site: Site) -> None:
        self.site, self.stopped, self.lock = site, Event(), Lock()
        self.titles: list[str] = []
        self.digests: list[str] = []
        self.mails: list[str] = []
        self.refused = 0

    def again_and_again(self, what: str, person: Person, seed: int) -> None:
        chance = random.Random(seed)
        while not self.stopped.is_set():
            try:
                getattr(self, what)(person, f"{seed:02}{chance.getrandbits(64):016x}")
            except (OSError, http.client.HTTPException, StopIteration):
                self.refused += 1
                time.sleep(0.2)

    def save(self, person: Person, name: str) -> None:
        status, _, page = person.get("/projects/new/")
        if status != 200:
            raise OSError(status)
        fields = form_on(page, "title", title=f"Killed {name}", countries="TJ", action="save")
        status, headers, _ = person.post("/projects/new/", fields)
        if status != 302 or not re.match(r"/projects/\d+/", headers.get("Location", "")):
            raise OSError(status)
        self.titles.append(f"Killed {name}")

    def upload(self, person: Person, name: str) -> None:
        path = f"/projects/{self.project}/documents/new/"
        status, _, page = person.get(path)
        if status != 200:
            raise OSError(status)
        content = f"What was done: {name}\n".encode() * 2000
        status, _, _ = person.upload(path, form_on(page, "kind"), f"{name}.txt", content)
        if status != 302:
            raise OSError(status)
        self.digests.append(sha256(content).hexdigest())

    def mail(self, person: Person, name: str) -> None:
        from django.db import DatabaseError, InterfaceError, connection, transaction

        from partners.models import User
        from partners.notifications import notify

        time.sleep(0.05)
        try:
            with transaction.atomic():
                people = [User.objects.get(email="person-0@adam.example")]
                notify(people, kind="alert", key=name, subject=f"Killed {name}", text="", url="/")
        except (DatabaseError, InterfaceError) as error:
            connection.close()
            raise OSError from error
        self.mails.append(name)


def kill_all(site: Site, work: Work, times: int) -> None:
    chance = random.Random(7)
    order = [target for target in TARGETS for _ in range(times)]
    chance.shuffle(order)
    for number, target in enumerate(order, 1):
        time.sleep(chance.uniform(*BETWEEN))
        with suppress(FileNotFoundError, ProcessLookupError):  # the database is just being started again
            site.kill(target)
        if target != "database":
            site.start(target)
        until(site.answers, seconds=120)
        if number % 10 == 0:
            print(f"{number} of {len(order)} kills, {len(work.titles)} projects, {len(work.mails)} mails", flush=True)
    work.stopped.set()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=50)
    given = parser.parse_args()
    with running() as site:
        from django.db import connection

        from adam.demo.makers import make_project
        from partners.models import Notification, Partner
        from projects.models import Document, Project

        people = [Person(site.port, key) for key in make_people(4)]
        work = Work(site)
        work.project = make_project(Partner.objects.order_by("pk")[2].code, title="Papers").pk
        doing = [("save", people[0]), ("save", people[1]), ("upload", people[2]), ("mail", people[3])]
        jobs = [lambda w=w, p=p, n=n: work.again_and_again(w, p, n) for n, (w, p) in enumerate(doing)]
        together(lambda: kill_all(site, work, given.times), *jobs)
        connection.close()  # its server has been killed
        mailed = Notification.objects.filter(key__in=work.mails, mailed_at__isnull=False)
        until(lambda: mailed.count() == len(work.mails), seconds=180)
        projects = Project.objects.filter(title__in=work.titles).values_list("title", flat=True)
        documents = {document.sha256: document for document in Document.objects.filter(project=work.project)}
        whole = sum(sha256(documents[d].file.read()).hexdigest() == d for d in work.digests if d in documents)
        print(f"killed {given.times} times each: {', '.join(TARGETS)}; {work.refused} requests were not acknowledged")
        print(f"projects acknowledged {len(work.titles)}, there {len(projects)}, each once {len(set(projects))}")
        print(f"documents acknowledged {len(work.digests)}, there and whole {whole}")
        print(f"mails owed {len(work.mails)}, sent {mailed.count()}")


if __name__ == "__main__":
    main()
