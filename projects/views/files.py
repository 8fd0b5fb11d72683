"""Documents and pictures read: the list, the page about one, and the files themselves, all through the access check.

`model` comes with the address and says whose documents they are; all else is the same.
"""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from partners.requests import SignedInRequest
from projects.downloads import handed_out, shown, shown_small
from projects.languages import language_name
from projects.models import AbstractDocument
from projects.versions import versions_seen
from projects.views.detail import leads_on
from projects.views.documents import Model, visible

PER_PAGE = 48
READ_HERE = 20_000  # characters of the text that the page about a document shows


@require_safe
@leads_on
def document_list(request: SignedInRequest, pk: int, model: Model) -> HttpResponse:
    holder = get_object_or_404(model.holders().visible_to(request.user), pk=pk)
    documents = model.of(holder).visible_to(request.user).select_related(model.shown_with)
    pictures = request.GET.get("show") == "pictures"
    chosen = documents.filter(content_type__startswith="image/") if pictures else documents
    context = {
        "holder": holder,
        "model": model,
        "page": Paginator(chosen, PER_PAGE).get_page(request.GET.get("page")),
        "pictures_only": pictures,
        "may_edit": model.holders().editable_by(request.user).filter(pk=pk).exists(),
    }
    return render(request, "documents/list.html", context)


@require_safe
def page(request: SignedInRequest, pk: int, model: Model) -> HttpResponse:
    with_text = visible(request, model).select_related(model.shown_with, "contents", "uploaded_by")
    document = get_object_or_404(with_text, pk=pk)
    may_edit = editable(request, document)
    context = {
        "document": document,
        "holder": document.holder,
        "audience": document.audience,
        "contents": getattr(document, "contents", None),
        "read_here": READ_HERE,
        "beginning": f":{READ_HERE}",
        "language_name": language_of(document),
        "versions": versions_seen(document, request.user, may_edit=may_edit),
        "may_edit": may_edit,
        **(beside(request, document) if document.is_picture else {}),
    }
    return render(request, "documents/page.html", context)


def editable(request: SignedInRequest, document: AbstractDocument) -> bool:
    rows: Any = type(document)._default_manager
    return bool(rows.editable_by(request.user).filter(pk=document.pk).exists())


def language_of(document: Any) -> str:
    """As people stated it, else as it was recognized."""
    code = document.language or getattr(getattr(document, "contents", None), "language", "")
    return language_name(code) if code else ""


def beside(request: SignedInRequest, document: AbstractDocument) -> dict[str, Any]:
    """The pictures before and after this one, in the order of the gallery."""
    pictures = document.beside().visible_to(request.user).filter(content_type__startswith="image/")
    keys = list(pictures.values_list("pk", flat=True))
    at = keys.index(document.pk)
    return {
        "place": at + 1,
        "number": len(keys),
        "previous": keys[at - 1] if at else None,
        "next": keys[at + 1] if at + 1 < len(keys) else None,
    }


@require_safe
def download(request: SignedInRequest, pk: int, model: Model) -> HttpResponseBase:
    return handed_out(request, get_object_or_404(visible(request, model), pk=pk))


@require_safe
def version(request: SignedInRequest, pk: int, version: int, model: Model) -> HttpResponseBase:
    document = get_object_or_404(visible(request, model), pk=pk)
    seen = versions_seen(document, request.user, may_edit=editable(request, document))
    found = next((earlier for earlier in seen if earlier.version == version), None)
    if found is None:
        raise Http404("There is no such version.")
    return handed_out(request, found)


@require_safe
def picture(request: SignedInRequest, pk: int, model: Model) -> HttpResponseBase:
    return shown(request, get_object_or_404(visible(request, model), pk=pk))


@require_safe
def thumbnail(request: SignedInRequest, pk: int, model: Model) -> HttpResponseBase:
    return shown_small(request, get_object_or_404(visible(request, model).exclude(thumbnail=""), pk=pk))
