"""The alert queue."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from duplication.filters import SORTS, STATES, AlertFilter, states_for
from duplication.presentation import present
from partners.requests import SignedInRequest

PER_PAGE = 25


@require_safe
def alert_list(request: SignedInRequest) -> HttpResponse:
    narrowed = AlertFilter(request.GET, request=request)
    page = Paginator(narrowed.alerts, PER_PAGE).get_page(request.GET.get("page"))
    views = present(page.object_list, request.user)

    context = {
        "filter": narrowed,
        "page": page,
        "alerts": views,
        "tabs": [(state, STATES[state]) for state in states_for(request.user)],
        "sorts": SORTS.items(),
    }
    return render(request, "duplication/alert_list.html", context)
