"""CSV on the standard output."""

import csv
import os
from collections.abc import Iterable, Sequence
from typing import Any


def print_csv(out: Any, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Who reads no further, as `head` does, has enough: the rest goes nowhere, without a complaint."""
    lines = csv.writer(out, lineterminator="\n")
    try:
        lines.writerow(header)
        lines.writerows(rows)
        out.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())
