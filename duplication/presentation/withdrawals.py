"""When an alert was withdrawn and when it came back, and why: read from its history and from the tables then in use."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, cast

from django.db.models import F, Q, Subquery, Window
from django.db.models.functions import Lag
from django.db.models.lookups import IsNull
from django.utils.formats import date_format
from django.utils.timezone import localtime

from duplication.likeness import MARGIN
from duplication.matching.kinds import Kind, case_of
from duplication.matching.scoring import HAIR
from duplication.matching.scoring import Calibration as Table
from duplication.models import Alert, Calibration
from duplication.models.alert import CASE_LABELS
from duplication.presentation.alerts import AlertView
from duplication.presentation.evidence import signed
from partners.models import User
from projects.models import ProjectMerge

CHANGED = "Its reason went away: one of the projects changed, or many others turned out to be as alike."
MERGED = "One of the two was merged into another record."
WITH_IT = "Its reason went away with the change that ended the verdict."
AT_ONCE = timedelta(minutes=1)  # in which one check ends a verdict and withdraws the alert
AGAIN = "The two are alike enough again."


@dataclass(frozen=True, slots=True)
class Turn:
    at: datetime
    is_withdrawal: bool
    why: str


@dataclass(frozen=True, slots=True)
class Crossing:
    """From one table to the next, by which the same evidence came to lie on the other side of its threshold."""

    before: Calibration
    after: Calibration
    case: str

    @property
    def hung(self) -> bool:
        """Whether it lay below the threshold before, and was kept as long as nothing was moved."""
        return self.before.table["thresholds"][self.case] == self.after.table["thresholds"][self.case]

    @property
    def is_of_weights(self) -> bool:
        return self.before.weights_key != self.after.weights_key


def turns_of(view: AlertView, user: User) -> list[Turn]:
    """One query; another one where it was withdrawn at all, of the tables in use since it was first made."""
    turning = list(turning_rows(view.pk))
    if not turning:
        return []
    accepted = Calibration.objects.filter(accepted_at__isnull=False).order_by("accepted_at", "created_at")
    first = accepted.filter(pk__in={row["made_with"] for row in turning}).values("accepted_at")[:1]
    since = accepted.filter(accepted_at__gte=Subquery(first)).select_related("decided_by")
    tables = [one for one in since if one.is_readable]
    return [turn(row, tables, view, user) for row in turning]


def turning_rows(alert: int) -> Any:
    """Of its history those in which it was withdrawn or came back, each with the table it was made with before. The
    evidence of the others, which may be many, stays in the database.
    """
    events: Any = cast(Any, Alert).pgh_event_model.objects.filter(pgh_obj=alert)
    stood = Window(Lag(IsNull(F("withdrawn_at"), True)), order_by="pgh_id")  # nothing in the first row
    rows = events.annotate(stood=stood, made_with=Window(Lag("calibration"), order_by="pgh_id"))
    turned = Q(stood=True, withdrawn_at__isnull=False) | Q(stood=False, withdrawn_at__isnull=True)
    names = ("checked_at", "withdrawn_at", "made_with", "kind", "contributions")
    return rows.filter(turned).order_by("pgh_id").values(*names)


def turn(row: dict[str, Any], tables: Sequence[Calibration], view: AlertView, user: User) -> Turn:
    gone = row["withdrawn_at"]
    at = gone or row["checked_at"]
    case = case_of(Kind(row["kind"]), view.alert.first.partner_id == view.alert.second.partner_id)
    passed = [one for one in tables if one.accepted_at and one.accepted_at <= at]
    made_with = next((place for place, one in enumerate(passed) if one.pk == row["made_with"]), len(passed))
    crossings = crossed(passed[made_with:], row["contributions"], case, down=gone is not None)
    last = max(crossings, key=lambda one: (not one.hung, one.after.accepted_at), default=None)
    otherwise = why_gone(view, gone) if gone else AGAIN
    return Turn(at, gone is not None, said(last, row["contributions"], view, user) if last else otherwise)


def why_gone(view: AlertView, gone: datetime) -> str:
    """Where no table was changed."""
    if went_with_merge(view, gone):
        return MERGED
    return WITH_IT if went_with_verdict(view, gone) else CHANGED


def went_with_merge(view: AlertView, gone: datetime) -> bool:
    """Of the side that is closed. No query where none is."""
    then = (gone - AT_ONCE, gone + AT_ONCE)
    closed = view.closed and ProjectMerge.objects.standing().filter(closed=view.closed.pk, merged_at__range=then)
    return bool(closed and closed.exists())


def went_with_verdict(view: AlertView, gone: datetime) -> bool:
    """Whether the change is known: for those who may read what is said."""
    opened = view.reopened
    return opened is not None and bool(opened.changes) and abs(gone - opened.at) <= AT_ONCE


def crossed(
    tables: Sequence[Calibration], contributions: list[dict[str, Any]], case: str, *, down: bool
) -> Iterator[Crossing]:
    """Where alerts of before stay though they weakened a little, a higher threshold takes these away too; any other
    that is moved takes them as well.
    """
    for one, other in pairwise(tables):
        before, after = (excess(table.weights, contributions, case) for table in (one, other))
        fell, rose = before >= -MARGIN and after < -HAIR, before < -HAIR <= after
        if fell if down else rose:
            yield Crossing(one, other, case)


def excess(table: Table, contributions: list[dict[str, Any]], case: str) -> float:
    """Of the evidence by this table above its threshold; negative below."""
    return table.weight_of(contributions, case) - table.thresholds[case]


def said(one: Crossing, contributions: list[dict[str, Any]], view: AlertView, user: User) -> str:
    """In numbers for those who see both projects; by name for those who see everything."""
    new, was, now = one.after, *(table.weights.thresholds[one.case] for table in (one.before, one.after))
    who = f"by {new.decided_by if user.sees_everything else 'a coordinator'}" if new.decided_by else "by a new release"
    on = date_format(localtime(new.accepted_at), "j F Y")
    reached = new.weights.weight_of(contributions, one.case)
    evidence = "The evidence" if view.weight is None else f"The evidence, {signed(reached)},"
    lies = "reaches" if reached >= now - HAIR else "lies below"
    if one.is_of_weights:
        asked = "the threshold" if view.weight is None else f"the threshold, {signed(now)}"
        return f"Other weights were taken into use {who} on {on}. By them {evidence.lower()} {lies} {asked}."
    if one.hung:
        return hanging(one, evidence, who, on, hidden=view.weight is None)
    numbers = "" if view.weight is None else f" from {signed(was)} to {signed(now)}"
    moved = "raised" if now > was else "lowered"
    return f"The threshold for “{CASE_LABELS[one.case]}” was {moved}{numbers} {who} on {on}. {evidence} {lies} it."


def hanging(one: Crossing, evidence: str, who: str, on: str, *, hidden: bool) -> str:
    """Of what had weakened to just below a threshold that nobody moved."""
    was, now = one.before.table["thresholds"], one.after.table["thresholds"]
    moved = [
        f"“{label}” from {signed(was[case])} to {signed(now[case])}"
        for case, label in CASE_LABELS.items()
        if was.get(case) != now.get(case)
    ]
    least = "" if hidden else f", {signed(now[one.case])}"
    return (
        f"{evidence} had weakened to below the threshold for “{CASE_LABELS[one.case]}”{least}. "
        f"It was kept until a threshold was moved: {' and '.join(moved)}, {who} on {on}."
    )
