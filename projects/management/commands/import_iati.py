"""Import of IATI activity files from the command line."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from partners.models import Partner
from projects.importing import Refused, Report, import_file
from projects.progress import Bar


class Command(BaseCommand):
    help = (
        "Imports IATI activity files, versions 1.01 to 2.03, each in a transaction of its own. "
        "Importing a file again changes only what was published differently."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument(
            "--partner", required=True, metavar="CODE", help="ISO code of a country or acronym of an organization"
        )
        parser.add_argument("--dry-run", action="store_true", help="report what would happen, and change nothing")

    def handle(self, *args: Any, files: list[Path], partner: str, dry_run: bool, **options: Any) -> None:
        lead = _partner(partner)
        total, refused = Report(), 0
        for path in files:
            bar = Bar(path.name)
            try:
                report = import_file(path, lead, dry_run=dry_run, progress=bar)
            except Refused as error:
                bar.clear()
                self.stderr.write(f"{path}: refused. {error}")
                refused += 1
                continue
            except KeyboardInterrupt:
                bar.clear()
                raise CommandError(_interrupted(path, bar.doing), returncode=130) from None
            bar.clear()
            self._tell(report)
            total += report
            if not report.accepted:
                self.stderr.write(f"{path}: none of its activities could be taken.")
                refused += 1
        for kind, count in sorted(total.notices.items(), key=lambda item: (-item[1], item[0])):
            self.stdout.write(f"Kept as published in {count}: {kind}")
        if dry_run:
            self.stdout.write("Dry run: nothing was changed.")
        self.stdout.write(str(total))
        if refused:
            sys.exit(1)

    def _tell(self, report: Report) -> None:
        self.stdout.write(f"{report.file}: {report}")
        for found in report.overlaps:
            self.stdout.write(f"  overlaps: {found}")
        for one in report.rejected:
            self.stdout.write(f"  rejected, line {one.line}: {one.identifier or 'activity'}: {one.reason}")


def _partner(code: str) -> Partner:
    found = Partner.objects.by_code(code).first()
    if found is None:
        codes = " ".join(sorted(Partner.objects.values_list("code", flat=True)))
        raise CommandError(
            f"No partner has the code {code!r}. The list of partners shows the codes: {codes or 'none'}."
        )
    return found


def _interrupted(path: Path, doing: str) -> str:
    if doing == "Looking for overlaps":
        return f"Interrupted. {path} is imported; `manage.py find_duplicates` looks for its overlaps."
    return f"Interrupted. Nothing of {path} was kept; the files before it were."
