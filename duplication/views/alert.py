"""The page of one alert, and what is said there."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlsplit

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from duplication.forms.asking import told
from duplication.forms.positions import PositionForm, chosen_stance
from duplication.forms.review import ReopeningForm, VerdictForm, is_repeated, narrow_down
from duplication.forms.speaking import who_is_told
from duplication.models import Alert, Message, Position, Verdict
from duplication.notices.verdicts import unspoken
from duplication.notices.words import consequence
from duplication.presentation.alerts import AlertView, present
from duplication.presentation.neighbours import rests_on, same_as_others
from duplication.presentation.page import shown
from duplication.presentation.sides import HIDDEN_PARTNER
from duplication.presentation.withdrawals import CHANGED, turns_of
from duplication.queue.done import given_last, say_done
from duplication.queue.keys import keys_of_alert
from duplication.queue.places import Came, came_from
from duplication.review.clusters import cluster_of
from duplication.review.contacts import is_open, opened_to, parted_by
from duplication.review.implying import against, way_to
from duplication.review.material import changed_since
from duplication.review.positions import WITHDRAWN, closed, give, read_all_the_same, still_missing
from duplication.review.unshared import unshared_among
from partners.models import User
from partners.notifications import mark_read
from partners.requests import SignedInRequest, back, posted_from
from projects import kept, merges
from projects.forms import once
from projects.models import ProjectMerge, SeenLookAlike
from projects.views.detail import merges_of
from projects.views.merges import may_merge

from .talking import talk_in

JUST = timedelta(hours=1)
TYPED = {  # where on the page of an alert each form stands, and what it is
    "position_form": ("say", "your position"),
    "message_form": ("write", "your message"),
    "verdict_form": ("decide", "your verdict"),
    "reopening_form": ("reopen", "your reason"),
    "ask_form": ("contact", "your request"),
    "answer_form": ("contact", "your answer"),
}


@require_safe
def alert_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    alert = get_object_or_404(Alert.objects.visible_to(request.user), pk=pk)
    came = came_from(request, pk)
    mark_read(request.user, alert.get_absolute_url())  # before the page, which counts what is unread
    return page_of(request, alert, came=came)


def just_sent(model: type[Position | Message | Verdict], by: str, said: str) -> Callable[[User, int], str]:
    """Of an alert the last that the person has sent, while that is what he or she may come back to."""

    def done(user: User, alert: int) -> str:
        own = model.objects.filter(alert=alert, **{by: user.pk}, created_at__gt=timezone.now() - JUST).order_by("pk")
        last = own.last()
        return f"{said} at {date_format(timezone.localtime(last.created_at), 'H:i')}." if last else ""

    return done


@posted_from("alerts:detail", done=just_sent(Position, "author", "Your position was recorded"))
def take_position(request: SignedInRequest, pk: int) -> HttpResponse:
    alert = locked(request.user, pk)
    if not Alert.objects.answerable_by(request.user).filter(pk=pk).exists():
        raise PermissionDenied
    form = PositionForm(request.POST, alert=alert, user=request.user)
    if why := closed(alert):
        return too_late(request, alert, why)
    if not form.is_valid():
        return again_in_dialog(request, alert, form) or page_of(request, alert, position_form=form)

    last = Position.objects.in_force().last_of(alert, {form.instance.partner_id})
    if not (is_said(request) or is_repeated(form.instance, last, "author_id", "stance")):
        said_once(request, give(form.instance).pk)
    decided = read_all_the_same(alert.verdicts.standing().first())
    further = (who_is_told(alert), decided, still_missing(alert, request.user))
    say_done(request, " ".join(filter(None, ["Your position is recorded.", *further])), elsewhere(request, alert))
    return back(request, alert.get_absolute_url())


def in_dialog(request: SignedInRequest, alert: Alert, form: VerdictForm | PositionForm, say: str) -> HttpResponse:
    """One answer alone, "yes" or "no", asked for from the keyboard over the queue or the alert."""
    form.auto_id = "id_quick_%s"
    narrow_down(form, say == "yes")
    is_verdict = isinstance(form, VerdictForm)
    keep_typed(request, alert, {"verdict_form" if is_verdict else "position_form": form})
    address = reverse("alerts:verdict" if is_verdict else "alerts:position", args=[alert.pk])
    [view] = present([alert], request.user)
    unshared = unshared_among([alert.first_id, alert.second_id]) if is_verdict else []
    context: dict[str, Any] = {"alert": view, "form": form, "say": say, "address": address, "unshared": unshared}
    context["in_contact"] = bool(unshared) and is_open(alert)
    context["back"] = request.POST.get("back", "")
    context["stands"] = told(view.verdict) if is_verdict and view.verdict else ""
    context["decided"] = "" if is_verdict else read_all_the_same(view.verdict)
    return render(request, "duplication/_quick.html", context)


def again_in_dialog(request: SignedInRequest, alert: Alert, form: VerdictForm | PositionForm) -> HttpResponse | None:
    """What was wrongly filled in there stays there; None for what comes from the alert's own page."""
    say = request.POST.get("quick", "")
    return in_dialog(request, alert, form, say) if say in {"yes", "no"} else None


