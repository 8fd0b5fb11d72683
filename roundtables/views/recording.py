"""One recommendation as it is entered and corrected, with its translations."""

from copy import copy
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Max
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from partners.requests import SignedInRequest, only_coordinator_or_denied
from projects.forms.entry import with_another_row
from projects.forms.meanwhile import Meanwhile
from projects.typed import done, made_before, typed
from roundtables.addressees import partners_of
from roundtables.amending.corrections import is_settled, saved_since
from roundtables.following.acting import tell_of_edited, tell_of_recorded
from roundtables.models import Recommendation, RoundTable
from roundtables.recommending.forms import TRANSLATIONS, RecommendationForm, translations

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
    locked = visible.select_for_update(of=("self",)) if request.method == "POST" else visible
    recommendation = get_object_or_404(locked, pk=pk)
    only_coordinator_or_denied(request)
    return _form(request, recommendation)


@dataclass(slots=True)
class Entered:
    """The form and its rows, as the comparison with what others have saved meanwhile takes them."""

    form: Any
    rows: dict[str, Any]
    is_new: bool


def entered(recommendation: Recommendation, data: Any = None, *, quiet: bool = False) -> Entered:
    form = RecommendationForm(data, instance=recommendation, quiet=quiet)
    rows = translations(recommendation, data, quiet=quiet)
    return Entered(form, {TRANSLATIONS: rows}, recommendation.pk is None)


def _form(request: SignedInRequest, recommendation: Recommendation) -> HttpResponse:
    is_new, wants_row, is_sent = recommendation.pk is None, request.POST.get("more") == TRANSLATIONS, bool(request.POST)
    page, was = typed(request, "recommendation"), copy(recommendation)
    settled = not is_new and is_settled(recommendation)
    meanwhile = Meanwhile(entered(recommendation), request.POST)
    data = meanwhile.data if is_sent else page.data
    if wants_row:
        data = with_another_row(meanwhile.data, TRANSLATIONS)
    now = entered(recommendation, data, quiet=wants_row or not is_sent)
    form, rows = now.form, now.rows[TRANSLATIONS]
    if is_sent and not wants_row and all([form.is_valid(), rows.is_valid()]) and not meanwhile.differences:
        known = partners_of(Recommendation.objects.filter(pk=recommendation.pk))
        form.save()
        rows.save()
        if is_new:
            tell_of_recorded([recommendation], request.user)
        else:
            tell_of_edited(recommendation, was, request.user, known)
        done(request, recommendation.pk)
        kept = " What others changed meanwhile is kept too." if meanwhile.took_theirs else ""
        messages.success(request, f"Recommendation {recommendation.number} is recorded.{kept}")
        return redirect(recommendation)

    context = {"form": form, "rows": rows, "meeting": recommendation.round_table, "is_new": is_new}
    context |= {"recommendation": recommendation, "typed": page, "settled": settled, "meanwhile": meanwhile}
    context["base"] = page.data.get("base", "") if page.data and not is_sent else meanwhile.base
    if meanwhile.differences and meanwhile.since:
        context["who"] = saved_since(recommendation, meanwhile.since)
    return render(request, "roundtables/recommendation_form.html", context)
