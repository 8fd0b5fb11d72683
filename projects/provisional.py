"""What amounts whose month has no rate yet come to at the latest one: said beside totals, and never in them."""

from decimal import Decimal

from django.db.models import QuerySet, Sum
from django.db.models.functions import TruncMonth

from partners.text import money
from projects.models import Contribution
from projects.rates import about_usd


def at_latest_rates(unrated: QuerySet[Contribution]) -> tuple[Decimal | None, bool]:
    """US dollars together, None where no rate stands in; and whether one does for all of them."""
    sums = unrated.order_by().annotate(month=TruncMonth("committed_on")).values_list("currency", "month")
    values = [about_usd(amount, currency, month) for currency, month, amount in sums.annotate(Sum("amount"))]
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None, len(known) == len(values)


def provisionally(unrated: QuerySet[Contribution]) -> str:
    """Such as "about US$ 1 200 000 at the latest rates"; empty where none stands in."""
    about, is_all = at_latest_rates(unrated)
    return "" if about is None else f"{'about' if is_all else 'at least about'} {money(about)} at the latest rates"
