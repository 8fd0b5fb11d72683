"""What the page of an alert shows of the two projects: as far as the person may see them."""

from dataclasses import dataclass
from typing import Any

from duplication.models import Assignment
from partners.models import User
from projects.history import Filter, Page, saves

from .alerts import AlertView
from .picture import places_of, times_of
from .side_by_side import rows_of
from .sides import Side
from .waterfall import waterfall

PROPER = Filter(without="relation")
CHANGES = 5  # saves of each project since the alert was raised; its own history shows the rest


@dataclass(frozen=True, slots=True)
class Since:
    """What was changed in one of the two since the alert was raised."""

    side: Side
    page: Page


def shown(view: AlertView, user: User) -> dict[str, Any]:
    """For the template. Of a hidden project nothing but what `rows_of` tells of it; of an opened one
    what it says today, not what it said. Relations are left out: verdicts make and remove them."""
    first, second = view.first.project, view.second.project
    raised = view.alert.raised_at
    seen = [(side, side.project) for side in view.sides if side.project and not side.is_opened]
    context: dict[str, Any] = {
        "rows": rows_of(view, user),
        "changes": [Since(side, saves(project, user, PROPER, since=raised, limit=CHANGES)) for side, project in seen],
    }
    if user.is_coordinator:
        held = Assignment.objects.filter(alert=view.alert).select_related("coordinator").first()
        context |= {"seen_to_by": held and held.coordinator, "coordinators": User.objects.coordinators()}
    if first and second and view.weight is not None:
        context["fall"] = waterfall(view.evidence, view.weight)
    if first and second and not view.closed:
        context |= {
            "places": places_of(first, second),
            "times": times_of(first, second),
        }
    return context
