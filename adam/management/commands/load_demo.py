"""Fills an empty registry with the demonstration world."""

import sys
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from adam import reference
from adam.demo.load import load
from partners.models import User
from projects.models import Project


class Command(BaseCommand):
    help = "Load 873 invented projects, accounts for each role, documents, alerts and verdicts into an empty registry."

    def handle(self, *args: Any, **options: Any) -> None:
        if Project.objects.exists():
            raise CommandError("The registry has projects already. The demonstration goes into an empty one only.")
        if User.objects.filter(email__endswith="@adam.example").exists():
            raise CommandError("The demonstration accounts are there already. Start with an empty registry.")
        began = time.monotonic()
        reference.load()
        count = load(self.show if options["verbosity"] else lambda step: None)
        if options["verbosity"]:
            self.stdout.write(f"{count} projects in {time.monotonic() - began:.1f} seconds")

    def show(self, step: str) -> None:
        """Progress in one line, on a terminal only."""
        if sys.stderr.isatty():
            sys.stderr.write(f"\rDemonstration: {step:25}")
            sys.stderr.flush()
