"""What countries are called besides their official names, so that whoever looks for "Holland" finds it."""

import csv
from functools import cache
from pathlib import Path

NAMES = Path(__file__).parent / "fixtures" / "usual_names.csv"


@cache
def usual_names() -> dict[str, list[str]]:
    """By ISO code."""
    with NAMES.open(encoding="utf-8", newline="") as file:
        return {row["iso2"]: row["names"].split(";") for row in csv.DictReader(file)}
