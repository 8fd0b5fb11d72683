"""CSV on the standard output."""

import csv
import os
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.management.base import CommandError


def print_csv(out: Any, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Who reads no further, as `head` does, has enough: the rest goes nowhere, without a complaint.

    Raises CommandError where it cannot be written, as on a disk that is full.
    """
    lines = csv.writer(out, lineterminator="\n")
    try:
        lines.writerow(header)
        lines.writerows(rows)
        out.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())  # or what is held back fails once more at the end
        if isinstance(error, BrokenPipeError):
            return
        raise CommandError(
            f"The result cannot be written: {error.strerror}. Make room, or write it elsewhere."
        ) from error
