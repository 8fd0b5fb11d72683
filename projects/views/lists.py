"""The register as a list and as a file, narrowed down by the query string."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F
from django.db.models.expressions import Value
from django.db.models.functions import Lower, NullIf
from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from partners.requests import SignedInRequest
from projects.exports import COLUMNS, csv_response, project_rows
from projects.filters import ProjectFilter
from projects.models import Project
from projects.models.project import ProjectQuerySet

PER_PAGE = 25
SORTS: dict[str, tuple[str, Any]] = {
    "number": ("Number", NullIf("reference", Value(""))),
    "title": ("Title", Lower("title")),
    "partner": ("Lead partner", F("partner__name")),
    "status": ("Status", F("status")),
    "start": ("Start", F("start")),
    "budget": ("Budget", F("budget")),
}


@require_safe
def project_list(request: SignedInRequest) -> HttpResponse:
    tidy = without_empty(request.GET)
    if tidy != request.GET and not request.htmx:
        return redirect(f"{request.path}?{tidy.urlencode()}")

    request.GET = tidy  # type: ignore[assignment]  # so that all links on the page are tidy too
    narrowed = ProjectFilter(tidy, request=request)
    narrowed.offer_used_countries()
    sort = request.GET.get("sort", "")
    page = page_of(in_order(narrowed.qs, sort), request.GET.get("page"))

    context = {
        "filter": narrowed,
        "page": page,
        "sort": sort,
        "sorts": SORTS,
        "may_write": bool(request.user.writes_for),
    }
    response = render(request, "projects/project_list.html", context)
    if request.htmx:
        response["HX-Push-Url"] = f"{request.path}?{tidy.urlencode()}" if tidy else request.path
    return response


@require_safe
def project_export(request: SignedInRequest) -> HttpResponseBase:
    narrowed = ProjectFilter(request.GET, request=request)
    projects = in_order(narrowed.qs, request.GET.get("sort", ""))
    name = f"adam-projects-{timezone.localdate()}.csv"
    return csv_response(name, COLUMNS, project_rows(projects, request))


def without_empty(query: QueryDict) -> QueryDict:
    """The same query without names that say nothing, so that addresses read well."""
    tidy = QueryDict(mutable=True)
    for name, values in query.lists():
        if kept := [value for value in values if value]:
            tidy.setlist(name, kept)
    return tidy


def in_order(projects: ProjectQuerySet, sort: str) -> ProjectQuerySet:
    """Sorted by one of SORTS, with a minus the other way round; anything else means last changed first."""
    if sort.removeprefix("-") not in SORTS:
        return projects.recently_changed()
    if sort.endswith("budget"):
        projects = projects.with_budget()
    by = SORTS[sort.removeprefix("-")][1]
    return projects.order_by(by.desc(nulls_last=True) if sort.startswith("-") else by.asc(nulls_last=True), "-pk")


def page_of(projects: ProjectQuerySet, number: str | None) -> Page:
    """First the ids of the page, then everything about those few: far pages cost no more than near ones."""
    page = Paginator(projects.values_list("pk", flat=True), PER_PAGE).get_page(number)
    complete = Project.objects.select_related("partner").prefetch_related("countries", "contributions")
    rows = complete.in_bulk(list(page.object_list))
    page.object_list = [rows[pk] for pk in page.object_list]  # type: ignore[misc]
    return page
