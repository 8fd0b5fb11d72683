"""The alert queue: listed, answered from the keyboard, and several at once."""

from collections.abc import Collection, Mapping

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from duplication.forms.positions import PositionForm
from duplication.forms.review import VerdictForm
from duplication.models import Alert
from duplication.presentation.alerts import AlertView, present
from duplication.presentation.stake import stakes_in
from duplication.queue import places, several
from duplication.queue.causes import why_waiting
from duplication.queue.done import given_last
from duplication.queue.filters import CONTRADICTING, STATES, AlertFilter
from duplication.queue.keys import keys_of_queue
from duplication.queue.ordering import sorts_for
from duplication.queue.places import PER_PAGE, entries_of, suffix
from duplication.queue.several import SeveralForm
from duplication.queue.watchers import watched_alerts
from duplication.review.clusters import Cluster, counted_once
from duplication.review.contacts import open_among, parted_by
from duplication.review.contradicting import contradicting
from duplication.review.positions import closed
from duplication.review.unshared import unshared_among
from partners.requests import SignedInRequest, back, posted_from

from .alert import in_dialog


@require_safe
def alert_list(request: SignedInRequest) -> HttpResponse:
    return queue(request, SeveralForm(user=request.user))


@posted_from("alerts:list")
def do_several(request: SignedInRequest) -> HttpResponse:
    """Something done with all that are ticked. The query string is that of the queue they were ticked in."""
    form = SeveralForm(request.POST, user=request.user)
    if request.POST.get("do") in several.DEEDS and request.POST["do"] not in several.deeds_of(request.user):
        raise PermissionDenied
    if not form.is_valid():
        return queue(request, form, ticked=form.ids)

    result = form.done()
    several.tell(request, form, result)
    if form.is_to_stay(result):
        return queue(request, form, ticked={alert.pk for alert in result.left})
    return back(request, f"{reverse('alerts:list')}?{request.GET.urlencode()}")


def queue(request: SignedInRequest, form: SeveralForm, ticked: Collection[int] = ()) -> HttpResponse:
    user = request.user
    narrowed = AlertFilter(request.GET, request=request)
    narrowed.offer_where_somebody_works()
    entries = entries_of(narrowed)
    page = Paginator(entries.alerts, PER_PAGE).get_page(request.GET.get("page"))
    views = present(page.object_list, user)
    prefetch_related_objects([view.alert for view in views], "assignment__coordinator")

    tied = [view.pk for view in views if view.pk in entries.tied]
    counted = counted_once([entries.tied[pk].projects for pk in tied])
    stakes = stakes_in(dict(zip(tied, counted, strict=True)))
    causes = why_waiting(views, entries.tied, user) if narrowed.state == "waiting" else {}
    deeds = several.deeds_of(user)
    contacts = with_contact(views, entries.tied) if "dismiss" in deeds else {}
    told = user.is_coordinator and narrowed.state != CONTRADICTING
    context = {
        "contradicting": set(contradicting()) if told else set(),
        "filter": narrowed,
        "page": page,
        "alerts": views,
        "entries": [
            (
                view,
                entries.tied.get(view.pk),
                stakes.get(view.pk) or view.stake_words,
                suffix(narrowed, place),
                causes.get(view.pk, ""),
                contacts.get(view.pk),
            )
            for place, view in enumerate(views, page.start_index() - 1)
        ],
        "number": page.paginator.count + entries.spared,
        "clusters": len(entries.tied),
        "tabs": [(state, STATES[state]) for state in narrowed.states],
        "sorts": sorts_for(narrowed.state).items(),
        "several": form,
        "deeds": deeds,
        "parted": parted_by([view.verdict for view in views if view.verdict]) if user.is_coordinator else (),
        "in_contact": sum(contacts.values()),
        "unshared": with_unshared(views, entries.tied) if "dismiss" in deeds else set(),
        "ticked": ticked,
        "watched": watched_alerts(user),
        "keys": list(keys_of_queue(deeds)),
        "given_last": given_last(request),
    }
    return render(request, "duplication/alert_list.html", context)


def with_unshared(views: Collection[AlertView], tied: Mapping[int, Cluster]) -> set[int]:
    """Numbers of the entries with a project that some partner may not see who reads of another one here."""
    about = {view.pk: tied[view.pk].projects if view.pk in tied else [side.pk for side in view.sides] for view in views}
    unshared = {one.pk for one in unshared_among([pk for some in about.values() for pk in some])}
    return {pk for pk, some in about.items() if not unshared.isdisjoint(some)}


def with_contact(views: Collection[AlertView], tied: Mapping[int, Cluster]) -> dict[int, int]:
    """In how many of its alerts partners are in contact, by entry."""
    about = {view.pk: tied[view.pk].alerts if view.pk in tied else [view.pk] for view in views}
    found = open_among([pk for some in about.values() for pk in some])
    return {entry: number for entry, some in about.items() if (number := len(found.intersection(some)))}


@require_safe
def beside(request: SignedInRequest, pk: int, by: int) -> HttpResponse:
    """On to the next alert, or back to the one before, from an alert that was not opened from a list."""
    alert = get_object_or_404(Alert.objects.visible_to(request.user), pk=pk)
    if address := places.beside(request, pk, by):
        return redirect(address)
    messages.info(request, f"There is no alert {'after' if by > 0 else 'before'} this one in your queue.")
    return redirect(alert)


@require_safe
def quick(request: SignedInRequest, pk: int) -> HttpResponse:
    """The form for one answer, yes or no, asked for from the keyboard: a verdict, or the position of a partner."""
    user = request.user
    alert = get_object_or_404(Alert.objects.visible_to(user).standing(), pk=pk)
    if not (user.is_coordinator or Alert.objects.answerable_by(user).filter(pk=pk).exists()):
        raise PermissionDenied
    if closed(alert):
        raise Http404
    [view] = present([alert], user)
    form: VerdictForm | PositionForm = PositionForm(alert=alert, user=user, standing=view.verdict)
    if user.is_coordinator:
        form = VerdictForm(alert=alert, user=user, standing=view.verdict)
    return in_dialog(request, alert, form, "yes" if request.GET.get("say") == "yes" else "no")
