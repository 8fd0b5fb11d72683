"""Which pairs a lower threshold or a proposed table would add: the register is compared as by the sweep, and nothing is
written.

Alerts that were withdrawn and wait for no verdict are among them: they would come back.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from heapq import nsmallest
from math import ceil
from typing import Any

from django.core.cache import cache
from django.utils import timezone

from duplication import alerts
from duplication.likeness import Findings, Pair, without_series
from duplication.matching.kinds import case_of
from duplication.matching.scoring import Calibration as Table
from duplication.models import Alert, Calibration
from duplication.sweep import compare, gather, quiet, search
from projects.models import Project

from .calibrations import active_calibration
from .thresholds import STEPS, Below, Lower, Near

KEPT = 7 * 24 * 3600  # seconds for which the count is shown
NAMED = 200  # pairs of a case that are kept by name, the nearest to the threshold first


@dataclass(frozen=True, slots=True)
class Counted:
    """What was found below the thresholds of a table, and when; empty where nothing was counted."""

    lower: Lower | None = None
    near: Near | None = None
    at: datetime | None = None


def count() -> None:
    """Compare the register by lower thresholds, and by what is proposed, and keep what was found for their page."""
    accepted = active_calibration()
    used = accepted.weights
    lowest = Table(used.priors, {case: least + min(STEPS) for case, least in used.thresholds.items()}, used.weights)
    known = alerts.all_pairs(accepted)
    register = gather(list(Project.objects.order_by("pk").values_list("pk", flat=True)), 1, quiet)
    pairs = search(register, known, 1, quiet)
    findings = without_series(compare(register, pairs, known, lowest, 1, quiet))
    added: Lower = {case: Below() for case in used.thresholds}
    near: Near = defaultdict(list)
    there = told_or_settled()
    for case, lacking, pair in falling_short(findings, used, there):
        added[case][lacking] += 1
        near[case].append((lacking, *pair))
    nearest = {case: nsmallest(NAMED, pairs) for case, pairs in near.items()}
    cache.set(key(accepted), {"at": timezone.now(), "added": added, "near": nearest}, KEPT)
    for proposed in readable(Calibration.objects.waiting()):
        raised = without_series(compare(register, pairs, alerts.all_pairs(proposed), proposed.weights, 1, quiet))
        cache.set(key_of_raised(proposed.pk), len(raised.keys() - there), KEPT)


def readable(tables: Iterable[Calibration]) -> list[Calibration]:
    return [one for one in tables if one.is_readable]


def told_or_settled() -> set[Pair]:
    """Pairs with an open alert or with a verdict."""
    open_, decided = (some.values_list("first", "second") for some in (Alert.objects.open(), Alert.objects.decided()))
    return {*open_, *decided}


def falling_short(findings: Findings, used: Table, there: set[Pair]) -> Iterator[tuple[str, int, Pair]]:
    """What no alert tells of and no verdict settles: its case, by how many hundredths of a point it lies below the
    threshold in use, rounded up, and the two projects.
    """
    for pair, finding in findings.items():
        case = case_of(finding.kind, finding.same_partner)
        short = used.thresholds[case] - finding.score.before_fading
        if pair not in there and short > 0:
            yield case, ceil(round(100 * short, 6)), pair


def counted(calibration: Calibration) -> Counted:
    kept: dict[str, Any] = cache.get(key(calibration)) or {}
    return Counted(kept.get("added"), kept.get("near"), kept.get("at"))


def raised_by(tables: Iterable[Calibration]) -> dict[int, int]:
    """How many alerts would be raised anew by each of these that are proposed; those that were counted."""
    keys = {key_of_raised(one.pk): one.pk for one in tables}
    return {keys[name]: number for name, number in cache.get_many(keys).items()}


def key_of_raised(proposed: int) -> str:
    return f"alerts-raised-by-proposal:{proposed}"


def key(calibration: Calibration) -> str:
    return f"pairs-below-by-name:{calibration.pk}"
