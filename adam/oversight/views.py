"""The page of how the review is doing, and its rows for evaluators; for those who compare partners."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from adam.oversight import money, review
from adam.people.quarters import Quarter, latest
from adam.people.scores import ANSWERED_WITHIN, Score, alerts, may_compare, scores
from duplication.models import Alert, Verdict
from duplication.models.hint import MOST_TITLES
from duplication.presentation.evidence import band
from duplication.queue.filters import AlertFilter, one_of
from duplication.queue.stakes import Budgets
from duplication.review.contradicting import contradicting
from partners.models import FocalPoint, Partner, User
from partners.requests import SignedInRequest
from projects.exports import csv_response
from projects.models import Project
from projects.responses import refused
from projects.search.register import current

SHOWN = 8  # quarters
LISTED = 20  # projects that gave money up; the file has all
HINTED = 10  # people, those who were told of the most titles
CHUNK = 500
HEADER = [
    "Alert", "State", "Kind", "Strength", "Match weight",
    "First project", "First title", "First partner", "First countries", "First may be seen by",
    "Second project", "Second title", "Second partner", "Second countries", "Second may be seen by",
    "Raised", "First partner answered", "Second partner answered", "Latest verdict on", "Days to first answer",
    "Days to both answers", "Days to verdict", "Latest verdict", "Reason", "Verdict stands", "Withdrawn",
    "At stake (US$)", "At stake at most, as one states no sum (US$)", "Link",
]  # fmt: skip
ASSIGNED = "Assigned to"  # for those who see it in the queue
WITH = ("first__countries", "second__countries", "verdicts__reopening")


@require_safe
def oversight(request: SignedInRequest) -> HttpResponse:
    user, quarters = admitted(request), latest(SHOWN)
    given_up, recorded_once = money.redirected(user)

    context = {
        "waiting": review.waiting(user),
        "ages": review.AGES,
        "quarters": quarters,
        "answered": review.answered(user, quarters),
        "outcomes": review.outcomes(user, quarters),
        "contradicting": len(contradicting()) if user.is_coordinator else 0,
        "given_up": given_up[:LISTED],
        "given_up_number": len(given_up),
        "given_up_total": round(sum(one.amount for one in given_up)),
        "recorded_once_number": len(recorded_once),
        "recorded_once_total": round(sum(one.amount for one in recorded_once)),
        "net": money.net(user),
        "taking_part": taking_part(user),
        "hints": review.hints()[:HINTED] if user.sees_everything else [],
        "most_titles": MOST_TITLES,
    }
    return render(request, "oversight/oversight.html", context)


@require_safe
def oversight_csv(request: SignedInRequest) -> HttpResponseBase:
    """One row an alert, of all quarters; days in fractions, so that others can take their own middle. With the query
    string of a queue, those that it lists.
    """
    user = admitted(request)
    listed = AlertFilter(request.GET, request=request) if "state" in request.GET else None
    if listed and listed.wrong:
        return refused(listed.wrong)
    header = [*HEADER, ASSIGNED] if user.sees_everything else HEADER
    name = listed.file_name if listed else f"adam-review-{timezone.localdate()}.csv"
    return csv_response(name, header, alert_rows(user, listed))


@require_safe
def redirected_csv(request: SignedInRequest) -> HttpResponseBase:
    given_up, recorded_once = money.redirected(admitted(request))
    header = ["Project", "Partner", "Title", "Alert", "Told", "Budget then (US$)", "Budget now (US$)", "Less", "Why"]
    rows = (
        [one.project.number, one.project.partner.name, one.project.title, one.alert_id, one.told_at, one.then, one.now,
         one.amount, one.why]
        for one in [*given_up, *recorded_once]
    )  # fmt: skip
    return csv_response(f"adam-redirected-{timezone.localdate()}.csv", header, rows)


# -- Parts -------------------------------------------------------------------------------------------------------------
def admitted(request: SignedInRequest) -> User:
    if not may_compare(request.user):
        raise PermissionDenied("Coordinators, administrators and analysts alone open this page.")
    return request.user


def taking_part(user: User) -> dict[str, Any]:
    """All partners together in this quarter; and how they answered the alerts of the last one whose time is over."""
    quarter = Quarter.now()
    found = list(scores(user, [quarter]).values())
    over = next(one for one in latest(4)[::-1] if one.end + ANSWERED_WITHIN <= timezone.now())
    total = Score()
    for score in found:
        total.running += score.running
        total.fresh = (total.fresh or 0) + (score.fresh or 0)
        total.in_time += score.in_time
        total.late += score.late
        total.not_due += score.not_due
    active = sum(1 for score in found if score.entered or score.confirmed or score.in_time)
    designated = FocalPoint.objects.active().values("partner").distinct().count()
    return {
        "quarter": quarter, "total": total, "active": active, "designated": designated, "all": Partner.objects.count(),
        "over": over, "answered": answered_in(user, over),
    }  # fmt: skip


def answered_in(user: User, quarter: Quarter) -> Score:
    total = Score()
    for side in ("first", "second"):
        for _, _, told, in_time, late, _ in alerts(user, [quarter], side, None):
            total.told, total.in_time, total.late = total.told + told, total.in_time + in_time, total.late + late
    return total


def alert_rows(user: User, listed: AlertFilter | None = None) -> Iterator[list[object]]:
    """Both projects are named, so both must be seen: not also the alerts of a partner of which one side is hidden."""
    seen, order = Alert.objects.seen_in_full_by(user), None
    if listed:
        order = listed.alerts.numbers()
        seen = seen.filter(one_of(order))
    stakes, at_most = (some.by_alert() for some in Budgets.of(current()).apart(seen, user))
    for alert in in_this_order(review.timed(seen), order):
        verdict = last_verdict(alert)
        yield [
            alert.pk, state_of(alert, verdict), alert.case_words, band(alert.match_weight),
            round(alert.match_weight, 2), *side_cells(alert.first), *side_cells(alert.second),
            alert.raised_at, alert.said_first, alert.said_second, verdict and verdict.created_at,
            *(in_days(moment, alert) for moment in (alert.said_one, alert.said_both, alert.ruled)),
            verdict and str(verdict), verdict and verdict.reason_words,
            verdict and ("yes" if stands(verdict) else "no"), alert.withdrawn_at,
            stakes.get(alert.pk), at_most.get(alert.pk), settings.BASE_URL + alert.get_absolute_url(),
            *([assigned_to(alert)] if user.sees_everything else []),
        ]  # fmt: skip


def in_this_order(alerts: QuerySet[Alert, Any], order: list[int] | None) -> Iterator[Any]:
    """Read some at a time. Without an order: as they were raised."""
    complete = alerts.select_related("first__partner", "second__partner", "assignment__coordinator")
    complete = complete.prefetch_related(*WITH).order_by("raised_at", "pk")
    if order is None:
        yield from complete.iterator(chunk_size=CHUNK)
        return
    for start in range(0, len(order), CHUNK):
        some = order[start : start + CHUNK]
        rows = complete.order_by().in_bulk(some)
        yield from (rows[pk] for pk in some if pk in rows)


def side_cells(project: Project) -> list[str]:
    countries = ", ".join(sorted(country.name for country in project.countries.all()))
    return [project.number, project.title, project.partner.name, countries, project.get_visibility_display()]


def state_of(alert: Alert, verdict: Verdict | None) -> str:
    """Today, in the words of the queue (`presentation.alerts`)."""
    if verdict and stands(verdict):
        return "Decided"
    if alert.withdrawn_at:
        return "Withdrawn"
    return "Open again" if verdict else "Open"


def stands(verdict: Verdict) -> bool:
    return not hasattr(verdict, "reopening")


def assigned_to(alert: Alert) -> str:
    return str(alert.assignment.coordinator) if hasattr(alert, "assignment") else ""


def last_verdict(alert: Alert) -> Verdict | None:
    """The latest, implied ones too; no slip that was undone."""
    meant = [one for one in alert.verdicts.all() if not (hasattr(one, "reopening") and one.reopening.is_undo)]
    return max(meant, key=lambda verdict: (verdict.created_at, verdict.pk), default=None)


def in_days(moment: Any, alert: Alert) -> float | None:
    return moment and round((moment - alert.raised_at) / timedelta(days=1), 2)
