"""Look-alikes of reports from a file among all others of it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from duplication.calibration.calibrations import table_in_use
from duplication.management.printed import print_csv
from duplication.matching.reports import COLUMNS
from duplication.matching.scoring import Calibration
from duplication.matching.trial import suggest
from projects.progress import Bar


class Command(BaseCommand):
    help = (
        "Print for every report asked for those most like it as CSV: query_id, rank, id, match_weight. They are "
        "searched and compared as projects are when they are saved, and the registry is neither read nor changed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "projects", type=Path, metavar="PROJECTS", help=f"CSV, plain or gzip, with the columns {', '.join(COLUMNS)}"
        )
        parser.add_argument(
            "queries", type=Path, metavar="QUERIES", help="CSV, plain or gzip, with a column id of projects in PROJECTS"
        )
        parser.add_argument("--top", type=int, default=10, metavar="N", help="how many for each report (10)")

    def handle(self, *args: Any, projects: Path, queries: Path, top: int, **options: Any) -> None:
        if top < 1:
            raise CommandError("--top is a number from 1 on.")
        bar = Bar("Suggestions")
        try:
            name, table = table_in_use()
            found = suggest(projects, queries, top, Calibration.of(table), bar)
            rows = [(query, rank, id, f"{weight:.4f}") for query, rank, id, weight in found]
        except ValueError as error:
            raise CommandError(str(error)) from error
        finally:
            bar.clear()
        print_csv(self.stdout, ("query_id", "rank", "id", "match_weight"), rows)
        self.stderr.write(f"{len(rows)} suggestions, weighed with the table {name}.")
