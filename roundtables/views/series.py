"""A series of meetings on one focus: the meetings in their order, and what they left unfinished."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from partners.requests import SignedInRequest
from roundtables.models import Recommendation, RoundTable, Series
from roundtables.views.meetings import complete, tallies


@require_safe
def page(request: SignedInRequest, pk: int) -> HttpResponse:
    series = get_object_or_404(Series, pk=pk)
    meetings = list(RoundTable.objects.visible_to(request.user).filter(series=series).select_related("country"))
    counted = tallies(meetings)
    for meeting in meetings:
        meeting.tally = counted[meeting.pk]  # type: ignore[attr-defined]
    unfinished = complete(Recommendation.objects.unfinished().filter(round_table__in=meetings), request.user)

    context = {
        "series": series,
        "meetings": meetings,
        "unfinished": unfinished.select_related("round_table").order_by("-round_table__start", "number"),
        "may_write": request.user.is_coordinator,
    }
    return render(request, "roundtables/series.html", context)
