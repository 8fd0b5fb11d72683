"""What verdicts say of pairs that nobody has judged: A is B, and B is C, or is not C; so the same of A and C.

Only what people decided counts, as long as it stands, and of projects that every partner sees: of others it would tell
that two of them are one. A dismissal that says nothing of the two projects themselves implies nothing.

What follows holds of the two as they were: it ends when one of them changes, or when a person opens what it follows
from; not when a third project on the way changes, of which it says nothing.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q

from duplication.models import Alert, Reopening, Verdict
from duplication.models.review import merged_pair
from projects.models import Project
from projects.models.project import open_condition

from .material import material_of
from .relating import relate

NO_EVIDENCE = {Verdict.Reason.COORDINATED, Verdict.Reason.DATA_ERROR, Verdict.Reason.TOO_GENERAL}
APART = Verdict.Outcome.NOT_OVERLAP  # every other outcome relates the two
MOST = 500  # projects that are followed around those asked for

Steps = tuple[int, ...]  # numbers of verdicts
Way = tuple[str, Steps]  # an outcome, or the reason of a dismissal, with the verdicts that lead to it


@dataclass(frozen=True, slots=True)
class Implied:
    outcome: str
    reason: str
    by: Steps


@dataclass(frozen=True, slots=True)
class Opposed:
    """Verdicts that are to be given, of which the opposite follows: their alerts, and what it follows from."""

    alerts: tuple[Alert, ...] = ()
    decided: tuple[Verdict, ...] = ()  # of other alerts
    by_one_another: bool = False  # and from some of those to be given too

    @property
    def key(self) -> str:
        """By which a form says that the person has seen it; empty where nothing is opposed."""
        numbers = (",".join(str(one.pk) for one in some) for some in (self.alerts, self.decided))
        return ":".join(numbers) if self.alerts else ""


@dataclass(slots=True)
class Said:
    """Verdicts around some projects: which are one, which overlap, and which are apart."""

    same: dict[int, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))  # project -> other -> verdict
    overlap: dict[int, dict[int, tuple[int, str]]] = field(default_factory=lambda: defaultdict(dict))
    apart: dict[int, dict[int, tuple[int, str]]] = field(default_factory=lambda: defaultdict(dict))

    @classmethod
    def around(cls, projects: Iterable[int], *, with_restricted: bool = False, but: Collection[int] = ()) -> "Said":
        """A query for each step away from them; one where none of them was found to be another. `but`: alerts of
        which nothing counts that was decided.
        """
        said, near, frontier = cls(), set[int](), set(projects)
        most = len(frontier) + MOST
        while frontier and len(near) < most:
            near |= frontier
            about = Q(alert__first__in=frontier) | Q(alert__second__in=frontier)
            found = Verdict.objects.standing().given().filter(about).exclude(alert__in=but)
            if not with_restricted:
                found = found.filter(known_to_all("alert__first__"), known_to_all("alert__second__"))
            columns = ("pk", "outcome", "reason", "alert__first", "alert__second")
            for verdict, outcome, reason, first, second in found.values_list(*columns):
                said.add(verdict, outcome, reason, first, second)
            frontier = {other for project in frontier for other in said.same.get(project, ())} - near
        return said

    def add(self, verdict: int, outcome: str, reason: str, first: int, second: int) -> None:
        if outcome == Verdict.Outcome.MERGED:
            self.same[first][second] = self.same[second][first] = verdict
        elif outcome != APART:
            self.overlap[first][second] = self.overlap[second][first] = (verdict, outcome)
        elif is_apart(outcome, reason):
            self.apart[first][second] = self.apart[second][first] = (verdict, reason)

    def one_with(self, project: int, but: int | None = None) -> dict[int, Steps]:
        """The projects that it is, itself among them, each with the verdicts that lead there by the shortest way.
        `but`: a verdict that does not count.
        """
        steps: dict[int, Steps] = {project: ()}
        waiting = [project]
        for at in waiting:
            for other, verdict in self.same.get(at, {}).items():
                if other not in steps and verdict != but:
                    steps[other] = (*steps[at], verdict)
                    waiting.append(other)
        return steps

    def of(self, first: int, second: int, but: int | None = None) -> Implied | None:
        ours, theirs = self.one_with(first, but), self.one_with(second, but)
        if second in ours:
            return Implied(Verdict.Outcome.MERGED, "", ours[second])
        ways = (Implied(APART, reason, by) for reason, by in between(ours, theirs, self.apart, but))
        return shortest(ways)

    def opposing(self, outcome: str, reason: str, first: int, second: int, but: int | None = None) -> Implied | None:
        """What says the opposite of a verdict on these two. Of overlaps nothing follows, yet they speak against one by
        which the two are apart; and by which they are one, where the one overlaps a third and the other does not.
        """
        if (way := self.of(first, second, but)) is not None:
            return way if contradicts(way, outcome) else None
        ours, theirs = self.one_with(first, but), self.one_with(second, but)
        if outcome == Verdict.Outcome.MERGED:
            parted = (*self.parted(ours, theirs, but), *self.parted(theirs, ours, but))
            return shortest(Implied(APART, reason, by) for reason, by in parted)
        if is_apart(outcome, reason):
            return shortest(Implied(overlap, "", by) for overlap, by in between(ours, theirs, self.overlap, but))
        return None

    def parted(self, ours: Mapping[int, Steps], theirs: Mapping[int, Steps], but: int | None) -> Iterator[Way]:
        """By a third, which overlaps the first and is apart from the second. What is one with it is not followed."""
        for project, steps in ours.items():
            for third, (verdict, _) in self.overlap.get(project, {}).items():
                for reason, by in between({third: ()}, theirs, self.apart, but):
                    yield reason, (*steps, verdict, *by)


def between(
    ours: Mapping[int, Steps],
    theirs: Mapping[int, Steps],
    said: Mapping[int, Mapping[int, tuple[int, str]]],
    but: int | None,
) -> Iterator[Way]:
    """What was said of what is one with the first and what is one with the second, with the verdicts on the way."""
    for project, steps in ours.items():
        for other, (verdict, what) in said.get(project, {}).items():
            if other in theirs and verdict != but:
                yield what, (*steps, verdict, *reversed(theirs[other]))


def shortest(ways: Iterable[Implied]) -> Implied | None:
    return min(ways, key=lambda way: (len(way.by), way.by), default=None)


def imply(alerts: Collection[Alert]) -> set[int]:
    """Give those of these open alerts that follow from others their verdict, and the relation that comes with it;
    returns their numbers. To tell of it is for who calls.
    """
    if not alerts:
        return set()
    said = Said.around({project for alert in alerts for project in (alert.first_id, alert.second_id)})
    follows = [(alert, found) for alert in alerts if (found := said.of(alert.first_id, alert.second_id))]
    material = material_of({pk for alert, _ in follows for pk in (alert.first_id, alert.second_id)}) if follows else {}
    verdicts = [
        Verdict(
            alert=alert,
            outcome=found.outcome,
            reason=found.reason,
            material={str(pk): material[str(pk)] for pk in (alert.first_id, alert.second_id)},
        )
        for alert, found in follows
    ]
    relate(verdicts)
    Verdict.objects.bulk_create(verdicts)
    pairs = ((verdict.pk, ground) for verdict, (_, found) in zip(verdicts, follows, strict=True) for ground in found.by)
    grounds = Verdict.rests_on.through
    grounds.objects.bulk_create(grounds(from_verdict_id=verdict, to_verdict_id=ground) for verdict, ground in pairs)
    return {alert.pk for alert, _ in follows}


def against(verdicts: Sequence[Verdict]) -> Opposed:
    """What was decided of other alerts and says the opposite of some of these, if need be with the others of them."""
    opposable = [one for one in verdicts if one.outcome != APART or is_apart(one.outcome, one.reason)]
    if not opposable:
        return Opposed()
    projects = {pk for one in opposable for pk in (one.alert.first_id, one.alert.second_id)}
    said = Said.around(projects, with_restricted=True, but=[one.alert_id for one in opposable])
    opposed, by = list[Alert](), set[int]()
    for number, one in enumerate(opposable, start=1):
        pair = (one.alert.first_id, one.alert.second_id)
        if way := said.opposing(one.outcome, one.reason, *pair):
            opposed.append(one.alert)
            by.update(way.by)
        elif said.of(*pair) is None:
            said.add(-number, one.outcome, one.reason, *pair)
    found = Verdict.objects.select_related("alert__first", "alert__second").order_by("alert_id")
    decided = found.filter(pk__in=by) if opposed else ()
    return Opposed(tuple(opposed), tuple(decided), by_one_another=any(step < 0 for step in by))


def contradicts(way: Implied, outcome: str) -> bool:
    """Whether one of them says that the two are not one, and the other does not."""
    return APART in {way.outcome, outcome} and way.outcome != outcome


def is_apart(outcome: str, reason: str) -> bool:
    """Whether it says that the two are not one, nor overlap."""
    return outcome == APART and reason not in NO_EVIDENCE


def left_to_decide(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """Those that are to be given, one after the other: not those that follow from the ones before them, but those of
    which the opposite does. One that followed before and is open all the same is decided by who decides it.
    """
    if len(verdicts) == 1:
        return list(verdicts)
    sides = [(verdict.alert.first_id, verdict.alert.second_id) for verdict in verdicts]
    projects = {pk for pair in sides for pk in pair}
    said, told = Said.around(projects), Project.objects.filter(known_to_all(), pk__in=projects).order_by()
    followed, open_to_all = {pair for pair in sides if said.of(*pair)}, set(told.values_list("pk", flat=True))
    given = []
    for number, (verdict, pair) in enumerate(zip(verdicts, sides, strict=True)):
        way = said.of(*pair)
        if pair in followed or way is None or way.outcome != verdict.outcome:
            given.append(verdict)
            if open_to_all.issuperset(pair):
                said.add(-number, verdict.outcome, verdict.reason, *pair)
    return given


def concerned(*alerts: Alert) -> list[Alert]:
    """Open alerts that verdicts on these may decide: those about any project that is one of their two."""
    return list(Alert.objects.open().about(*one_with_any(alerts)).select_related("first", "second"))


def outdated(*alerts: Alert) -> list[Verdict]:
    """What had followed near these alerts before something changed in a project on the way, where the opposite follows
    since they were decided. Between two that were merged nothing is asked any more.
    """
    fallen = Exists(Reopening.objects.filter(verdict__implying=OuterRef("pk")))
    implied = Verdict.objects.standing().filter(fallen, decided_by=None).exclude(merged_pair())
    found = list(implied.filter(alert__in=Alert.objects.about(*one_with_any(alerts))).select_related("alert"))
    if not found:
        return []
    said = Said.around({pk for one in found for pk in (one.alert.first_id, one.alert.second_id)})
    ways = [(one, said.of(one.alert.first_id, one.alert.second_id)) for one in found]
    return [one for one, way in ways if way and way.outcome != one.outcome]


def known_to_all(path: str = "") -> Q:
    """Of the project there: every partner sees it, or saw it until it was merged into another."""
    merged = {f"{path}merged_into__isnull": False, f"{path}visibility": Project.Visibility.ALL_PARTNERS}
    return open_condition(path) | Q(**merged)


def one_with_any(alerts: Collection[Alert]) -> set[int]:
    """The projects that are one of their two."""
    sides = {pk for alert in alerts for pk in (alert.first_id, alert.second_id)}
    said = Said.around(sides)
    return {project for side in sides for project in said.one_with(side)}


def way_to(alert: Alert) -> tuple[str, list[Verdict]] | None:
    """What would follow of it, were no project on the way restricted, and the verdicts that it would follow from."""
    pair = (alert.first_id, alert.second_id)
    if (way := Said.around(pair, with_restricted=True).of(*pair)) is None:
        return None
    return str(Verdict.Outcome(way.outcome).label), list(Verdict.objects.filter(pk__in=way.by).order_by("alert_id"))


def withheld(alerts: Collection[Alert]) -> list[Alert]:
    """Those of these open alerts that would follow from others, were no project on the way restricted."""
    if not alerts:
        return []
    said = Said.around({pk for alert in alerts for pk in (alert.first_id, alert.second_id)}, with_restricted=True)
    return [alert for alert in alerts if said.of(alert.first_id, alert.second_id)]
