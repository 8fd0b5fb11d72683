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
GOES_ON = 190  # days; a currency that has had no rate for longer has ended, or is published no more


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


@cache
def _latest() -> dict[str, tuple[Decimal, date]]:
    """The last rate of each currency with its month, as far as its rates go on."""
    last = {currency: date(year, month, 1) for currency, year, month in sorted(_rates())}
    newest = max(last.values())
    return {
        currency: (_rates()[currency, month.year, month.month], month)
        for currency, month in last.items()
        if (newest - month).days < GOES_ON
    }


def latest(currency: str, day: date) -> tuple[Decimal, date] | None:
    """The rate that stands in, and its month, where the day's own month is later than all that is published of the
    currency. What it makes of an amount is provisional: it is shown, and recorded nowhere.
    """
    found = _latest().get(currency)
    return found if found and (day.year, day.month) > (found[1].year, found[1].month) else None


def about_usd(amount: Decimal, currency: str, day: date) -> Decimal | None:
    """In whole dollars, for what no total has yet: by the rate of its month, which a release may have brought today, or
    provisionally by the latest.
    """
    found = latest(currency, day)
    rate = found[0] if found else usd_per_unit(currency, day)
    return None if rate is None else Decimal(round(Decimal(amount) * rate))


def month_of(day: date) -> str:
    return f"{month_name[day.month]} {day.year}"


def rate_in_words(currency: str, day: date) -> str:
    """ "1 EUR = US$ 1.0842, March 2024", or that none is known, with the one that stands in for it."""
    rate = usd_per_unit(currency, day)
    if rate is not None:
        return f"{equation(currency, rate)}, {month_of(day)}"
    found, missing = latest(currency, day), f"No rate for {currency} in {month_of(day)}"
    return f"{missing} yet. Provisional: {equation(currency, found[0])}, {month_of(found[1])}" if found else missing


def equation(currency: str, rate: Decimal) -> str:
    return f"1 {currency} = US$ {rate.normalize():f}"


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
        about = about_usd(amount, currency, day)
        if about is None:
            return None, f"{rate}: the US dollar value stays empty."
        return None, f"About {money(about)}, in no total until there is a rate. {rate}, {SHORT_SOURCE}."
    return usd, f"= {money(usd)} ({rate}, {SHORT_SOURCE})"
