"""Look-alikes while somebody types: the state of the form comes in, a part of the page goes out. Nothing is saved but
what was ticked as seen."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from partners.models import User
from partners.requests import SignedInRequest
from projects import checks
from projects.drafts import draft_of
from projects.forms.entry import Entry
from projects.forms.sections import FIRST, SECTIONS
from projects.models import Project
from projects.seen import Seen, unseen
from projects.views.detail import editable_or_denied, leads_on

SHORTEST_TITLE = 4  # characters; less tells nothing, and the page does not ask


@require_POST
def look_alikes_of_new(request: SignedInRequest) -> HttpResponse:
    if not request.user.writes_for:
        raise PermissionDenied
    return found_while_typing(request, Project())


@require_POST
@leads_on
def look_alikes_of(request: SignedInRequest, pk: int) -> HttpResponse:
    return found_while_typing(request, editable_or_denied(request, pk))


def found_while_typing(request: SignedInRequest, project: Project) -> HttpResponse:
    """All but those that a warning on the page shows already."""
    found, limit = [], ""
    if len(request.POST.get("title", "").strip()) >= SHORTEST_TITLE:
        warned = set(request.POST.getlist("warned"))
        section = SECTIONS.get(request.GET.get("section", ""), FIRST)
        entry = Entry(request.user, project, section, request.POST)
        entry.asks_nothing()
        entry.is_valid()
        found = [one for one in brought_up(entry, request.user) if one.key not in warned]
        found, limit = Seen(request.user, project, request.POST).marked(found), checks.limit_teller(request.user)
    context = {"look_alikes": found, "unseen": len(unseen(found)), "limit": limit}
    return render(request, "projects/_look_alikes_found.html", context)


def brought_up(entry: Entry, user: User) -> list[checks.LookAlike]:
    """Of a published project only those that the change brings up: the others are alerts already."""
    found = checks.look_alikes(entry.draft(), user)
    if not found or entry.is_draft:
        return found
    as_saved = draft_of(Project.objects.get(pk=entry.project.pk))
    known = {one.key for one in checks.look_alikes(as_saved, user)}
    return [one for one in found if one.key not in known]
