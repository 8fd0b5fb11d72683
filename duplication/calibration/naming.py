"""Which alerts, pairs and verdicts a preview of thresholds counts: named and linked, as far as the reader sees them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from duplication.models import Alert
from duplication.presentation.alerts import AlertView, Side, present, sides_of
from duplication.presentation.evidence import signed
from partners.models import User

from .previewing import Change, Pair, Preview

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
    groups: list[Group]


def named(shown: Preview, user: User) -> list[Named]:
    return [Named(one, [group for group in groups(one, user) if group.rows]) for one in shown.changes]


def groups(change: Change, user: User) -> Iterable[Group]:
    yield Group("Which would be withdrawn", *some(of_alerts(change.go, user), len(change.go)))
    if change.come is None:
        yield Group("Which would come back", *some(of_alerts(change.back, user), len(change.back)))
    else:
        yield Group("Which would be raised", *some(of_pairs(change.near, user), change.come))
    for what, lost in (("overlaps", change.lost_overlaps), ("rejections", change.lost_rejected)):
        title = f"Which {what} would have been lost"
        yield Group(title, *some(of_alerts(lost, user), len(lost)))


def some(rows: list[Row], number: int) -> tuple[list[Row], int]:
    return rows, max(number - len(rows), 0)


def of_alerts(pks: Collection[int], user: User) -> list[Row]:
    alerts = Alert.objects.visible_to(user).filter(pk__in=pks).order_by("-match_weight", "pk")[:MOST]
    return [Row(view, view.sides, note(view)) for view in present(alerts, user)]


def of_pairs(pairs: Sequence[Pair], user: User) -> list[Row]:
    """In their order; those that had an alert with it."""
    nearest = pairs[:MOST]
    sides = sides_of({pk for pair in nearest for pk in pair}, user, ())
    before = Alert.objects.visible_to(user).filter(first__in=sides, second__in=sides)
    views = {(view.alert.first_id, view.alert.second_id): view for view in present(before, user)}
    there = [pair for pair in nearest if sides.keys() >= set(pair)]
    return [
        Row(views.get(pair), (sides[pair[0]], sides[pair[1]]), note(views[pair]) if pair in views else "")
        for pair in there
    ]


def note(view: AlertView) -> str:
    weight = "" if view.weight is None else signed(view.weight)
    verdict = str(view.verdict) if view.verdict else ""
    gone = "withdrawn, would come back" if view.state == "Withdrawn" else ""
    return ", ".join(filter(None, [weight, verdict, gone]))
