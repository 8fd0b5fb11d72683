"""Check the whole registry for overlaps. It can be interrupted and run again at any time."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from duplication.sweep import sweep
from projects.progress import Bar


class Command(BaseCommand):
    help = "Compare all published projects with each other: raise, refresh and withdraw alerts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--processes", type=int, help="Processes that share the work; one for each core if omitted."
        )

    def handle(self, *args: Any, processes: int | None = None, **options: Any) -> None:
        if processes is not None and processes < 1:
            raise CommandError("--processes is a number from 1 on.")
        began, bar = time.monotonic(), Bar("Registry")
        try:
            report = sweep(bar, processes)
        except KeyboardInterrupt:
            raise CommandError(
                "Interrupted. What was saved stays; run it again for the rest.", returncode=130
            ) from None
        finally:
            bar.clear()
        seconds = f"{time.monotonic() - began:.1f} seconds"
        compared = f"{report.projects} projects, {report.pairs} pairs compared"
        self.stdout.write(f"{compared}: {report.outcome}; {seconds}")
