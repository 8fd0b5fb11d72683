"""What amounts whose month has no rate yet come to at the latest one: said beside totals, and never in them."""

from decimal import Decimal

from django.db.models import QuerySet, Sum
from django.db.models.functions import TruncMonth

from partners.text import money
from projects.models import Contribution
from projects.rates import about_usd


def provisionally(unrated: QuerySet[Contribution]) -> str:
    """Such as "about US$ 1 200 000 at the latest rates"; empty where none stands in."""
    sums = unrated.order_by().annotate(month=TruncMonth("committed_on")).values_list("currency", "month")
    values = [about_usd(amount, currency, month) for currency, month, amount in sums.annotate(Sum("amount"))]
    known = [value for value in values if value is not None]
    said = "about" if len(known) == len(values) else "at least about"
    return f"{said} {money(sum(known, Decimal(0)))} at the latest rates" if known else ""
