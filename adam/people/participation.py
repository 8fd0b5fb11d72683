"""How partners take part: all of them for coordinators and analysts, each its own beside the unnamed middle of all."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from adam.people import designated as chart
from adam.people.quarters import Quarter, latest
from adam.people.scores import MEASURES, Score, Scores, alerts_behind, may_compare, medians, projects_behind, scores
from partners.models import Partner
from partners.narrowing import no_such_order, unknown
from partners.requests import SignedInRequest
from projects.charts import Line, Lines
from projects.charts.screen import on_screen
from projects.exports import csv_response

SHOWN, OFFERED, PER_PAGE = 8, 12, 50  # quarters of one partner, quarters to choose from, rows behind a number
SORTS = {*MEASURES, "fresh_share"}
OF_ALERTS = {"told", "in_time", "late"}
HEADER = ["Partner", "Quarter", *MEASURES.values(), "Fresh (%)", "In time (%)"]


@require_safe
def participation(request: SignedInRequest) -> HttpResponse:
    partners = asked_for(request)
    if partners is None:
        return render(request, "people/participation.html", overview(request))
    quarters = latest(SHOWN)
    found = scores(request.user, quarters, [partner.pk for partner in partners])
    blocks = [block(partner, found, quarters) for partner in partners]
    middle = medians(scores(request.user, quarters[-1:]), quarters[-1])
    context = {"blocks": blocks, "middle": middle, "quarters": quarters}
    return render(request, "people/participation_own.html", context | {"sees_all": may_compare(request.user)})


def asked_for(request: SignedInRequest) -> list[Partner] | None:
    """The partners to show by themselves; None for all of them in one table. 404 for others' own."""
    code = request.GET.get("partner", "")
    if may_compare(request.user):
        return [get_object_or_404(Partner.objects.by_code(code))] if code else None
    own = Partner.objects.filter(pk__in=request.user.own_partners)
    found = list(own.by_code(code) if code else own)
    if not found:
        raise Http404 if code else PermissionDenied
    return found


def chosen_quarter(request: SignedInRequest) -> Quarter:
    return Quarter.read(request.GET.get("quarter", "")) or Quarter.now()


def no_such_quarter(code: str) -> list[str]:
    is_known = not code or Quarter.read(code)
    return [] if is_known else [f"{unknown('Quarter', code)[:-1]}, so {Quarter.now()} is shown."]


def overview(request: SignedInRequest) -> dict[str, Any]:
    quarter, sort = chosen_quarter(request), request.GET.get("sort", "")
    found = scores(request.user, [quarter])
    rows = in_order(table(found, quarter), sort)
    total = Score(*(sum(getattr(score, name) or 0 for _, score in rows) for name in MEASURES))
    if any(score.fresh is None for _, score in rows):
        total.fresh = None
    return {
        "quarter": quarter,
        "offered": [*latest(OFFERED)][::-1],
        "rows": rows,
        "total": total,
        "middle": medians(found, quarter),
        "measures": [*MEASURES.items(), ("fresh_share", "Share fresh")],
        "sort": sort,
        "problems": [*no_such_quarter(request.GET.get("quarter", "")), *no_such_order(sort, SORTS)],
    }


def table(found: Scores, quarter: Quarter) -> list[tuple[Partner, Score]]:
    known = {partner: score for (partner, when), score in found.items() if when == quarter}
    return [(partner, known[partner.pk]) for partner in Partner.objects.filter(pk__in=known)]


def in_order(rows: list[tuple[Partner, Score]], sort: str) -> list[tuple[Partner, Score]]:
    """By a measure, most first and with a minus fewest first; by name otherwise."""
    name = sort.removeprefix("-")
    if name not in SORTS:
        return rows
    return sorted(rows, key=lambda row: getattr(row[1], name) or 0, reverse=not sort.startswith("-"))


def block(partner: Partner, found: Scores, quarters: list[Quarter]) -> dict[str, Any]:
    own = [found.get((partner.pk, quarter), Score()) for quarter in quarters]
    lines = [
        Line(label, [getattr(score, name) for score in own], [None] * len(own))
        for name, label in (("entered", "Entered"), ("confirmed", "Confirmed"))
    ]
    labels = [str(quarter) for quarter in quarters]
    plan = Lines(f"{partner}: projects entered and confirmed", "Quarter", labels, lines, [])
    rows = list(zip(quarters, own, strict=True))[::-1]
    return {"partner": partner, "rows": rows, "plan": plan, "lines": on_screen(plan).drawing}


@require_safe
def participation_csv(request: SignedInRequest) -> HttpResponseBase:
    partners, quarters = asked_for(request), latest(SHOWN)
    if partners is None:
        quarters, partners = [chosen_quarter(request)], list(Partner.objects.all())
    found = scores(request.user, quarters, [partner.pk for partner in partners])
    name = f"adam-participation-{quarters[-1].code}.csv"
    return csv_response(name, HEADER, csv_rows(partners, quarters, found))


def csv_rows(partners: list[Partner], quarters: list[Quarter], found: Scores) -> Iterator[list[object]]:
    for partner in partners:
        for quarter in quarters:
            score = found.get((partner.pk, quarter), Score())
            numbers = [getattr(score, name) for name in MEASURES]
            yield [partner.name, quarter.code, *numbers, score.fresh_share, score.in_time_share]


@require_safe
def behind(request: SignedInRequest, measure: str) -> HttpResponse:
    """The projects or alerts that a number counts."""
    quarter, partners = chosen_quarter(request), asked_for(request)
    if measure not in MEASURES or not partners:
        raise Http404
    partner = partners[0]
    context: dict[str, Any] = {"partner": partner, "quarter": quarter, "title": MEASURES[measure]}
    if measure in OF_ALERTS:
        found: Any = alerts_behind(request.user, partner.pk, quarter, measure)
        found = found.select_related("first__partner", "second__partner").order_by("raised_at", "pk")
    else:
        found = projects_behind(request.user, partner.pk, quarter, measure).select_related("partner")
        found = found.order_by("-published_at", "-pk")
    context |= {"page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")), "alerts": measure in OF_ALERTS}
    return render(request, "people/behind.html", context)


@require_safe
def designated(request: SignedInRequest) -> HttpResponse:
    series = chart.over_time()
    plan = chart.plan(series)
    context = {"series": series[::-1], "plan": plan, "lines": on_screen(plan).drawing, "all": Partner.objects.count()}
    return render(request, "people/designated.html", context | {"then": chart.THEN, "then_all": chart.THEN_ALL})


@require_safe
def designated_csv(request: SignedInRequest) -> HttpResponseBase:
    rows = ((quarter.code, number, chart.THEN) for quarter, number in chart.over_time())
    return csv_response("adam-designated-partners.csv", ["Quarter", "Partners with a focal point", "In 2006"], rows)
