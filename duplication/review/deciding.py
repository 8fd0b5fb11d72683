"""Verdicts given and reopened: the one way in which an alert is decided, with what follows from it.

Who is to hear is told in the transaction that decides: what is recorded is told, and nothing else.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import pgtrigger
from django.db import transaction
from django.db.models import prefetch_related_objects

from duplication.matching.prepared import Call, Prepared
from duplication.models import Alert, Reopening, Verdict
from duplication.models.review import merged_pair
from duplication.notices.verdicts import tell_of_reopenings, tell_of_verdicts
from partners.models import User

from .changes import Change
from .implying import concerned, imply, left_to_decide, outdated
from .material import changed_since, is_whole, material_of
from .relating import relate, unrelate

REOPENED = Reopening.Kind.REOPENED
HOLD = Prepared("SELECT pg_advisory_xact_lock(7210)")  # under which alerts are written and decided


def hold_alerts() -> None:
    """Nobody else writes or decides alerts until the end of this transaction. Comes before any lock of an alert."""
    HOLD.rows()


def holding() -> Call:
    """The same, to go along with what is asked first under it."""
    return HOLD.given()


@dataclass(frozen=True, slots=True)
class Came:
    """Verdicts with what came of them on other alerts: by number those that they decide, and what they open again."""

    given: tuple[Verdict, ...]
    decided: frozenset[int]
    opened: tuple[Reopening, ...]


@transaction.atomic
def decide(verdict: Verdict) -> Verdict:
    """And tell of what came of it; of the verdict itself tells who calls."""
    tell_of_what_came(record([verdict]))
    return verdict


@transaction.atomic
def record(verdicts: Sequence[Verdict]) -> Came:
    """With what is material today, the relations that come with them, and what follows from them. One that stood before
    is reopened, each by itself. As if one were given after the other: what follows from those before is not given. Of
    open alerts in as many queries for two hundred as for two: nobody else decides meanwhile.
    """
    hold_alerts()
    alerts = [verdict.alert for verdict in verdicts]
    by = {verdict.alert_id: verdict.decided_by for verdict in verdicts}
    earlier = Verdict.objects.standing().filter(alert__in=alerts).select_related("alert__first", "alert__second")
    taken_back = [take_back(one, by[one.alert_id], Reopening.Kind.ANEW) for one in earlier.order_by("pk")]
    given = left_to_decide(verdicts)
    material = material_of({pk for one in given for pk in (one.alert.first_id, one.alert.second_id)})
    for one in given:
        one.material = {str(pk): material[str(pk)] for pk in (one.alert.first_id, one.alert.second_id)}
    relate(given)
    Verdict.objects.bulk_create(given)
    for outlived in outdated(*alerts):
        end_one(outlived, None, Reopening.Kind.ANEW)
    decided = frozenset(imply(concerned(*alerts)))
    return Came(tuple(given), decided, tuple(one for _, *others in taken_back for one in others))


@transaction.atomic
def reopen(verdict: Verdict, by: User, text: str) -> list[Reopening]:
    """A coordinator has reasons. Returns what is open again, to be told once the alert says what it is today."""
    hold_alerts()
    return take_back(verdict, by, text=text)


def reopen_changed(verdicts: Collection[Verdict]) -> list[Reopening]:
    """Those whose projects have changed in something material, each with its change; returns what is open again, which
    is to be told once their alerts say what they are today. What follows from them changes with its own two projects.
    """
    take_base([verdict for verdict in verdicts if not is_whole(verdict.material)])
    changed = changed_since(verdicts) if verdicts else {}
    opened = [end_one(one, None, changes=found) for one in verdicts if (found := changed[one.pk])]
    still = imply([one.verdict.alert for one in opened if one.verdict.is_implied])
    return [one for one in opened if one.verdict.alert_id not in still]


def take_base(verdicts: Sequence[Verdict]) -> None:
    """Those from before the material, or some of it, was kept: what it is at the first check since is what they were
    given on.
    """
    if not verdicts:
        return
    prefetch_related_objects(verdicts, "alert")
    now = material_of({pk for one in verdicts for pk in (one.alert.first_id, one.alert.second_id)})
    for verdict in verdicts:
        both = map(str, (verdict.alert.first_id, verdict.alert.second_id))
        verdict.material = {pk: {**now[pk], **verdict.material.get(pk, {})} for pk in both}
    with pgtrigger.ignore("duplication.Verdict:verdict_append_only"):
        Verdict.objects.bulk_update(verdicts, ["material"], batch_size=1_000)


def take_back(verdict: Verdict, by: User | None, kind: Reopening.Kind = REOPENED, text: str = "") -> list[Reopening]:
    """The verdict stands no longer, nor does what followed from it; returns what is open again, itself first."""
    reopening, *others = end(verdict, by, kind, text)
    still = imply([one.verdict.alert for one in others])
    return [reopening, *(one for one in others if one.verdict.alert_id not in still)]


def end(verdict: Verdict, by: User | None, kind: Reopening.Kind, text: str = "") -> list[Reopening]:
    """Of the verdict, then of what followed from it or from what was decided of its alert before a change; not of two
    that were merged on it, which are led back first.
    """
    grounds = {"rests_on": verdict} if kind == Reopening.Kind.UNDONE else {"rests_on__alert": verdict.alert_id}
    implied = Verdict.objects.standing().filter(**grounds).exclude(merged_pair()).distinct()
    found = list(implied.order_by("pk").select_related("alert__first", "alert__second"))
    why = kind if kind == Reopening.Kind.UNDONE else Reopening.Kind.RESTED
    return [end_one(verdict, by, kind, text), *(end_one(one, None, why) for one in found)]


def end_one(
    verdict: Verdict,
    by: User | None,
    kind: Reopening.Kind = REOPENED,
    text: str = "",
    changes: Sequence[Change] = (),
) -> Reopening:
    """Its relation ends too."""
    said = text if kind == REOPENED else str(kind.label)
    unrelate([verdict])
    return Reopening.objects.create(
        verdict=verdict, by=by, kind=kind, text=said, changes=[one.as_json() for one in changes]
    )


def end_each(verdicts: Collection[Verdict], kind: Reopening.Kind) -> list[Reopening]:
    """By who gave them, with their relations; in as many queries for two hundred as for two."""
    unrelate(verdicts)
    said = {"kind": kind, "text": str(kind.label)}
    ended = [Reopening(verdict=one, by_id=one.decided_by_id, **said) for one in verdicts]
    return Reopening.objects.bulk_create(ended)


def tell_of_what_came(came: Came, *, given: bool = False) -> None:
    """Of one verdict or of several, all at once. `given`: of themselves too."""
    tell_of_verdicts([*(came.given if given else ()), *following(came.decided)])
    if came.opened:
        still = set(Alert.objects.open().filter(pk__in=[one.verdict.alert_id for one in came.opened]))
        tell_of_reopenings([one for one in came.opened if one.verdict.alert in still])


def tell_of_what_follows(alerts: Collection[int]) -> None:
    """Their partners were asked, and need not answer any more."""
    tell_of_verdicts(following(alerts))


def following(alerts: Collection[int]) -> list[Verdict]:
    standing = Verdict.objects.standing().filter(alert__in=alerts, decided_by=None)
    return list(standing.select_related("alert__first", "alert__second").order_by("pk")) if alerts else []
