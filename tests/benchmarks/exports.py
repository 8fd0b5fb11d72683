"""Seconds and peak memory of files of projects: `python -m tests.benchmarks.exports 873 100000`.

Invented projects go into a database of their own, which is dropped at the end unless it is to be kept. Each file is written by a process of its
own, as the worker writes it: first with the usual columns, then with all of them. "Worked" are seconds of that process'
processor, without the database's. Memory is the most that the process
had at any time, Python and Django included.
"""

import argparse
import multiprocessing
import os
import resource
import time
from tempfile import TemporaryFile
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "adam.settings")


def measure(size: int, only: list[str], *, keep: bool, usual_only: bool) -> None:
    from django.db import connections
    from django.urls import reverse

    from adam.demo.makers import make_user
    from partners.models import User
    from projects.exports.columns import COLUMNS
    from projects.exports.formats import FORMATS
    from tests.benchmarks.registry import registry_of

    with registry_of(size, keep=keep):
        user = User.objects.first() or make_user("coordinator", "UNODC")
        reverse("home")  # all modules are loaded once, before anything is measured
        chosen = {"usual columns": "", "all columns": f"column={','.join(COLUMNS)}"}
        for words, query in list(chosen.items())[: 1 if usual_only else None]:
            for kind in only or FORMATS:
                connections.close_all()
                with multiprocessing.get_context("fork").Pool(1) as child:
                    seconds, worked, memory, length = child.apply(written, (kind, query, user.pk, size))
                print(
                    f"{size:>9} {kind:6} {words:14} {seconds:>8.1f} {worked:>8.1f} {memory:>9.0f} {length:>8.1f}",
                    flush=True,
                )


def written(kind: str, query: str, user_id: int, size: int) -> tuple[float, float, float, float]:
    """Seconds, those that this process worked, megabytes of memory, megabytes of the file."""
    from partners.models import User
    from projects.exports.about import about
    from projects.exports.formats import FORMATS
    from projects.exports.reading import ids_of, pieces
    from projects.exports.recipe import recipe_of

    began, worked = time.perf_counter(), time.process_time()
    user: Any = User.objects.get(pk=user_id)
    recipe = recipe_of(query, user)
    ids = ids_of(recipe.projects)
    assert len(ids) == size
    with TemporaryFile() as file:
        FORMATS[kind].write(file, recipe.columns, pieces(ids, recipe.columns, user), about(recipe, user, len(ids)))
        length = file.seek(0, 2)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return time.perf_counter() - began, time.process_time() - worked, most, length / 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("projects", type=int, nargs="*", default=[873, 100_000])
    parser.add_argument("--format", action="append", default=[], help="xlsx, csv or jsonl; all of them unless said")
    parser.add_argument("--usual", action="store_true", help="the usual columns only")
    parser.add_argument("--keep", action="store_true", help="leave the databases, and use those that are left")
    django.setup()
    arguments = parser.parse_args()
    print(f"{'projects':>9} {'':21} {'seconds':>8} {'worked':>8} {'memory MB':>9} {'file MB':>8}")
    for size in arguments.projects:
        measure(size, arguments.format, keep=arguments.keep, usual_only=arguments.usual)


if __name__ == "__main__":
    main()
