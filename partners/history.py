"""What is added, changed and taken away leaves a trace, whoever does it and however: database triggers write it."""

from collections.abc import Callable
from typing import Any

import pghistory


def acting() -> int | None:
    """The user in whose request something is done, by number; None where it is done in no request."""
    with pghistory.context() as now:
        user: int | None = now.metadata.get("user")
        return user


def tracked(**options: Any) -> Callable[[Any], Any]:
    """pghistory's decorator, with deletions too. Its setting for that copies the trackers, which breaks their level."""
    return pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), **options)
