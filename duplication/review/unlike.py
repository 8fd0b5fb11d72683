"""Alerts whose two projects are no longer alike: they wait only since they were decided before, or since to withdraw
them would tell of a project that is not for all.
"""

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
from django.db.models.lookups import Exact, GreaterThan, LessThan

from duplication.matching.kinds import OWN_DOUBLE
from duplication.matching.scoring import HAIR, KEPT
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


def told_kept(user: User) -> Q:
    """Those that stay as one of the two is not for all (`Alert.is_kept`)."""
    is_kept = Q(contributions__contains=[{"field": KEPT}], withdrawn_at__isnull=True)
    decided = Q(Exists(Verdict.objects.standing().filter(alert=OuterRef("pk"))))
    return is_kept & ~decided & (Q() if user.sees_everything else of_own(user))


def all_unlike(user: User) -> AlertQuerySet:
    """Both, sought among the few that a change has opened again, and those about the few projects not for all."""
    changed = Verdict.objects.filter(reopening__isnull=False).exclude(reopening__changes=[]).order_by().values("alert")
    closed = Project.objects.not_for_all().order_by().values("pk")
    hiding = (Alert.objects.filter(**{f"{side}__in": closed}).order_by().values("pk") for side in ("first", "second"))
    return Alert.objects.filter(told_unlike(user) | told_kept(user), pk__in=changed.union(*hiding)).order_by()


def unlike_among(alerts: Numbers, user: User) -> Numbers:
    found = all_unlike(user)
    few = found.filter(pk__in=alerts.tolist()) if len(alerts) < MANY else found
    return columns_of(few.values_list("pk", flat=True), 1)[0]
