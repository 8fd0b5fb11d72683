"""How many pairs a lower threshold would add: the register is compared as by the sweep, and nothing is written."""

from datetime import datetime
from math import ceil
from typing import Any

from django.core.cache import cache
from django.utils import timezone

from duplication import alerts
from duplication.detection import without_series
from duplication.matching.kinds import case_of
from duplication.matching.scoring import Calibration as Table
from duplication.matching.scoring import Score
from duplication.models import Calibration
from duplication.sweep import compare, gather, search
from projects.models import Project

from .calibrations import active_calibration
from .thresholds import STEPS, Below, Lower

KEPT = 7 * 24 * 3600  # seconds for which the count is shown


def quiet(step: str, done: int, total: int) -> None:
    """Nobody watches."""


def count() -> None:
    accepted = active_calibration()
    used = Table.of(accepted.table)
    lowest = Table(used.priors, {case: least + min(STEPS) for case, least in used.thresholds.items()}, used.weights)
    known = alerts.all_pairs(accepted)
    register = gather(list(Project.objects.order_by("pk").values_list("pk", flat=True)), 1, quiet)
    pairs = search(register, known, 1, quiet)
    findings = without_series(compare(register, pairs, known, lowest, 1, quiet))
    added: Lower = {case: Below() for case in used.thresholds}
    for pair, finding in findings.items():
        case = case_of(finding.kind, finding.same_partner)
        short = used.thresholds[case] - before_fading(finding.score)
        if pair not in known and short > 0:
            added[case][ceil(round(100 * short, 6))] += 1
    cache.set(key(accepted), {"at": timezone.now(), "added": added}, KEPT)


def before_fading(score: Score) -> float:
    return score.match_weight - sum(term.weight for term in score.contributions if term.field == "freshness")


def counted(calibration: Calibration) -> tuple[Lower | None, datetime | None]:
    """What was counted for this table, and when."""
    kept: dict[str, Any] = cache.get(key(calibration)) or {}
    return kept.get("added"), kept.get("at")


def key(calibration: Calibration) -> str:
    return f"pairs-below:{calibration.pk}"
