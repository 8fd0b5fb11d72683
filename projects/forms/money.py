"""What contributions are worth in US dollars while they are typed: rows of the form in, sentences out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone

from partners.text import money
from projects.currencies import is_currency
from projects.rates import worth

from .rows import MAX_ROWS, AmountField, DateField

AMOUNT, DAY = AmountField(max_digits=16, decimal_places=2), DateField()


@dataclass(frozen=True, slots=True)
class Worth:
    row: str  # prefix of the row, such as contributions-0
    usd: Decimal | None
    text: str


def worths(posted: QueryDict) -> Iterator[Worth]:
    """Of the rows that are filled in so far that they have a value."""
    total = posted.get("contributions-TOTAL_FORMS", "")
    for number in range(min(int(total) if total.isascii() and total.isdigit() else 0, MAX_ROWS)):
        row = f"contributions-{number}"
        currency = posted.get(f"{row}-currency", "USD").strip().upper()
        day = posted.get(f"{row}-committed_on") or timezone.localdate()
        if posted.get(f"{row}-DELETE") or not posted.get(f"{row}-amount") or not is_currency(currency):
            continue
        try:
            yield Worth(row, *worth(AMOUNT.clean(posted[f"{row}-amount"]), currency, DAY.clean(day)))
        except ValidationError:  # said when the form is saved
            continue


def together(found: Iterable[Worth]) -> str:
    """The sum, when there is more than one contribution, and how many it leaves out."""
    found = list(found)
    known = [one.usd for one in found if one.usd is not None]
    if len(found) < 2 or not known:
        return ""
    without = len(found) - len(known)
    said = f", without {without} that {'has' if without == 1 else 'have'} no rate" if without else ""
    return f"{len(found)} contributions, together {money(sum(known, Decimal(0)))}{said}."
