"""One recommendation as it is entered and corrected, with its translations."""

from django.contrib import messages
from django.db.models import Max
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from partners.requests import SignedInRequest, only_coordinator_or_denied
from projects.forms.entry import with_another_row
from roundtables.models import Recommendation, RoundTable
from roundtables.recommending.forms import TRANSLATIONS, RecommendationForm, translations
from roundtables.views.typed import done, made_before, typed

LARGEST_NUMBER = 32767


def create(request: SignedInRequest, pk: int) -> HttpResponse:
    meeting = get_object_or_404(RoundTable.objects.visible_to(request.user).select_for_update(), pk=pk)
    only_coordinator_or_denied(request)
    if made := made_before(request):
        return redirect("roundtables:recommendation", made)
    return _form(request, Recommendation(round_table=meeting, number=next_number(meeting)))


def next_number(meeting: RoundTable) -> int:
    last = meeting.recommendations.aggregate(last=Max("number"))["last"] or 0
    return min(last + 1, LARGEST_NUMBER)


def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    visible = Recommendation.objects.visible_to(request.user).select_related("round_table")
    recommendation = get_object_or_404(visible, pk=pk)
    only_coordinator_or_denied(request)
    return _form(request, recommendation)


def _form(request: SignedInRequest, recommendation: Recommendation) -> HttpResponse:
    is_new, wants_row = recommendation.pk is None, request.POST.get("more") == TRANSLATIONS
    page = typed(request, "recommendation")
    data, quiet = with_another_row(request.POST, TRANSLATIONS) if wants_row else page.data, request.method != "POST"
    form = RecommendationForm(data, instance=recommendation, quiet=wants_row or quiet)
    rows = translations(recommendation, data, quiet=wants_row or quiet)
    if request.method == "POST" and not wants_row and all([form.is_valid(), rows.is_valid()]):
        form.save()
        rows.save()
        done(request, recommendation.pk)
        messages.success(request, f"Recommendation {recommendation.number} is recorded.")
        return redirect(recommendation)

    context = {"form": form, "rows": rows, "meeting": recommendation.round_table, "is_new": is_new}
    context |= {"recommendation": recommendation, "typed": page}
    return render(request, "roundtables/recommendation_form.html", context)
