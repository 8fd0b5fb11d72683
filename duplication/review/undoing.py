"""A slip that its author takes back at once: what stood before it stands again, as if it had not been recorded.

In go verdicts that stand; out goes what is told of it. Of one that took the place of another the other stands again,
with its author, its words and its date, the relation that came with it and what followed from it. That nobody was asked
anew follows from that: positions and reminders go by what has opened an alert again.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef

from duplication.models import Reopening, Verdict
from duplication.notices.verdicts import Undone, key_of, tell_of_undoing, unsay

from .deciding import end, hold, tell_of_what_follows
from .implying import concerned, imply
from .relating import relate_again


@dataclass(frozen=True, slots=True)
class Restored:
    verdict: Verdict
    key: str  # under which it was told that it had ended


@transaction.atomic
def undo(verdicts: Collection[Verdict]) -> None:
    """The latest first. Who has not heard of one is told nothing of it, and nobody is asked again."""
    hold()
    undone: list[Undone] = []
    following: set[int] = set()
    for verdict in sorted(verdicts, key=lambda one: -one.pk):
        said, instead = undo_one(verdict)
        undone += said
        following |= instead
    tell_of_what_follows(following)
    unsay(undone)
    tell_of_undoing(undone)


def undo_one(verdict: Verdict) -> tuple[list[Undone], set[int]]:
    """Of its alert, then of those that it had decided or opened too; and the alerts that others decide instead."""
    replaced = replaced_by(verdict)
    ended = end(verdict, verdict.decided_by, Reopening.Kind.UNDONE)
    restored = restore(replaced) if replaced else []
    again = {one.verdict.alert_id for one in restored}
    alerts = {one.verdict.alert_id: one.verdict.alert for one in ended[1:]}
    if replaced:
        alerts |= {alert.pk: alert for alert in concerned(verdict.alert)}
    followed = imply([alert for pk, alert in alerts.items() if pk not in again])
    return said_in_vain(ended, restored, followed), followed - {one.verdict.alert_id for one in ended}


def said_in_vain(ended: Sequence[Reopening], restored: Sequence[Restored], followed: Collection[int]) -> list[Undone]:
    touched = [slip.verdict for slip in ended] + [one.verdict for one in restored]
    alerts = {verdict.alert_id: verdict.alert for verdict in touched}
    keys: dict[int, list[str]] = {alert: [] for alert in alerts}
    for slip in ended:
        keys[slip.verdict.alert_id].append(key_of(slip.verdict))
    for one in restored:
        keys[one.verdict.alert_id].append(one.key)
    before = {one.verdict.alert_id: key_of(one.verdict) for one in restored}
    last = last_reopened(keys.keys() - before.keys())
    return [
        Undone(alerts[pk], tuple(said), before.get(pk) or last.get(pk, ""))
        for pk, said in keys.items()
        if pk not in followed
    ]


def last_reopened(alerts: Collection[int]) -> dict[int, str]:
    """By alert, under which key it was last told that it is open again."""
    found = Reopening.objects.asking_anew().filter(verdict__alert__in=alerts).order_by("created_at", "pk")
    return {one.verdict.alert_id: key_of(one) for one in found.select_related("verdict")} if alerts else {}


# -- What stood before -------------------------------------------------------------------------------------------------
def replaced_by(verdict: Verdict) -> Verdict | None:
    """The one whose place it took: what ended last before it, if that ended by it."""
    before = Reopening.objects.filter(verdict__alert=verdict.alert_id, verdict__lt=verdict.pk)
    last = before.order_by("created_at", "pk").select_related("verdict__alert", "verdict__decided_by").last()
    return last.verdict if last and last.is_by_next_verdict else None


def restore(replaced: Verdict) -> list[Restored]:
    """It and what had followed from it, as far as nothing else was decided there since.

    What ended before it and had followed from it too had ended by something else.
    """
    ended = replaced.reopening
    with_it = Reopening.objects.filter(kind=Reopening.Kind.RESTED, verdict__rests_on=replaced, pk__gt=ended.pk)
    found = [ended, *with_it.select_related("verdict__alert").order_by("pk")]
    return [Restored(one.verdict, key_of(one)) for one in found if stand_again(one)]


def stand_again(ended: Reopening) -> bool:
    verdict = ended.verdict
    if not may_stand(verdict):
        return False
    Reopening.objects.filter(pk=ended.pk).delete()
    relate_again(verdict)
    return True


def may_stand(verdict: Verdict) -> bool:
    """Not where another one stands by now, nor without all that it follows from."""
    fallen = verdict.rests_on.filter(Exists(Reopening.objects.filter(verdict=OuterRef("pk"))))
    return not Verdict.objects.standing().filter(alert=verdict.alert_id).exists() and not fallen.exists()
