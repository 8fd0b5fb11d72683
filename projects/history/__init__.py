"""Who changed what when, old and new, read from the event tables that the database itself fills.

`changes(project, user)` gives saves, newest first, as far as the person could see the project when they were made.
"""

from .periods import was_published
from .saves import PAGE, Filter, Page, Save, changes, people, saves
from .tables import CHANGING, TABLES
from .versions import Version, as_of

__all__ = [
    "CHANGING",
    "PAGE",
    "TABLES",
    "Filter",
    "Page",
    "Save",
    "Version",
    "as_of",
    "changes",
    "people",
    "saves",
    "was_published",
]
