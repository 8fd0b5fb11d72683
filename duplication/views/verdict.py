"""What a coordinator decides of an alert, and opens again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from duplication.detection import check, hold
from duplication.forms.review import ReopeningForm, VerdictForm, is_repeated
from duplication.models import Alert, Verdict
from duplication.notices.verdicts import (
    MAILED,
    MAILED_UNLESS_UNDONE,
    tell_of_reopenings,
    tell_of_verdicts,
    who_is_told,
)
from duplication.queue import attending
from duplication.queue.attending import Result
from duplication.queue.done import remember, say_done, say_not_done, say_what_follows
from duplication.queue.several import MOST
from duplication.review.contacts import parted_by
from duplication.review.deciding import decide, hold_alerts, reopen
from partners.requests import SignedInRequest, back, only_coordinator_or_denied, posted_from
from partners.text import row_id

from .alert import again_in_dialog, elsewhere, is_said, just_sent, locked, page_of, said_once, too_late

OPEN_AGAIN = "The alert is open again."
CONTACT_AGAIN = "Contact between the two partners is open again."
CONTACT_OVER = "Contact between the two partners stays closed until one asks for it anew and the other agrees."
GONE = "The verdict stands no longer. By what both say today they are not alike enough, so the alert is withdrawn."


@posted_from("alerts:detail", done=just_sent(Verdict, "decided_by", "Your verdict was recorded"))
def give_verdict(request: SignedInRequest, pk: int) -> HttpResponse:
    """Looked at without the lock first: who may not decide, or filled in the form wrongly, holds up nobody."""
    alert = get_object_or_404(Alert.objects.visible_to(request.user), pk=pk)
    only_coordinator_or_denied(request)
    if refusal := unfit_verdict(request, alert, VerdictForm(request.POST, alert=alert, user=request.user)):
        return refusal
    hold_alerts()
    alert = locked(request.user, pk)
    form = VerdictForm(request.POST, alert=alert, user=request.user)
    if refusal := unfit_verdict(request, alert, form):
        return refusal

    same = ("decided_by_id", "outcome", "divided_by", "reason", "recommendation")
    standing, replaced = alert.verdicts.standing().select_related("decided_by").first(), None
    if not (is_said(request) or is_repeated(form.instance, standing, *same)):
        replaced = standing
        tell_of_verdicts([verdict := decide(form.instance)])
        said_once(request, verdict.pk)
        remember(request, [verdict])
    by = f" by {replaced.decided_by}" if replaced and replaced.decided_by else ""
    instead = f" It takes the place of “{replaced}”{by}." if replaced else ""
    said = f"The verdict is recorded.{instead} {who_is_told(alert, MAILED_UNLESS_UNDONE)}"
    others = elsewhere(request, alert)  # its own page offers Undo itself
    say_done(request, said, others, Verdict.objects.filter(alert__in=others))
    say_what_follows(request, Verdict.objects.filter(alert=alert))
    return back(request, alert.get_absolute_url())


def unfit_verdict(request: SignedInRequest, alert: Alert, form: VerdictForm) -> HttpResponse | None:
    """What is answered where it cannot be recorded."""
    if alert.withdrawn_at:
        return too_late(request, alert)
    if merged := merged_already(request, alert):
        return merged
    if not form.is_valid():
        return again_in_dialog(request, alert, form) or page_of(request, alert, verdict_form=form)
    return None


@posted_from("alerts:list", of="")
def undo_verdicts(request: SignedInRequest) -> HttpResponse:
    user = only_coordinator_or_denied(request)
    asked = {row_id(text) for text in request.POST.get("verdicts", "").split(",")}
    if len(asked) > MOST:
        messages.error(request, f"Take back at most {MOST} verdicts at one time. Nothing was taken back.")
        return back(request, reverse("alerts:list"))
    result = attending.undo_several(user, asked)
    if number := len(result.done):
        said = "The verdict is taken back." if number == 1 else f"{number} verdicts are taken back."
        done = Alert.objects.filter(pk__in=[alert.pk for alert in result.done])
        still_open, gone = set(done.open()), set(done.filter(withdrawn_at__isnull=False))
        for holds, some in (
            ("Open again.", still_open),
            ("Decided as before.", set(result.done) - still_open - gone),
            ("Withdrawn: by what both say today they are not alike enough.", gone),
        ):
            if alerts := [alert for alert in result.done if alert in some]:
                say_done(request, f"{said} {holds}".strip(), alerts)
                said = ""
        if with_them := Alert.objects.open().filter(pk__in=result.with_them).order_by("pk"):
            say_done(request, "Open again too, since it had followed.", with_them)
    if result.parted:
        messages.info(request, contact_after_undoing(result))
    say_not_done(request, "Not taken back", result)
    if not (result.done or result.not_done):
        messages.warning(request, "You see no such verdict of yours, so nothing was taken back.")
    return back(request, reverse("alerts:list"))


def contact_after_undoing(result: Result) -> str:
    """Of restricted projects, whose partners a verdict had parted."""
    if result.parted == 1:
        return CONTACT_AGAIN if result.in_contact else CONTACT_OVER
    if result.in_contact == result.parted:
        return f"Contact between the partners is open again on {result.parted} of them."
    return f"Of {result.parted} contacts between partners that had ended {result.in_contact} are open again."


@posted_from("alerts:detail")
def reopen_verdict(request: SignedInRequest, pk: int) -> HttpResponse:
    """Checked before anybody is told, since the reason may have gone while the verdict stood."""
    alert = get_object_or_404(Alert.objects.visible_to(request.user), pk=pk)
    only_coordinator_or_denied(request)
    form = ReopeningForm(request.POST)
    if refusal := unfit_reopening(request, alert, form):
        return refusal
    hold([alert.first_id])
    hold_alerts()
    alert = locked(request.user, pk)
    if refusal := unfit_reopening(request, alert, form):
        return refusal

    verdict = alert.verdicts.standing().get()
    parted = parted_by([verdict], though_narrowed=True)
    opened = reopen(verdict, request.user, form.cleaned_data["text"])
    check(alert.first_id)
    tell_of_reopenings(opened)
    said_once(request, verdict.pk)
    is_open = Alert.objects.open().filter(pk=pk).exists()
    messages.success(request, f"{OPEN_AGAIN if is_open else GONE} {who_is_told(alert, MAILED)}")
    if parted:
        messages.info(request, CONTACT_OVER)
    return back(request, alert.get_absolute_url())


def unfit_reopening(request: SignedInRequest, alert: Alert, form: ReopeningForm) -> HttpResponse | None:
    if not alert.verdicts.standing().exists():
        messages.info(request, "The alert is open already.")
        return redirect(alert)
    if merged := merged_already(request, alert):
        return merged
    return None if form.is_valid() else page_of(request, alert, reopening_form=form)


def merged_already(request: SignedInRequest, alert: Alert) -> HttpResponse | None:
    """What was carried out is led back first."""
    if alert.is_merged:
        why = "One of the two was merged into a project. Undo the merge on the page of that project first."
    elif alert.verdicts.standing().carried_out().exists():
        why = "On what follows from this verdict two other projects were merged. Undo that merge on their page first."
    else:
        return None
    messages.error(request, why)
    return redirect(alert)
