"""Currency codes of ISO 4217, so that a slip of the keyboard is not recorded as money."""

from functools import cache
from pathlib import Path

from projects import rates

CODES = Path(__file__).parent / "data" / "currencies.txt"


@cache
def in_use() -> list[str]:
    """In the order of the alphabet."""
    return CODES.read_text(encoding="ascii").split()


def is_currency(code: str) -> bool:
    """Whether the code is in use, or was and has rates (DEM, FRF)."""
    return code in in_use() or code in rates.currencies()
