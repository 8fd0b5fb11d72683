"""Documents and pictures of a project: bring in, hand out through the access check, delete."""

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from partners.models import User
from partners.requests import SignedInRequest
from projects.documents import ALLOWED, file_size, store
from projects.downloads import handed_out, shown_small
from projects.forms.documents import DocumentForm
from projects.models import Document
from projects.views.detail import editable_or_denied


def upload(request: SignedInRequest, pk: int) -> HttpResponse:
    project = editable_or_denied(request, pk)

    form = DocumentForm(request.POST or None, request.FILES or None)
    refused: list[str] = []
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        stored = store(chosen.pop("files"), model=Document, user=cast(User, request.user), project=project, **chosen)
        refused = stored.refused
        if stored.saved:
            messages.success(request, f"Added: {', '.join(document.name for document in stored.saved)}.")
        if not refused:
            return redirect(f"{project.get_absolute_url()}#documents")

    limit = file_size(settings.DOCUMENT_MAX_BYTES)
    context = {"project": project, "form": form, "refused": refused, "allowed": ALLOWED, "limit": limit}
    return render(request, "projects/document_form.html", context)


@require_safe
def download(request: SignedInRequest, pk: int) -> HttpResponseBase:
    return handed_out(get_object_or_404(Document.objects.visible_to(request.user), pk=pk))


@require_safe
def thumbnail(request: SignedInRequest, pk: int) -> HttpResponseBase:
    return shown_small(get_object_or_404(Document.objects.visible_to(request.user).exclude(thumbnail=""), pk=pk))


def delete(request: SignedInRequest, pk: int) -> HttpResponse:
    document = get_object_or_404(Document.objects.visible_to(request.user).select_related("project"), pk=pk)
    if not Document.objects.editable_by(request.user).filter(pk=pk).exists():
        raise PermissionDenied

    if request.method == "POST":
        files = [file for file in (document.file, document.thumbnail) if file]
        document.delete()
        transaction.on_commit(lambda: remove(files), robust=True)
        messages.success(request, f"{document} was deleted.")
        return redirect(f"{document.project.get_absolute_url()}#documents")

    return render(request, "projects/document_confirm_delete.html", {"document": document, "project": document.project})


def remove(files: list[FieldFile]) -> None:
    for file in files:
        file.storage.delete(str(file.name))
