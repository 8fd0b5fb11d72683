"""What is found becomes alerts: raised, refreshed or withdrawn, and told to the focal points of both partners."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, field, replace
from typing import NamedTuple, Self
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS
from django.db.models import BooleanField, ExpressionWrapper, F, Q
from django.utils import timezone

from duplication.likeness import Finding, Pair, as_they_are
from duplication.matching.prepared import Call, Prepared
from duplication.matching.scoring import FRESHNESS, HAIR, KEPT, kept
from duplication.models import Alert, Calibration, Reopening, Verdict
from duplication.notices import alerts as telling
from duplication.notices.turns import call_off_withdrawals, tell_of_turns, turn_what_asks
from duplication.notices.verdicts import tell_of_reopenings
from duplication.review.deciding import REOPENED, holding, reopen_changed, tell_of_what_follows
from duplication.review.implying import imply
from duplication.review.put_back import decide_as_before_merges, tell_of_put_back

Known = Mapping[Pair, str]  # pairs that have, or had, an alert; its kind where it stands by the table in use

NOT_THEIR_OWN = {"in_common", "rarest", "coincidence", "prior", FRESHNESS, KEPT}  # terms of an alert

# Asked at every save: plain, because Django needs longer to compose it than PostgreSQL to answer.
PAIRS = Prepared(
    """
    SELECT first_id, second_id,
           CASE WHEN withdrawn_at IS NULL AND calibration_id = %(calibration)s THEN kind ELSE '' END
    FROM duplication_alert
    WHERE first_id = ANY(%(projects)s) OR second_id = ANY(%(projects)s)""",
    projects="bigint[]",
    calibration="bigint",
)

COLUMNS = [field.attname for field in Alert._meta.concrete_fields]
ALERTS = Prepared(
    f"SELECT {', '.join(COLUMNS)} FROM duplication_alert WHERE first_id = ANY(%(firsts)s) ORDER BY id FOR UPDATE",  # noqa: S608
    firsts="bigint[]",
)

# What most alerts have none of, asked at once: Django takes longer to compose each question than all answers take.
PAST = Prepared(
    """
    SELECT EXISTS (
               SELECT FROM duplication_verdict v LEFT JOIN duplication_reopening r ON r.verdict_id = v.id
               WHERE v.alert_id = ANY(%(alerts)s) AND r.id IS NULL
           ),
           EXISTS (
               SELECT FROM duplication_verdict v JOIN duplication_reopening r ON r.verdict_id = v.id
               WHERE v.alert_id = ANY(%(alerts)s) AND r.changes <> '[]'
           ),
           EXISTS (SELECT FROM projects_project WHERE id = ANY(%(projects)s) AND visibility <> 'all'),
           EXISTS (SELECT FROM duplication_position WHERE alert_id = ANY(%(alerts)s))
               OR EXISTS (SELECT FROM partners_notification WHERE url = ANY(%(pages)s)),
           EXISTS (SELECT FROM projects_projectmerge WHERE kept_id = ANY(%(projects)s) AND undone_at IS NOT NULL)""",
    alerts="bigint[]",
    projects="bigint[]",
    pages="varchar[]",
)

# By a sweep hundreds at a time; Django would write a condition for every value of every alert.
REFRESH = Prepared(
    """
    UPDATE duplication_alert SET kind = fresh.kind, match_weight = fresh.weight, probability = fresh.probability,
        contributions = fresh.contributions, calibration_id = %(calibration)s, checked_at = clock_timestamp(),
        withdrawn_at = NULL
    FROM unnest(%(ids)s, %(kinds)s, %(weights)s, %(probabilities)s, %(contributions)s)
        AS fresh (id, kind, weight, probability, contributions)
    WHERE duplication_alert.id = fresh.id
    RETURNING duplication_alert.id""",
    ids="bigint[]",
    kinds="varchar[]",
    weights="float8[]",
    probabilities="float8[]",
    contributions="jsonb[]",
    calibration="bigint",
)


class Past(NamedTuple):
    """What holds for one at least of some alerts."""

    is_decided: bool  # a verdict stands
    is_reopened: bool  # a verdict fell by a change
    is_closed: bool  # one of its projects is not for all partners
    is_known: bool  # somebody was told of it, or has said something
    is_unmerged: bool  # a merge into one of its projects was undone


class Turns(NamedTuple):
    """What a check makes of alerts that were there."""

    again: list[Alert]  # with the evidence of today
    gone: list[Alert]
    back: list[tuple[Alert, str]]  # of those again, what says something new, with the key of its telling
    as_before: list[Alert]  # what was withdrawn and says the same

    def without(self, decided: Collection[int]) -> Self:
        """Nobody is told that these are back."""
        back = [(alert, key) for alert, key in self.back if alert.pk not in decided]
        return self._replace(back=back, as_before=[alert for alert in self.as_before if alert.pk not in decided])


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many alerts a check changed."""

    raised: int = 0
    refreshed: int = 0
    withdrawn: int = 0
    unchanged: int = 0
    told: int = field(default=0, compare=False, repr=False)  # of those that are raised, come back or are open again

    def __str__(self) -> str:
        counts = f"refreshed {self.refreshed}, withdrawn {self.withdrawn}, unchanged {self.unchanged}"
        return f"alerts raised {self.raised}, {counts}"

    def __add__(self, other: Self) -> Self:
        return type(self)(*(mine + theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True)))


