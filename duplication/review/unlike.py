"""Alerts whose two projects are no longer alike: they wait only since they were decided before."""

from django.db.models import (
    BigIntegerField,
    Case,
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
from django.db.models.lookups import Exact, GreaterThan, LessThan

from duplication.matching.kinds import OWN_DOUBLE
from duplication.matching.scoring import HAIR
from duplication.models import Alert, AlertQuerySet, Calibration, Verdict
from duplication.models.alert import before_fading, of_own
from partners.models import User
from projects.models import Project
from projects.search.register import Numbers, columns_of

MANY = 2_000  # alerts, of which all that are unlike are as soon found


def told_unlike(user: User) -> Q:
    """Those that wait only since they were decided before, as the view tells it (`AlertView.is_unlike`)."""
    changes = Verdict.objects.meant().filter(alert=OuterRef("pk")).order_by("-created_at", "-pk")
    partners = (Subquery(Project.objects.filter(pk=OuterRef(side)).values("partner")) for side in ("first", "second"))
    case = Case(When(Exact(*partners), then=Value(OWN_DOUBLE)), default=F("kind"))
    tables = Calibration.objects.filter(pk=OuterRef("calibration")).order_by()  # joined, all would be tried
    path = Subquery(tables.values("table")), Value("thresholds"), case
    least = Cast(Func(*path, function="jsonb_extract_path_text", output_field=TextField()), FloatField())
    is_below = LessThan(before_fading(), least - Value(HAIR))
    last = Subquery(changes.values("reopening__changes")[:1])
    number = Func(last, function="jsonb_array_length", output_field=BigIntegerField())
    return Q(GreaterThan(number, Value(0))) & Q(is_below) & (Q() if user.sees_everything else of_own(user))


def all_unlike(user: User) -> AlertQuerySet:
    """The same, sought among the few that a change has opened again."""
    changed = Verdict.objects.filter(reopening__isnull=False).exclude(reopening__changes=[]).order_by().values("alert")
    return Alert.objects.filter(told_unlike(user), pk__in=changed).order_by()


def unlike_among(alerts: Numbers, user: User) -> Numbers:
    found = all_unlike(user)
    few = found.filter(pk__in=alerts.tolist()) if len(alerts) < MANY else found
    return columns_of(few.values_list("pk", flat=True), 1)[0]
