"""Match weights of pairs of reports from files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from duplication.calibration.calibrations import table_in_use
from duplication.management.printed import print_csv
from duplication.matching.reports import COLUMNS
from duplication.matching.scoring import Calibration
from duplication.matching.trial import score_pairs
from projects.progress import Bar


class Command(BaseCommand):
    help = (
        "Print the match weight of every pair of reports as CSV: id_a, id_b, match_weight. The reports are compared as "
        "projects are when they are saved, and the registry is neither read nor changed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "projects", type=Path, metavar="PROJECTS", help=f"CSV, plain or gzip, with the columns {', '.join(COLUMNS)}"
        )
        parser.add_argument("pairs", type=Path, metavar="PAIRS", help="CSV, plain or gzip, with the columns id_a, id_b")

    def handle(self, *args: Any, projects: Path, pairs: Path, **options: Any) -> None:
        bar = Bar("Pairs")
        try:
            name, table = table_in_use()
            scored = [
                (*ids, f"{weight:.4f}") for *ids, weight in score_pairs(projects, pairs, Calibration.of(table), bar)
            ]
        except ValueError as error:
            raise CommandError(str(error)) from error
        finally:
            bar.clear()
        print_csv(self.stdout, ("id_a", "id_b", "match_weight"), scored)
        self.stderr.write(f"{len(scored)} pairs weighed with the table {name}.")
