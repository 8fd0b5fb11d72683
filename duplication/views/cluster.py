"""The page of a cluster: its projects, the alerts between them, and one verdict or position for several of these."""

from collections.abc import Collection

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from duplication.forms.positions import PositionForm, PositionOnSeveralForm, asked_first
from duplication.forms.review import SAID, VerdictForm
from duplication.models import Alert, Verdict
from duplication.notices.verdicts import FOCAL_POINTS_SEE
from duplication.presentation.alerts import AlertView, present
from duplication.presentation.stake import Budget, stakes_in, with_sums
from duplication.queue.attending import Result, say
from duplication.queue.done import say_done, say_result, say_what_follows
from duplication.queue.places import back_to, came_from
from duplication.queue.several import DEEDS, MOST
from duplication.review.clusters import Cluster, cluster_of, counted_once
from duplication.review.contacts import open_among
from duplication.review.deciding import hold_alerts, record, tell_of_what_came
from duplication.review.implying import withheld
from duplication.review.unshared import unshared_among
from partners.models import User
from partners.requests import SignedInRequest, only_coordinator_or_denied, posted_from
from partners.text import plural, row_id
from projects import kept
from projects.models import Project

from .alert import page_of, said_once

STILL_ASKED = "still open, because one of the projects is restricted: nothing follows by itself there."
NONE_CHOSEN = "Choose at least one alert."
ENDED = "The other alerts were decided or withdrawn in the meantime. Nothing is recorded yet."


@require_safe
def cluster(request: SignedInRequest, pk: int) -> HttpResponse:
    """Of any of its alerts; where there is none any more, of the alert itself."""
    user = request.user
    alert = get_object_or_404(Alert.objects.visible_to(user), pk=pk)
    found = cluster_of(alert, user)
    if found is None:
        return redirect(alert)
    if user.is_coordinator:
        form = VerdictForm(alert=alert, user=user, chosen=with_sides(listed(found)))
        return page_of_cluster(request, alert, found, form, listed(found))
    own = own_among(listed(found), user)
    answers = PositionOnSeveralForm(alert=alert, user=user) if own else None
    return page_of_cluster(request, alert, found, answers, own)


@posted_from("alerts:cluster")
def decide_cluster(request: SignedInRequest, pk: int) -> HttpResponse:
    """A coordinator gives the ticked alerts one verdict. Looked at without the lock first, as one verdict is."""
    alert = get_object_or_404(Alert.objects.visible_to(request.user), pk=pk)
    user = only_coordinator_or_denied(request)
    asked = asked_verdict(request, alert, user)
    if isinstance(asked, HttpResponse):
        return asked
    hold_alerts()
    asked = asked_verdict(request, alert, user)
    if isinstance(asked, HttpResponse):
        return asked
    found, chosen, form = asked

    decided = decide_all(form.instance, chosen)
    given = Verdict.objects.filter(alert__in=decided)
    say_result(request, Result(decided), f"decided. {FOCAL_POINTS_SEE}", given)
    say_what_follows(request, given, but=decided)
    if still_asked := withheld(Alert.objects.open().filter(pk__in=found.alerts).order_by("pk")):
        number = len(still_asked)
        say_done(request, f"{plural(number, 'alert')} {'is' if number == 1 else 'are'} {STILL_ASKED}", still_asked)
    return onward(request, alert, found)


@posted_from("alerts:cluster")
def answer_cluster(request: SignedInRequest, pk: int) -> HttpResponse:
    """A focal point says one thing of the ticked alerts, each in the name of the own partner that it concerns."""
    user = request.user
    alert = get_object_or_404(Alert.objects.visible_to(user), pk=pk)
    found = cluster_of(alert, user)
    own = own_among(listed(found) if found else [alert.pk], user)
    if not own:
        raise PermissionDenied
    if found is None:
        messages.warning(request, ENDED)
        sent = {**request.POST.dict(), "partner": asked_first(alert, alert.sides_of(user))}
        return page_of(request, alert, position_form=PositionForm(sent, alert=alert, user=user))
    chosen = ticked(request) & own
    form = PositionOnSeveralForm(request.POST, alert=alert, user=user)
    if not is_filled_in(form, chosen):
        return page_of_cluster(request, alert, found, form, own, chosen)

    result = say(user, chosen, form.cleaned_data["stance"], form.cleaned_data["text"])
    say_result(request, result, DEEDS["say"])
    return onward(request, alert, found)


