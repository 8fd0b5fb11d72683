"""A draft is deleted by those who write it, and put back by them; what was published is taken back to a draft."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from partners.requests import SignedInRequest, posted_from
from projects import documents, kept
from projects.audience import on_record, project_audience
from projects.deleted import deleted_drafts, put_back
from projects.history import was_published
from projects.views.detail import editable_or_denied, leads_on, one_at_a_time

DELETED_PER_PAGE = 25


@leads_on
@one_at_a_time
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
        text = "The draft “{}” was deleted. <a href='{}'>It can be put back</a> for 30 days."
        messages.success(request, format_html(text, project.title, reverse("projects:deleted")))
        return redirect("projects:list")
    context = {"project": project, "documents": project.documents.count()}
    return render(request, "projects/project_confirm_delete.html", context)


@require_safe
def deleted(request: SignedInRequest) -> HttpResponse:
    if not request.user.writes_for:
        raise PermissionDenied
    page = Paginator(deleted_drafts(request.user), DELETED_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "projects/deleted.html", {"page": page})


@posted_from("projects:deleted", of="")
def bring_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """Whoever typed into it while it was deleted goes on where that was."""
    deletion = get_object_or_404(deleted_drafts(request.user), pgh_obj_id=pk)
    try:
        project, problems = put_back(deletion, request.user)
    except IntegrityError:  # somebody else put it back at this moment
        return redirect("projects:edit", pk)
    messages.success(request, f"The draft “{project.title}” is back. {' '.join(problems)}")
    if form := kept.returned(request.user, pk, request.POST):
        return redirect(form.address_kept)
    return redirect("projects:edit", pk)


@leads_on
@one_at_a_time
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