def pairs_of(project_ids: Iterable[int], calibration: Calibration, after: Sequence[Call] = ()) -> Known:
    """Pairs with an alert about one of these projects."""
    found = PAIRS.rows({"projects": list(project_ids), "calibration": calibration.pk}, after)
    return {(first, second): told for first, second, told in found}


def all_pairs(calibration: Calibration) -> Known:
    alerts = Alert.objects.values_list("first_id", "second_id", "withdrawn_at", "calibration_id", "kind")
    return {
        (first, second): kind if gone is None and table == calibration.pk else ""
        for first, second, gone, table, kind in alerts.iterator()
    }


def own_pairs_among(project_ids: Collection[int]) -> set[Pair]:
    """Pairs of two projects of one partner, both among these, that have an alert."""
    if not project_ids:
        return set()
    own = Alert.objects.filter(first__in=project_ids, second__in=project_ids, first__partner=F("second__partner"))
    return set(own.values_list("first_id", "second_id"))


def own_pairs_about(project_ids: Collection[int]) -> set[Pair]:
    """Pairs of two projects of one partner, one of them among these, that have an alert."""
    own = Alert.objects.about(*project_ids).filter(first__partner=F("second__partner"))
    return set(own.values_list("first_id", "second_id")) if project_ids else set()


def settle(
    known: Collection[Pair],
    findings: Mapping[Pair, Finding],
    calibration: Calibration,
    batch: UUID | None,
) -> Outcome:
    """Make the alerts of the known and the found pairs agree with the findings, inside the caller's transaction.

    Alerts with a verdict stay as they were judged until something material has changed in one of the two. Then they
    wait for another verdict with the evidence of today: of pairs that are found no more too.
    One writer at a time: two checks that meet in a pair neither double its alert nor wait for each other in a circle.
    """
    if not known and not findings:
        return Outcome()
    present = alerts_of({*known, *findings}, after=[holding()])
    new = [made(pair, findings[pair], calibration) for pair in sorted(findings.keys() - present.keys())]
    past = past_of(present.values())
    decided, reopened = still_decided(present) if past.is_decided else (set(), [])
    changed = changed_since_judged(present, findings, decided) if past.is_reopened or reopened else {}
    half = half_told(present, findings, decided, calibration) if past.is_closed else {}
    findings = {**findings, **staying(changed, half, findings, calibration)}
    turned = turns({pair: alert for pair, alert in present.items() if alert.pk not in decided}, findings, calibration)
    write(new, turned.again, turned.gone)
    if past.is_reopened and past.is_unmerged:
        as_then = decide_as_before_merges([alert.pk for alert in present.values()])
        decided, turned = decided | as_then, turned.without(as_then)
    raised = [*((alert, f"alert:{alert.pk}") for alert in new), *turned.back]
    implied = imply([*(alert for alert, _ in raised), *not_opened_by_hand(turned.as_before)])
    telling.tell([(alert, key) for alert, key in raised if alert.pk not in implied], batch)
    if past.is_known:
        turn_what_asks(turned.gone, turned.as_before)
        call_off_withdrawals([alert for alert, _ in turned.back])
    tell_of_reopenings(reopened)
    opened = {one.verdict.alert_id for one in reopened}
    if past.is_known:
        tell_of_what_follows(implied & {alert.pk for alert in turned.as_before})
        unlike = [alert for alert in [*turned.gone, *turned.as_before] if alert.pk not in opened | implied]
        tell_of_turns([alert for alert in unlike if alert.calibration_id == calibration.pk])
    if past.is_reopened:
        tell_of_put_back([alert.pk for alert in present.values() if alert.pk not in decided | opened])
    unchanged = len(present) - len(turned.again) - len(turned.gone)
    return Outcome(len(new), len(turned.again), len(turned.gone), unchanged, len(raised) + len(reopened))


