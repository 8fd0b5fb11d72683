"""Seconds, queries and peak memory of the meeting pack: `python -m tests.benchmarks.pack 873 100000`.

Invented projects go into a database of their own, which is dropped at the end unless it is to be kept, with the
recommendations, needs and alerts of the gap map's benchmark. The pack is about ten countries, with the sixteen
recommendations that the reference data hold. Each form is made by a process of its own, as the worker makes it: its content
is worked out, then written. Of the seconds of the content it says how many the process itself computed, the rest being the
database's. Memory is the most that the process had at any time, Python and Django included.
"""

import argparse
import multiprocessing
import os
import resource
import time
from random import Random
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "adam.settings")


def measure(size: int, *, keep: bool) -> None:
    from datetime import timedelta

    from django.db import connection, connections
    from django.urls import reverse
    from django.utils import timezone

    from partners.models import User
    from roundtables.models import Need, Recommendation
    from roundtables.pack.formats import FORMATS
    from tests.benchmarks.gaps import ask
    from tests.benchmarks.registry import registry_of

    with registry_of(size, keep=keep):
        if not Need.objects.exists():
            ask(Random(size))
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        user = User.objects.filter(role=User.Role.COORDINATOR)[0]
        meeting = Recommendation.objects.order_by("pk")[0].round_table_id
        reverse("home")  # all modules are loaded once, before anything is measured
        for form in FORMATS:
            for day in (None, str(timezone.localdate() - timedelta(days=30))):
                connections.close_all()
                with multiprocessing.get_context("fork").Pool(1) as child:
                    said = child.apply(made, (form, meeting, user.pk, day))
                print(
                    f"{size:>9} {form:5} {'past' if day else 'today':6} " + " ".join(f"{one:>9.1f}" for one in said),
                    flush=True,
                )


def made(form: str, meeting: int, user_id: int, day: str | None) -> tuple[float, ...]:
    """Seconds of the content, of these our own, and of the file; queries; megabytes of memory; kilobytes of the file."""
    from datetime import date

    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from partners.models import User
    from roundtables.pack.building import pack
    from roundtables.pack.formats import FORMATS
    from roundtables.pack.language import Language
    from roundtables.pack.subject import subject_of

    began, before = time.perf_counter(), time.process_time()
    user: Any = User.objects.get(pk=user_id)
    with CaptureQueriesContext(connection) as asked:
        subject: Any = subject_of("meeting", str(meeting), user)
        content = pack(subject, user, Language("en"), date.fromisoformat(day) if day else None)
    known, own = time.perf_counter(), time.process_time() - before
    length = len(FORMATS[form].write(content))
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return known - began, own, time.perf_counter() - known, len(asked), most, length / 1e3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("projects", type=int, nargs="*", default=[873, 100_000])
    parser.add_argument("--keep", action="store_true", help="leave the databases, and use those that are left")
    given = parser.parse_args()
    django.setup()
    heads = ("content s", "of it own", "file s", "queries", "memory MB", "file kB")
    print(f"{'projects':>9} {'':12} " + " ".join(f"{head:>9}" for head in heads))
    for size in given.projects:
        measure(size, keep=given.keep)


if __name__ == "__main__":
    main()
