"""How partners take part, by quarter: counted from projects, their history, and alerts; nothing of it is stored.

Everything is counted within what the reader may see, by a handful of queries however many partners and projects.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import TruncDate, TruncQuarter
from django.utils import timezone

from adam.people.quarters import Quarter
from duplication.models import Alert, Position, Verdict
from partners.models import FocalPoint, User
from projects.models import Project
from projects.models.project import STALE_AFTER, ProjectQuerySet

ANSWERED_WITHIN = timedelta(days=21)  # of being told, which happens as the alert is raised
ENOUGH = 5  # partners behind a median, so that it tells of none of them
EVENTS: Any = Project.pgh_event_model  # type: ignore[attr-defined]


@dataclass(slots=True)
class Score:
    """Of one partner in one quarter."""

    entered: int = 0  # projects published
    confirmed: int = 0  # projects confirmed after they were published
    told: int = 0  # of alerts
    in_time: int = 0
    late: int = 0  # answered late, or still open after the time
    not_due: int = 0  # open, and its time is not over
    running: int = 0  # at the end of the quarter, or now
    fresh: int | None = 0  # of these confirmed within half a year; None: the history does not reach back so far

    @property
    def fresh_share(self) -> int | None:
        return round(100 * self.fresh / self.running) if self.running and self.fresh is not None else None

    @property
    def judged(self) -> int:
        """Those whose time is over or that are answered."""
        return self.in_time + self.late

    @property
    def in_time_share(self) -> int | None:
        return round(100 * self.in_time / self.judged) if self.judged else None


Scores = dict[tuple[int, Quarter], Score]
MEASURES = {
    "entered": "Projects entered",
    "confirmed": "Projects confirmed",
    "told": "Alerts told",
    "in_time": "Answered in time",
    "late": "Late",
    "running": "Running",
    "fresh": "Fresh",
}


def may_compare(user: User) -> bool:
    """Who compares partners: those who chase answers, and those who write about them."""
    return user.sees_everything or user.role == User.Role.ANALYST


def scores(user: User, quarters: Sequence[Quarter], partners: Iterable[int] | None = None) -> Scores:
    """By partner and quarter. `quarters` follow each other; without `partners`, all of them."""
    found: Scores = defaultdict(Score)
    visible = Project.objects.visible_to(user).published().order_by()
    if partners is not None:
        partners = list(partners)
        visible = visible.filter(partner__in=partners)
    for name, rows in (("entered", entered(visible, quarters)), ("confirmed", confirmed(visible, quarters))):
        for partner, moment, number in rows:
            setattr(found[partner, Quarter.of(moment)], name, number)
    for side in ("first", "second"):
        for partner, moment, *numbers in alerts(user, quarters, side, partners):
            score = found[partner, Quarter.of(moment)]
            for name, number in zip(("told", "in_time", "late", "not_due"), numbers, strict=True):
                setattr(score, name, getattr(score, name) + number)
    since = recorded_since() if any(quarter.is_over for quarter in quarters) else None
    for quarter in quarters:
        for partner, running, fresh in freshness(visible, quarter):
            found[partner, quarter].running, found[partner, quarter].fresh = running, fresh
        if not is_recorded(quarter, since):
            for partner, when in found:
                found[partner, when].fresh = None if when == quarter else found[partner, when].fresh
    return found


def recorded_since() -> datetime | None:
    """When the history of projects begins. What was confirmed earlier and again later left no trace."""
    return EVENTS.objects.order_by("pgh_id").values_list("pgh_created_at", flat=True).first()


def is_recorded(quarter: Quarter, since: datetime | None) -> bool:
    return not quarter.is_over or (since is not None and since < quarter.end)


# -- The sets behind the numbers: counted above, listed when somebody asks which ---------------------------------------
def span(quarters: Sequence[Quarter], name: str) -> Q:
    return Q(**{f"{name}__gte": quarters[0].start, f"{name}__lt": quarters[-1].end})


def entered(visible: ProjectQuerySet, quarters: Sequence[Quarter]) -> QuerySet[Any]:
    within = visible.filter(span(quarters, "published_at")).annotate(quarter=TruncQuarter("published_at"))
    return within.values_list("partner", "quarter").annotate(times=Count("pk"))


def confirmations(quarters: Sequence[Quarter]) -> QuerySet[Any]:
    """States of projects just confirmed, other than by being published."""
    return EVENTS.objects.filter(span(quarters, "confirmed_at"), confirmed_at__gt=F("published_at"))


def confirmed(visible: ProjectQuerySet, quarters: Sequence[Quarter]) -> QuerySet[Any]:
    states = confirmations(quarters).filter(pgh_obj__in=visible).annotate(quarter=TruncQuarter("confirmed_at"))
    return states.order_by().values_list("pgh_obj__partner", "quarter").annotate(times=Count("pgh_obj", distinct=True))


def running_in(visible: ProjectQuerySet, quarter: Quarter) -> ProjectQuerySet:
    """Those that run now; for a quarter that is over, those that were published and had not ended by its end."""
    if not quarter.is_over:
        return visible.filter(status__in=Project.RUNNING)
    open_ended = Q(end__isnull=True) & Q(status__in=Project.RUNNING)
    alive = Q(end__gte=quarter.last_day) | open_ended
    return visible.filter(alive, published_at__lt=quarter.end).exclude(status=Project.Status.CANCELLED)


def is_fresh(quarter: Quarter) -> Q:
    """Confirmed, or published, within half a year before the end of the quarter."""
    if not quarter.is_over:
        return Q(confirmed_at__gte=timezone.now() - STALE_AFTER)
    states = EVENTS.objects.filter(confirmed_at__gte=quarter.end - STALE_AFTER, confirmed_at__lt=quarter.end)
    new = Q(published_at__gte=quarter.end - STALE_AFTER, published_at__lt=quarter.end)
    return new | Q(Exists(states.filter(pgh_obj=OuterRef("pk"))))


def freshness(visible: ProjectQuerySet, quarter: Quarter) -> QuerySet[Any]:
    counted = running_in(visible, quarter).values_list("partner")
    return counted.annotate(times=Count("pk"), of_them_fresh=Count("pk", filter=is_fresh(quarter)))


def judged(user: User, quarters: Sequence[Quarter], side: str) -> QuerySet[Any]:
    """Alerts raised in this time that somebody of this side's partner was told of, with whether it answered in time,
    or is late. Where nobody was designated on that day nobody was told."""
    day = OuterRef("day")
    there = FocalPoint.objects.filter(Q(ended__isnull=True) | Q(ended__gt=day), started__lte=day)
    there = there.filter(partner=OuterRef(f"{side}__partner"))
    said = Position.objects.filter(alert=OuterRef("pk"), partner=OuterRef(f"{side}__partner")).order_by()
    judged_by = OuterRef("raised_at") + ANSWERED_WITHIN
    decided = Verdict.objects.meant().filter(alert=OuterRef("pk"), created_at__lte=judged_by)
    found = Alert.objects.counted_by(user, side).filter(span(quarters, "raised_at")).order_by()
    found = found.annotate(day=TruncDate("raised_at")).filter(Exists(there))
    found = found.annotate(
        said_at=Subquery(said.values("alert").annotate(first=Min("created_at")).values("first")),
        settled=Exists(decided),  # before the time was over, so that nobody had to say anything
    ).filter(Q(withdrawn_at__isnull=True) | Q(said_at__isnull=False))
    if side == "second":  # a partner on both sides is asked once
        found = found.exclude(first__partner=F("second__partner"))
    return found


IN_TIME = Q(said_at__lte=F("raised_at") + ANSWERED_WITHIN)


def is_not_due() -> Q:
    waiting = Q(said_at__isnull=True, settled=False, withdrawn_at__isnull=True)
    return waiting & Q(raised_at__gte=timezone.now() - ANSWERED_WITHIN)


def is_late() -> Q:
    over = Q(said_at__isnull=True, settled=False, raised_at__lt=timezone.now() - ANSWERED_WITHIN)
    return over | Q(said_at__gt=F("raised_at") + ANSWERED_WITHIN)


def alerts(user: User, quarters: Sequence[Quarter], side: str, partners: Iterable[int] | None) -> QuerySet[Any]:
    found = judged(user, quarters, side).annotate(quarter=TruncQuarter("raised_at"))
    if partners is not None:
        found = found.filter(**{f"{side}__partner__in": partners})
    return found.values_list(f"{side}__partner", "quarter").annotate(
        told=Count("pk"),
        in_time=Count("pk", filter=IN_TIME),
        late=Count("pk", filter=is_late()),
        not_due=Count("pk", filter=is_not_due()),
    )


def projects_behind(user: User, partner: int, quarter: Quarter, measure: str) -> ProjectQuerySet:
    visible = Project.objects.visible_to(user).published().filter(partner=partner)
    if measure == "entered":
        return visible.filter(span([quarter], "published_at"))
    if measure == "confirmed":
        return visible.filter(pk__in=confirmations([quarter]).values("pgh_obj"))
    running = running_in(visible, quarter)
    return running.filter(is_fresh(quarter)) if measure == "fresh" else running


def alerts_behind(user: User, partner: int, quarter: Quarter, measure: str) -> QuerySet[Alert]:
    which = {"told": Q(), "in_time": IN_TIME, "late": is_late()}[measure]
    ids = [
        judged(user, [quarter], side).filter(which, **{f"{side}__partner": partner}).values("pk")
        for side in ("first", "second")
    ]
    return Alert.objects.filter(Q(pk__in=ids[0]) | Q(pk__in=ids[1]))


def medians(found: Scores, quarter: Quarter) -> dict[str, float | None]:
    """Of the partners that have running projects; nothing where they are too few to stay unnamed."""
    known = [score for (_, when), score in found.items() if when == quarter and score.running]
    if len(known) < ENOUGH:
        return {}
    values: dict[str, float | None] = {name: median(getattr(one, name) or 0 for one in known) for name in MEASURES}
    if any(one.fresh is None for one in known):
        values["fresh"] = None
    for name in ("fresh_share", "in_time_share"):
        shares = [share for one in known if (share := getattr(one, name)) is not None]
        values[name] = median(shares) if len(shares) >= ENOUGH else None
    return values
