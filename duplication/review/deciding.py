"""Verdicts given and reopened: the one way in which an alert is decided, with what follows from it.

Who is to hear is told in the transaction that decides: what is recorded is told, and nothing else.
"""

from collections.abc import Collection, Sequence

import pgtrigger
from django.db import connection, transaction

from duplication.models import Reopening, Verdict
from duplication.notices.verdicts import tell_of_reopenings, tell_of_verdicts
from partners.models import User

from .changes import Change
from .implying import concerned, imply
from .material import changed_since, material_of
from .relating import relate, unrelate

SETTLING = 7_210  # number of the lock under which alerts are written and decided


def hold() -> None:
    """Nobody else writes or decides alerts until the end of this transaction. Comes before any lock of an alert."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SETTLING])


@transaction.atomic
def decide(verdict: Verdict) -> Verdict:
    """Record the verdict with what is material today, the relation that comes with it, and what follows from it.

    One that stood before it is reopened by it.
    """
    hold()
    standing = verdict.alert.verdicts.standing()
    taken_back = [take_back(earlier, verdict.decided_by, Reopening.Kind.ANEW) for earlier in standing]
    verdict.material = material_of([verdict.alert.first_id, verdict.alert.second_id])
    verdict.relation = relate(verdict)
    verdict.save()
    again = imply(concerned(verdict.alert))
    tell_of_what_follows(again)
    tell_of_reopenings([one for _, *others in taken_back for one in others if one.verdict.alert_id not in again])
    return verdict


@transaction.atomic
def reopen(verdict: Verdict, by: User, text: str) -> None:
    """A coordinator has reasons. The partners are told."""
    hold()
    tell_of_reopenings(take_back(verdict, by, text=text))


def reopen_changed(verdicts: Collection[Verdict]) -> list[Reopening]:
    """Those whose projects have changed in something material; returns what is open again, which is to be told once
    their alerts say what they are today.
    """
    take_base([verdict for verdict in verdicts if not verdict.material])
    changed = changed_since(verdicts) if verdicts else {}
    opened = [take_back(one, None, changes=found) for one in verdicts if (found := changed[one.pk])]
    return [reopening for some in opened for reopening in some]


def take_base(verdicts: Collection[Verdict]) -> None:
    """Those from before the material was kept: what it is at the first check since is what they were given on."""
    for verdict in verdicts:
        verdict.material = material_of([verdict.alert.first_id, verdict.alert.second_id])
        with pgtrigger.ignore("duplication.Verdict:verdict_append_only"):
            Verdict.objects.filter(pk=verdict.pk).update(material=verdict.material)


def take_back(
    verdict: Verdict,
    by: User | None,
    kind: Reopening.Kind = Reopening.Kind.REOPENED,
    text: str = "",
    changes: Sequence[Change] = (),
) -> list[Reopening]:
    """The verdict stands no longer, nor does what followed from it; returns what is open again, itself first."""
    reopening, *others = end(verdict, by, kind, text, changes)
    still = imply([one.verdict.alert for one in others])
    return [reopening, *(one for one in others if one.verdict.alert_id not in still)]


def end(
    verdict: Verdict, by: User | None, kind: Reopening.Kind, text: str = "", changes: Sequence[Change] = ()
) -> list[Reopening]:
    """Of the verdict, then of what followed from it; their relations end too."""
    said = text if kind == Reopening.Kind.REOPENED else str(kind.label)
    reopening = Reopening(verdict=verdict, by=by, kind=kind, text=said, changes=[one.as_json() for one in changes])
    reopening.save()
    implied = list(verdict.implying.standing().select_related("alert__first", "alert__second"))
    why = kind if reopening.is_undo else Reopening.Kind.RESTED
    others = [Reopening.objects.create(verdict=one, kind=why, text=str(why.label)) for one in implied]
    for one in (verdict, *implied):
        unrelate(one)
    return [reopening, *others]


def tell_of_what_follows(alerts: Collection[int]) -> None:
    """Their partners were asked, and need not answer any more."""
    standing = Verdict.objects.standing().filter(alert__in=alerts, decided_by=None)
    tell_of_verdicts(list(standing.select_related("alert__first", "alert__second").order_by("pk")) if alerts else [])
