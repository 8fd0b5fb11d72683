"""A slip that its author takes back at once: what stood before it stands again, as if it had not been recorded.

In go verdicts that stand; out goes what is told of it. Of one that took the place of another the other stands again,
with its author, its words and its date, the relation that came with it and what followed from it. That nobody was asked
anew follows from that: positions and reminders go by what has opened an alert again.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from duplication.models import Alert, Reopening, Verdict
from duplication.models.replacing import replaced_by
from duplication.notices.verdicts import Undone, key_of, unsay
from partners.models import User

from .deciding import end, end_each, hold_alerts, tell_of_what_follows
from .implying import concerned, imply
from .relating import relate_again


def why_not_undoable(verdict: Verdict, user: User) -> str:
    """Why the person may not take it back; empty where he or she may. Of a verdict that stands, read with its alert and
    `with_carried_out`.
    """
    if not user.is_coordinator or verdict.decided_by_id != user.pk:
        return "only the coordinator who gave it takes it back"
    if verdict.undoable_until <= timezone.now():
        return "it was recorded more than an hour ago: open the alert again on its page"
    if not verdict.is_carried_out:  # type: ignore[attr-defined]
        return ""
    if verdict.alert.is_merged:
        return "one of the two was merged meanwhile"
    return "two projects were merged meanwhile on what follows from it: undo that merge first"


@dataclass(frozen=True, slots=True)
class Restored:
    verdict: Verdict
    key: str  # under which it was told that it had ended


@dataclass(slots=True)
class Undoing:
    """What an undo of one or several has done: verdicts that ended, stand again, or follow instead, by alert."""

    alerts: dict[int, Alert] = field(default_factory=dict)
    stood: dict[int, Verdict | None] = field(default_factory=dict)  # before all of it
    keys: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))  # under which it was told
    restored: set[int] = field(default_factory=set)  # verdicts

    def note(self, verdict: Verdict, key: str = "", stood: Verdict | None = None) -> None:
        self.alerts[verdict.alert_id] = verdict.alert
        self.stood.setdefault(verdict.alert_id, stood)
        if key:
            self.keys[verdict.alert_id].append(key)


@transaction.atomic
def undo(verdicts: Collection[Verdict]) -> list[Undone]:
    """The latest first. Who has not heard of one is told nothing of it, and nobody is asked again. Returns what is to
    be told to who has, once the alerts say what they are today.
    """
    hold_alerts()
    done, alone = Undoing(), alone_among(verdicts)
    undo_alone([verdict for verdict in verdicts if verdict.pk in alone], done)
    for verdict in sorted(verdicts, key=lambda one: -one.pk):
        if verdict.pk not in alone:
            undo_one(verdict, done)
    add_said_of_former(done)
    stands = {one.alert_id: one for one in Verdict.objects.standing().filter(alert__in=done.alerts)}
    instead = {pk for pk, one in stands.items() if one.pk not in done.restored}
    anew = {pk for pk in instead if not says_the_same(done.stood[pk], stands[pk])}
    undone = said_in_vain(done, {pk: one for pk, one in stands.items() if pk not in instead}, but=instead)
    unsay([*undone, *(Undone(done.alerts[pk], tuple(done.keys[pk])) for pk in anew)])
    tell_of_what_follows(anew)
    return undone


def alone_among(verdicts: Collection[Verdict]) -> set[int]:
    """Numbers of those, mostly all, beside which nothing was ever decided of their alerts, and nothing followed."""
    given = {verdict.pk: verdict.alert_id for verdict in verdicts}
    others = Verdict.objects.filter(alert__in=given.values()).exclude(pk__in=given)
    taken = set(others.order_by().values_list("alert", flat=True))
    leading = set(Verdict.rests_on.through.objects.filter(to_verdict__in=given).values_list("to_verdict", flat=True))
    return {pk for pk, alert in given.items() if alert not in taken and pk not in leading}


def undo_alone(verdicts: Collection[Verdict], done: Undoing) -> None:
    """Nothing comes of it elsewhere, so all at once: two hundred one by one took eight hundred queries."""
    for ended in end_each(verdicts, Reopening.Kind.UNDONE):
        done.note(ended.verdict, key_of(ended.verdict), stood=ended.verdict)


def undo_one(verdict: Verdict, done: Undoing) -> None:
    """Of its alert, then of those that it had decided or opened too; others may decide these instead."""
    of_alert = Verdict.objects.filter(alert=verdict.alert_id).select_related("alert", "decided_by", "reopening")
    replaced = replaced_by(verdict, of_alert)
    ended = end(verdict, verdict.decided_by, Reopening.Kind.UNDONE)
    for slip in ended:
        done.note(slip.verdict, key_of(slip.verdict), stood=slip.verdict)
    restored = restore(replaced) if replaced else []
    restored += [one for slip in ended[1:] for one in restore_outdated(slip.verdict)]
    for one in restored:
        done.note(one.verdict, one.key)
        done.restored.add(one.verdict.pk)
    again = {one.verdict.alert_id for one in restored}
    alerts = {one.verdict.alert_id: one.verdict.alert for one in ended[1:]}
    if replaced:
        alerts |= {alert.pk: alert for alert in concerned(verdict.alert)}
    followed = imply([alert for pk, alert in alerts.items() if pk not in again])
    for pk in followed:
        done.alerts[pk] = alerts[pk]
        done.stood.setdefault(pk, None)


def add_said_of_former(done: Undoing) -> None:
    """Of what follows otherwise since an undo before this one only that was told which followed then."""
    former = Verdict.objects.filter(alert__in=done.alerts, decided_by=None, reopening__kind=Reopening.Kind.UNDONE)
    for one in former.order_by("-pk"):
        stood = done.stood[one.alert_id]
        if stood and one.pk < stood.pk and says_the_same(stood, one):
            done.keys[one.alert_id].append(key_of(one))


def says_the_same(stood: Verdict | None, stands: Verdict) -> bool:
    """Of what followed before and follows otherwise now: who has heard of it has heard right."""
    return bool(stood and stood.is_implied and (stood.outcome, stood.reason) == (stands.outcome, stands.reason))


def said_in_vain(done: Undoing, restored: Mapping[int, Verdict], but: Collection[int]) -> list[Undone]:
    """Not of what was open and is open: that it is was said last. Of some others is told what they follow from."""
    changed = {pk for pk, stood in done.stood.items() if (stood or pk in restored) and pk not in but}
    last = last_reopened(changed - restored.keys())
    before = last | {pk: key_of(one) for pk, one in restored.items()}
    return [Undone(done.alerts[pk], tuple(done.keys[pk]), before.get(pk, "")) for pk in done.stood if pk in changed]


def last_reopened(alerts: Collection[int]) -> dict[int, str]:
    """By alert, under which key it was last told that it is open again."""
    found = Reopening.objects.asking_anew().filter(verdict__alert__in=alerts).order_by("created_at", "pk")
    return {one.verdict.alert_id: key_of(one) for one in found.select_related("verdict")} if alerts else {}


# -- What stood before -------------------------------------------------------------------------------------------------
def restore(replaced: Verdict) -> list[Restored]:
    """It and what had followed from it, as far as nothing else was decided there since.

    What ended before it and had followed from it too had ended by something else.
    """
    ended = replaced.reopening
    with_it = Reopening.objects.filter(kind=Reopening.Kind.RESTED, pk__gt=ended.pk)
    with_it = with_it.filter(verdict__rests_on__alert=replaced.alert_id).distinct()
    found = [ended, *with_it.select_related("verdict__alert").order_by("pk")]
    return [Restored(one.verdict, key_of(one)) for one in found if stand_again(one)]


def restore_outdated(slip: Verdict) -> list[Restored]:
    """What had followed there before, if the opposite took its place with the slip (`implying.outdated`)."""
    of_alert = Verdict.objects.filter(alert=slip.alert_id, decided_by=None).select_related("alert", "reopening")
    replaced = replaced_by(slip, of_alert)
    return restore(replaced) if replaced else []


def stand_again(ended: Reopening) -> bool:
    verdict = ended.verdict
    if not may_stand(verdict):
        return False
    Reopening.objects.filter(pk=ended.pk).delete()
    relate_again(verdict)
    return True


def may_stand(verdict: Verdict) -> bool:
    """Not where another one stands by now, nor without all that it follows from, but for what a change has opened."""
    fallen = verdict.rests_on.filter(Exists(Reopening.objects.filter(verdict=OuterRef("pk"), changes=[])))
    return not Verdict.objects.standing().filter(alert=verdict.alert_id).exists() and not fallen.exists()
