"""A draft that is not wanted any more is deleted by those who write it; what was published is taken back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from partners.requests import SignedInRequest
from projects import documents
from projects.audience import on_record, project_audience
from projects.history import was_published
from projects.views.detail import editable_or_denied


def discard(request: SignedInRequest, pk: int) -> HttpResponse:
    project = editable_or_denied(request, pk)
    if not project.is_draft:
        text = "A published project is not deleted, since others have seen it. Say that it is cancelled, or correct it."
        messages.warning(request, text)
        return redirect(project)
    if was_published(project):
        text = "It was published before, so its record stays. As a draft it is seen by your own partner only."
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


def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a published project back to a draft. Detection hears of the save, and forgets the project."""
    project = editable_or_denied(request, pk)
    if project.is_draft:
        messages.warning(request, "The project is a draft already.")
        return redirect("projects:edit", pk)

    if request.method == "POST":
        project.published_at = None
        project.save(update_fields=["published_at", "updated_at"])
        text = f"“{project.title}” is a draft again. Only {project.partner} sees it, and its open alerts are withdrawn."
        messages.success(request, text)
        return redirect("projects:edit", pk)
    context = {"project": project, "audience": project_audience(project, *on_record(project))}
    return render(request, "projects/project_withdraw.html", context)
