"""In which order alerts are listed.

What a person may not see of a pair has no part in it: an order can be read backwards.
"""

from collections.abc import Mapping
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    DecimalField,
    Exists,
    F,
    Field,
    FloatField,
    Func,
    JSONField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    TextField,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce
from django.db.models.lookups import Exact, IsNull

from duplication.models import Alert, Verdict
from duplication.presentation.evidence import STRONG
from duplication.review.unlike import is_unlike_to
from partners.models import User
from projects.models import Contribution, Project
from projects.models.merge import kept_of

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
    """US dollars that would be spent twice, as the page shows them: the smaller of the two budgets, where both are seen
    and stated; of what was merged that of the record today, and none of two that are one now or no longer alike. One
    query to make it, two where anything was merged.
    """
    kept = kept_of(list(Project.objects.filter(merged_into__isnull=False).order_by().values_list("pk", flat=True)))
    first, second = (as_today(kept, F, side) for side in ("first", "second"))

    def budget(side: str) -> Subquery:
        given = Contribution.objects.filter(project=as_today(kept, OuterRef, side)).order_by().values("project")
        return Subquery(given.annotate(total=Sum("usd")).values("total"))

    ours, theirs = budget("first"), budget("second")
    # of a thousand rows each sum is asked for once: in a condition of its own it would be asked for twice
    both = "(SELECT min(one) FROM unnest(ARRAY[%(expressions)s]) AS one HAVING count(one) = 2)"
    least = Func(ours, theirs, template=both, output_field=DecimalField())
    seen = both_seen_today(user, kept) if kept else both_seen(user)
    unlike = When(is_unlike_to(user), then=Value(None))
    return Case(When(seen, then=Case(unlike, When(~Q(Exact(first, second)), then=least))))


def both_seen_today(user: User, kept: Mapping[int, int]) -> Any:
    """Those that the person could read before they were merged, and the records that they are today."""
    visible, readable = Project.objects.visible_to(user).order_by(), Project.objects.readable_by(user).order_by()
    seen = Q()
    for side in ("first", "second"):
        seen &= Q(Exists(readable.filter(pk=OuterRef(side))))
        seen &= Q(Exists(visible.filter(pk=as_today(kept, OuterRef, side))))
    return seen


def as_today(kept: Mapping[int, int], of: type[F], side: str) -> Any:
    """The few that were merged are looked up: it takes longer than to see that one was not."""
    if not kept:
        return of(side)
    today = looked_up(kept, of(side), BigIntegerField())
    was_merged = IsNull(of(f"{side}__merged_into"), False)
    return Case(When(was_merged, then=today), default=of(side), output_field=BigIntegerField())


def with_clusters(alerts: QuerySet[Alert], dollars: Mapping[int, int | None]) -> QuerySet[Alert]:
    """By money at stake too, where some stand for a cluster, whose own is given: after them what is not known."""
    known = {alert: -1 if sum is None else sum for alert, sum in dollars.items()}
    shown = Coalesce(looked_up(known, F("pk"), FloatField()), F("stake"), output_field=FloatField())
    return alerts.order_by(shown.desc(nulls_last=True), "-pk")


def looked_up(table: Mapping[int, int], key: F, kind: Field[Any, Any]) -> Cast:
    """What the table has by this number. It goes along as one value: a case for each takes longer than the query."""
    rows = Value({str(number): value for number, value in table.items()}, JSONField())
    return Cast(Func(rows, Cast(key, TextField()), function="jsonb_extract_path_text"), kind)
