"""Countries, partners, themes, activity types, places, meetings and their recommendations, once."""

from typing import Any

from django.core.management.base import BaseCommand

from adam import reference


class Command(BaseCommand):
    help = "Load the reference data into a registry that has none yet; in any other, nothing is changed."

    def handle(self, *args: Any, **options: Any) -> None:
        added = reference.load()
        if options["verbosity"]:
            self.stdout.write(f"Reference data: {added} added." if added else "Reference data: nothing to add.")