def asked_verdict(
    request: SignedInRequest, alert: Alert, user: User
) -> tuple[Cluster, Collection[int], VerdictForm] | HttpResponse:
    """The cluster, the alerts ticked and what is said of them; or what is answered where it cannot be recorded."""
    found = cluster_of(alert, user)
    if found is None:
        messages.warning(request, ENDED)
        return page_of(request, alert, verdict_form=VerdictForm(request.POST, alert=alert, user=user))
    chosen = ticked(request) & set(found.alerts)
    form = VerdictForm(request.POST, alert=alert, user=user, chosen=with_sides(chosen or listed(found)))
    if not is_filled_in(form, chosen):
        return page_of_cluster(request, alert, found, form, listed(found), chosen)
    return found, chosen, form


def listed(found: Cluster) -> Collection[int]:
    """The strongest: as many as can be taken back at once."""
    return found.alerts[:MOST]


def own_among(alerts: Collection[int], user: User) -> set[int]:
    """Those that the person may answer."""
    return set(Alert.objects.answerable_by(user).filter(pk__in=alerts).values_list("pk", flat=True))


def with_sides(alerts: Collection[int]) -> Collection[Alert]:
    return Alert.objects.filter(pk__in=alerts).select_related("first__partner", "second__partner")


def ticked(request: SignedInRequest) -> set[int]:
    return {row_id(text) for text in request.POST.getlist("alerts")}


def is_filled_in(form: VerdictForm | PositionForm, chosen: Collection[int]) -> bool:
    if not chosen:
        form.add_error(None, NONE_CHOSEN)
    return form.is_valid()


def decide_all(said: Verdict, chosen: Collection[int]) -> list[Alert]:
    """The same of each alert that is still open; returns which those were."""
    fields = {name: getattr(said, name) for name in (*SAID, "decided_by")}
    were_open = list(Alert.objects.open().filter(pk__in=chosen).select_related("first", "second").order_by("pk"))
    tell_of_what_came(record([Verdict(alert=alert, **fields) for alert in were_open]), given=True)
    return were_open


def onward(request: SignedInRequest, alert: Alert, found: Cluster) -> HttpResponse:
    """Back to the queue, with what was ticked and is there no more."""
    said_once(request, alert.pk)
    if gone := ticked(request) - set(found.alerts):
        which = ", ".join(f"alert {pk}" for pk in sorted(gone))
        messages.warning(request, f"Not done, since decided or withdrawn in the meantime: {which}.")
    return redirect(back_to(request))


def between(found: Cluster, user: User) -> list[AlertView]:
    """The open alerts, and those of the same projects that are decided, which bear on what may be said here."""
    decided = Alert.objects.decided().filter(first__in=found.projects, second__in=found.projects).values("pk")
    shown = Alert.objects.visible_to(user).filter(Q(pk__in=listed(found)) | Q(pk__in=decided[:MOST]))
    return present(shown.order_by("-match_weight", "pk"), user)


def page_of_cluster(
    request: SignedInRequest,
    alert: Alert,
    found: Cluster,
    form: VerdictForm | PositionForm | None,
    may_tick: Collection[int],
    chosen: Collection[int] | None = None,
) -> HttpResponse:
    """`form`: none for who only reads. `chosen`: those ticked in the form that comes back. One taken up again has those
    that were ticked when it was left, a new one all that may be.
    """
    user, is_verdict = request.user, isinstance(form, VerdictForm)
    if form:
        place = f"{reverse('alerts:cluster', args=[alert.pk])}#decide"
        kept.on_pages(request, user, {place: ("your verdict" if is_verdict else "your position", form)})
        if chosen is None and (left := form.kept.going_on):  # type: ignore[union-attr]
            chosen = {row_id(text) for text in left.data.getlist("alerts")}
    visible = with_sums(Project.objects.visible_to(user).filter(pk__in=found.projects))
    projects = visible.select_related("partner").prefetch_related("countries").order_by("start", "pk")
    [counted], views = counted_once([found.projects]), between(found, user)
    context = {
        "number": len(found.alerts),
        "stake": stakes_in({found.lead: counted})[found.lead],
        "again": len(found.projects) - len(counted),
        "projects": [(project, Budget.of(project)) for project in projects],
        "alerts": [view for view in views if view.verdict is None],
        "decided": [view for view in views if view.verdict],
        "came": came_from(request, found.lead),
        "in_contact": len(open_among(may_tick)) if is_verdict else 0,
        "unshared": unshared_among(found.projects) if form else [],
        "has_restricted": any(not project.is_for_all for project in projects),
        "chosen": may_tick if chosen is None else chosen,
        "may_tick": may_tick,
        "form": form,
        "is_verdict": is_verdict,
        "address": reverse("alerts:decide_cluster" if is_verdict else "alerts:answer_cluster", args=[alert.pk]),
    }
    return render(request, "duplication/cluster.html", context)
