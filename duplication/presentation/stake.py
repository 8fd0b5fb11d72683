"""The money of the projects of an alert: what would be spent twice, and what they have together.

In US dollars where there is a rate. An amount without one is told in its own currency: it is stated, and no sum of
dollars has it. What it comes to at the latest rate is said beside.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject

from partners.text import money
from projects import provisional
from projects.models import Contribution, Project

NOT_STATED = "not stated"
NO_RATE = "no rate known"


@dataclass(frozen=True, slots=True)
class Budget:
    """What is committed to some projects: US dollars where there is a rate, and by currency what has none."""

    usd: Decimal | None = None
    unrated: dict[str, Decimal] = field(default_factory=dict)
    latest: Decimal | None = None  # US dollars that all of `unrated` comes to; None where no rate stands in for a part

    @classmethod
    def of(cls, project: Project) -> "Budget":
        """Of a project from `with_sums`."""
        without = [
            (Decimal(str(one["amount"])), one["currency"], date.fromisoformat(one["day"]))
            for one in project.unrated  # type: ignore[attr-defined]
        ]
        latest, is_all = provisional.together(without)
        unrated = by_currency((currency, amount) for amount, currency, _ in without)
        return cls(project.budget, unrated, latest if is_all else None)  # type: ignore[attr-defined]

    @classmethod
    def together(cls, budgets: Iterable["Budget"]) -> "Budget":
        budgets = list(budgets)
        known = [one.usd for one in budgets if one.usd is not None]
        without = by_currency(pair for one in budgets for pair in one.unrated.items())
        return cls(sum(known, Decimal(0)) if known else None, without)

    @property
    def about(self) -> Decimal | None:
        """US dollars, provisionally with what has no rate yet; None where a part of it has none at all."""
        return self.usd if not self.unrated else None if self.latest is None else (self.usd or 0) + self.latest

    @property
    def is_stated(self) -> bool:
        return self.usd is not None or bool(self.unrated)

    @property
    def only_currency(self) -> str:
        """That of all its money; empty where it is of several."""
        if not self.unrated:
            return "USD" if self.usd is not None else ""
        return next(iter(self.unrated)) if len(self.unrated) == 1 and self.usd is None else ""

    @property
    def sums(self) -> str:
        """Such as "US$ 200 000 and NOK 6 870 000"."""
        dollars = [] if self.usd is None else [money(Decimal(round(self.usd)))]
        return " and ".join([*dollars, *(money(amount, currency) for currency, amount in self.unrated.items())])

    def __str__(self) -> str:
        """With what is in no total."""
        if not self.is_stated:
            return NOT_STATED
        if not self.unrated:
            return self.sums
        said = f", {about}" if (about := provisional.in_words(self.latest, is_all=True)) else ""
        return f"{self.sums}, {NO_RATE}{said}" if self.usd is None else f"{self.sums} ({NO_RATE} for the latter{said})"


def by_currency(amounts: Iterable[tuple[str, Decimal]]) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for currency, amount in amounts:
        sums[currency] = sums.get(currency, Decimal(0)) + amount
    return sums


@dataclass(frozen=True, slots=True)
class Stake:
    """What would be spent twice, in words, and of what; and beside, provisionally, where rates are not known yet."""

    least: str
    of: str = ""
    about: str = ""


def stake_of(budgets: Sequence[Budget]) -> Stake:
    """All but the largest, were they one: of two the smaller one; as far as they can be compared. One that states none
    may be the largest: then it is at most all that the others state.
    """
    return replace(certain(budgets), about=provisionally(budgets))


def provisionally(budgets: Sequence[Budget]) -> str:
    """Such as "the smaller one provisionally about US$ 1 200": beside what all have together it says of what it is.
    Empty where nothing needs it, and where it is not known either.
    """
    stated = [one for one in budgets if one.is_stated]
    known = [about for one in stated if (about := one.about) is not None]
    if not any(one.unrated for one in stated) or len(known) < len(stated):
        return ""
    is_all = len(stated) < len(budgets)
    least = round(sum(known) if is_all else sum(known) - max(known))
    of = "" if is_all else "the smaller one " if len(budgets) == 2 else "all but the largest "
    return "" if least == dollars_of(budgets) else f"{of}provisionally about {money(Decimal(least))}"


def certain(budgets: Sequence[Budget]) -> Stake:
    """Without what is provisional."""
    stated = [one for one in budgets if one.is_stated]
    if not stated:
        return Stake(NOT_STATED)
    whole, currencies = Budget.together(stated), {one.only_currency for one in stated}
    if silent := len(budgets) - len(stated):
        who = "the other states" if len(budgets) == 2 else f"{silent} of {len(budgets)} state{'s' * (silent == 1)}"
        return Stake(f"at most {whole.sums}", f"({who} no sum)")
    if (dollars := dollars_of(budgets)) is not None:
        least = money(Decimal(dollars))
    elif len(currencies) == 1 and (currency := currencies.pop()):
        sums = [one.unrated[currency] for one in stated]
        least = f"{money(sum(sums) - max(sums), currency)}, {NO_RATE}"
    else:
        return Stake(f"{whole.sums} together", f"({NO_RATE} to compare them)")
    return Stake(least, f"of {whole.sums} together" if whole.sums != least else "")


def dollars_of(budgets: Sequence[Budget]) -> int | None:
    """Those of the same, where every one that is stated has some."""
    known = [None if one.usd is None else round(one.usd) for one in budgets if one.is_stated]
    dollars = [one for one in known if one is not None]
    if not dollars or len(dollars) < len(known):
        return None
    return sum(dollars) - (max(dollars) if len(known) == len(budgets) else 0)


def stakes_in(clusters: Mapping[int, Collection[int]]) -> dict[int, Stake]:
    """Of clusters, by any number, of which the person sees all projects. One query."""
    return {number: stake_of(budgets) for number, budgets in budgets_in(clusters).items()}


def budgets_in(clusters: Mapping[int, Collection[int]]) -> dict[int, list[Budget]]:
    every = {project for projects in clusters.values() for project in projects}
    found = with_sums(Project.objects.filter(pk__in=every)) if every else []
    budgets = {project.pk: Budget.of(project) for project in found}
    return {
        number: [budgets[project] for project in projects if project in budgets]
        for number, projects in clusters.items()
    }


def with_sums(projects: QuerySet[Project]) -> QuerySet[Project]:
    """Adds `budget`, and `unrated`: the amounts that are not in it."""
    without = Contribution.objects.filter(project=OuterRef("pk"), usd__isnull=True).order_by("pk")
    told: Any = ArraySubquery(without.values(json=JSONObject(currency="currency", amount="amount", day="committed_on")))
    return projects.with_budget().annotate(unrated=told)  # type: ignore[attr-defined,no-any-return]
