"""Several recommendations are endorsed at once by a meeting, mostly of the policy consultative group."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render

from partners.requests import SignedInRequest
from partners.text import plural, row_id
from projects.typed import done, typed
from roundtables.amending.forms import EndorseForm
from roundtables.following.acting import tell_of_endorsed
from roundtables.models import Recommendation, RecommendationQuerySet, RoundTable
from roundtables.views.taking_up import MOST, in_order, meeting_or_denied, too_early


def endorse(request: SignedInRequest, pk: int) -> HttpResponse:
    """What is ticked is endorsed; where a tick was taken away, so is the endorsement. Others stay as they are."""
    meeting = meeting_or_denied(request, pk)
    if not meeting.has_begun:
        return too_early(request, meeting)
    page = typed(request, "endorsing")
    left = page.data or request.GET
    words = request.GET.get("q", left.get("q", "")).replace("\0", "").strip()[:200]
    offered = Recommendation.objects.visible_to(request.user).to_endorse_at(meeting)
    form = EndorseForm(request.POST or None, meeting=meeting, day=left.get("endorsed_on"))
    if request.method == "POST" and form.is_valid() and says_something(request, form, offered, meeting):
        shown, ticked = (numbers(request.POST, name) for name in ("shown", "endorse"))
        newly = list(offered.filter(pk__in=ticked, endorsed_at=None).order_by("round_table", "number"))
        offered.filter(pk__in=shown - ticked, endorsed_at=meeting).update(endorsed_at=None, endorsed_on=None)
        offered.filter(pk__in=ticked).update(endorsed_at=meeting, endorsed_on=form.cleaned_data["endorsed_on"])
        tell_of_endorsed(newly, meeting, request.user)
        done(request, pk)
        count = Recommendation.objects.filter(endorsed_at=meeting).count()
        endorsed = plural(count, "recommendation") if count else "no recommendation any more"
        messages.success(request, f"The meeting has endorsed {endorsed}.")
        return redirect(meeting)

    narrowed = offered.filter(text__icontains=words) if words else offered
    found = list(in_order(narrowed.with_state())[: MOST + 1])
    ticked = numbers(page.data, "endorse") if page.data else {one.pk for one in found if one.endorsed_at_id == pk}
    context = {"meeting": meeting, "form": form, "words": words, "ticked": ticked, "typed": page}
    return render(request, "roundtables/endorse.html", context | {"found": found[:MOST], "more": len(found) > MOST})


def says_something(
    request: SignedInRequest, form: EndorseForm, offered: RecommendationQuerySet, meeting: RoundTable
) -> bool:
    """Nothing ticked, and no tick taken away, is a press before its time."""
    shown, ticked = (numbers(request.POST, name) for name in ("shown", "endorse"))
    if ticked or offered.filter(pk__in=shown, endorsed_at=meeting).exists():
        return True
    form.add_error(None, "Nothing was ticked. Tick each recommendation that the meeting has endorsed.")
    return False


def numbers(sent: QueryDict, name: str) -> set[int]:
    return {row_id(text) for text in sent.getlist(name)}