def not_opened_by_hand(alerts: Collection[Alert]) -> list[Alert]:
    """Those of which nobody has said that they are open all the same. One query at most."""
    by_hand = Verdict.objects.filter(alert__in=alerts, reopening__kind=REOPENED, reopening__by__isnull=False)
    opened = set(by_hand.values_list("alert", flat=True)) if alerts else set()
    return [alert for alert in alerts if alert.pk not in opened]


def turns(present: Mapping[Pair, Alert], findings: Mapping[Pair, Finding], calibration: Calibration) -> Turns:
    """Of alerts without a verdict."""
    turned = Turns([], [], [], [])
    for pair, alert in sorted(present.items()):
        finding = findings.get(pair)
        if finding is None and alert.withdrawn_at is None:
            turned.gone.append(alert)
        elif finding is not None and differs(alert, fresh := made(pair, finding, calibration)):
            fresh.pk = alert.pk
            turned.again.append(fresh)
            if alert.withdrawn_at and tells_anew(alert, fresh):
                turned.back.append((fresh, f"alert:{alert.pk}:{alert.withdrawn_at:%Y%m%d%H%M%S}"))
            elif alert.withdrawn_at:
                turned.as_before.append(alert)
    return turned


def past_of(alerts: Collection[Alert]) -> Past:
    asked = {
        "alerts": [alert.pk for alert in alerts],
        "projects": [id for alert in alerts for id in (alert.first_id, alert.second_id)],
        "pages": [alert.get_absolute_url() for alert in alerts],
    }
    return Past(*PAST.rows(asked)[0]) if alerts else Past(*[False] * len(Past._fields))


def still_decided(present: Mapping[Pair, Alert]) -> tuple[set[int], list[Reopening]]:
    """Numbers of the alerts whose verdict stands, and what was reopened. Of a draft, or of what was merged,
    a change tells nothing yet.
    """
    verdicts = Verdict.objects.standing().filter(alert__in=present.values())
    are_published = Q(alert__first__published_at__isnull=False, alert__second__published_at__isnull=False)
    standing = list(verdicts.annotate(are_published=ExpressionWrapper(are_published, BooleanField())))
    judged = [verdict for verdict in standing if verdict.are_published]
    if reopened := reopen_changed(judged):
        return set(verdicts.values_list("alert_id", flat=True)), reopened
    return {verdict.alert_id for verdict in standing}, []


