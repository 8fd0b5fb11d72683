"""The register as a list, narrowed down by the query string."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from partners.narrowing import no_such_order
from partners.requests import SignedInRequest
from projects.analysis.past import past_of
from projects.filters import ProjectFilter, tidy
from projects.forms.offering import offer
from projects.forms.searches import NOT_KEPT
from projects.models import Project, SavedSearch
from projects.search.asked import LONGEST
from projects.search.facets import Facets
from projects.search.hits import hits
from projects.search.order import SORTS, options, results
from projects.search.rows import countries_of, projects_in_order, sums_of
from projects.search.spelling import did_you_mean
from projects.search.suggestions import suggestions

PER_PAGE = 25


@require_safe
def project_list(request: SignedInRequest) -> HttpResponse:
    query = tidy(request.GET)
    address = f"{request.path}?{query.urlencode()}" if query else request.path
    if query != request.GET and not request.htmx:
        return redirect(address)

    past = past_of(query)
    request.GET = past.query  # type: ignore[assignment]  # so that all links on the page are tidy too
    sort = query.get("sort", "")
    with past.seen_by(request.user):
        facets = Facets(ProjectFilter(past.query, request=request))
        page = page_of(results(facets, sort), query.get("page"))
        context = on_the_page(request, facets, page, sort)
    context |= {"past": past, "gone": gone(page, request) if past else ()}
    context["problems"] = [*past.problems, *context["problems"]]

    response = render(request, "projects/project_list.html", context)
    patch_vary_headers(response, ["HX-Request"])  # htmx gets it without the form: Back must not take that for the page
    if request.htmx:
        response["HX-Push-Url"] = address
    return response


def on_the_page(request: SignedInRequest, facets: Facets, page: Page, sort: str) -> dict[str, Any]:
    narrowed, ids = facets.narrowed, [project.pk for project in page.object_list]
    offer(narrowed, facets.counts)
    return {
        "filter": narrowed,
        "problems": [*narrowed.problems, *no_such_order(sort, SORTS)],
        "chips": narrowed.chips,
        "counts": facets.counts,
        "page": page,
        "hits": hits(facets, ids),
        "alerts": facets.alerts_of(ids),
        "countries": countries_of(ids),
        "sums": sums_of(ids),
        "meant": did_you_mean(facets),
        "looser": [] if facets.total else facets.looser(),
        "only_small_words": not facets.total and narrowed.asked.only_small_words,
        "sort": sort,
        "sorts": options(sort, asked=bool(narrowed.asked.tsquery)),
        "searches": SavedSearch.objects.visible_to(request.user),
        "query": tidy(request.GET, NOT_KEPT).urlencode(),
        "may_write": bool(request.user.writes_for),
    }


@require_safe
def suggest(request: SignedInRequest) -> HttpResponse:
    """What the search boxes offer while somebody types: the options of a list."""
    typed = request.GET.get("q", "")[:LONGEST]
    return render(request, "projects/_found.html", {"found": suggestions(typed, request.user)})


def gone(page: Page, request: SignedInRequest) -> set[int]:
    """Of the projects of a past day those that are no longer in the register."""
    ids = {project.pk for project in page.object_list}
    return ids - set(Project.objects.readable_by(request.user).filter(pk__in=ids).values_list("pk", flat=True))


def page_of(ids: Sequence[int], number: str | None) -> Page:
    """First the ids of the page, then everything about those few: far pages cost no more than near ones."""
    page = Paginator(ids, PER_PAGE).get_page(number)
    page.object_list = projects_in_order(list(page.object_list))  # type: ignore[assignment]
    return page
