"""Alerts whose two projects are no longer alike: they wait only since they were decided before."""

from django.db.models import (
    BigIntegerField,
    Case,
    Exists,
    F,
    FloatField,
    Func,
    OuterRef,
    Q,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast
from django.db.models.lookups import GreaterThan, LessThan

from duplication.matching.kinds import OWN_DOUBLE
from duplication.matching.scoring import STALE
from duplication.models import Alert, Verdict
from partners.models import User

HAIR = 1e-6  # by which a stored sum may miss


def told_unlike(user: User) -> Q:
    """Those that wait only since they were decided before, as the view tells it (`AlertView.is_unlike`)."""
    changes = Verdict.objects.meant().filter(alert=OuterRef("pk")).order_by("-created_at", "-pk")
    case = Case(When(first__partner=F("second__partner"), then=Value(OWN_DOUBLE)), default=F("kind"))
    path = F("calibration__table"), Value("thresholds"), case
    least = Cast(Func(*path, function="jsonb_extract_path_text", output_field=TextField()), FloatField())
    stale = Case(When(contributions__contains=[{"field": "freshness"}], then=Value(-STALE)), default=Value(0.0))
    is_below = LessThan(F("match_weight") + stale, least - Value(HAIR))
    last = Subquery(changes.values("reopening__changes")[:1])
    number = Func(last, function="jsonb_array_length", output_field=BigIntegerField())
    own = Q(first__partner__in=user.own_partners) | Q(second__partner__in=user.own_partners)
    return Q(is_below) & Q(GreaterThan(number, Value(0))) & (Q() if user.sees_everything else own)


def is_unlike_to(user: User) -> Exists:
    """The same, sought among the few that a change has opened again."""
    changed = Verdict.objects.filter(reopening__isnull=False).exclude(reopening__changes=[]).order_by().values("alert")
    return Exists(Alert.objects.filter(told_unlike(user), pk__in=changed, pk=OuterRef("pk")).order_by())
