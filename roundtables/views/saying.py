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
    form: SayingForm | MetForm = SayingForm(request.POST)
    closes = request.POST.get("says") == Says.MET and side != MatchStatement.Side.OFFER
    if closes and "how" in request.POST:
        form = MetForm(request.POST, need=need, rest=rest_of(need))
    elif closes and form.is_valid():
        form = MetForm(need=need, rest=rest_of(need), initial={"note": form.cleaned_data["note"]})
    is_met = isinstance(form, MetForm)
    if not form.is_valid():
        template = "roundtables/wish_met.html" if is_met else "roundtables/match_say.html"
        return render(request, template, {"form": form, "need": need, "answer": answer})
    given = form.cleaned_data
    says = given["how" if is_met else "says"]
    said = say(need, answer, side, says, given["note"], request.user, given.get("quantity"))
    if said:
        tell_of_statement(said)
    messages.success(request, "It is recorded, and the other side is told.")
    return redirect(need)
