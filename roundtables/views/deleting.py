"""Meetings and recommendations that were entered by mistake are deleted while nothing hangs on them."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from partners.requests import SignedInRequest, only_coordinator_or_denied
from roundtables.hanging import on_meeting, on_recommendation
from roundtables.models import Recommendation, RoundTable


def meeting(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(held(request, RoundTable.objects.visible_to(request.user)), pk=pk)
    only_coordinator_or_denied(request)
    reasons = on_meeting(found)
    if request.method == "POST" and not reasons:
        found.delete()
        messages.success(request, f"“{found}” was deleted.")
        return redirect("roundtables:list")
    context = {"meeting": found, "reasons": reasons, "recommendations": found.recommendations.count()}
    return render(request, "roundtables/meeting_delete.html", context)


def recommendation(request: SignedInRequest, pk: int) -> HttpResponse:
    visible = Recommendation.objects.visible_to(request.user).select_related("round_table")
    found = get_object_or_404(held(request, visible), pk=pk)
    only_coordinator_or_denied(request)
    reasons = on_recommendation(found)
    if request.method == "POST" and not reasons:
        found.delete()
        messages.success(request, f"Recommendation {found.number} was deleted.")
        return redirect(found.round_table)
    context = {"recommendation": found, "meeting": found.round_table, "reasons": reasons}
    return render(request, "roundtables/recommendation_delete.html", context)


def held(request: SignedInRequest, found: QuerySet[Any]) -> QuerySet[Any]:
    """Nobody hangs anything on it between the look and the deletion."""
    return found.select_for_update(of=("self",)) if request.method == "POST" else found
