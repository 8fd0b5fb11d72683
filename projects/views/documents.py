"""Documents and pictures of projects and of meetings: bring in, describe, replace, delete.

`model` comes with the address and says whose documents they are; all else is the same.
"""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from partners.requests import SignedInRequest, posted_from
from projects import documents, kept
from projects.content import ALLOWED, Refused, clean_name, file_size
from projects.forms.documents import DetailsForm, DocumentForm, ReplaceForm
from projects.models import AbstractDocument
from projects.typed import done
from projects.views.detail import leads_on

Model = type[AbstractDocument]


@leads_on
def upload(request: SignedInRequest, pk: int, model: Model) -> HttpResponse:
    holder = holder_or_denied(request, pk, model)

    form = DocumentForm(request.POST or None, request.FILES or None, model=model, holder=holder)
    stored = documents.Stored()
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data | {model.holder_field: holder}
        stored = documents.store(chosen.pop("files"), model=model, user=request.user, **chosen)
    if request.headers.get("X-Requested-With") == "XMLHttpRequest":  # one of the files that were dropped
        return render(request, "documents/_arrived.html", {"stored": stored, "form": form})
    if stored.saved:
        messages.success(request, f"Added: {', '.join(document.name for document in stored.saved)}.")
    if stored.saved and not stored.refused:
        return redirect(f"{holder.get_absolute_url()}#documents")

    context = {"holder": holder, "form": form, "refused": stored.refused, "model": model, **limits()}
    return render(request, "documents/upload.html", context)


def limits() -> dict[str, Any]:
    return {
        "allowed": ALLOWED,
        "limit": file_size(settings.DOCUMENT_MAX_BYTES),
        "most": settings.DOCUMENT_MAX_BYTES,
        "together": file_size(settings.UPLOAD_MAX_BYTES),
        "files": settings.DATA_UPLOAD_MAX_NUMBER_FILES,
    }


def edit(request: SignedInRequest, pk: int, model: Model) -> HttpResponse:
    document = document_or_denied(request, pk, model)

    form = DetailsForm(request.POST or None, document=document)
    if request.method == "POST" and form.is_valid():
        form.save()
        done(request, pk)
        messages.success(request, f"{document} is up to date.")
        return redirect(f"{model.namespace}:document_page", pk)

    kept.on_pages(request, request.user, {request.path: ("description", form)})
    return render(request, "documents/edit.html", {"document": document, "holder": document.holder, "form": form})


def replace(request: SignedInRequest, pk: int, model: Model) -> HttpResponse:
    document = document_or_denied(request, pk, model)

    form = ReplaceForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file, note = form.cleaned_data["file"], form.cleaned_data["note"]
        try:
            documents.replace(document, file, user=request.user, note=note)
        except Refused as reason:
            form.add_error("file", f"{clean_name(file)}: {reason}")
        else:
            messages.success(request, f"{document} has a new version. The earlier one is kept.")
            return redirect(f"{model.namespace}:document_page", pk)

    context = {"document": document, "holder": document.holder, "form": form, **limits()}
    return render(request, "documents/replace.html", context)


@posted_from("{namespace}:document_page")
def restore(request: SignedInRequest, pk: int, version: int, model: Model) -> HttpResponse:
    document = document_or_denied(request, pk, model)
    earlier = get_object_or_404(document.versions, version=version)

    try:
        documents.restore(document, earlier, user=request.user)
    except Refused as reason:
        messages.error(request, f"Version {version} was not brought back: {reason}")
    else:
        messages.success(request, f"Version {version} counts again. The other versions are kept.")
    return redirect(f"{model.namespace}:document_page", pk)


def delete(request: SignedInRequest, pk: int, model: Model) -> HttpResponse:
    document = document_or_denied(request, pk, model)
    holder = document.holder

    if request.method == "POST":
        documents.delete(document, for_good="for_good" in request.POST)
        messages.success(request, f"{document} was deleted.")
        return redirect(f"{holder.get_absolute_url()}#documents")

    context = {"document": document, "holder": holder, "versions": document.versions.count()}
    return render(request, "documents/confirm_delete.html", context)


# -- Access ------------------------------------------------------------------------------------------------------------
def visible(request: SignedInRequest, model: Model) -> Any:
    rows: Any = model._default_manager
    return rows.visible_to(request.user).select_related(model.shown_with)


def document_or_denied(request: SignedInRequest, pk: int, model: Model) -> Any:
    """404 for those who may not see the document, 403 for those who may only read it."""
    document = get_object_or_404(visible(request, model), pk=pk)
    rows: Any = model._default_manager
    if not rows.editable_by(request.user).filter(pk=pk).exists():
        raise PermissionDenied
    return document


def holder_or_denied(request: SignedInRequest, pk: int, model: Model) -> Any:
    holder = get_object_or_404(model.holders().visible_to(request.user), pk=pk)
    if not model.holders().editable_by(request.user).filter(pk=pk).exists():
        raise PermissionDenied
    return holder
