"""A project's own page, and the two things done from there: publish, once checked, and confirm."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from partners.models import User
from partners.requests import SignedInRequest, posted_from
from projects import audience, checks, confirming, kept, relations
from projects.completeness import completeness
from projects.contradictions import contradictions
from projects.deleted import deleted_drafts
from projects.drafts import draft_of, missing_for_publication
from projects.history import changes
from projects.models import Document, Project, ProjectMerge
from projects.papers import papers_of
from projects.seen import Seen, unseen
from projects.views.following import say_afterwards

RELATED = (
    "countries",
    "recipients__country",
    "places__country",
    "themes",
    "contributions__partner",
    "participations__organization",
    "activities__type",
    "activities__beneficiary",
    "activities__country",
    "activities__place__country",
    "identifiers",
    "shared_with",
)


View = Callable[..., HttpResponse]


def one_at_a_time(view: View) -> View:
    """Of two presses the second waits, and then finds what the first made of the project: deleted, for one."""

    @wraps(view)
    def alone(request: SignedInRequest, pk: int) -> HttpResponse:
        held = request.method != "POST" or hold(pk)
        if not held and deleted_drafts(request.user).filter(pgh_obj_id=pk).exists():
            messages.warning(request, "The draft was deleted in the meantime. It can be put back here.")
            return redirect("projects:deleted")
        return view(request, pk)

    return alone


def leads_on(view: View) -> View:
    """What was begun with a project that was merged meanwhile goes on at the one that stays."""

    @wraps(view)
    def led(request: SignedInRequest, pk: int, **more: Any) -> HttpResponse:
        try:
            return view(request, pk, **more)
        except Http404:
            if more.get("model", Document) is not Document:  # of a meeting, of the same number
                raise
            return merged_elsewhere(request, pk)

    return led


def hold(pk: int) -> bool:
    """Nobody else changes the project until the end of this request; False when there is none.

    What only points at it need not wait: a form kept for it, say, while who keeps it holds the project merged into it.
    """
    return bool(list(Project.objects.filter(pk=pk).select_for_update(no_key=True).values_list("pk")))


@require_safe
def project_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    visible = Project.objects.visible_to(request.user).select_related("partner", "source")
    project = visible.with_budget().prefetch_related(*RELATED).filter(pk=pk).first()
    if project is None:
        return merged_elsewhere(request, pk)
    may_edit = project.partner_id in request.user.writes_for
    related = relations.seen_by(request.user, project)
    held = relations.held([relation.pk for _, relation, _ in related]) if may_edit else {}
    context = {
        "project": project,
        "alone": [project],
        "may_edit": may_edit,
        "papers": papers_of(project, request.user),
        "recommendations": list(project.recommendations.visible_to(request.user).select_related("round_table")),
        "relations": [(*one, held.get(one[1].pk)) for one in related],
        "history": changes(project, request.user),
        "merges": merges_of(project, request.user),
    }
    return render(request, "projects/project_detail.html", context)


def merged_elsewhere(request: SignedInRequest, pk: int) -> HttpResponse:
    """The address of a merged project leads to the one that stayed, for those who could read the closed one."""
    closed = get_object_or_404(Project.objects.readable_by(request.user).select_related("merged_into"), pk=pk)
    if not (kept := closed.merged_into):
        raise Http404
    is_readable = Project.objects.readable_by(request.user).filter(pk=kept.pk).exists()
    if request.htmx or request.headers.get("X-Requested-With"):  # a script, which shows a sentence but no other page
        into = f"{kept.number}. Open that project and do it there" if is_readable else "one that is not open to you"
        sentence = f"{closed.number} was merged into {into}."
        return HttpResponse(sentence, status=409, content_type="text/plain; charset=utf-8")
    if is_readable:
        unsaid = " Nothing was changed: what you pressed was meant for the other." if request.method == "POST" else ""
        told = f"{closed.number}, {closed.title}, was merged into {kept.number}, which is shown here.{unsaid}"
        messages.info(request, told)
        return redirect(kept)
    return render(request, "projects/project_merged.html", {"project": closed})


def merges_of(project: Project, user: User) -> list[ProjectMerge]:
    """What was merged into it, as far as the person could read that."""
    standing = project.merges.standing().select_related("closed__partner", "kept__partner", "merged_by")
    found = list(standing.filter(closed__in=Project.objects.readable_by(user)))
    for merge in found:
        writes = {merge.closed.partner_id, merge.kept.partner_id} <= user.writes_for
        merge.may_undo = merge.is_undoable and (user.is_coordinator or writes)  # type: ignore[attr-defined]
    return found


@posted_from("projects:detail")
@leads_on
def confirm(request: SignedInRequest, pk: int) -> HttpResponse:
    """All still right, says somebody who may."""
    project = editable_or_denied(request, pk)
    if project.is_draft:
        messages.warning(request, "A draft is published first, then confirmed.")
        return redirect(project)
    confirming.confirm(request.user, [project.pk])
    messages.success(request, "Thank you. The project is confirmed as of today.")
    return redirect(project)


@require_http_methods(["GET", "HEAD", "POST"])
@leads_on
@one_at_a_time
@cache_control(no_store=True)  # going back to it after publishing, one is led to the project
def publish(request: SignedInRequest, pk: int) -> HttpResponse:
    """Nobody makes a draft visible without having been shown to whom, and what it resembles."""
    project = editable_or_denied(request, pk)
    if not project.is_draft:
        messages.info(request, "It is published already.")
        return redirect(project)
    if missing := missing_for_publication(project):
        messages.error(request, f"Not published yet: {missing}")
        return redirect("projects:section", pk, "where")

    readers, seen, draft = audience.on_record(project), Seen(request.user, project, request.POST), draft_of(project)
    found, shown_to = seen.marked(checks.look_alikes(draft, request.user)), audience.project_audience(project, *readers)
    key, checked = audience.key(*readers), request.POST.get("checked")
    begun = kept.begun(request.user, project)
    restricting = audience.restricting(project, begun)
    if checked != key or unseen(found) or restricting:
        context = {
            "project": project,
            "figure": completeness(draft),
            "audience": shown_to,
            "checked_for": key,
            "is_other_audience": checked is not None and checked != key,
            "begun": [one for one in begun if one not in restricting],
            "restricting": restricting,
            "contradictions": list(contradictions(project)),
            "look_alikes": found,
            "unticked": seen.missing(found),
        }
        return render(request, "projects/project_publish.html", context)

    project.published_at = project.confirmed_at = timezone.now()
    project.save(update_fields=["published_at", "confirmed_at", "updated_at"])
    messages.success(request, f"Published. {shown_to.in_short} can see the project now.")
    if found:
        say_afterwards(request, project, lambda: checks.raised_teller(project, request.user))
    return redirect(project)


def editable_or_denied(request: SignedInRequest, pk: int) -> Project:
    """404 for those who may not see the project, 403 for those who may only read it."""
    project = get_object_or_404(Project.objects.visible_to(request.user).select_related("partner"), pk=pk)
    if not Project.objects.editable_by(request.user).filter(pk=pk).exists():
        raise PermissionDenied
    return project
