"""Write anew what the search reads. Everyday changes need it not: the database keeps it in step by itself."""

from typing import Any

from django.core.management.base import BaseCommand

from projects.progress import Bar
from projects.search.rebuilding import rebuild


class Command(BaseCommand):
    help = (
        "Write the words of all projects and documents anew. Needed only when something was changed past the database."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        bar = Bar("Search")
        try:
            projects, documents = rebuild(bar)
        finally:
            bar.clear()
        self.stdout.write(f"Words of {projects} projects and {documents} documents are written anew.")
