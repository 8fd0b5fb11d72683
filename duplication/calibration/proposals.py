"""Tables of weights that wait for a decision: how they differ from the one in use, what they would do; and deciding."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from duplication.matching.comparison import FIELDS
from duplication.matching.kinds import Kind, case_of
from duplication.matching.scoring import CASES, is_below
from duplication.matching.scoring import Calibration as Table
from duplication.models import Alert, Calibration
from duplication.presentation.evidence import label_of, signed
from duplication.review.positions import agreed_among
from duplication.tasks import sweep_registry
from partners.models import User

from . import below
from .calibrating import LITTLE
from .calibrations import active_calibration, free_name

SHOWN = 3  # decimals of a figure: what looks the same is neither better nor worse


@dataclass(frozen=True, slots=True)
class Difference:
    label: str
    sentence: str
    used: str
    proposed: str
    change: str


@dataclass(frozen=True, slots=True)
class Proposal:
    calibration: Calibration
    differences: list[Difference]
    figures: list[tuple[str, float, float]]  # name, of the table in use, of the proposed one on pairs it has not seen
    pairs: int
    open: int
    stay: int  # open alerts that would stay above their threshold
    agreed: list[Alert]  # of the others, those on which all partners see an overlap
    raised: int | None  # that are none today; None where it was not counted


def proposals(used: Calibration) -> list[Proposal]:
    waiting = below.readable(Calibration.objects.waiting().order_by("-created_at"))
    number, gone = leaving([one.weights for one in waiting])
    agreed = agreed_among(spoken_of(set[int]().union(*gone)))
    raised = below.raised_by(waiting)
    return [
        proposal(one, used.weights, number, some, [alert for alert in agreed if alert.pk in some], raised.get(one.pk))
        for one, some in zip(waiting, gone, strict=True)
    ]


def proposal(
    calibration: Calibration, used: Table, number: int, gone: set[int], agreed: list[Alert], raised: int | None
) -> Proposal:
    evaluation: Mapping[str, Any] = calibration.table.get("evaluation", {})
    stated = evaluation.get("figures", [])
    figures = [(name, round(before, SHOWN), round(after, SHOWN)) for name, before, after in stated]
    differing = list(differences(calibration.weights, used))
    pairs, stay = evaluation.get("pairs", 0), number - len(gone)
    return Proposal(calibration, differing, figures, pairs, number, stay, agreed, raised)


def leaving(tables: Sequence[Table]) -> tuple[int, list[set[int]]]:
    """How many alerts are open, and by each table which of them would not reach their threshold. One query, none where
    there is no table.
    """
    number, gone = 0, [set[int]() for _ in tables]
    for pk, contributions, case in open_alerts() if tables else ():
        number += 1
        for some, table in zip(gone, tables, strict=True):
            if is_below(table.weight_of(contributions, case), table.thresholds[case]):
                some.add(pk)
    return number, gone


def differences(new: Table, used: Table) -> Iterator[Difference]:
    for field, (_, levels) in FIELDS.items():
        for name, level in levels.items():
            before, after = used.weights[field][name], new.weights[field][name]
            if abs(after - before) >= LITTLE:
                said = signed(before), signed(after), signed(after - before)
                yield Difference(label_of(field), level.sentence, *said)
    others = (("Starting point", used.priors, new.priors), ("Threshold", used.thresholds, new.thresholds))
    for title, old, fresh in others:
        for case in sorted(CASES):
            if abs(fresh[case] - old[case]) >= LITTLE:
                said = signed(old[case]), signed(fresh[case]), signed(fresh[case] - old[case])
                yield Difference(title, case.replace("_", " ").capitalize(), *said)


def spoken_of(alerts: Collection[int]) -> list[Alert]:
    """Those on which all partners have spoken, few of many, with no more than whose they are."""
    found = Alert.objects.filter(pk__in=alerts).answered().select_related("first", "second")
    few = found.only("match_weight", "first__partner", "second__partner").order_by("-match_weight", "pk")
    return list(few) if alerts else []


def open_alerts() -> Iterator[tuple[int, list[dict[str, Any]], str]]:
    rows = Alert.objects.open().values_list("pk", "contributions", "kind", "first__partner", "second__partner")
    return ((pk, said, case_of(Kind(kind), one == other)) for pk, said, kind, one, other in rows.iterator())


# -- Decided -----------------------------------------------------------------------------------------------------------
@transaction.atomic
def accept(calibration: Calibration, user: User) -> None:
    """In use from now on; all projects are compared anew with it."""
    calibration.accepted_at, calibration.decided_by = timezone.now(), user
    calibration.save(update_fields=["accepted_at", "decided_by"])
    sweep_registry.enqueue()


def decline(calibration: Calibration, user: User) -> None:
    calibration.declined_at, calibration.decided_by = timezone.now(), user
    calibration.save(update_fields=["declined_at", "decided_by"])


@transaction.atomic
def set_thresholds(thresholds: Mapping[str, float], user: User) -> Calibration | None:
    """A table of its own, since alerts name theirs; None when nothing is different."""
    used = active_calibration()
    changed = {case: value for case, value in thresholds.items() if value != used.table["thresholds"][case]}
    if not changed:
        return None
    now = timezone.localtime()
    table = {**used.table, "thresholds": {**used.table["thresholds"], **changed}}
    said = ", ".join(f"{case.replace('_', ' ')} {signed(value)}" for case, value in sorted(changed.items()))
    new = Calibration.objects.create(
        name=free_name(f"Thresholds of {date_format(now, 'j F Y')}"),
        table=table,
        notes=f"The weights of “{used.weights_name}”. Thresholds set by {user}: {said}.",
        accepted_at=now,
        decided_by=user,
    )
    sweep_registry.enqueue()
    return new
