"""What has opened an alert again and was put back since: who was told of the change hears that it is there no more, and
who was not yet hears it as it stands. What came with a merge and went with its undoing was nobody's change: the verdict
stands again.
"""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q

from duplication.models import Alert, Verdict
from duplication.models.review import VerdictQuerySet
from duplication.notices.asking import DECIDED, ask_no_longer, still_asking
from duplication.notices.put_back import tell_otherwise
from duplication.notices.verdicts import Undone, key_of, tell_of_undoing, unsay
from projects.models import ProjectMerge

from .material import changed_since
from .undoing import stand_again


def tell_of_put_back(alerts: Collection[int]) -> None:
    """Of those of them that are open again by a change, as far as it was told otherwise."""
    if fallen := list(filter(may_tell, fallen_of(alerts))):
        changed = changed_since(fallen)
        tell_otherwise({one.reopening: not changed[one.pk] for one in fallen})


def decide_as_before_merges(alerts: Collection[int]) -> set[int]:
    """Those of them that were opened while a merge stood that is undone, and of which both say what they said before
    it. Returns their numbers; who has heard that they were open hears that they are not.
    """
    pair = Q(kept=OuterRef("alert__first")) | Q(kept=OuterRef("alert__second"))
    opened = OuterRef("reopening__created_at")
    meanwhile = {"merged_at__lte": opened, "undone_at__gte": opened}
    found = fallen_of(alerts).annotate(is_by_merge=Exists(ProjectMerge.objects.filter(pair, **meanwhile)))
    fallen = [one for one in found if one.is_by_merge and may_tell(one)]  # type: ignore[attr-defined]
    changed = changed_since(fallen) if fallen else {}
    again = [one for one in fallen if not changed[one.pk] and stand_again(one.reopening)]
    as_before = [Undone(one.alert, (key_of(one.reopening),), key_of(one)) for one in again]
    unsay(as_before)
    ask_no_longer(still_asking([one.alert for one in again]), DECIDED)
    tell_of_undoing(as_before)
    return {one.alert_id for one in again}


def fallen_of(alerts: Collection[int]) -> VerdictQuerySet:
    """The last that was meant of each of them that is open again."""
    reopened = Alert.objects.reopened().filter(pk__in=alerts)
    latest = Verdict.objects.meant().filter(alert__in=reopened).order_by("alert_id", "-pk").distinct("alert_id")
    found: VerdictQuerySet = latest.select_related("reopening", "alert__first", "alert__second")
    return found


def may_tell(fallen: Verdict) -> bool:
    return bool(fallen.material and fallen.reopening.changes) and not fallen.alert.is_merged
