"""What is found becomes alerts: raised, refreshed or withdrawn, and told to the focal points of both partners."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.db import connection
from django.db.models import F
from django.utils import timezone

from duplication import telling
from duplication.deciding import hold, reopen_changed
from duplication.implying import imply
from duplication.models import Alert, Calibration, Verdict

if TYPE_CHECKING:
    from duplication.detection import Finding

Pair = tuple[int, int]

TOLERANCE = 1e-6  # a difference of match weights smaller than this is none

# Asked at every save: plain, because Django needs longer to compose it than PostgreSQL to answer.
PAIRS = """
    SELECT first_id, second_id FROM duplication_alert WHERE first_id = ANY(%(projects)s)
    UNION SELECT first_id, second_id FROM duplication_alert WHERE second_id = ANY(%(projects)s)"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many alerts a check changed."""

    raised: int = 0
    refreshed: int = 0
    withdrawn: int = 0
    unchanged: int = 0

    def __add__(self, other: Self) -> Self:
        return type(self)(*(mine + theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True)))


def pairs_of(project_ids: Iterable[int]) -> set[Pair]:
    """Pairs that have, or had, an alert about one of these projects."""
    with connection.cursor() as cursor:
        cursor.execute(PAIRS, {"projects": list(project_ids)})
        return set(cursor.fetchall())


def own_pairs_among(project_ids: Collection[int]) -> set[Pair]:
    """Pairs of two projects of one partner, both among these, that have an alert."""
    if not project_ids:
        return set()
    own = Alert.objects.filter(first__in=project_ids, second__in=project_ids, first__partner=F("second__partner"))
    return set(own.values_list("first_id", "second_id"))


def settle(
    known: Collection[Pair], findings: Mapping[Pair, "Finding"], calibration: Calibration, batch: UUID | None
) -> Outcome:
    """Make the alerts of the known and the found pairs agree with the findings, inside the caller's transaction.

    Alerts with a verdict stay as they were judged, until something material has changed in a pair that is still found.
    One writer at a time: two checks that meet in a pair neither double its alert nor wait for each other in a circle.
    """
    if not known and not findings:
        return Outcome()
    hold()
    present = alerts_of({*known, *findings})
    new = [made(pair, findings[pair], calibration) for pair in sorted(findings.keys() - present.keys())]
    decided = still_decided(present, findings, batch)
    again, gone, back = [], [], []
    for pair, alert in sorted(present.items()):
        finding = findings.get(pair)
        if alert.pk in decided:
            continue
        if finding is None and alert.withdrawn_at is None:
            gone.append(alert)
        elif finding is not None and differs(alert, fresh := made(pair, finding, calibration)):
            fresh.pk = alert.pk
            again.append(fresh)
            if alert.withdrawn_at:
                back.append((fresh, f"alert:{alert.pk}:{alert.withdrawn_at:%Y%m%d%H%M%S}"))
    write(new, again, gone)
    raised = [*((alert, f"alert:{alert.pk}") for alert in new), *back]
    implied = imply([alert for alert, _ in raised])
    telling.tell([(alert, key) for alert, key in raised if alert.pk not in implied], batch)
    return Outcome(len(new), len(again), len(gone), len(present) - len(again) - len(gone))


def still_decided(present: Mapping[Pair, Alert], findings: Mapping[Pair, "Finding"], batch: UUID | None) -> set[int]:
    """Numbers of the alerts whose verdict stands. Of a pair that is found no more a change tells nothing new."""
    verdicts = Verdict.objects.standing().filter(alert__in=present.values())
    standing = {verdict.alert_id: verdict for verdict in verdicts}
    found = [standing[alert.pk] for pair, alert in present.items() if pair in findings and alert.pk in standing]
    if reopen_changed([verdict for verdict in found if not verdict.is_implied], batch):
        return set(verdicts.values_list("alert_id", flat=True))
    return set(standing)


def alerts_of(pairs: Collection[Pair]) -> dict[Pair, Alert]:
    """The alerts these pairs have, locked, so that a verdict is given before or after, not meanwhile."""
    firsts = Alert.objects.filter(first__in={first for first, _ in pairs}).order_by("pk").select_for_update()
    present = {(alert.first_id, alert.second_id): alert for alert in firsts}
    return {pair: present[pair] for pair in pairs if pair in present}


def made(pair: Pair, finding: "Finding", calibration: Calibration) -> Alert:
    return Alert(
        first_id=pair[0],
        second_id=pair[1],
        kind=finding.kind.value,
        match_weight=round(finding.score.match_weight, 6),
        probability=finding.score.probability,
        contributions=finding.score.as_rows(),
        calibration=calibration,
    )


def differs(alert: Alert, fresh: Alert) -> bool:
    return (
        alert.withdrawn_at is not None
        or alert.kind != fresh.kind
        or alert.calibration_id != fresh.calibration_id
        or abs(alert.match_weight - fresh.match_weight) > TOLERANCE
        or alert.contributions != fresh.contributions
    )


def write(new: list[Alert], again: list[Alert], gone: list[Alert]) -> None:
    now = timezone.now()
    Alert.objects.bulk_create(new)
    for alert in again:
        alert.checked_at = now
    evidence = ["kind", "match_weight", "probability", "contributions", "calibration", "checked_at", "withdrawn_at"]
    Alert.objects.bulk_update(again, evidence, batch_size=200)
    Alert.objects.filter(pk__in=[alert.pk for alert in gone]).update(withdrawn_at=now, checked_at=now)
