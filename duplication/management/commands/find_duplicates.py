"""Check the whole registry for overlaps. It can be interrupted and run again at any time."""

import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from duplication.sweep import sweep

WIDTH = 30  # of the bar


class Command(BaseCommand):
    help = "Compare all published projects with each other: raise, refresh and withdraw alerts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--processes", type=int, help="Processes that share the work; one for each core if omitted."
        )

    def handle(self, *args: Any, processes: int | None = None, **options: Any) -> None:
        began = time.monotonic()
        try:
            report = sweep(Bar(), processes)
        except KeyboardInterrupt:
            raise CommandError(
                "Interrupted. What was saved stays; run it again for the rest.", returncode=130
            ) from None
        except ValueError as error:
            raise CommandError(f"{error} Accept another calibration in the administration.") from error
        alerts = report.outcome
        self.stdout.write(
            f"{report.projects} projects, {report.pairs} pairs compared: alerts raised {alerts.raised}, "
            f"refreshed {alerts.refreshed}, withdrawn {alerts.withdrawn}, unchanged {alerts.unchanged}; "
            f"{time.monotonic() - began:.1f} seconds"
        )


class Bar:
    """A progress bar on standard error; where that is no terminal, one line for each step."""

    def __init__(self) -> None:
        self.shown = ""

    def __call__(self, step: str, done: int, total: int) -> None:
        share = done / total if total else 1.0
        line = f"{step:10} [{'#' * round(share * WIDTH):{WIDTH}}] {share:4.0%}"
        if line == self.shown or (done < total and not sys.stderr.isatty()):
            return
        self.shown = line
        sys.stderr.write(f"\r{line}" if sys.stderr.isatty() else line)
        if done >= total or not sys.stderr.isatty():
            sys.stderr.write("\n")
        sys.stderr.flush()
