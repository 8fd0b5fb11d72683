"""US dollars per unit of a currency by month.

Source of data/exchange_rates.csv: International Monetary Fund, monthly averages of representative exchange rates;
six significant figures, one row a currency and year.
"""

import csv
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

RATES = Path(__file__).parent / "data" / "exchange_rates.csv"
SOURCE = "International Monetary Fund, representative exchange rates, monthly average"


@cache
def _rates() -> dict[tuple[str, int, int], Decimal]:
    with RATES.open(encoding="utf-8", newline="") as file:
        return {
            (row["currency"], int(row["year"]), month): Decimal(row[str(month)])
            for row in csv.DictReader(file)
            for month in range(1, 13)
            if row[str(month)]
        }


def currencies() -> list[str]:
    """Those with at least one known rate."""
    return sorted({"USD", *(currency for currency, _, _ in _rates())})


def usd_per_unit(currency: str, day: date) -> Decimal | None:
    """Average rate of the day's month, or None when none is known: a rate is never guessed."""
    if currency == "USD":
        return Decimal(1)
    return _rates().get((currency, day.year, day.month))


def to_usd(amount: Decimal, currency: str, day: date) -> Decimal | None:
    """The amount in US dollars and cents at the rate of its month, or None when that is not known."""
    rate = usd_per_unit(currency, day)
    return None if rate is None else (Decimal(amount) * rate).quantize(Decimal("0.01"), ROUND_HALF_UP)
