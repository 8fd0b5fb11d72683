"""The page of a cluster: its projects, the alerts between them, and one verdict for several of these."""

from collections.abc import Collection

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from duplication.forms.review import VerdictForm
from duplication.models import Alert, Verdict
from duplication.notices.verdicts import tell_of_verdict
from duplication.presentation.alerts import present
from duplication.queue.places import came_from
from duplication.review.clusters import Cluster, cluster_of
from duplication.review.deciding import decide, hold
from partners.requests import SignedInRequest, only_coordinator_or_denied
from partners.text import row_id
from projects import kept
from projects.models import Project

from .alert import page_of, said_once

NONE_CHOSEN = "Choose at least one alert."


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def cluster(request: SignedInRequest, pk: int) -> HttpResponse:
    """Of any of its alerts; where there is none any more, of the alert itself."""
    if request.method == "POST":
        hold()
    alert = get_object_or_404(Alert.objects.visible_to(request.user), pk=pk)
    if request.method == "POST":
        only_coordinator_or_denied(request)
    found = cluster_of(alert, request.user)
    if found is None and request.method == "POST":
        messages.warning(
            request, "The other alerts were decided or withdrawn in the meantime. Nothing is recorded yet."
        )
        return page_of(request, alert, verdict_form=VerdictForm(request.POST, alert=alert, user=request.user))
    if found is None:
        return redirect(alert)

    asked = request.POST.getlist("alerts")
    chosen = {row_id(text) for text in asked} & set(found.alerts)
    form = VerdictForm(request.POST if request.method == "POST" else None, alert=alert, user=request.user)
    if request.method == "POST":
        if not chosen:
            form.add_error(None, NONE_CHOSEN)
        elif form.is_valid():
            number = decide_all(form.instance, chosen)
            said_once(request, alert.pk)
            messages.success(
                request, f"{number} alert{'s are' if number > 1 else ' is'} decided. The focal points are told."
            )
            if gone := {row_id(text) for text in asked} - set(found.alerts):
                which = ", ".join(f"alert {pk}" for pk in sorted(gone))
                messages.warning(request, f"Not done, since decided or withdrawn in the meantime: {which}.")
            came = came_from(request, alert.pk)
            return redirect(came.back if came else "alerts:list")
    return render(request, "duplication/cluster.html", context_of(request, found, form, chosen))


def decide_all(said: Verdict, chosen: Collection[int]) -> int:
    """The same of each alert that is still open; returns how many that were."""
    fields = {name: getattr(said, name) for name in ("outcome", "reason", "text", "recommendation", "decided_by")}
    number = 0
    for alert in Alert.objects.open().filter(pk__in=chosen).order_by("pk"):
        if not alert.verdicts.standing().exists():  # one before it may have implied this one
            tell_of_verdict(decide(Verdict(alert=alert, **fields)))
        number += 1
    return number


def context_of(
    request: SignedInRequest, found: Cluster, form: VerdictForm, chosen: Collection[int]
) -> dict[str, object]:
    if request.user.is_coordinator:
        kept.on_pages(request, request.user, {f"{request.path}#decide": ("your verdict", form)})
    projects = Project.objects.visible_to(request.user).filter(pk__in=found.projects).with_budget()
    return {
        "projects": projects.select_related("partner").prefetch_related("countries").order_by("start", "pk"),
        "alerts": present(Alert.objects.filter(pk__in=found.alerts).order_by("-match_weight", "pk"), request.user),
        "came": came_from(request, found.lead),
        "chosen": chosen or found.alerts,
        "verdict_form": form if request.user.is_coordinator else None,
    }
