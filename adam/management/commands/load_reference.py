"""Countries, partners, themes, activity types, places, meetings and their recommendations: adds what is absent."""

from typing import Any

from django.core.management.base import BaseCommand

from adam import reference


class Command(BaseCommand):
    help = "Add the reference data that the registry does not have yet; nothing that is there is changed."

    def handle(self, *args: Any, **options: Any) -> None:
        added = reference.load()
        if options["verbosity"]:
            self.stdout.write(f"Reference data: {added} added." if added else "Reference data: nothing to add.")