def changed_since_judged(
    present: Mapping[Pair, Alert], findings: Mapping[Pair, Finding], decided: Collection[int]
) -> dict[Pair, str]:
    """Open alerts that would be withdrawn, though a coordinator once tied their projects: only a person unties them, or
    says that they belong together all the same. With the kind of each.
    """
    unlike = {
        alert.pk: (pair, alert.kind)
        for pair, alert in present.items()
        if pair not in findings and alert.withdrawn_at is None and alert.pk not in decided
    }
    if not unlike:
        return {}
    latest = Verdict.objects.given().meant().filter(alert__in=unlike).order_by("alert", "-pk").distinct("alert")
    judged = latest.values_list("alert", "outcome", "reopening__changes")
    return dict(unlike[pk] for pk, outcome, changes in judged if changes and outcome != Verdict.Outcome.NOT_OVERLAP)


def half_told(
    present: Mapping[Pair, Alert], findings: Mapping[Pair, Finding], decided: Collection[int], calibration: Calibration
) -> dict[Pair, str]:
    """Open alerts that would be withdrawn or be of another kind, of which one partner does not see the other's project:
    they stay, as what they are, until a person decides or another table is in use. Else who moves dates and places of
    the own project would read those of the other off them. With the kind of each.
    """
    moved = {
        alert.pk: (pair, alert.kind)
        for pair, alert in present.items()
        if alert.withdrawn_at is None and alert.pk not in decided and alert.calibration_id == calibration.pk
        if pair not in findings or findings[pair].kind != alert.kind
    }
    half_hidden = Alert.objects.half_hidden().filter(pk__in=moved) if moved else Alert.objects.none()
    return dict(moved[pk] for pk in half_hidden.values_list("pk", flat=True))


def staying(
    changed: Mapping[Pair, str], half: Mapping[Pair, str], findings: Mapping[Pair, Finding], calibration: Calibration
) -> dict[Pair, Finding]:
    """The evidence of today for what stays an alert, whatever is found."""
    stay = as_they_are({**changed, **half}, calibration.weights)
    unlike = half.keys() & stay.keys() - findings.keys()
    return {pair: replace(one, score=kept(one.score)) if pair in unlike else one for pair, one in stay.items()}


def alerts_of(pairs: Collection[Pair], after: Sequence[Call]) -> dict[Pair, Alert]:
    """The alerts these pairs have, locked, so that a verdict is given before or after, not meanwhile."""
    present = {}
    for row in ALERTS.rows({"firsts": [first for first, _ in pairs]}, after):
        alert = Alert.from_db(DEFAULT_DB_ALIAS, COLUMNS, row)
        alert.contributions = json.loads(alert.contributions)
        present[alert.first_id, alert.second_id] = alert
    return {pair: present[pair] for pair in pairs if pair in present}


def made(pair: Pair, finding: Finding, calibration: Calibration) -> Alert:
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
        or abs(alert.match_weight - fresh.match_weight) > HAIR
        or alert.contributions != fresh.contributions
    )


def tells_anew(alert: Alert, fresh: Alert) -> bool:
    """Whether an alert that comes back says of its two projects what nobody was told yet."""
    return alert.kind != fresh.kind or own_levels(alert) != own_levels(fresh)


def own_levels(alert: Alert) -> set[tuple[str, str]]:
    """What the two projects say themselves: not what others that came or went make of it, nor the weights, nor time."""
    return {(row["field"], row["level"]) for row in alert.contributions if row["field"] not in NOT_THEIR_OWN}


def write(new: list[Alert], again: list[Alert], gone: list[Alert]) -> None:
    Alert.objects.bulk_create(new)
    if again:
        written = {
            "ids": [alert.pk for alert in again],
            "kinds": [alert.kind for alert in again],
            "weights": [alert.match_weight for alert in again],
            "probabilities": [alert.probability for alert in again],
            "contributions": [json.dumps(alert.contributions) for alert in again],
            "calibration": again[0].calibration_id,
        }
        REFRESH.rows(written)
    if gone:
        now = timezone.now()
        Alert.objects.filter(pk__in=[alert.pk for alert in gone]).update(withdrawn_at=now, checked_at=now)
