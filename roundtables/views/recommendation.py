"""One recommendation: its words, now and earlier and in other languages, whom it concerns and the way it has gone."""

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from partners.notifications import mark_read
from partners.requests import SignedInRequest
from projects import clock
from roundtables.access import reportable_by
from roundtables.amending.wordings import wordings
from roundtables.following.way import way_of
from roundtables.matching.deciding import proposed_to
from roundtables.models import Consideration, Recommendation, RoundTable
from roundtables.models.follow_up import DONE
from roundtables.views.meetings import complete


@require_safe
def page(request: SignedInRequest, pk: int) -> HttpResponse:
    visible = Recommendation.objects.visible_to(request.user).select_related("round_table__series", "endorsed_at")
    taken_up = Prefetch("considerations", Consideration.objects.select_related("round_table", "author"))
    related = ("translations", taken_up)
    recommendation = get_object_or_404(complete(visible, request.user).prefetch_related(*related), pk=pk)

    may_link = request.user.is_coordinator or request.user.is_focal_point
    waits = may_link and recommendation.state not in {*DONE, Recommendation.State.DRAFT}
    proposed = proposed_to(request.user, recommendation).strong if waits else []

    mark_read(request.user, request.path)
    context = {
        "recommendation": recommendation,
        "way": way_of(recommendation),
        "meeting": recommendation.round_table,
        "wordings": wordings(recommendation),
        "to_be_taken_up_at": later_meetings(recommendation) if request.user.is_coordinator else [],
        "reportable": set(reportable_by(request.user).filter(pk=pk).values_list("pk", flat=True)),
        "may_write": request.user.is_coordinator,
        "may_link": may_link,
        "proposed": sum(one.may_decide for one in proposed),
    }
    return render(request, "roundtables/recommendation_detail.html", context)


def later_meetings(recommendation: Recommendation) -> list[RoundTable]:
    """Those of its series that have begun and have not considered it, the first one first."""
    meeting, considered = recommendation.round_table, recommendation.considerations.all()
    if meeting.series_id is None or recommendation.state in DONE:
        return []
    later = RoundTable.objects.later_than(meeting).filter(series=meeting.series_id, start__lte=clock.today())
    return list(later.exclude(pk__in=[one.round_table_id for one in considered]).order_by("start", "pk"))
