"""What has opened an alert again and was put back since: who was told of the change hears that it is there no more, and
who was not yet hears it as it stands.
"""

from collections.abc import Collection

from duplication.models import Alert, Verdict
from duplication.notices.put_back import tell_otherwise

from .material import changed_since


def tell_of_put_back(alerts: Collection[int]) -> None:
    """Of those of them that are open again by a change, as far as it was told otherwise."""
    reopened = Alert.objects.reopened().filter(pk__in=alerts)
    latest = Verdict.objects.meant().filter(alert__in=reopened).order_by("alert_id", "-pk").distinct("alert_id")
    fallen = [one for one in latest.select_related("reopening", "alert__first", "alert__second") if may_tell(one)]
    if fallen:
        changed = changed_since(fallen)
        tell_otherwise({one.reopening: not changed[one.pk] for one in fallen})


def may_tell(fallen: Verdict) -> bool:
    return bool(fallen.material and fallen.reopening.changes) and not fallen.alert.is_merged
