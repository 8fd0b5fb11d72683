"""A draft that is not wanted any more is deleted by those who write it; what was published may be cancelled."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from partners.requests import SignedInRequest
from projects import documents
from projects.views.detail import editable_or_denied


def discard(request: SignedInRequest, pk: int) -> HttpResponse:
    project = editable_or_denied(request, pk)
    if not project.is_draft:
        text = "A published project is not deleted, since others have seen it. Say that it is cancelled, or correct it."
        messages.warning(request, text)
        return redirect(project)

    if request.method == "POST":
        for document in project.documents.all():
            documents.delete(document)
        project.delete()
        messages.success(request, f"The draft “{project.title}” was deleted.")
        return redirect("projects:list")
    context = {"project": project, "documents": project.documents.count()}
    return render(request, "projects/project_confirm_delete.html", context)
