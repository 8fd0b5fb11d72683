"""Currency codes of ISO 4217, so that a slip of the keyboard is not recorded as money."""

from functools import cache
from pathlib import Path

from projects import rates

CODES = Path(__file__).parent / "data" / "currencies.txt"


@cache
def in_use() -> dict[str, str]:
    """Names by code, in the order of the codes."""
    lines = CODES.read_text(encoding="utf-8").splitlines()
    return {code: name for code, _, name in (line.partition(" ") for line in lines)}


def is_currency(code: str) -> bool:
    """Whether the code is in use, or was and has rates (DEM, FRF)."""
    return code in in_use() or code in rates.currencies()
