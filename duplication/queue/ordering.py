"""In which order alerts are listed.

What a person may not see of a pair has no part in it: an order can be read backwards.
"""

from typing import Any

from django.db.models import Case, Exists, F, FloatField, OuterRef, QuerySet, Subquery, Sum, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Least
from django.db.models.lookups import IsNull

from duplication.models import Alert, Verdict
from duplication.presentation.evidence import STRONG
from partners.models import User
from projects.models import Contribution, Project

SORTS = {"strength": "Strongest", "money": "Most money at stake", "newest": "Newest", "oldest": "Oldest"}
SORTS_OF_DECIDED = {"verdict": "Latest verdict", **SORTS}  # the first is that in which a list opens


def sorts_for(state: str) -> dict[str, str]:
    return SORTS_OF_DECIDED if state == "decided" else SORTS


def in_order(alerts: QuerySet[Alert], sort: str, user: User) -> QuerySet[Alert]:
    match sort:
        case "verdict":
            standing = Verdict.objects.standing().filter(alert=OuterRef("pk")).order_by()
            return alerts.annotate(decided_at=Subquery(standing.values("created_at"))).order_by("-decided_at", "-pk")
        case "newest":
            return alerts.order_by("-raised_at", "-pk")
        case "oldest":
            return alerts.order_by("raised_at", "pk")
        case "money":
            return alerts.annotate(stake=at_stake(user)).order_by(F("stake").desc(nulls_last=True), "-pk")
    if user.sees_everything:  # whole and plain, so that the index gives the order
        return alerts.order_by("-match_weight", "pk")
    return alerts.annotate(told_strength=told_strength(user)).order_by("-told_strength", "pk")


def both_seen(user: User) -> Any:
    visible = Project.objects.visible_to(user).order_by()
    return Exists(visible.filter(pk=OuterRef("first"))) & Exists(visible.filter(pk=OuterRef("second")))


def told_strength(user: User) -> Combinable:
    """The match weight when both projects are seen. A pair with a hidden one stands where strong ones begin, whatever
    is known: else who changes the own project could read money and dates of the other off its place.
    """
    return Case(When(both_seen(user), then=F("match_weight")), default=Value(STRONG), output_field=FloatField())


def at_stake(user: User) -> Combinable:
    """US dollars that would be spent twice: the smaller of the two budgets, where both are seen and stated."""

    def budget(side: str) -> Subquery:
        given = Contribution.objects.filter(project=OuterRef(side)).order_by().values("project")
        return Subquery(given.annotate(total=Sum("usd")).values("total"))

    first, second = budget("first"), budget("second")
    stated = Case(When(IsNull(first, False) & IsNull(second, False), then=Least(first, second)))
    return Case(When(both_seen(user), then=stated))
