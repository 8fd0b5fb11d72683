"""What is said after something was done with alerts: with links to them and, after a verdict, the way back."""

from collections import defaultdict
from collections.abc import Collection
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from duplication.models import Alert, Verdict
from duplication.models.review import VerdictQuerySet
from duplication.presentation.alerts import AlertView
from duplication.queue.attending import Result
from duplication.review.contacts import parted_by
from duplication.review.undoing import why_not_undoable
from partners.models import User
from partners.requests import SignedInRequest
from partners.text import plural
from projects import kept

LINKED = 5  # alerts named in a notice
LAST = "verdicts-given-last"  # their numbers, for as long as somebody is signed in
UNDO = "undo:"  # the message keeps until when, and the numbers; the page that shows it has the button, with its token


def say_done(
    request: SignedInRequest, said: str, alerts: Collection[Alert], verdicts: VerdictQuerySet | None = None
) -> None:
    """`verdicts`: those just given, which their author may take back."""
    shown = urlsplit(request.POST.get("back", "")).path
    others = [one for one in alerts if one.get_absolute_url() != shown]
    context = {"said": said, "alerts": others[:LINKED], "more": len(others) - LINKED}
    given = [] if verdicts is None else undoable_among(verdicts, request.user)
    if given:
        remember(request, given)
    until = min((one.undoable_until for one in given), default=timezone.now())
    tags = f"{UNDO}{until.timestamp():.0f}:{','.join(str(one.pk) for one in given)}" if given else ""
    messages.success(request, render_to_string("duplication/_done.html", context), extra_tags=tags)


def say_result(request: SignedInRequest, result: Result, deed: str, verdicts: VerdictQuerySet | None = None) -> None:
    """How many alerts that was done with, and with which not. `deed`: what follows upon "3 alerts are"."""
    if number := len(result.done):
        say_done(request, f"{plural(number, 'alert')} {'is' if number == 1 else 'are'} {deed}", result.done, verdicts)
    say_not_done(request, "Not done", result)


def say_not_done(request: SignedInRequest, said: str, result: Result) -> None:
    """With which alerts not, a line for each; of many the most are folded."""
    if not result.not_done:
        return
    lines = [(alert, name, why) for alert, (name, why) in zip(result.left, result.not_done, strict=True)]
    context = {"said": said, "number": len(lines), "lines": lines[:LINKED], "more": lines[LINKED:]}
    messages.warning(request, render_to_string("duplication/_not_done.html", context))


def say_what_follows(request: SignedInRequest, given: VerdictQuerySet, but: Collection[Alert] = ()) -> None:
    """What is decided with these verdicts, though nobody chose it. `but`: alerts of which it is said already."""
    following = Verdict.objects.standing().filter(decided_by=None, rests_on__in=given.standing())
    by_outcome: dict[str, list[Alert]] = defaultdict(list)
    for one in following.exclude(alert__in=but).distinct().select_related("alert").order_by("alert"):
        by_outcome[str(one)].append(one.alert)
    for outcome, alerts in by_outcome.items():
        said = {"outcome": outcome[0].lower() + outcome[1:], "number": len(alerts)}
        context = {**said, "alerts": alerts[:LINKED], "more": len(alerts) - LINKED}
        messages.success(request, render_to_string("duplication/_follows.html", context))


def undoable_among(verdicts: VerdictQuerySet, user: User) -> list[Verdict]:
    read = verdicts.standing().with_carried_out().select_related("alert__first", "alert__second")
    return [one for one in read if not why_not_undoable(one, user)]


def remember(request: SignedInRequest, given: Collection[Verdict]) -> None:
    """Of the same alerts nothing is unfinished any more, be it on their pages or on those of their clusters."""
    request.session[LAST] = [one.pk for one in given]
    alerts = [one.alert for one in given]
    pages = [page for one in alerts for page in (one.get_absolute_url(), reverse("alerts:cluster", args=[one.pk]))]
    kept.forget_on(request.user, [f"{page}#decide" for page in pages])


def given_last(request: SignedInRequest) -> dict[int, str]:
    """The verdicts that the person gave last, at once, by number and how a question names them; as far as they may be
    taken back. The notice that offers it is gone once the page is loaded anew.
    """
    if not (numbers := request.session.get(LAST)):
        return {}
    given = undoable_among(Verdict.objects.filter(pk__in=numbers).order_by("pk"), request.user)
    parted = parted_by(given)
    return {one.pk: named(one, str(one.alert), parted) for one in given}


def named(verdict: Verdict, pair: str, parted: Collection[int]) -> str:
    """As a question names it. `parted`: alerts whose partners are in contact once more with it gone."""
    again = ". Contact between the two partners is then open again" if verdict.alert_id in parted else ""
    return f"Alert {verdict.alert_id}, {pair}: {verdict}{again}"


def undoable(message: Message) -> list[str]:
    """Numbers of the verdicts that the message offers to take back, as long as they may be."""
    tags = message.extra_tags or ""
    if not tags.startswith(UNDO):
        return []
    until, _, numbers = tags.removeprefix(UNDO).partition(":")
    return numbers.split(",") if int(until) > timezone.now().timestamp() else []


def slip(view: AlertView, user: User) -> list[int]:
    """Number of the verdict that stands, if the person may take it back."""
    verdict = view.verdict
    return [] if verdict is None or why_not_undoable(verdict, user) else [verdict.pk]
