"""Verdicts given and reopened: the one way in which an alert is decided, with what follows from it."""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.db import connection, transaction

from duplication.changes import Change
from duplication.material import changed_since, material_of
from duplication.models import Reopening, Verdict
from duplication.notices import tell_of_reopening
from partners.models import User

SETTLING = 7_210  # number of the lock under which alerts are written and decided
ANEW = "Decided anew."


def hold() -> None:
    """Nobody else writes or decides alerts until the end of this transaction. Comes before any lock of an alert."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SETTLING])


@transaction.atomic
def decide(verdict: Verdict) -> Verdict:
    """Record the verdict with what is material today; one that stood before it is reopened by it."""
    hold()
    for earlier in verdict.alert.verdicts.standing():
        take_back(earlier, verdict.decided_by, ANEW)
    verdict.material = material_of([verdict.alert.first_id, verdict.alert.second_id])
    verdict.save()
    return verdict


@transaction.atomic
def reopen(verdict: Verdict, by: User, text: str) -> Reopening:
    """A coordinator has reasons. Both partners are told."""
    hold()
    reopening = take_back(verdict, by, text)
    tell_of_reopening(reopening)
    return reopening


def reopen_changed(verdicts: Collection[Verdict], batch: UUID | None = None) -> set[int]:
    """Those whose projects have changed in something material; returns the numbers of their alerts."""
    if not verdicts:
        return set()
    reopened = set()
    changed = changed_since(verdicts)
    for verdict in verdicts:
        if found := changed[verdict.pk]:
            tell_of_reopening(take_back(verdict, None, changes=found), batch)
            reopened.add(verdict.alert_id)
    return reopened


def take_back(verdict: Verdict, by: User | None, text: str = "", changes: Sequence[Change] = ()) -> Reopening:
    """The verdict stands no longer, nor does what followed from it."""
    return Reopening.objects.create(verdict=verdict, by=by, text=text, changes=[one.as_json() for one in changes])
