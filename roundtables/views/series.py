"""A series of meetings on one focus: the meetings in their order, and what they left unfinished."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from partners.requests import SignedInRequest, only_coordinator_or_denied
from projects import kept
from projects.typed import done
from roundtables.meetings.forms import SeriesForm
from roundtables.models import Recommendation, RoundTable, Series
from roundtables.views.meetings import complete, tallies


@require_safe
def page(request: SignedInRequest, pk: int) -> HttpResponse:
    series = get_object_or_404(Series.objects.visible_to(request.user), pk=pk)
    meetings = list(RoundTable.objects.visible_to(request.user).filter(series=series).select_related("country"))
    counted = tallies(meetings)
    for meeting in meetings:
        meeting.tally = counted[meeting.pk]  # type: ignore[attr-defined]
    left = Recommendation.objects.visible_to(request.user).unfinished().filter(round_table__in=meetings)
    unfinished = complete(left, request.user)

    context = {
        "series": series,
        "meetings": meetings,
        "unfinished": unfinished.select_related("round_table").order_by("-round_table__start", "number"),
        "may_write": request.user.is_coordinator,
    }
    return render(request, "roundtables/series.html", context)


def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Another name. A series without meetings can be deleted."""
    series = get_object_or_404(Series.objects.visible_to(request.user), pk=pk)
    only_coordinator_or_denied(request)
    may_delete = not series.round_tables.exists()
    if request.method == "POST" and "delete" in request.POST and may_delete:
        series.delete()
        messages.success(request, f"The series “{series}” was deleted.")
        return redirect("roundtables:list")

    name, form = series.name, SeriesForm(request.POST or None, instance=series)
    if request.method == "POST" and "delete" not in request.POST and form.is_valid():
        form.save()
        done(request, pk)
        messages.success(request, "The series has its new name.")
        return redirect(series)
    kept.on_pages(request, request.user, {request.path: ("series", form)})
    context = {"form": form, "name": name, "series": series, "may_delete": may_delete}
    return render(request, "roundtables/series_form.html", context)
