"""Which earlier versions of a document a person gets: those that counted while the person could have seen them.

A document that was for the own partner only, or whose project was a draft, may have been put right before it was shown
to others: what it held until then stays where it was.
"""

from datetime import datetime
from typing import Any

from partners.models import User
from projects.history.events import Period
from projects.history.periods import seen_periods
from projects.models import AbstractDocument, AbstractVersion, Document


def versions_seen(document: AbstractDocument, user: User, *, may_edit: bool) -> list[AbstractVersion]:
    """The latest first. `may_edit` and those who see everything get all."""
    versions = list(document.versions.select_related("uploaded_by").order_by("-version"))
    if not versions or may_edit or user.sees_everything:
        return versions
    if not document.shows_earlier_versions:
        return []
    periods = periods_of(document, user)
    if periods is None:
        return versions
    replaced = [document.uploaded_at, *(version.uploaded_at for version in versions)]
    return [
        version
        for version, until in zip(versions, replaced, strict=False)
        if any(start < until and (end is None or end > version.uploaded_at) for start, end in periods)
    ]


def periods_of(document: AbstractDocument, user: User) -> list[Period] | None:
    """When the person could see the document's page; None: always."""
    periods = None
    if isinstance(document, Document):
        if document.project.partner_id in user.own_partners:
            return None
        periods = seen_periods(document.project, user)
    opened = opened_at(document)
    if opened is None:
        return periods
    if periods is None:
        return [(opened, None)]
    return [(max(start, opened), end) for start, end in periods if end is None or end > opened]


def opened_at(document: AbstractDocument) -> datetime | None:
    """Since when it is no longer restricted; None when it never was."""
    events: Any = type(document).pgh_event_model.objects.filter(pgh_obj_id=document.pk)  # type: ignore[attr-defined]
    closed = events.filter(visibility=document.Visibility.RESTRICTED).order_by("-pgh_id").first()
    later = events.filter(pgh_id__gt=closed.pgh_id).order_by("pgh_id").first() if closed else None
    return later.pgh_created_at if later else None
