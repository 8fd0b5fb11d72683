"""Seconds, queries and peak memory of the meeting pack: `python -m tests.benchmarks.pack 873 100000`.

Invented projects go into a database of their own, which is dropped at the end. The pack is about six countries, with the
sixteen recommendations that the reference data hold. Each form is made by a process of its own, as the worker makes it:
its content is worked out, then written. Memory is the most that the process had at any time, Python and Django included.
"""

import argparse
import multiprocessing
import os
import resource
import time
from typing import Any

import django

from tests.benchmarks.databases import database_of_its_own

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "adam.settings")
DATABASE = "adam_benchmark_pack"


def measure(size: int) -> None:
    from datetime import timedelta

    from django.core.management import call_command
    from django.db import connections
    from django.urls import reverse
    from django.utils import timezone

    from adam.demo.makers import make_user
    from roundtables.models import Recommendation
    from roundtables.pack.formats import FORMATS
    from tests.benchmarks.registry import fill, record

    with database_of_its_own(DATABASE):
        call_command("createcachetable")
        call_command("load_reference", verbosity=0)
        fill(size)
        record()
        user = make_user("coordinator", "UNODC")
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
    """Seconds of the content and of the file, queries, megabytes of memory, kilobytes of the file."""
    from datetime import date

    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from partners.models import User
    from roundtables.pack.building import pack
    from roundtables.pack.formats import FORMATS
    from roundtables.pack.language import Language
    from roundtables.pack.subject import subject_of

    began = time.perf_counter()
    user: Any = User.objects.get(pk=user_id)
    with CaptureQueriesContext(connection) as asked:
        subject: Any = subject_of("meeting", str(meeting), user)
        content = pack(subject, user, Language("en"), date.fromisoformat(day) if day else None)
    known = time.perf_counter()
    length = len(FORMATS[form].write(content))
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return known - began, time.perf_counter() - known, len(asked), most, length / 1e3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("projects", type=int, nargs="*", default=[873, 100_000])
    django.setup()
    print(f"{'projects':>9} {'':12} {'content s':>9} {'file s':>9} {'queries':>9} {'memory MB':>9} {'file kB':>9}")
    for size in parser.parse_args().projects:
        measure(size)


if __name__ == "__main__":
    main()
