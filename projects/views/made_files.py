"""Files that the worker makes for one person: how far they are, the file itself, and an end to them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models.fields.files import FieldFile
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from partners.models import User
from partners.notifications import mark_read
from partners.requests import SignedInRequest
from projects.downloads import sent
from projects.exports.makers import told_of
from projects.exports.making import cancel
from projects.models import Export


@dataclass(frozen=True, slots=True)
class Made:
    file: FieldFile
    name: str
    content_type: str
    uploaded_at: datetime


@require_safe
def exports(request: SignedInRequest) -> HttpResponse:
    rows = [described(request.user, export) for export in Export.objects.of(request.user)]
    return render(request, "projects/exports.html", {"rows": rows})


@require_safe
def export_made(request: SignedInRequest, pk: int) -> HttpResponse:
    export = get_object_or_404(Export.objects.of(request.user), pk=pk)
    if not export.is_under_way:
        mark_read(request.user, export.get_absolute_url())
    return render(request, "projects/export_made.html", described(request.user, export))


@require_safe
def export_file(request: SignedInRequest, pk: int) -> HttpResponseBase:
    export = get_object_or_404(Export.objects.of(request.user), pk=pk)
    if export.ready_at is None:
        return redirect(export)
    if not export.may_still_be_had_by(request.user):
        return render(request, "projects/export_made.html", described(request.user, export), status=403)
    if export.is_expired or not export.file:
        return render(request, "projects/export_made.html", described(request.user, export), status=410)
    return sent_whole(request, export)


@require_POST
def export_delete(request: SignedInRequest, pk: int) -> HttpResponse:
    """Cancelled while it is being made, deleted afterwards."""
    export = get_object_or_404(Export.objects.of(request.user), pk=pk)
    words = "Cancelled. Nothing of the file is kept." if export.is_under_way else "The file is deleted."
    cancel(export)
    messages.success(request, words)
    return redirect("projects:exports")


def sent_whole(request: SignedInRequest, export: Export) -> HttpResponseBase:
    """Of one that is ready."""
    uploaded_at = export.ready_at or export.asked_at
    return sent(request, Made(export.file, export.name, told_of(export).content_type, uploaded_at))


def described(user: User, export: Export) -> dict[str, Any]:
    return {"export": export, "told": told_of(export), "state": state_of(user, export)}


def state_of(user: User, export: Export) -> str:
    if export.failed_at:
        return "failed"
    if export.is_under_way:
        return "waiting" if export.begun_at is None else "being made"
    if not export.may_still_be_had_by(user):
        return "withdrawn"
    return "expired" if export.is_expired or not export.file else "ready"
