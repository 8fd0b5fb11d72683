"""Names of the DAC/CRS purpose codes. Source of data/dac_purposes.csv: OECD DAC code lists, 2014 and later codes."""

import csv
from functools import cache
from pathlib import Path

PURPOSES = Path(__file__).parent / "data" / "dac_purposes.csv"


@cache
def purposes() -> dict[str, str]:
    with PURPOSES.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file)}


def purpose_in_words(code: str) -> str:
    """The code with its name, as far as it has one."""
    return f"{code} {purposes().get(code, '')}".rstrip()