def locked(user: User, pk: int) -> Alert:
    """The alert for this request alone, so that a second click waits for the first."""
    return get_object_or_404(Alert.objects.visible_to(user).select_for_update(of=("self",)), pk=pk)


def elsewhere(request: SignedInRequest, alert: Alert) -> list[Alert]:
    """The alert, where the answer leads to another page than its own."""
    leads_to = urlsplit(request.POST.get("back", "")).path
    return [alert] if leads_to not in {"", alert.get_absolute_url()} else []


def too_late(request: SignedInRequest, alert: Alert, why: str = WITHDRAWN) -> HttpResponse:
    messages.error(request, f"{capfirst(why)}, so nothing was recorded.")
    return redirect(alert)


def page_of(
    request: SignedInRequest,
    alert: Alert,
    position_form: PositionForm | None = None,
    verdict_form: VerdictForm | None = None,
    reopening_form: ReopeningForm | None = None,
    came: Came | None = None,
    **talk_forms: BaseForm,
) -> HttpResponse:
    """The alert with empty forms, or with the one that was wrongly filled in."""
    user = request.user
    [view] = present([alert], user, opened_to([alert], user))
    turns, came = turns_of(view, user), came or came_from(request, alert.pk)
    answers = answers_for(request, view, position_form, verdict_form, reopening_form)
    merged = merge_to_undo(view, user)
    has_restricted = not (alert.first.is_for_all and alert.second.is_for_all)
    speaks, decides = (answers[name] is not None for name in ("position_form", "verdict_form"))
    stay_parted = parted_by([view.verdict], though_narrowed=True) if decides and view.verdict else ()
    grounds = rests_on(view, user)
    opposed = against([view.verdict]).decided if view.verdict and user.is_coordinator else ()
    withheld = way_to(alert) if decides and not view.verdict and has_restricted else None

    context = {
        "alert": view,
        "came": came,
        "keys": list(keys_of_alert(came=came is not None, decides=decides, speaks=speaks, merged=merged is not None)),
        "given_last": given_last(request),
        **shown(view, user),
        "contact": contact(alert, user),
        "rests_on": grounds,
        "opposed": opposed,
        "same_as_others": same_as_others(view, user, [*grounds, *opposed, *(withheld[1] if withheld else ())]),
        "put_back": is_put_back(view),
        **merge_offer(view, user),
        "merged": merged,
        "cluster": cluster_of(alert, user),
        "consequence": consequence(view),
        "decided": read_all_the_same(view.verdict) if speaks else "",
        "stay_parted": stay_parted,
        "parted": parted_by([view.verdict]) if stay_parted and view.verdict else (),
        "unspoken": unspoken(alert) if decides else [],
        "withheld": withheld,
        "seen": seen_before_saving(view) if view.is_heard else [],
        **answers,
        "withdrawn": turns[-1].why if turns and turns[-1].is_withdrawal else CHANGED,
        **talk_in(view, user, talk_forms, turns),
    }
    context["gone_on"] = keep_typed(request, alert, context)
    return render(request, "duplication/alert_detail.html", context)


def answers_for(
    request: SignedInRequest,
    view: AlertView,
    position_form: PositionForm | None,
    verdict_form: VerdictForm | None,
    reopening_form: ReopeningForm | None,
) -> dict[str, BaseForm | None]:
    """What the person may answer now, with the form that came back or an empty one; None for what is not to be."""
    user, alert = request.user, view.alert
    waits = alert.withdrawn_at is None and view.closed is None
    speaks = waits and Alert.objects.answerable_by(user).filter(pk=alert.pk).exists()
    position = (position_form or asked_position(request, view)) if speaks else None
    if not (waits and user.is_coordinator):
        return {"position_form": position, "verdict_form": None, "reopening_form": None}
    verdict = verdict_form or VerdictForm(alert=alert, user=user, standing=view.verdict)
    again = (reopening_form or ReopeningForm()) if view.verdict else None
    return {"position_form": position, "verdict_form": verdict, "reopening_form": again}


