"""The project form: enter, warn of look-alikes and of changes by others, save once."""

from datetime import datetime
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.html import format_html

from partners.requests import SignedInRequest
from projects import checks, currencies, history
from projects.forms import once
from projects.forms.entry import Entry
from projects.forms.names import suggested_organizations, suggested_places
from projects.models import Project
from projects.seen import Seen, unseen
from projects.views.detail import editable_or_denied
from projects.views.look_alikes import brought_up

ACTIONS = {"draft", "save", "check"}


def project_create(request: SignedInRequest) -> HttpResponse:
    if not request.user.writes_for:
        raise PermissionDenied
    return entered(request, Project())


def project_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    project = editable_or_denied(request, pk)
    if request.method == "POST":  # two people saving at once: the second waits, then sees what the first changed
        project = Project.objects.select_for_update(of=("self",)).select_related("partner").get(pk=pk)
    return entered(request, project)


def entered(request: SignedInRequest, project: Project) -> HttpResponse:
    if (made := once.earlier(request.user, request.POST)) and made.identical:
        return redirect("projects:detail", made.project_id)

    title, opened_at = project.title, project.updated_at if project.pk else None
    entry = Entry(request.user, project, request.POST if request.method == "POST" else None)
    action = request.POST.get("action", "")
    publish = action != "draft" or not entry.is_draft
    seen = Seen(request.user, project, request.POST)
    context = {"entry": entry, "project": project, "title": title, "token": request.POST.get("token") or uuid4()}

    if action in ACTIONS and entry.is_valid(for_publication=publish and action != "check"):
        found = seen.marked(look_alikes(request, entry, action) if publish or action == "check" else [])
        others = changes_meanwhile(request, project, opened_at)
        if action != "check" and not others and not unseen(found):
            if response := saved_once(request, entry, seen, publish=publish):
                return response
            context["token"] = uuid4()
        context |= {"look_alikes": found, "checked": action == "check", "others": others}
        context["unticked"] = seen.missing(found) if action != "check" else []

    context["seen_before"] = seen.ticked
    context |= {"opened_at": shown_state(request, opened_at, context), "currencies": currencies.in_use()}
    context |= {"organizations": suggested_organizations(), "places": suggested_places()}
    return render(request, "projects/project_form.html", context)


def look_alikes(request: SignedInRequest, entry: Entry, action: str) -> list[checks.LookAlike]:
    """Asked for, all of them; before a save those that it brings up."""
    if action == "check":
        return checks.look_alikes(entry.draft(), request.user)
    return brought_up(entry, request.user)


def saved_once(request: SignedInRequest, entry: Entry, seen: Seen, *, publish: bool) -> HttpResponse | None:
    """Save and go to the project's page; None when the form has to be shown again."""
    if earlier := once.claim(request.user, request.POST):
        project = Project.objects.visible_to(request.user).filter(pk=earlier.project_id).first()
        if project and earlier.identical:
            return redirect(project)
        if project and not entry.project.pk:
            text = "This form was saved before, as <a href='{}'>{}</a>. Saving it again makes a second project."
            messages.warning(request, format_html(text, project.get_absolute_url(), project.title))
            return None
    try:
        with transaction.atomic():
            project = entry.save(publish=publish)
    except IntegrityError:
        entry.form.add_error(
            None, "Somebody saved the same reference number, place or body at this moment. Save again."
        )
        return None
    seen.move_to(project)
    once.remember(request.user, request.POST, project.pk)
    messages.success(request, "Saved as a draft. Only your own partner sees it." if project.is_draft else "Saved.")
    return redirect(project)


def changes_meanwhile(request: SignedInRequest, project: Project, now_at: datetime | None) -> list[history.Entry]:
    """What others saved since the form was opened, unless the person has seen it and wants to save anyway."""
    opened_at = posted_time(request)
    if not project.pk or opened_at is None or now_at is None or now_at <= opened_at:
        return []
    return history.changes(project, request.user, since=opened_at)


def shown_state(request: SignedInRequest, now_at: datetime | None, context: dict[str, object]) -> str:
    """The state the form stands on: the one it was opened with, until the others' changes have been shown."""
    opened_at = posted_time(request)
    state = now_at if context.get("others") or opened_at is None else opened_at
    return state.isoformat() if state else ""


def posted_time(request: SignedInRequest) -> datetime | None:
    try:
        moment = parse_datetime(request.POST.get("opened_at", ""))
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None
