"""Reports: questions of the graphs kept under a name, shared, and changed or deleted by their owner."""

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from partners.requests import SignedInRequest, posted_from
from projects.analysis import asked
from projects.filters import stored
from projects.forms.searches import ReportChangeForm, ReportForm
from projects.models import Pin, Report


@require_safe
def reports(request: SignedInRequest) -> HttpResponse:
    found = list(Report.objects.visible_to(request.user).select_related("owner__partner"))
    pinned = set(Pin.objects.filter(user=request.user).values_list("report", flat=True))
    for report in found:
        report.words = in_words(report.query, request)  # type: ignore[attr-defined]
        report.is_pinned = report.pk in pinned  # type: ignore[attr-defined]

    own = [report for report in found if report.owner_id == request.user.pk]
    others = [report for report in found if report.owner_id != request.user.pk]
    return render(request, "projects/reports/list.html", {"own": own, "others": others})


def save_report(request: SignedInRequest) -> HttpResponse:
    """GET shows the form for the query string that `query` holds."""
    initial = {"query": request.GET.get("query", ""), "sharing": Report.Sharing.NOBODY}
    form = ReportForm(request.POST or None, instance=Report(owner=request.user), initial=initial)

    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                report = form.save()
        except IntegrityError:  # pressed twice: both found the name free
            report = Report.objects.get(owner=request.user, name=form.cleaned_data["name"])
        messages.success(request, f"The report “{report}” is saved.")
        return redirect("projects:reports")

    words = in_words((form["query"].value() or "")[:2000], request)
    return render(request, "projects/reports/form.html", {"form": form, "words": words})


def change_report(request: SignedInRequest, pk: int) -> HttpResponse:
    report = get_object_or_404(Report.objects.editable_by(request.user), pk=pk)

    name = report.name
    form = ReportChangeForm(request.POST or None, instance=report)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, f"The report “{report}” is changed.")
        return redirect("projects:reports")

    words = in_words(report.query, request)
    return render(request, "projects/reports/form.html", {"form": form, "words": words, "name": name})


@posted_from("projects:reports", of="")
def delete_report(request: SignedInRequest, pk: int) -> HttpResponse:
    report = get_object_or_404(Report.objects.editable_by(request.user), pk=pk)
    report.delete()
    messages.success(request, f"The report “{report}” is deleted. What was embedded of it shows nothing any more.")
    return redirect("projects:reports")


def in_words(query: str, request: SignedInRequest) -> list[str]:
    """The question and its filters."""
    question, _, _ = asked(QueryDict(query))
    return [question.title, *(chip.text for chip in stored(query, request.user).chips)]
