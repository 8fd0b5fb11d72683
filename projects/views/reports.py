"""Reports: questions of the graphs kept under a name, shared, and changed or deleted by their owner."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from partners.requests import SignedInRequest
from projects import kept
from projects.analysis import asked
from projects.analysis.past import told
from projects.filters import CountedFilter, ProjectFilter, all_stored, stored
from projects.forms.searches import ReportChangeForm, ReportForm
from projects.models import Pin, Report
from projects.typed import done

PER_PAGE = 50  # of those that others share


@require_safe
def reports(request: SignedInRequest) -> HttpResponse:
    own = list(Report.objects.editable_by(request.user))
    shared = Report.objects.visible_to(request.user).exclude(owner=request.user).select_related("owner__partner")
    others = Paginator(shared, PER_PAGE).get_page(request.GET.get("page"))
    found = [*own, *others]

    pinned = set(Pin.objects.filter(user=request.user).values_list("report", flat=True))
    filters = all_stored([one.query for one in found], request.user, CountedFilter)
    for report, narrowed in zip(found, filters, strict=True):
        report.words = in_words(narrowed)  # type: ignore[attr-defined]
        report.is_pinned = report.pk in pinned  # type: ignore[attr-defined]
    return render(request, "projects/reports/list.html", {"own": own, "others": others})


def save_report(request: SignedInRequest) -> HttpResponse:
    """GET shows the form for the query string that `query` holds."""
    initial = {"query": request.GET.get("query", ""), "sharing": Report.Sharing.NOBODY}
    form = ReportForm(request.POST or None, instance=Report(owner=request.user), initial=initial)

    if request.method == "POST" and form.is_valid():
        report = form.keep()
        done(request, report.pk)
        messages.success(request, f"The report “{report}” is saved.")
        return redirect("projects:reports")

    kept.on_pages(request, request.user, {request.path: ("report", form)})
    words = in_words(stored(form.asked, request.user, CountedFilter))
    return render(request, "projects/reports/form.html", {"form": form, "words": words})


def change_report(request: SignedInRequest, pk: int) -> HttpResponse:
    report = get_object_or_404(Report.objects.editable_by(request.user), pk=pk)

    name = report.name
    form = ReportChangeForm(request.POST or None, instance=report)
    if request.method == "POST" and form.is_valid():
        form.save()
        done(request, pk)
        messages.success(request, f"The report “{report}” is changed.")
        return redirect("projects:reports")

    kept.on_pages(request, request.user, {request.path: ("report", form)})
    words = in_words(stored(report.query, request.user, CountedFilter))
    return render(request, "projects/reports/form.html", {"form": form, "words": words, "name": name})


def delete_report(request: SignedInRequest, pk: int) -> HttpResponse:
    """GET says what goes with it."""
    report = get_object_or_404(Report.objects.editable_by(request.user), pk=pk)

    if request.method == "POST":
        report.delete()
        messages.success(request, f"The report “{report}” is deleted. What was embedded of it shows nothing any more.")
        return redirect("projects:reports")

    pinned = Pin.objects.filter(report=report).exclude(user=request.user).count()
    context = {"report": report, "embeds": report.embeds.working().order_by("expires_at"), "pinned": pinned}
    return render(request, "projects/reports/confirm_delete.html", context)


def in_words(narrowed: ProjectFilter) -> list[str]:
    """The question and its filters."""
    question, _, _ = asked(narrowed.data)
    day = [f"As of {told(question.day)}"] if question.is_past else []
    return [question.title, *day, *(chip.text for chip in narrowed.chips)]
