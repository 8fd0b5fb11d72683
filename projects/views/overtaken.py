"""What was typed into a project that was merged meanwhile: shown, kept, and carried into the one that stays."""

from collections.abc import Iterator

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from partners.requests import SignedInRequest
from projects import kept
from projects.forms import once
from projects.forms.entry import Entry
from projects.forms.meanwhile import Meanwhile, Shown, typed, with_rows_of
from projects.forms.sections import SECTIONS, Section
from projects.forms.stated import posted, sent
from projects.models import KeptForm, Project
from projects.views.detail import merged_elsewhere

CARRIED = "What you typed for {closed} is filled in here, and not saved yet. Look at it, then save."


def overtaken(request: SignedInRequest, closed: Project, stays_id: int, name: str) -> HttpResponse:
    """Sent, or taken up again from what is kept. Who comes with nothing is led to the one that stays."""
    if name not in SECTIONS:
        raise Http404("There is no such section.")
    section, left, action = SECTIONS[name], left_in(request, closed, name), request.POST.get("action")
    if action == "cancel":
        kept.forget(request.user, once.token_in(request.POST))
        return merged_elsewhere(request, closed.pk)
    readable = Project.objects.readable_by(request.user).select_related("partner")
    stays = readable.filter(pk=stays_id).first()
    may_carry = stays is not None and stays.partner_id in request.user.writes_for
    if action == "carry" and left and stays and may_carry:
        return carry(request, left, closed, stays, section)
    is_sent = request.method == "POST" and action != "carry"
    data = request.POST if is_sent else left.data if left else None
    said = list(told(request, closed, section, data)) if data else []
    if not said:
        return merged_elsewhere(request, closed.pk)

    form = kept.form_in(request.POST)
    if left is None and form and form.project_id == closed.pk and kept.keep(form, request.POST):
        left = kept.kept_in(request.user, str(form.token))
    context = {"closed": closed, "stays": stays, "may_carry": may_carry, "section": section, "said": said, "left": left}
    return render(request, "projects/project_overtaken.html", context, status=409)


def told(request: SignedInRequest, closed: Project, section: Section, data: QueryDict) -> Iterator[Shown]:
    """Each row that was sent, whatever number of them is stated beside."""
    data = posted(sent(Entry(request.user, closed, section, data, quiet=True), data), data)
    return typed(Entry(request.user, closed, section, data, quiet=True), data)


def left_in(request: SignedInRequest, closed: Project, name: str) -> KeptForm | None:
    """What the address, or the button, asks to go on with."""
    found = kept.kept_in(request.user, request.POST.get("kept") or request.GET.get("kept", ""))
    return found if found and (found.project_id, found.section) == (closed.pk, name) else None


def carry(request: SignedInRequest, left: KeptForm, closed: Project, stays: Project, section: Section) -> HttpResponse:
    """Only what was changed there: all else stays as the other project has it."""
    entry = Entry(request.user, stays, section)
    meanwhile = Meanwhile(entry, with_rows_of(entry, left.data))
    data: QueryDict = meanwhile.data.copy()
    data["base"] = meanwhile.base
    messages.info(request, CARRIED.format(closed=closed.number))
    return redirect(kept.carried(left, stays, data))
