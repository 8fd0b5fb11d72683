"""Which meetings and activities stand in the calendar between two days: their days, and no more of each than to order
and count them.
"""

from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.apps import apps
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from partners.models import User
from projects.models import Activity, Project, Recipient, Theme
from roundtables.models import Recommendation, RoundTable

from .hints import MISSION, TRAINING

MEETING, EVENT = "meeting", "event"
KINDS = {
    MEETING: "Meetings of the initiative",
    TRAINING: "Trainings and study visits",
    MISSION: "Missions",
    EVENT: "Meetings and networks of projects",
}
TYPES = {"A01": TRAINING, "A02": TRAINING, "A04": TRAINING, "A12": EVENT, "A17": MISSION}
LONGEST = timedelta(days=62)  # what lasts longer stands on the day on which it begins

Key = tuple[bool, int]


class Asked(NamedTuple):
    """The filters, as they were understood."""

    country: str = ""
    theme: str = ""
    partner: str = ""
    kind: str = ""


class Line(NamedTuple):
    """`end` is the last day on which it stands."""

    start: date
    end: date
    is_meeting: bool
    pk: int
    kind: str
    changed_at: datetime
    month_only: bool = False

    @property
    def key(self) -> Key:
        return self.is_meeting, self.pk


def found(user: User, asked: Asked, first: date, last: date, most: int | None = None) -> list[Line]:
    """In the order of days, a meeting before what else is on its day; `most`: so many of the first, or of
    the last if it is below nought. Two queries.
    """
    lines = [*meetings(user, asked, first, last), *activities(user, asked, first, last, most)]
    lines.sort(key=lambda one: (one.start, not one.is_meeting, one.pk))
    return lines[most:] if most and most < 0 else lines[:most]


# -- Meetings ----------------------------------------------------------------------------------------------------------
def meetings(user: User, asked: Asked, first: date, last: date) -> list[Line]:
    if asked.kind not in {"", MEETING}:
        return []
    chosen = RoundTable.objects.visible_to(user).filter(start__lte=last, end__gte=first)
    if asked.country:
        chosen = chosen.filter(country=asked.country)
    if asked.partner:
        chosen = chosen.filter(participants__code=asked.partner)
    if asked.theme:
        on = Recommendation.objects.filter(round_table=OuterRef("pk"), themes__in=Theme.objects.below([asked.theme]))
        chosen = chosen.filter(Exists(on))
    events = apps.get_model("roundtables", "RoundTableEvent")._default_manager.filter(pgh_obj=OuterRef("pk"))
    changed = Coalesce(Subquery(events.order_by("-pgh_id").values("pgh_created_at")[:1]), "created_at")
    rows = chosen.order_by("start", "pk").values_list("start", "end", "pk", changed, "month_only")
    return [Line(start, end, True, pk, MEETING, at, month_only) for start, end, pk, at, month_only in rows]


# -- Activities of projects --------------------------------------------------------------------------------------------
def activities(user: User, asked: Asked, first: date, last: date, most: int | None = None) -> list[Line]:
    types = [code for code, kind in TYPES.items() if asked.kind in {"", kind}]
    if not types:
        return []
    order = ("start", "pk") if most is None or most > 0 else ("-start", "-pk")
    rows: Any = chosen(user, asked, types, first, last).order_by(*order)[: most and abs(most)]
    lines = []
    for start, ended, pk, kind, at in rows.values_list("start", "end", "pk", "type", "project__updated_at"):
        end = ended or start
        lines.append(Line(start, start if end - start > LONGEST else end, False, pk, TYPES[kind], at))
    return lines


def chosen(user: User, asked: Asked, types: list[str], first: date, last: date) -> QuerySet[Activity]:
    """With dates, of projects that are neither drafts nor cancelled; what is long only where it begins."""
    projects = Project.objects.visible_to(user).published().exclude(status=Project.Status.CANCELLED)
    if asked.partner:
        projects = projects.filter(Q(partner__code=asked.partner) | Q(contributions__partner__code=asked.partner))
    if asked.theme:
        on = Project.themes.through.objects.filter(project=OuterRef("pk"), theme__in=Theme.objects.below([asked.theme]))
        projects = projects.filter(Exists(on))
    ends = Coalesce("end", "start")
    standing = Activity.objects.filter(type__in=types, start__lte=last, start__gte=first - LONGEST)
    standing = standing.annotate(ends=ends).filter(
        Q(start__gte=first) | Q(ends__gte=first, ends__lte=F("start") + LONGEST), project__in=projects.order_by()
    )
    if asked.country:
        of_project = Recipient.objects.filter(project=OuterRef("project"), country=asked.country)
        unsaid = Q(country=None, place=None)
        standing = standing.filter(
            Q(country=asked.country) | Q(place__country=asked.country) | unsaid & Q(Exists(of_project))
        )
    return standing
