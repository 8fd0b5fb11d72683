"""A list of recommendations that is pasted, split, looked over and saved at once."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render

from partners.models import Partner
from partners.requests import SignedInRequest, only_coordinator_or_denied
from partners.text import plural
from projects.typed import done, made_before, typed
from roundtables.following.acting import tell_of_recorded
from roundtables.models import RoundTable
from roundtables.recommending.language import language_of
from roundtables.recommending.rows import MOST, PREFIX, ForAll, PasteForm, posted, proposed
from roundtables.recommending.splitting import split

WHAT = "recommendations"


def paste(request: SignedInRequest, pk: int) -> HttpResponse:
    visible = RoundTable.objects.visible_to(request.user)
    meeting = get_object_or_404(visible.select_for_update() if request.POST.get("action") == "save" else visible, pk=pk)
    only_coordinator_or_denied(request)
    if made := made_before(request):
        return redirect("roundtables:detail", made)
    if request.POST.get("action") == "save":
        return judged(request, meeting)
    page = typed(request, WHAT)
    if page.going_on and f"{PREFIX}-TOTAL_FORMS" in page.going_on.data:
        return left(request, meeting, page.going_on.data)

    form = PasteForm(request.POST or None, initial={"text": page.data.get("text", "") if page.data else ""})
    if request.method == "POST" and form.is_valid():
        return looked_over(request, meeting, form)
    return render(request, "roundtables/paste.html", {"meeting": meeting, "form": form, "typed": page})


def left(request: SignedInRequest, meeting: RoundTable, data: QueryDict) -> HttpResponse:
    """The rows as somebody left them, not judged yet."""
    rows, common = posted(data, meeting, quiet=True), ForAll(data, meeting=meeting, quiet=True)
    return shown(request, meeting, rows=rows, common=common, text=data.get("text", ""))


def looked_over(request: SignedInRequest, meeting: RoundTable, form: PasteForm) -> HttpResponse:
    text = form.cleaned_data["text"]
    found = split(text)
    if not found.items:
        form.add_error("text", "No recommendation could be read in this text.")
        return render(
            request, "roundtables/paste.html", {"meeting": meeting, "form": form, "typed": typed(request, WHAT)}
        )
    language = language_of(text)
    rows = proposed(found.items[:MOST], meeting, language=language)
    common = ForAll(meeting=meeting, initial={"source": meeting.source})
    told = {"left_out": found.left_out, "beyond": len(found.items[MOST:]), "missing": found.missing}
    told |= {"doubtful": found.doubtful, "out_of_turn": found.out_of_turn}
    return shown(request, meeting, rows=rows, common=common, text=text, told=told)


def judged(request: SignedInRequest, meeting: RoundTable) -> HttpResponse:
    rows, common = posted(request.POST, meeting), ForAll(request.POST, meeting=meeting)
    is_valid = all([common.is_valid(), rows.is_valid()])
    unheard = set(rows.to_nobody) - set(request.POST.getlist("to_nobody"))  # nobody was warned of them
    if is_valid and rows.taken and not unheard:
        made = rows.save(common.cleaned_data)
        tell_of_recorded(made, request.user)
        done(request, meeting.pk)
        messages.success(request, f"{plural(len(made), 'recommendation')} recorded.")
        return redirect(meeting)
    nothing = is_valid and not rows.taken
    return shown(request, meeting, rows=rows, common=common, text=request.POST.get("text", ""), nothing=nothing)


def shown(request: SignedInRequest, meeting: RoundTable, **context: Any) -> HttpResponse:
    context |= {"meeting": meeting, "typed": typed(request, WHAT), "partners": Partner.objects.all()}
    return render(request, "roundtables/pasted.html", context)
