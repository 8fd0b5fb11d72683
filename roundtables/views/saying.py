"""What one side or a coordinator says comes of a match; before a need is closed, how much of it is met."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from partners.requests import SignedInRequest, posted_from
from projects.models import Project
from roundtables.models import MatchStatement, Need, Offer
from roundtables.needs.forms import MetForm, SayingForm
from roundtables.needs.saying import Answer, Says, rest_of, say, side_of
from roundtables.needs.telling import tell_of_statement


@posted_from("roundtables:need")
def of_offer(request: SignedInRequest, pk: int, offer: int) -> HttpResponse:
    return _say(request, pk, get_object_or_404(Offer.objects.visible_to(request.user), pk=offer))


@posted_from("roundtables:need")
def of_project(request: SignedInRequest, pk: int, project: int) -> HttpResponse:
    visible = Project.objects.visible_to(request.user).published()
    return _say(request, pk, get_object_or_404(visible, pk=project))


def _say(request: SignedInRequest, pk: int, answer: Answer) -> HttpResponse:
    need = get_object_or_404(Need.objects.visible_to(request.user), pk=pk)
    own = Need.objects.editable_by(request.user).filter(pk=pk).exists()
    if not (side := side_of(request.user, own, answer)):
        raise PermissionDenied
    form = SayingForm(request.POST)
    if not form.is_valid():
        return render(request, "roundtables/match_say.html", {"form": form, "need": need, "answer": answer})
    says, note, quantity = form.cleaned_data["says"], form.cleaned_data["note"], None
    if says == Says.MET and side != MatchStatement.Side.OFFER:
        is_asked = "how" not in request.POST
        met = MetForm(None if is_asked else request.POST, need=need, rest=rest_of(need), initial={"note": note})
        if is_asked or not met.is_valid():
            return render(request, "roundtables/wish_met.html", {"form": met, "need": need, "answer": answer})
        says, quantity = met.cleaned_data["how"], met.cleaned_data.get("quantity")
    said = say(need, answer, side, says, note, request.user, quantity)
    if said:
        tell_of_statement(said)
    messages.success(request, "It is recorded, and the other side is told.")
    return redirect(need)
