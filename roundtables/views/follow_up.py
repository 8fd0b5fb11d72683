"""What came of a recommendation, written down: a partner's report, and the coordinators' assessment."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from partners.notifications import mark_read
from partners.requests import SignedInRequest, only_coordinator_or_denied
from projects import kept
from projects.typed import done
from projects.views.documents import limits
from roundtables.access import reportable_by
from roundtables.addressees import rules
from roundtables.following.acting import tell_of_superseded
from roundtables.following.entries import entries_of
from roundtables.following.forms import AssessmentForm, ReportForm
from roundtables.following.telling import tell_of_assessment, tell_of_report
from roundtables.meetings.dates import begins_later
from roundtables.models import FollowUp, Recommendation


def report(request: SignedInRequest, pk: int) -> HttpResponse:
    recommendation = found(request, pk)
    if not reportable_by(request.user).filter(pk=pk).exists():
        raise PermissionDenied

    form = ReportForm(request.POST or None, request.FILES or None, recommendation=recommendation, user=request.user)
    if request.method == "POST" and form.is_valid():
        if form.is_repeated():
            return redirect(recommendation)
        if form.record():
            done(request, form.instance.pk)
            tell_of_report(form.instance)
            messages.success(request, "Your report is recorded. The coordinators are told and will assess it.")
            return redirect(recommendation)

    mark_read(request.user, request.path)
    kept.on_pages(request, request.user, {request.path: ("your report", form)})
    context = {"form": form, "rules": rules(recommendation), **about(request, recommendation), **limits()}
    return render(request, "roundtables/follow_up_form.html", context)


def assess(request: SignedInRequest, pk: int) -> HttpResponse:
    recommendation = found(request, pk)
    only_coordinator_or_denied(request)
    if recommendation.is_draft:
        messages.error(request, begins_later(recommendation.round_table))
        return redirect(recommendation)

    form = AssessmentForm(request.POST or None, recommendation=recommendation, user=request.user)
    if request.method == "POST" and form.is_valid():
        if not form.is_repeated():
            entry = form.save()
            done(request, entry.pk)
            tell_of_assessment(entry)
            if entry.progress == FollowUp.Progress.SUPERSEDED:
                tell_of_superseded(entry)
        reported = recommendation.follow_ups.reports().exists()
        told = " Those who reported are told." if reported else " Nobody had reported on it."
        messages.success(request, f"The assessment is recorded.{told}")
        return redirect(recommendation)

    mark_read(request.user, request.path)
    kept.on_pages(request, request.user, {request.path: ("your assessment", form)})
    return render(request, "roundtables/assessment_form.html", {"form": form, **about(request, recommendation)})


def found(request: SignedInRequest, pk: int) -> Recommendation:
    """Held while something is entered: a second press finds what the first one made."""
    visible = Recommendation.objects.visible_to(request.user).with_state().select_related("round_table")
    return get_object_or_404(visible.select_for_update(of=("self",)) if request.method == "POST" else visible, pk=pk)


def about(request: SignedInRequest, recommendation: Recommendation) -> dict[str, Any]:
    return {"recommendation": recommendation, "entries": entries_of(recommendation, request.user)}
