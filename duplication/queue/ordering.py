"""In which order alerts are listed.

What a person may not see of a pair has no part in it: an order can be read backwards.
"""

from collections.abc import Iterator
from typing import Any, Self, overload

from django.db.models import Case, F, FloatField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.expressions import Combinable

from duplication.models import Alert, Verdict
from duplication.models.alert import both_have_said, both_seen_by
from duplication.presentation.evidence import STRONG
from partners.models import User
from projects.search.register import Numbers, columns_of

SORTS = {"strength": "Strongest", "money": "Most money at stake", "newest": "Newest", "oldest": "Oldest"}
SORTS_OF_DECIDED = {"verdict": "Latest verdict", **SORTS}  # the first is that in which a list opens


class Listed:
    """Alerts in an order, of which the numbers are known: rows are read for the page that is asked for. They are wide,
    and to sort all of them to show 25 took longer than all else.
    """

    def __init__(self, alerts: QuerySet[Alert], ids: QuerySet[Any, int] | Numbers) -> None:
        """`alerts`: how they are read, among others."""
        self.alerts, self.ids = alerts, ids

    @classmethod
    def of(cls, alerts: QuerySet[Alert], read: QuerySet[Alert]) -> Self:
        """All of these in their order, found once."""
        return cls(read, columns_of(alerts.values_list("pk", flat=True), 1)[0])

    def __len__(self) -> int:
        return self.count()

    def count(self) -> int:
        return self.ids.count() if isinstance(self.ids, QuerySet) else len(self.ids)

    @overload
    def __getitem__(self, which: int) -> Alert: ...
    @overload
    def __getitem__(self, which: slice) -> list[Alert]: ...
    def __getitem__(self, which: int | slice) -> Alert | list[Alert]:
        if isinstance(which, int):
            return self[which : which + 1][0]
        ids = list(map(int, self.ids[which]))
        rows = self.alerts.order_by().in_bulk(ids)
        return [rows[pk] for pk in ids if pk in rows]  # one may be gone since

    def __iter__(self) -> Iterator[Alert]:
        return iter(self[:])

    def numbers(self) -> list[int]:
        return list(map(int, self.ids))


def sorts_for(state: str) -> dict[str, str]:
    return SORTS_OF_DECIDED if state in {"decided", "contradicting"} else SORTS


def in_order(alerts: QuerySet[Alert], sort: str, user: User) -> QuerySet[Alert]:
    match sort:
        case "verdict":
            standing = Verdict.objects.standing().filter(alert=OuterRef("pk")).order_by()
            return alerts.annotate(decided_at=Subquery(standing.values("created_at"))).order_by("-decided_at", "-pk")
        case "newest":
            return alerts.order_by("-raised_at", "-pk")
        case "oldest":
            return alerts.order_by("raised_at", "pk")
    if user.sees_everything:  # whole and plain, so that the index gives the order
        return alerts.order_by("-match_weight", "pk")
    return alerts.annotate(told_strength=told_strength(user)).order_by("-told_strength", "pk")


def told_strength(user: User) -> Combinable:
    """The match weight when both projects are seen. A pair with a hidden one stands where strong ones begin, whatever
    is known: else who changes the own project could read money and dates of the other off its place.
    """
    return Case(When(both_seen_by(user), then=F("match_weight")), default=Value(STRONG), output_field=FloatField())


def answered_and_not(alerts: QuerySet[Alert], read: QuerySet[Alert]) -> tuple[Listed, Listed]:
    """Those that both partners have answered, and the others, the oldest first: told apart in one query."""
    said = Case(When(both_have_said(), then=Value(1)), default=Value(0))
    ids, is_answered = columns_of(alerts.order_by("raised_at", "pk").values_list("pk", said), 2)
    return Listed(read, ids[is_answered == 1]), Listed(read, ids[is_answered == 0])
