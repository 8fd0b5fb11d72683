"""Decided alerts whose verdicts contradict one another: A is B, and B is C, but A is not C. For coordinators alone.

As `implying.against` tells it on the page of one, for all of them at once: of few alone it has to be worked out, as
nothing follows but through projects that were found to be one.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from django.db.models import Count, Max, Q

from duplication.models import Verdict

from .implying import APART, Said, is_apart

MERGED = Verdict.Outcome.MERGED
Ties = set[frozenset[int]]


class Decided(NamedTuple):
    """A verdict that stands, and of which two."""

    pk: int
    outcome: str
    reason: str
    alert: int
    first: int
    second: int
    decided_by: int | None


def contradicting() -> tuple[int, ...]:
    """Numbers of the alerts. One query as long as nothing more is decided, two when something was."""
    ends = ("pk", "reopening__pk")
    return worked_out(tuple(Verdict.objects.aggregate(*map(Max, ends), *map(Count, ends)).values()))


@lru_cache(maxsize=1)
def worked_out(_decided: tuple[int | None, ...]) -> tuple[int, ...]:
    """Of all that is decided now, which is another thing with each verdict and each that is opened again."""
    standing = Verdict.objects.standing().order_by("alert")
    merged = standing.given().filter(outcome=MERGED).order_by()
    one = merged.values("alert__first").union(merged.values("alert__second"))
    near = standing.filter(Q(alert__first__in=one) | Q(alert__second__in=one))
    columns = ("pk", "outcome", "reason", "alert", "alert__first", "alert__second", "decided_by")
    return tuple(among([Decided(*row) for row in near.values_list(*columns)]))


def among(decided: Iterable[Decided]) -> list[int]:
    decided, said = list(decided), Said()
    for one in decided:
        if one.decided_by:
            said.add(one.pk, one.outcome, one.reason, one.first, one.second)
    group = groups(said)
    apart, overlapping = (
        {tie(one, other, group) for one, others in ties.items() for other in others}
        for ties in (said.apart, said.overlap)
    )
    torn = {one for pair in apart if len(pair) == 1 or pair in overlapping for one in pair}
    few = [one for one in decided if may_be_opposed(one, group, apart, overlapping, torn)]
    return [one.alert for one in few if is_opposed(one, said)]


def groups(said: Said) -> dict[int, int]:
    """Of each project that was found to be one with others, by which all of them are called."""
    group: dict[int, int] = {}
    for project in said.same:
        if project not in group:
            group |= dict.fromkeys(said.one_with(project), project)
    return group


def tie(one: int, other: int, group: dict[int, int]) -> frozenset[int]:
    return frozenset({group.get(one, one), group.get(other, other)})


def may_be_opposed(one: Decided, group: dict[int, int], apart: Ties, overlapping: Ties, torn: set[int]) -> bool:
    """So that the way is sought of those few: what says that two of one group are apart, or two that overlap; what ties
    such a group; and what else relates two between which something says that they are not.
    """
    pair = tie(one.first, one.second, group)
    if one.outcome == APART:
        return (len(pair) == 1 or pair in overlapping) and is_apart(one.outcome, one.reason)
    return not torn.isdisjoint(pair) if len(pair) == 1 else pair in apart


def is_opposed(one: Decided, said: Said) -> bool:
    """By all but itself."""
    return said.opposing(one.outcome, one.reason, one.first, one.second, but=one.pk) is not None
