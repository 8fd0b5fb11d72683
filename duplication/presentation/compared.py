"""Evidence of a time when the person could not see both projects: of what is compared no more it is never made anew."""

from collections.abc import Collection, Mapping
from typing import Any, cast

from duplication.models import Alert
from partners.models import User
from projects.history.periods import could_read

from .sides import Side


def compared_unseen(alerts: Collection[Alert], sides: Mapping[int, Side], user: User) -> set[int]:
    """Numbers of the alerts, withdrawn ones and those on what was merged, that were compared last while one of the two
    was closed to the person. Two queries where there are such alerts.
    """
    resting = [one for one in alerts if one.withdrawn_at or any(sides[pk].kept_id for pk in pair(one))]
    if not resting or user.sees_everything:
        return set()
    events: Any = cast(Any, Alert).pgh_event_model.objects.filter(pgh_obj__in=resting, withdrawn_at=None)
    last = events.order_by("pgh_obj", "-pgh_id").distinct("pgh_obj").values_list("pgh_obj", "checked_at")
    at = {one.pk: one.checked_at for one in resting} | dict(last)
    seen = could_read({(pk, at[one.pk]) for one in resting for pk in pair(one)}, user)
    return {one.pk for one in resting if not {(pk, at[one.pk]) for pk in pair(one)} <= seen}


def pair(alert: Alert) -> tuple[int, int]:
    return alert.first_id, alert.second_id
