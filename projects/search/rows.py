"""What the list tells of the projects of one page, beside the projects themselves: where they work, and what they cost.
Read as plain values: objects for every country and contribution would cost more than the rest of the page.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db import connection

from projects.models import Project

SHOWN = 4  # countries
COUNTRIES = """
SELECT r.project_id, c.name FROM projects_recipient r JOIN partners_country c ON c.iso2 = r.country_id
WHERE r.project_id = ANY(%s) ORDER BY c.name
"""
COMMITTED = "SELECT project_id, currency, amount, usd FROM projects_contribution WHERE project_id = ANY(%s)"
Sums = list[tuple[int, str]]


def projects_in_order(ids: Sequence[int]) -> list[Project]:
    """Those that are still there."""
    rows = Project.objects.order_by().select_related("partner").defer("objective").in_bulk(ids)
    return [rows[pk] for pk in ids if pk in rows]


def countries_of(ids: Sequence[int]) -> dict[int, str]:
    """The first countries of each project in words."""
    names = defaultdict(list)
    for project, name in rows(COUNTRIES, ids):
        names[project].append(name)
    more = {
        project: f" and {len(every) - SHOWN} more" if len(every) > SHOWN else "" for project, every in names.items()
    }
    return {project: ", ".join(every[:SHOWN]) + more[project] for project, every in names.items()}


def sums_of(ids: Sequence[int]) -> dict[int, Sums]:
    committed = defaultdict(list)
    for project, currency, amount, usd in rows(COMMITTED, ids):
        committed[project].append((currency, amount, usd))
    return {project: summed(every) for project, every in committed.items()}


def summed(contributions: Sequence[tuple[str, Decimal, Decimal | None]]) -> Sums:
    """Of currencies, amounts and US dollars: US dollars when each has a value in them; otherwise the sums in the
    currencies committed.
    """
    if contributions and all(usd is not None for _, _, usd in contributions):
        return [(round(sum(usd or Decimal(0) for _, _, usd in contributions)), "USD")]
    by_currency: Counter[str] = Counter()
    for currency, amount, _ in contributions:
        by_currency[currency] += round(amount)
    return [(amount, currency) for currency, amount in sorted(by_currency.items())]


def rows(query: str, ids: Sequence[int]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query, [list(ids)])
        return cursor.fetchall()
