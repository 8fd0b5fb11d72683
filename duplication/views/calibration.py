"""The page on which coordinators choose thresholds, let weights be fitted, and accept or decline what is proposed."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django_tasks import TaskResultStatus
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

from duplication.calibration import below, proposals
from duplication.calibration.calibrating import FEWEST
from duplication.calibration.calibrations import active_calibration
from duplication.calibration.examples import judged_so_far, not_learned_from
from duplication.calibration.former import former, propose_copy
from duplication.calibration.naming import named
from duplication.calibration.previewing import preview
from duplication.calibration.saying import not_to_learn_from, to_learn_from
from duplication.calibration.thresholds import Counts, settings_of
from duplication.forms.thresholds import ThresholdForm
from duplication.models import Calibration
from duplication.tasks import count_lower_thresholds, propose_weights
from partners.requests import SignedInRequest, coordinator_or_denied, only_coordinator_or_denied, posted_from

ANEW = "All projects are compared anew in the background; alerts follow within minutes."
DECISIONS = {  # what is done with a proposal, and what is said then
    "accept": (proposals.accept, f"The weights of “{{}}” are in use. {ANEW}"),
    "decline": (proposals.decline, "“{}” is declined. Nothing changes."),
}
LONGEST = timedelta(hours=6)  # that one of these tasks takes
UNDER_WAY = (TaskResultStatus.READY, TaskResultStatus.RUNNING)


@require_safe
def thresholds(request: SignedInRequest) -> HttpResponse:
    """What was typed in is in the query string: what it would do is shown, and nothing is changed."""
    coordinator_or_denied(request)
    if "used" not in request.GET:
        return page_of(request)

    form = ThresholdForm(request.GET, used=active_calibration())
    return page_of(request, form, form.thresholds if form.is_valid() else {})


@require_safe
def calibrations(request: SignedInRequest) -> HttpResponse:
    """The address that who knows their name tries."""
    return redirect(f"{reverse('alerts:thresholds')}#former")


@posted_from("alerts:thresholds")
def set_thresholds(request: SignedInRequest) -> HttpResponse:
    user = only_coordinator_or_denied(request)
    form = ThresholdForm(request.POST, used=in_use())
    if not form.is_valid():
        return page_of(request, form)

    if proposals.set_thresholds(form.thresholds, user):
        messages.success(request, f"The new thresholds are in use. {ANEW}")
    else:
        messages.info(request, "These thresholds are in use already.")
    return redirect("alerts:thresholds")


@posted_from("alerts:thresholds", of="")
def decide_proposal(request: SignedInRequest, pk: int) -> HttpResponse:
    user = only_coordinator_or_denied(request)
    used = in_use()  # what somebody else takes into use at this moment comes before or after, and is seen
    proposed = get_object_or_404(Calibration.objects.select_for_update(), pk=pk)
    do = request.POST.get("do", "")
    if why := why_not_decided(proposed, do, used, request.POST.get("used")):
        return refused(request, why)

    decide, said = DECISIONS[do]
    decide(proposed, user)
    messages.success(request, said.format(proposed))
    return redirect("alerts:thresholds")


def why_not_decided(proposed: Calibration, do: str, used: Calibration, seen: str | None) -> str:
    """Empty when it can be. `seen`: number of the table that was in use when the person looked."""
    if proposed.accepted_at or proposed.declined_at:
        return f"“{proposed}” was decided on already."
    if not proposed.is_readable:
        return f"“{proposed}” does not fit what is compared today. Let a new one be proposed."
    if do == "accept" and seen not in {None, str(used.pk)}:
        return f"Meanwhile “{used}” came into use. Look at what “{proposed}” would change now, then decide."
    return "" if do in DECISIONS else "Choose to accept or to decline it."


@posted_from("alerts:thresholds", of="")
def propose_again(request: SignedInRequest, pk: int) -> HttpResponse:
    user = only_coordinator_or_denied(request)
    in_use()  # one at a time, or two copies get one name
    earlier = get_object_or_404(Calibration.objects.filter(accepted_at__isnull=False), pk=pk)
    if why := why_not_again(earlier):
        return refused(request, why)

    propose_copy(earlier, user)
    messages.success(request, "The earlier setting is proposed again. Look at what it would do, then accept it.")
    return redirect("alerts:thresholds")


def why_not_again(earlier: Calibration) -> str:
    """Empty when it can be proposed again."""
    if not earlier.is_readable:
        return f"“{earlier}” does not fit what is compared today, so it cannot be used again."
    waiting = Calibration.objects.waiting().of_weights(earlier.table["weights"], earlier.table["priors"])
    if waiting.filter(table__thresholds=earlier.table["thresholds"]).exists():
        return "It is proposed already. Look at what it would do, then accept or decline it."
    return ""


def refused(request: SignedInRequest, why: str) -> HttpResponse:
    messages.warning(request, why)
    return redirect("alerts:thresholds")


@posted_from("alerts:thresholds")
def count_lower(request: SignedInRequest) -> HttpResponse:
    only_coordinator_or_denied(request)
    enqueue_once(count_lower_thresholds)
    messages.success(request, "The register is being compared. Come back to this page in a few minutes.")
    return redirect("alerts:thresholds")


@posted_from("alerts:thresholds")
def let_propose(request: SignedInRequest) -> HttpResponse:
    only_coordinator_or_denied(request)
    if lacking(judged_so_far()):
        messages.error(request, "There are too few verdicts to learn from, so nothing is fitted.")
        return redirect("alerts:thresholds")
    enqueue_once(propose_weights)
    messages.success(request, "Weights are being fitted to the verdicts. Come back to this page in a few minutes.")
    return redirect("alerts:thresholds")


def lacking(judged: Mapping[str, int]) -> dict[str, int]:
    """How many verdicts of each sort are still missing before weights can be fitted to them."""
    return {sort: FEWEST - number for sort, number in judged.items() if number < FEWEST}


def enqueue_once(task: Task[Any, Any]) -> None:
    """However often it is pressed: who presses at the same time waits, and then finds it under way."""
    in_use()
    if not is_under_way(task):
        task.enqueue()


def is_under_way(task: Task[Any, Any]) -> bool:
    """One that began long ago has ended with its process, which could not say so."""
    waiting = DBTaskResult.objects.filter(task_path=task.module_path, status__in=UNDER_WAY)
    return waiting.exclude(started_at__lt=timezone.now() - LONGEST).exists()


def last_of(task: Task[Any, Any]) -> DBTaskResult | None:
    """The last time it came to an end, well or not, as long as that is kept."""
    ended = DBTaskResult.objects.filter(task_path=task.module_path, finished_at__isnull=False)
    return ended.exclude(status__in=UNDER_WAY).order_by("-finished_at").first()


def in_use() -> Calibration:
    """Locked: who sets thresholds at the same time waits, and then finds that others are in use."""
    Calibration.objects.select_for_update().get(pk=active_calibration().pk)
    return active_calibration()


def page_of(
    request: SignedInRequest, form: ThresholdForm | None = None, chosen: Mapping[str, float] | None = None
) -> HttpResponse:
    used = active_calibration()
    table, counted = used.weights, below.counted(used)
    form, judged = form or ThresholdForm(used=used), judged_so_far()
    counts = Counts.by(table)
    shown = preview(table, counts, chosen, counted) if chosen else None
    context = {
        "used": used,
        "form": form,
        "settings": [(setting, form[setting.case]) for setting in settings_of(table, counts, counted.lower)],
        "preview": shown if shown and shown.changes else None,
        "named": named(shown, request.user, is_counted=counted.at is not None) if shown else [],
        "counted_at": counted.at,
        "is_counting": is_under_way(count_lower_thresholds),
        "is_fitting": is_under_way(propose_weights),
        "fitted": last_of(propose_weights),
        "learning": to_learn_from(judged, lacking(judged), FEWEST),
        "not_learning": not_to_learn_from(not_learned_from()),
        "former": former(used, request.GET.get("page")),
        "weights": used.weights_name,
        "lacking": bool(lacking(judged)),
        "proposals": proposals.proposals(used),
        "declined": Calibration.objects.filter(declined_at__isnull=False).select_related("decided_by")[:5],
        "decides": request.user.is_coordinator,
    }
    return render(request, "duplication/thresholds.html", context)
