"""What amounts whose month has no rate yet come to at the latest one: said beside totals, and never in them."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet, Sum
from django.db.models.functions import TruncMonth

from partners.text import money
from projects.models import Contribution
from projects.rates import about_usd


def at_latest_rates(unrated: QuerySet[Contribution]) -> tuple[Decimal | None, bool]:
    sums = unrated.order_by().annotate(month=TruncMonth("committed_on")).values_list("currency", "month")
    return together((amount, currency, month) for currency, month, amount in sums.annotate(Sum("amount")))


def provisionally(unrated: QuerySet[Contribution]) -> str:
    return in_words(*at_latest_rates(unrated))


def together(amounts: Iterable[tuple[Decimal, str, date]]) -> tuple[Decimal | None, bool]:
    """US dollars of them all, None where no rate stands in; and whether one does for each of them."""
    values = [about_usd(*one) for one in amounts]
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None, len(known) == len(values)


def in_words(about: Decimal | None, is_all: bool) -> str:
    """Such as "about US$ 1 200 000 at the latest rates"; empty where none stands in."""
    return "" if about is None else f"{'about' if is_all else 'at least about'} {money(about)} at the latest rates"
