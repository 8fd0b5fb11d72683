"""What kept packs of everybody say that not everybody may know any more."""

from datetime import datetime
from typing import Any

from partners.models import User
from projects.filters import ProjectFilter
from projects.models import Project
from roundtables.models import MeetingDocument

from .desk import query_of
from .making import AUDIENCES, EVERYBODY
from .subject import Subject


def restricted_since(subject: Subject, user: User, kept: list[MeetingDocument]) -> dict[int, list[Project]]:
    """By kept pack of everybody: projects that everybody saw when it was made, and not everybody sees now."""
    packs = [one for one in kept if one.visibility == AUDIENCES[EVERYBODY]]
    found: Any = ProjectFilter(query_of(subject), user=user).qs.order_by() if packs else Project.objects.none()
    hidden = {one.pk: one for one in found.exclude(pk__in=Project.objects.open().values("pk"))}
    recorded: Any = Project.pgh_event_model  # type: ignore[attr-defined]
    events = recorded.objects.filter(pgh_obj__in=list(hidden)).order_by("pgh_id")
    opened: dict[int, datetime] = {}
    closed: dict[int, datetime] = {}
    for pk, at, visibility, published in events.values_list("pgh_obj", "pgh_created_at", "visibility", "published_at"):
        if visibility == Project.Visibility.ALL_PARTNERS and published:
            opened.setdefault(pk, at)
            closed.pop(pk, None)
        elif pk in opened:
            closed.setdefault(pk, at)
    return {one.pk: [hidden[pk] for pk, at in closed.items() if opened[pk] < one.uploaded_at < at] for one in packs}
