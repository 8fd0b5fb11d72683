"""What a project took over from others that were merged into it is no news to a verdict that it is one with a third.

In and out goes material as `material.material` writes it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from typing import Any

from duplication.models import Verdict
from projects.models import ProjectMerge

from .changes import LISTS, TEXTS, key_of

Material = dict[str, Any]


def absorbed_since(verdicts: Collection[Verdict]) -> dict[tuple[int, str], list[int]]:
    """By verdict that two are one, and number of a side: what was merged into it since. One query at most."""
    same = [verdict for verdict in verdicts if verdict.outcome == Verdict.Outcome.MERGED]
    if not same:
        return {}
    merges = ProjectMerge.objects.standing().filter(kept__in={int(pk) for one in same for pk in one.material})
    into: dict[str, list[ProjectMerge]] = defaultdict(list)
    for merge in merges:
        into[str(merge.kept_id)].append(merge)
    return {
        (one.pk, pk): closed
        for one in same
        for pk in one.material
        if (closed := [merge.closed_id for merge in into[pk] if merge.merged_at > one.created_at])
    }


def as_taken_over(then: Material, now: Material, closed: Iterable[Material]) -> Material:
    """As it was, with what it says today where it says that of one of these: in lists beside what it had."""
    each = [then, *closed]
    taken = {name: now[name] for name in TEXTS if now[name] in [one[name] for one in each]}
    taken |= {name: now[name] for name in LISTS if is_gathered(then[name], now[name], [one[name] for one in each])}
    if is_gathered(activities(then), activities(now), map(activities, each)):
        taken["activities"] = now["activities"]
    taken["period"] = [
        day if day in [one["period"][place] for one in each] else then["period"][place]
        for place, day in enumerate(now["period"])
    ]
    if are_added_up(now["amount"], [one["amount"] for one in each]):
        taken["amount"] = now["amount"]
    return {**then, **taken}


def activities(one: Material) -> list[tuple[str, ...]]:
    return [key_of(row) for row in one["activities"]]


def is_gathered(then: Iterable[Any], now: Iterable[Any], each: Iterable[Iterable[Any]]) -> bool:
    """Whether it has all that it had, and nothing that none of them had."""
    return set(then) <= set(now) <= {value for one in each for value in one}


def are_added_up(now: Mapping[str, str], each: Collection[Mapping[str, str]]) -> bool:
    """Whether it is in each currency one of the sums, or all together. Where there was money, none is no choice."""
    if not now:
        return not any(each)
    currencies = {*now, *(currency for one in each for currency in one)}
    sums = {currency: [Decimal(one.get(currency, 0)) for one in each] for currency in currencies}
    return all(Decimal(now.get(currency, 0)) in {*some, sum(some)} for currency, some in sums.items())
