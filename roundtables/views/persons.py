"""Who came to a meeting as what: rows, and lists of names that are pasted and become rows."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render

from partners.models import Partner
from partners.requests import SignedInRequest, only_coordinator_or_denied
from partners.text import fold, plural
from projects.forms.rows import RowSet
from projects.typed import done, made_before, typed
from roundtables.meetings import people
from roundtables.meetings.names import once_each, read
from roundtables.models import RoundTable

WHAT = "persons"


def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    visible = RoundTable.objects.visible_to(request.user)
    meeting = get_object_or_404(visible.select_for_update() if request.method == "POST" else visible, pk=pk)
    only_coordinator_or_denied(request)
    if made_before(request):
        return redirect(meeting)
    if request.method != "POST":
        data = typed(request, WHAT).data
        return shown(request, meeting, people.rows(meeting, data, quiet=data is not None), data)
    if "more" in request.POST:
        return shown(request, meeting, people.rows(meeting, people.with_another(request.POST), quiet=True))
    if request.POST.get(people.PASTED, "").strip():
        return pasted(request, meeting)

    rows = people.rows(meeting, request.POST)
    if not rows.is_valid():
        return shown(request, meeting, rows)
    rows.save()
    done(request, meeting.pk)
    added = partners_added(meeting)
    messages.success(request, f"The persons are recorded.{f' Among the partners now: {added}.' if added else ''}")
    return redirect(meeting)


def pasted(request: SignedInRequest, meeting: RoundTable) -> HttpResponse:
    """The list as rows, which are looked at before they are saved; what could not be read stays where it was pasted."""
    names = read(request.POST[people.PASTED])
    there = people.named_in(request.POST)
    persons = once_each(names.persons)
    new = [person for person in persons if (fold(person.name), person.role) not in there]
    data = people.with_persons(request.POST, new)
    data[people.PASTED] = "\n".join(line for line, _ in names.unread)
    told = {"names": names, "added": len(new), "known": len(persons) - len(new)}
    told["twice"] = len(names.persons) - len(persons)
    return shown(request, meeting, people.rows(meeting, data, quiet=True), data, told)


def shown(
    request: SignedInRequest,
    meeting: RoundTable,
    rows: RowSet,
    data: QueryDict | None = None,
    told: dict[str, Any] | None = None,
) -> HttpResponse:
    text = (data or request.POST).get(people.PASTED, "")
    context = {"meeting": meeting, "rows": rows, "partners": Partner.objects.all(), "pasted": text, "told": told}
    context["typed"] = typed(request, WHAT)
    return render(request, "roundtables/persons.html", context)


def partners_added(meeting: RoundTable) -> str:
    """A partner somebody came for took part: which ones were not on the list yet."""
    came = Partner.objects.filter(attendances__round_table=meeting).exclude(round_tables=meeting).distinct()
    names = [partner.name for partner in came]
    meeting.participants.add(*came)
    return ", ".join(names) if len(names) < 6 else plural(len(names), "partner")
