"""US dollars per unit of a currency by month.

Source of data/exchange_rates.csv: International Monetary Fund, monthly averages of representative exchange rates;
six significant figures, one row a currency and year.
"""

import csv
from calendar import month_name
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

from partners.text import money

RATES = Path(__file__).parent / "data" / "exchange_rates.csv"
SHORT_SOURCE = "IMF"
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


def rate_in_words(currency: str, day: date) -> str:
    """ "1 EUR = US$ 1.0842, March 2024", or that none is known."""
    month, rate = f"{month_name[day.month]} {day.year}", usd_per_unit(currency, day)
    if rate is None:
        return f"No rate for {currency} in {month}"
    return f"1 {currency} = US$ {rate.normalize():f}, {month}"


def to_usd(amount: Decimal, currency: str, day: date) -> Decimal | None:
    """The amount in US dollars and cents at the rate of its month, or None when that is not known."""
    rate = usd_per_unit(currency, day)
    return None if rate is None else (Decimal(amount) * rate).quantize(Decimal("0.01"), ROUND_HALF_UP)


def worth(amount: Decimal, currency: str, day: date) -> tuple[Decimal | None, str]:
    """The US dollar value with the rate behind it, its month and its source; a missing rate is said, never guessed."""
    usd = to_usd(amount, currency, day)
    rate = rate_in_words(currency, day)
    if currency == "USD":
        return usd, ""
    if usd is None:
        return None, f"{rate}: the US dollar value stays empty."
    return usd, f"= {money(usd)} ({rate}, {SHORT_SOURCE})"
