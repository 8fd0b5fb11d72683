"""What is done with several alerts at once: assigned, decided, answered, watched. What is not done is said, and why."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.db import transaction

from duplication.detection import check_many, hold
from duplication.forms.asking import not_answered
from duplication.forms.positions import PositionForm, silent_on
from duplication.models import Alert, Assignment, Position, Verdict
from duplication.notices.verdicts import tell_of_undoing
from duplication.notices.words import assigned, given_away
from duplication.presentation.alerts import present
from duplication.review.contacts import open_among, parted_by
from duplication.review.deciding import hold_alerts, record, tell_of_what_came
from duplication.review.implying import Opposed, against
from duplication.review.positions import agreed_among, closed, give
from duplication.review.undoing import undo, why_not_undoable
from partners.models import User
from partners.notifications import notify, release
from projects import watching
from projects.models import Watch
from projects.models.watch import MOST_WATCHED

Deed = Callable[[Alert], str]  # why it was not done; empty when it was


@dataclass(slots=True)
class Result:
    done: list[Alert] = field(default_factory=list)
    not_done: list[tuple[str, str]] = field(default_factory=list)  # which, and why
    left: list[Alert] = field(default_factory=list)  # those not done
    unanswered: int = 0  # how many of them wait for nothing but a partner's answer
    with_them: list[int] = field(default_factory=list)  # alerts of what had followed from what was taken back
    parted: int = 0  # on how many contact was closed while the verdict stood that was taken back
    in_contact: int = 0  # on how many of these it is open again
    opposed: Opposed = field(default_factory=Opposed)  # for which nothing was decided yet
    agreed: list[Alert] = field(default_factory=list)  # nor for these, on which both partners see an overlap

    @property
    def doubts(self) -> str:
        """By which a form says that the person has seen what speaks against it; empty where nothing does."""
        agreed = ",".join(str(alert.pk) for alert in self.agreed)
        return f"{self.opposed.key}|{agreed}" if self.opposed.alerts or self.agreed else ""


@transaction.atomic
def for_each(user: User, ids: Collection[int], deed: Deed) -> Result:
    """Do it to each of the alerts that the person may see, locked, in order."""
    alerts, names = locked(user, ids)
    return result_of(alerts, names, {alert.pk: deed(alert) for alert in alerts})


def locked(user: User, ids: Collection[int]) -> tuple[list[Alert], dict[int, str]]:
    """Those that the person may see, in order, and how their two projects are called."""
    visible = Alert.objects.visible_to(user).filter(pk__in=ids).order_by("pk")
    alerts = list(visible.select_related("first__partner", "second__partner").select_for_update(of=("self",)))
    return alerts, {view.pk: f"{view.first.name} and {view.second.name}" for view in present(alerts, user)}


def result_of(alerts: Sequence[Alert], names: Mapping[int, str], why: Mapping[int, str]) -> Result:
    """`why`: it was not done; empty when it was."""
    not_done = [(names[alert.pk], why[alert.pk]) for alert in alerts if why[alert.pk]]
    left = [alert for alert in alerts if why[alert.pk]]
    return Result([alert for alert in alerts if not why[alert.pk]], not_done, left)


@transaction.atomic
def dismiss(user: User, ids: Collection[int], reason: str, text: str, anyway: bool, seen: str = "") -> Result:
    """One verdict on all: not an overlap. Each is recorded as if it had been given on the alert's own page; `anyway`:
    also where a partner has not answered; `seen`: the doubts that the person has seen: others say the opposite, or both
    partners do.
    """
    hold_alerts()
    alerts, names = locked(user, ids)
    standing, silent = (
        standing_on(alerts),
        {} if anyway else silent_on(alerts, Position.objects.in_force().by_alert(alerts)),
    )

    def why_not(alert: Alert) -> str:
        if alert.withdrawn_at:
            return "withdrawn in the meantime"
        if verdict := standing.get(alert.pk):
            return decided_already(verdict)
        return not_answered(silent[alert.pk]) if silent.get(alert.pk) else ""

    why = {alert.pk: why_not(alert) for alert in alerts}
    said = {"outcome": Verdict.Outcome.NOT_OVERLAP, "reason": reason, "text": text, "decided_by": user}
    asked = [Verdict(alert=alert, **said) for alert in alerts if not why[alert.pk]]
    doubtful = Result(left=alerts, opposed=against(asked), agreed=agreed_among([one.alert for one in asked]))
    if doubtful.doubts not in {"", seen}:
        return doubtful
    came = record(asked)
    tell_of_what_came(came, given=True)
    given = {one.alert_id for one in came.given}
    follow = standing_on([alert for alert in alerts if not why[alert.pk] and alert.pk not in given])
    result = result_of(alerts, names, why | {pk: decided_already(one) for pk, one in follow.items()})
    open_ones = [alert for alert in result.left if not alert.withdrawn_at and alert.pk not in standing.keys() | follow]
    result.unanswered = len(open_ones)
    return result


def decided_already(verdict: Verdict) -> str:
    return f"decided already: {verdict}{', as it follows from others' if verdict.is_implied else ''}"


def standing_on(alerts: Collection[Alert]) -> dict[int, Verdict]:
    return {one.alert_id: one for one in Verdict.objects.standing().filter(alert__in=alerts)} if alerts else {}


@transaction.atomic
def undo_several(user: User, verdicts: Collection[int]) -> Result:
    """Verdicts that the person has just given, taken back: as long as each still stands and was not carried out.
    Checked before anybody is told, since the reason may have gone while they stood.
    """
    asked = Verdict.objects.filter(pk__in=verdicts, decided_by=user)
    hold(set(asked.values_list("alert__first", flat=True)))
    hold_alerts()
    own = Verdict.objects.standing().filter(pk__in=verdicts, decided_by=user).with_carried_out()
    standing = {verdict.alert_id: verdict for verdict in own.select_related("alert__first", "alert__second")}
    slips: list[Verdict] = []

    def deed(alert: Alert) -> str:
        verdict = standing.get(alert.pk)
        if verdict is None:
            return "it does not stand any more"
        if why := why_not_undoable(verdict, user):
            return why
        slips.append(verdict)
        return ""

    result = for_each(user, asked.values_list("alert", flat=True), deed)
    parted = parted_by(slips, though_narrowed=True)
    undone = undo(slips)
    check_many(verdict.alert.first_id for verdict in slips)
    tell_of_undoing(undone)
    result.parted, result.in_contact = len(parted), len(open_among(parted))
    taken_back = {verdict.alert_id for verdict in slips}
    result.with_them = [one.alert.pk for one in undone if one.alert.pk not in taken_back]
    return result


def say(user: User, ids: Collection[int], stance: str, text: str) -> Result:
    """One position on all, in the name of the partner that each concerns, or of both."""

    def deed(alert: Alert) -> str:
        if why := closed(alert):
            return why
        partners = sorted(alert.sides_of(user))
        if not partners:
            return "not about a project you write for"
        answers = [answer_for(partner, alert, user, stance, text) for partner in partners]
        if why := next((one for one in answers if isinstance(one, str)), ""):
            return why
        for said in answers:
            if isinstance(said, Position):
                give(said)
        return ""

    return for_each(user, ids, deed)


def answer_for(partner: int, alert: Alert, user: User, stance: str, text: str) -> Position | str | None:
    """As it would be recorded, or why it cannot be; None where just this was said already."""
    said = Position.objects.in_force().last_of(alert, {partner})
    if said and said.stance != stance:
        return f"answered already by {said.author}: {said.get_stance_display()}. Say something else on its own page"
    decided = alert.verdicts.standing().values_list("pk", flat=True).first()  # which the list says of each
    seen = {"opened_on": said and said.pk, "decided_on": decided}
    sent = {"partner": partner, "stance": stance, "text": text, **seen}
    form = PositionForm(sent, alert=alert, user=user)
    if not form.is_valid():
        return str(next(iter(form.errors.values()))[0])
    return form.instance if said is None or said.text != form.instance.text else None


def assign(user: User, ids: Collection[int], coordinator: User | None) -> Result:
    """To one coordinator, who is told of what somebody else assigned; or to nobody."""
    batch = uuid4()

    def deed(alert: Alert) -> str:
        held = Assignment.objects.filter(alert=alert).first()
        if (held.coordinator_id if held else None) == (coordinator.pk if coordinator else None):
            return "so already"
        if coordinator is None:
            Assignment.objects.filter(alert=alert).delete()
            return ""
        row, _ = Assignment.objects.update_or_create(
            alert=alert, defaults={"coordinator": coordinator, "assigned_by": user}
        )
        if coordinator != user:
            tell_of(row, batch)
        return ""

    with transaction.atomic():
        result = for_each(user, ids, deed)
        release(batch)
    return result


def tell_of(row: Assignment, batch: Any) -> None:
    [view] = present([row.alert], row.coordinator)
    subject, text = assigned(view, str(row.assigned_by))
    notify(
        [row.coordinator],
        kind="assigned",
        key=f"assigned:{row.pk}:{row.assigned_at.isoformat()}",
        subject=subject,
        text=text,
        url=view.url,
        about=given_away(view, hears=False),
        batch=batch,
    )


def watch(user: User, ids: Collection[int]) -> Result:
    def deed(alert: Alert) -> str:
        if Watch.objects.visible_to(user).count() >= MOST_WATCHED:
            return f"you watch {MOST_WATCHED} things, which is the most"
        Watch.objects.get_or_create(user=user, page=alert.get_absolute_url())
        return ""

    return for_each(user, ids, deed)


def unwatch(user: User, ids: Collection[int]) -> Result:
    def deed(alert: Alert) -> str:
        watched = list(Watch.objects.editable_by(user).filter(page=alert.get_absolute_url()))
        for one in watched:
            watching.unwatch(one)
        return "" if watched else "you did not watch it"

    return for_each(user, ids, deed)