def keep_typed(request: SignedInRequest, alert: Alert, forms: Mapping[str, Any]) -> tuple[str, str] | None:
    """What is typed into the forms of an alert is kept as that into a project's. Returns where on the page somebody
    goes on, and with what; None who begins.
    """
    page = alert.get_absolute_url()
    there = [(place, what, forms[name]) for name, (place, what) in TYPED.items() if forms.get(name)]
    kept.on_pages(request, request.user, {f"{page}#{place}": (what, form) for place, what, form in there})
    return next(((place, what) for place, what, form in there if form.kept.going_on), None)


def said_once(request: SignedInRequest, made: int) -> None:
    """The form has done its work: sent again from the history of the browser it says nothing new."""
    once.remember(request.user, request.POST, made)
    kept.forget(request.user, once.token_in(request.POST))


def is_said(request: SignedInRequest, has_files: Callable[[int], bool] | None = None) -> bool:
    """Whether this very form has been sent before, word for word: the same words in another form are meant. Of files,
    whether they are those of what it made is asked of `has_files`. Nothing of such a form is left to be sent.
    """
    earlier = once.earlier(request.user, request.POST)
    if earlier is None or not earlier.identical:
        return False
    if request.FILES and not (has_files and has_files(earlier.made)):
        return False
    kept.forget(request.user, once.token_in(request.POST))
    return True


def asked_position(request: SignedInRequest, view: AlertView) -> PositionForm:
    """With the answer that was chosen in the mail, if the person comes from there."""
    chosen = chosen_stance(request)
    return PositionForm(alert=view.alert, user=request.user, stance=chosen, standing=view.verdict)


def is_put_back(view: AlertView) -> bool:
    """Whether what opened it again is as it was, where the person is told what that is."""
    fallen = view.fallen
    if view.verdict or view.closed or not (view.is_told_why_open and fallen and fallen.material):
        return False
    return not changed_since([fallen])[fallen.pk]


def merge_offer(view: AlertView, user: User) -> dict[str, str]:
    """Where the two are made one, for those who may, once that is decided; or why they cannot be."""
    if view.verdict is None or view.verdict.outcome != Verdict.Outcome.MERGED or view.has_hidden or view.is_one:
        return {}
    first, second = (side.today for side in view.sides)
    if not (first and second) or not may_merge(user, first, second):
        return {}
    stays = merges.that_stays(first, second)
    if stays is None:
        return {"no_merge": merges.refusal(first, second)}
    kept = f"&kept={second.pk}" if stays == second else ""
    return {"merge": f"{reverse('projects:merge', args=[first.pk])}?other={second.pk}{kept}"}


def merge_to_undo(view: AlertView, user: User) -> ProjectMerge | None:
    """By which one of the two was closed, for who may lead that back."""
    closed = view.closed.project if view.closed else None
    kept = closed.merged_into if closed else None
    if closed is None or kept is None or kept.merged_into_id:
        return None
    undoable = (one for one in merges_of(kept, user) if one.may_undo)  # type: ignore[attr-defined]
    return next((one for one in undoable if one.closed_id == closed.pk), None)


def seen_before_saving(view: AlertView) -> list[tuple[str, datetime]]:
    """Which partner entered its project although it knew of the other, and since when."""
    names = {side.project.pk: side.partner for side in (view.first, view.second) if side.project}
    rows = SeenLookAlike.objects.between(view.alert.first_id, view.alert.second_id)
    return [(names.get(row.project_id or 0, HIDDEN_PARTNER), row.seen_at) for row in rows]


def contact(alert: Alert, user: User) -> dict[str, str]:
    """A mail to the coordinators about this alert, and their addresses for who has no program for mail; empty for
    themselves, and where nobody coordinates.
    """
    addresses = [] if user.is_coordinator else list(User.objects.coordinators().values_list("email", flat=True))
    subject = quote(f"ADAM: alert {alert.pk}")
    mail = f"mailto:{','.join(addresses)}?subject={subject}"
    return {"mail": mail, "addresses": ", ".join(addresses)} if addresses else {}
