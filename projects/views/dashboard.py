"""The dashboard: pinned reports, or the usual questions of the role, each as a picture that leads to its table."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from partners.requests import SignedInRequest, posted_from
from projects import dashboards
from projects.charts.screen import on_screen
from projects.models import Pin, Report
from projects.models.report import MOST_PINNED


@require_safe
def dashboard(request: SignedInRequest) -> HttpResponse:
    found = dashboards.tiles(request.user)
    tiles = [(one, on_screen(one.plan) if one.plan else None, f"tile-{number}-") for number, one in enumerate(found)]
    is_own = any(tile.report for tile in found)
    return render(request, "projects/reports/dashboard.html", {"tiles": tiles, "is_own": is_own})


@posted_from("projects:reports", of="")
def pin_report(request: SignedInRequest, pk: int) -> HttpResponse:
    report = get_object_or_404(Report.objects.visible_to(request.user), pk=pk)
    if dashboards.pin(request.user, report):
        messages.success(request, f"“{report}” is on your dashboard.")
    else:
        messages.error(request, f"Your dashboard holds {MOST_PINNED} reports, which is the most. Take one off first.")
    return back(request)


@posted_from("projects:reports", of="")
def unpin_report(request: SignedInRequest, pk: int) -> HttpResponse:
    get_object_or_404(Pin, user=request.user, report=pk).delete()
    return back(request)


@posted_from("projects:reports", of="")
def move_report(request: SignedInRequest, pk: int) -> HttpResponse:
    pinned = get_object_or_404(Pin, user=request.user, report=pk)
    dashboards.move(request.user, pinned.report, -1 if request.POST.get("to") == "up" else 1)
    return redirect("projects:dashboard")


def back(request: SignedInRequest) -> HttpResponseRedirect:
    """To the page whose button was pressed."""
    return redirect("projects:dashboard" if request.POST.get("from") == "dashboard" else "projects:reports")
