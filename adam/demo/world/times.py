"""When it happened: decided alerts are spread over the year before, each in the order of its steps."""

from datetime import datetime, timedelta
from random import Random

import pgtrigger
from django.utils import timezone

from duplication.models import Alert, Position, Verdict
from projects.models import ProjectRelation

APPEND_ONLY = ("duplication.Position:position_append_only", "duplication.Verdict:verdict_append_only")


def spread() -> None:
    rng, now = Random(2007), timezone.now()
    decided = Alert.objects.decided().prefetch_related("positions", "verdicts")
    with pgtrigger.ignore(*APPEND_ONLY):
        for alert in decided.order_by("pk"):
            put_back(alert, now - timedelta(days=rng.uniform(75, 340)), rng)


def put_back(alert: Alert, raised: datetime, rng: Random) -> None:
    Alert.objects.filter(pk=alert.pk).update(raised_at=raised)
    at = raised
    for position in alert.positions.all():
        at += timedelta(days=rng.uniform(0.5, 15))
        Position.objects.filter(pk=position.pk).update(created_at=at)
    for verdict in alert.verdicts.all():
        at += timedelta(days=rng.uniform(3, 30))
        Verdict.objects.filter(pk=verdict.pk).update(created_at=at)
        related(alert, at)


def related(alert: Alert, at: datetime) -> None:
    """What the verdict made of the two is known from that day on, so that net totals of past days know it too."""
    pair, recorded = (alert.first_id, alert.second_id), ProjectRelation.pgh_event_model  # type: ignore[attr-defined]
    recorded.objects.filter(pgh_label="insert", first__in=pair, second__in=pair).update(pgh_created_at=at)
