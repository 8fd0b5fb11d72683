"""A later meeting takes up what earlier ones left unfinished: several carried over at once, or one with new words."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from partners.requests import SignedInRequest, only_coordinator_or_denied, posted_from
from partners.text import plural, row_id
from projects import kept
from projects.typed import done, made_before, typed
from roundtables.amending.considering import carry_over, consider, is_latest, take_back, with_latest
from roundtables.amending.forms import CarryForm, TakeUpForm
from roundtables.following.acting import tell_of_amended
from roundtables.meetings.dates import begins_later
from roundtables.models import Consideration, Recommendation, RecommendationQuerySet, RoundTable

MOST = 100  # on one page; a search brings others
NOTHING_TICKED = "Nothing was ticked that is still to be taken up. Tick what is to be carried over."


def several(request: SignedInRequest, pk: int) -> HttpResponse:
    meeting = meeting_or_denied(request, pk)
    if not meeting.has_begun:
        return too_early(request, meeting)
    page = typed(request, "taking up")
    left = page.data or request.GET
    words = request.GET.get("q", left.get("q", "")).replace("\0", "").strip()[:200]
    address = reverse("roundtables:take_up", args=[pk]) + (f"?{urlencode({'q': words})}" if words else "")
    if made_before(request):
        return redirect(address)
    ticked = {row_id(text) for text in left.getlist("carry")}
    offered = Recommendation.objects.visible_to(request.user).to_take_up_at(meeting)
    form = CarryForm(request.POST or None, initial={"note": left.get("note", "")})
    if request.method == "POST" and form.is_valid():
        carried = list(offered.filter(pk__in=ticked).select_for_update(of=("self",)))
        for recommendation in carried:
            carry_over(recommendation, meeting, request.user, form.cleaned_data["note"])
        if carried:
            done(request, pk)
            messages.success(request, f"{plural(len(carried), 'recommendation')} carried over.")
            return redirect(address)
        form.add_error(None, NOTHING_TICKED)

    found = list(in_order(narrowed(offered, meeting, words))[: MOST + 1])
    entries = meeting.considerations.select_related("recommendation__round_table")
    taken_up = with_latest(entries).order_by("-pk")
    context = {"meeting": meeting, "form": form, "words": words, "found": found[:MOST], "more": len(found) > MOST}
    context |= {"taken_up": taken_up, "ticked": ticked, "typed": page}
    return render(request, "roundtables/take_up.html", context)


def narrowed(offered: RecommendationQuerySet, meeting: RoundTable, words: str) -> RecommendationQuerySet:
    """Those of the series, or of all meetings those that have the words."""
    if words:
        return offered.filter(text__icontains=words)
    return offered.filter(round_table__series=meeting.series_id) if meeting.series_id else offered.none()


def in_order(found: RecommendationQuerySet) -> RecommendationQuerySet:
    return found.select_related("round_table").order_by("-round_table__start", "round_table", "number")


def one(request: SignedInRequest, pk: int, recommendation: int) -> HttpResponse:
    meeting = meeting_or_denied(request, pk)
    if not meeting.has_begun:
        return too_early(request, meeting)
    visible = Recommendation.objects.visible_to(request.user)
    known = get_object_or_404(visible, pk=recommendation, round_table__in=RoundTable.objects.earlier_than(meeting))
    if Consideration.objects.filter(recommendation=known, round_table=meeting).exists():
        messages.info(request, "This meeting has taken the recommendation up already.")
        return redirect(known)
    offered = visible.to_take_up_at(meeting).select_related("round_table")
    locked = offered.select_for_update(of=("self",)) if request.method == "POST" else offered
    found = get_object_or_404(locked, pk=recommendation)

    form = TakeUpForm(request.POST or None, recommendation=found, meeting=meeting)
    if request.method == "POST" and form.is_valid():
        entry = consider(found, meeting, request.user, form.decided)
        tell_of_amended(entry)
        done(request, entry.pk)
        messages.success(request, f"Recommendation {found.number} is {entry.get_decision_display().lower()}.")
        return redirect("roundtables:take_up", pk)
    kept.on_pages(request, request.user, {request.path: ("taking up", form)})
    context = {"form": form, "meeting": meeting, "recommendation": found}
    return render(request, "roundtables/take_up_one.html", context)


@posted_from("roundtables:take_up")
def undo(request: SignedInRequest, pk: int, recommendation: int) -> HttpResponse:
    meeting = meeting_or_denied(request, pk)
    entries = Consideration.objects.filter(round_table=meeting, recommendation=recommendation)
    entry = get_object_or_404(entries.select_related("recommendation", "round_table").select_for_update())
    if is_latest(entry):
        take_back(entry)
        messages.success(request, f"Recommendation {entry.recommendation.number} reads as it did before this meeting.")
    else:
        messages.error(request, "A later entry rests on this one. Take that back first.")
    pages: dict[str, Any] = {"meeting": entry.round_table, "recommendation": entry.recommendation}
    return redirect(pages.get(request.POST.get("from", "")) or reverse("roundtables:take_up", args=[pk]))


def too_early(request: SignedInRequest, meeting: RoundTable) -> HttpResponse:
    """What a meeting decides is recorded from its first day on."""
    messages.error(request, begins_later(meeting))
    return redirect(meeting)


def meeting_or_denied(request: SignedInRequest, pk: int) -> RoundTable:
    """Held while something is entered: a second press finds what the first one made."""
    visible = RoundTable.objects.visible_to(request.user)
    meeting = get_object_or_404(visible.select_for_update() if request.method == "POST" else visible, pk=pk)
    only_coordinator_or_denied(request)
    return meeting
