"""The whole history of a project, and putting back a field or a version of it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from partners.merging import hold_bodies
from partners.requests import SignedInRequest
from partners.text import row_id
from projects.history import CHANGING, Filter, as_of, people, saves
from projects.history.saves import moment_of
from projects.history.tables import FIELDS
from projects.models import Project
from projects.restoring import Plan, plan_of, restore
from projects.views.detail import editable_or_denied, leads_on
from projects.views.following import change_teller, say_afterwards


@require_safe
def history(request: SignedInRequest, pk: int) -> HttpResponse:
    readable = Project.objects.readable_by(request.user).select_related("partner", "merged_into")
    project = get_object_or_404(readable, pk=pk)
    what = request.GET.get("what", "")
    only = Filter(row_id(request.GET.get("who", "")) or None, what if what in dict(CHANGING) else "")
    page = saves(project, request.user, only, before=moment_of(request.GET.get("before", "")))
    context = {
        "project": project,
        "page": page,
        "only": only,
        "is_later_page": "before" in request.GET,
        "people": people(project, request.user),
        "changing": CHANGING,
        "may_edit": project.partner_id in request.user.writes_for and project.merged_into is None,
    }
    return render(request, "projects/history.html", context)


@leads_on
def put_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """`at` asks for the version after a save, `before` with `field` for one value that the save replaced."""
    project = editable_or_denied(request, pk)
    if request.method == "POST":  # two people saving at once: the second sees what the first has changed
        hold_bodies()
        project = Project.objects.select_for_update(of=("self",)).select_related("partner").get(pk=pk)
    plan, problem = asked_for(request, project), ""
    if request.method == "POST" and not plan.is_empty:
        tell = change_teller(request, project)
        if request.POST.get("state") != plan.state:
            problem = "The project was changed after this page was opened. Look at what would change now, then confirm."
        elif not (problem := refused(request, project, plan)):
            messages.success(request, f"Put back as of {date_format(plan.at, 'j F Y, H:i:s')}.")
            say_afterwards(request, project, tell)
            return redirect(project)
        project = Project.objects.select_related("partner").get(pk=pk)
    context = {"project": project, "plan": plan, "field": request.GET.get("field", ""), "problem": problem}
    return render(request, "projects/put_back.html", context)


def asked_for(request: SignedInRequest, project: Project) -> Plan:
    only = request.GET.get("field", "")
    at = moment_of(request.GET.get("before" if only else "at", ""))
    if at is None or (only and only not in FIELDS):
        raise Http404
    version = as_of(project.pk, at, before=bool(only))
    now = as_of(project.pk, at, latest=True)
    if version.project is None:
        raise Http404
    return plan_of(project, version, now, request.user, only)


def refused(request: SignedInRequest, project: Project, plan: Plan) -> str:
    """What the checks say against it; empty when it is done."""
    try:
        with transaction.atomic():
            restore(project, plan, request.user, with_visibility="visibility" in request.POST)
    except ValidationError as error:
        return f"Nothing was put back. {' '.join(error.messages)}"
    return ""
