"""Documents of a meeting: brought in and deleted by coordinators, handed out through the access check."""

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from partners.requests import SignedInRequest
from projects.documents import ALLOWED, file_size, store
from projects.downloads import handed_out
from roundtables.access import coordinator_or_denied
from roundtables.forms import MeetingDocumentForm
from roundtables.models import MeetingDocument, RoundTable


def upload(request: SignedInRequest, pk: int) -> HttpResponse:
    meeting = get_object_or_404(RoundTable.objects.visible_to(request.user), pk=pk)
    user = coordinator_or_denied(request)

    form = MeetingDocumentForm(request.POST or None, request.FILES or None)
    refused: list[str] = []
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        stored = store(chosen.pop("files"), model=MeetingDocument, user=user, round_table=meeting, **chosen)
        refused = stored.refused
        if stored.saved:
            messages.success(request, f"Added: {', '.join(document.name for document in stored.saved)}.")
        if not refused:
            return redirect(f"{meeting.get_absolute_url()}#documents")

    limit = file_size(settings.DOCUMENT_MAX_BYTES)
    context = {"meeting": meeting, "form": form, "refused": refused, "allowed": ALLOWED, "limit": limit}
    return render(request, "roundtables/document_form.html", context)


@require_safe
def download(request: SignedInRequest, pk: int) -> HttpResponseBase:
    return handed_out(get_object_or_404(MeetingDocument.objects.visible_to(request.user), pk=pk))


def delete(request: SignedInRequest, pk: int) -> HttpResponse:
    visible = MeetingDocument.objects.visible_to(request.user).select_related("round_table")
    document = get_object_or_404(visible, pk=pk)
    coordinator_or_denied(request)

    if request.method == "POST":
        files = [(file.storage, file.name) for file in (document.file, document.thumbnail) if file.name]
        document.delete()

        def delete_files() -> None:
            for storage, name in files:
                storage.delete(name)

        transaction.on_commit(delete_files, robust=True)
        messages.success(request, f"{document} was deleted.")
        return redirect(f"{document.round_table.get_absolute_url()}#documents")

    context = {"document": document, "meeting": document.round_table}
    return render(request, "roundtables/document_confirm_delete.html", context)
