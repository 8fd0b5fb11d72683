"""The page of a cluster: its projects, the alerts between them, and one verdict for several of these."""

from collections.abc import Collection
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from duplication.forms.review import PositionForm, VerdictForm
from duplication.models import Alert, Verdict
from duplication.notices.verdicts import tell_of_verdicts
from duplication.presentation.alerts import present
from duplication.presentation.stake import Budget, stakes_in, with_sums
from duplication.queue.done import say_done
from duplication.queue.places import came_from
from duplication.queue.several import MOST
from duplication.review.attending import say
from duplication.review.clusters import Cluster, cluster_of
from duplication.review.deciding import decide, hold
from partners.models import User
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
    found = cluster_of(alert, request.user)
    listed = found.alerts[:MOST] if found else (alert.pk,)  # the strongest: as many as can be taken back at once
    own = own_among(listed, request.user)
    if request.method == "POST" and not own:
        only_coordinator_or_denied(request)
    if found is None and request.method == "POST":
        messages.warning(
            request, "The other alerts were decided or withdrawn in the meantime. Nothing is recorded yet."
        )
        return page_of(request, alert, **typed_into(request, alert))
    if found is None:
        return redirect(alert)

    asked = request.POST.getlist("alerts")
    chosen = {row_id(text) for text in asked} & (set(found.alerts) if request.user.is_coordinator else own)
    form = form_for(request, alert, chosen or listed, own)
    if request.method == "POST" and form:
        if not chosen:
            form.add_error(None, NONE_CHOSEN)
        elif form.is_valid():
            tell_done(request, form, chosen)
            said_once(request, alert.pk)
            if gone := {row_id(text) for text in asked} - set(found.alerts):
                which = ", ".join(f"alert {pk}" for pk in sorted(gone))
                messages.warning(request, f"Not done, since decided or withdrawn in the meantime: {which}.")
            came = came_from(request, alert.pk)
            return redirect(came.back if came else "alerts:list")
    return render(request, "duplication/cluster.html", context_of(request, found, listed, form, chosen, own))


def own_among(alerts: Collection[int], user: User) -> set[int]:
    """Those that the person may answer."""
    return set(Alert.objects.answerable_by(user).filter(pk__in=alerts).values_list("pk", flat=True))


def typed_into(request: SignedInRequest, alert: Alert) -> dict[str, Any]:
    """The form of the alert alone with what was sent, so that it is not lost."""
    if request.user.is_coordinator:
        return {"verdict_form": VerdictForm(request.POST, alert=alert, user=request.user)}
    partner = min({alert.first.partner_id, alert.second.partner_id} & request.user.writes_for)
    sent = {**request.POST.dict(), "partner": partner}
    return {"position_form": PositionForm(sent, alert=alert, user=request.user)}


def form_for(
    request: SignedInRequest, alert: Alert, chosen: Collection[int], own: Collection[int]
) -> VerdictForm | PositionForm | None:
    """A coordinator decides the chosen ones, a focal point answers the own pairs, others read."""
    data = request.POST if request.method == "POST" else None
    if request.user.is_coordinator:
        alerts = Alert.objects.filter(pk__in=chosen).select_related("first__partner", "second__partner")
        return VerdictForm(data, alert=alert, user=request.user, chosen=alerts)
    if not own:
        return None
    form = PositionForm(data, alert=alert, user=request.user)
    del form.fields["partner"]  # that of each pair
    return form


def tell_done(request: SignedInRequest, form: VerdictForm | PositionForm, chosen: Collection[int]) -> None:
    if isinstance(form, VerdictForm):
        alerts, done, result = decide_all(form.instance, chosen), "decided. The focal points are told.", None
    else:
        result = say(request.user, chosen, form.cleaned_data["stance"], form.cleaned_data["text"])
        alerts, done = result.done, "answered. The other partners and the coordinators are told."
    if number := len(alerts):
        given = Verdict.objects.filter(alert__in=alerts) if isinstance(form, VerdictForm) else None
        said = f"{number} alert{'s are' if number > 1 else ' is'} {done}"
        say_done(request, said, alerts, given)
    if result and result.not_done:
        messages.warning(request, "Not done: " + "; ".join(f"{name} ({why})" for name, why in result.not_done) + ".")


def decide_all(said: Verdict, chosen: Collection[int]) -> list[Alert]:
    """The same of each alert that is still open; returns which those were."""
    fields = {name: getattr(said, name) for name in ("outcome", "reason", "text", "recommendation", "decided_by")}
    were_open = list(Alert.objects.open().filter(pk__in=chosen).select_related("first", "second").order_by("pk"))
    still = (alert for alert in were_open if not alert.verdicts.standing().exists())  # one before may imply the next
    tell_of_verdicts([decide(Verdict(alert=alert, **fields)) for alert in still])
    return were_open


def context_of(
    request: SignedInRequest,
    found: Cluster,
    listed: Collection[int],
    form: VerdictForm | PositionForm | None,
    chosen: Collection[int],
    own: Collection[int],
) -> dict[str, object]:
    what = "your verdict" if request.user.is_coordinator else "your position"
    if form:
        kept.on_pages(request, request.user, {f"{request.path}#decide": (what, form)})
    visible = with_sums(Project.objects.visible_to(request.user).filter(pk__in=found.projects))
    projects = visible.select_related("partner").prefetch_related("countries").order_by("start", "pk")
    may_tick = listed if request.user.is_coordinator else own
    return {
        "number": len(found.alerts),
        "stake": stakes_in({found.lead: found.projects})[found.lead],
        "projects": [(project, Budget.of(project)) for project in projects],
        "alerts": present(Alert.objects.filter(pk__in=listed).order_by("-match_weight", "pk"), request.user),
        "came": came_from(request, found.lead),
        "chosen": chosen or may_tick,
        "may_tick": may_tick,
        "form": form,
        "is_verdict": request.user.is_coordinator,
    }
