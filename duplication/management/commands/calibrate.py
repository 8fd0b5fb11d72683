"""A new table of weights from pairs that people have judged, for the coordinators to accept."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import ProgrammingError

from duplication.calibration.calibrating import LITTLE, NothingDiffers, Proposal, begun_with, check_name, propose, store
from duplication.calibration.calibrations import table_in_use
from duplication.calibration.examples import Labelled, from_files, from_verdicts, labelled_otherwise
from duplication.calibration.fitting import BY_HAND, FIRMNESS
from duplication.matching.scoring import Calibration, judged, shipped
from partners.text import plural
from projects.progress import Bar

NO_TABLES = (
    "The database has not the tables of this release: run migrate first. With --dry-run, PROJECTS and PAIRS need none."
)


class Command(BaseCommand):
    help = (
        "Fit the weights of detection to judged pairs, tell what would change and how well it does on pairs it has not "
        "seen, and propose the table. It comes into use once a coordinator accepts it on the page of thresholds."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "projects", type=Path, nargs="?", metavar="PROJECTS", help="CSV of reports, as score_pairs reads it"
        )
        parser.add_argument(
            "pairs",
            type=Path,
            nargs="?",
            metavar="PAIRS",
            help="CSV with id_a, id_b, label (duplicate, overlap, distinct), perhaps kind, hardness, text_identical",
        )
        parser.add_argument("--verdicts", action="store_true", help="the register's own verdicts too")
        parser.add_argument(
            "--afresh",
            action="store_true",
            help="begin with the table judged by hand, not with that of the release: for pairs that one was fitted to",
        )
        parser.add_argument("--name", default="", help="name of the table; one with the date is made if omitted")
        parser.add_argument("--dry-run", action="store_true", help="tell, and store nothing")

    def handle(self, *args: Any, name: str, dry_run: bool, **options: Any) -> None:
        bar, stored, why = Bar("Calibration"), None, ""
        try:
            if not dry_run:
                check_name(name)
            used, table = table_in_use()
            prior = Calibration.of(judged()) if options["afresh"] else begun_with(Calibration.of(table))
            pairs = self._pairs(bar, **options)
            held = BY_HAND if options["afresh"] else FIRMNESS
            proposal = propose(pairs, prior, Calibration.of(table), bar, held)
            self._tell(used, proposal, labelled_otherwise(pairs))
            if not dry_run:
                stored = store(proposal, name, "the judged table" if options["afresh"] else shipped()["name"])
        except NothingDiffers as error:
            why = f" {error}"
        except ValueError as error:
            raise CommandError(str(error)) from error
        except ProgrammingError as error:
            raise CommandError(NO_TABLES) from error
        finally:
            bar.clear()
        self.stdout.write(
            f"Stored as “{stored.name}”. It is in use when a coordinator accepts it on the page of thresholds."
            if stored
            else f"Nothing is stored.{why}"
        )

    def _pairs(
        self, bar: Bar, projects: Path | None, pairs: Path | None, verdicts: bool, **options: Any
    ) -> list[Labelled]:
        if projects and not pairs:
            raise ValueError("PROJECTS needs PAIRS beside it.")
        if not projects and not verdicts:
            raise ValueError("Name PROJECTS and PAIRS, or --verdicts, or all.")
        found = from_files(projects, pairs, bar) if projects and pairs else []
        return found + (from_verdicts() if verdicts else [])

    def _tell(self, used: str, proposal: Proposal, twice: int) -> None:
        if twice:
            self.stdout.write(f"Labelled in more ways than one: {plural(twice, 'pair')}. Each of their lines counts.")
        self.stdout.write(
            f"{proposal.pairs} pairs; weights by field and level, the table in use ({used}) and the new one:"
        )
        for field, level, old, new in proposal.differences():
            if abs(old - new) >= LITTLE:
                self.stdout.write(f"  {field:22}{level:16}{old:6.2f} {new:6.2f}")
        self.stdout.write(
            "Average precision, the mean over kinds: of the table in use, and of what is fitted to the other half:"
        )
        for name, old, new in proposal.figures():
            self.stdout.write(f"  {name:52}{old:6.3f} {new:6.3f}")
