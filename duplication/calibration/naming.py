"""Which alerts, pairs and verdicts a preview of thresholds counts: named and linked, as far as the reader sees them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import islice
from operator import or_

from django.db.models import Q

from duplication.models import Alert
from duplication.presentation.alerts import AlertView, present
from duplication.presentation.evidence import signed
from duplication.presentation.sides import Side, sides_of
from partners.models import User

from .previewing import Change, Pair, Preview, Some
from .saying import would_do

MOST = 50  # named in one list; how many more there are is said


@dataclass(frozen=True, slots=True)
class Row:
    alert: AlertView | None  # None for a pair that never was one
    sides: tuple[Side, Side]
    note: str


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    rows: list[Row]
    more: int


@dataclass(frozen=True, slots=True)
class Named:
    change: Change
    sentences: list[str]
    groups: list[Group]


@dataclass(frozen=True, slots=True)
class Seen:
    """What the reader sees of all that is named: asked once, however many lists there are."""

    by_alert: dict[int, AlertView]  # the strongest first
    by_pair: dict[Pair, AlertView]
    sides: dict[int, Side]

    @classmethod
    def of(cls, changes: Iterable[Change], user: User) -> "Seen":
        lists = [
            some.pks
            for one in changes
            for some in (one.go, one.kept, one.other, one.back, one.lost_overlaps, one.lost_rejected)
        ]
        pairs = {pair for one in changes for pair in one.near[:MOST]}
        visible = Alert.objects.visible_to(user).order_by("-match_weight", "pk")
        ordered = list(visible.filter(pk__in={pk for pks in lists for pk in pks}).values_list("pk", flat=True))
        wanted = {pk for pks in lists for pk in strongest(ordered, pks)}
        either = reduce(or_, (Q(first=first, second=second) for first, second in pairs), Q(pk__in=wanted))
        views = present(visible.filter(either), user)
        by_pair = {(view.alert.first_id, view.alert.second_id): view for view in views}
        return cls(
            {view.pk: view for view in views}, by_pair, sides_of({pk for pair in pairs for pk in pair}, user, ())
        )


def strongest(ordered: Iterable[int], pks: Collection[int]) -> list[int]:
    of_list = set(pks)
    return list(islice((pk for pk in ordered if pk in of_list), MOST))


def named(shown: Preview, user: User, *, is_counted: bool) -> list[Named]:
    """`is_counted`: whether any pairs below the thresholds in use were."""
    seen = Seen.of(shown.changes, user)
    return [
        Named(
            one,
            list(would_do(one, is_counted=is_counted)),
            [group for group in groups(one, seen) if group.rows],
        )
        for one in shown.changes
    ]


def groups(change: Change, seen: Seen) -> Iterable[Group]:
    yield Group("All partners see an overlap: these would be withdrawn all the same", *shown(change.agreed, seen))
    yield Group("Which would be withdrawn", *shown(change.go, seen))
    decided = "Which would stay, since they were decided before"
    yield Group(decided, *shown(change.kept, seen))
    yield Group("Which would stay as another kind of overlap", *shown(change.other, seen))
    if change.come is None:
        yield Group("Which would come back", *shown(change.back, seen))
    else:
        yield Group("Which would be raised", *counted(of_pairs(change.near, seen), change.come))
    for what, lost in (("overlaps", change.lost_overlaps), ("rejections", change.lost_rejected)):
        title = f"Which {what} would have been lost"
        yield Group(title, *shown(lost, seen))


def counted(rows: list[Row], number: int) -> tuple[list[Row], int]:
    return rows, max(number - len(rows), 0)


def shown(some: Some, seen: Seen) -> tuple[list[Row], int]:
    return counted(of_alerts(some.pks, seen), some.number)


def of_alerts(pks: Collection[int], seen: Seen) -> list[Row]:
    views = [seen.by_alert[pk] for pk in strongest(seen.by_alert, pks)]
    return [Row(view, view.sides, note(view)) for view in views]


def of_pairs(pairs: Sequence[Pair], seen: Seen) -> list[Row]:
    """In their order; those that had an alert with it."""
    sides, views = seen.sides, seen.by_pair
    there = [pair for pair in pairs[:MOST] if sides.keys() >= set(pair)]
    return [
        Row(views.get(pair), (sides[pair[0]], sides[pair[1]]), note(views[pair]) if pair in views else "")
        for pair in there
    ]


def note(view: AlertView) -> str:
    weight = "" if view.weight is None else signed(view.weight)
    verdict = str(view.verdict) if view.verdict else ""
    gone = "withdrawn, would come back" if view.state == "Withdrawn" else ""
    return ", ".join(filter(None, [weight, verdict, gone]))
