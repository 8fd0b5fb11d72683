"""What stands in the calendar between two days."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce

from partners.models import User
from projects.models import Activity, Participation, Project, Recipient, Theme
from roundtables.models import Recommendation, RoundTable

from .hints import MISSION, TRAINING, Course

MEETING, EVENT = "meeting", "event"
KINDS = {
    MEETING: "Meetings of the initiative",
    TRAINING: "Trainings and study visits",
    MISSION: "Missions",
    EVENT: "Meetings and networks of projects",
}
TYPES = {"A01": TRAINING, "A02": TRAINING, "A04": TRAINING, "A12": EVENT, "A17": MISSION}
LONGEST = timedelta(days=62)  # what lasts longer stands on the day on which it begins


@dataclass(frozen=True, slots=True)
class Entry:
    key: str  # the same in every answer
    kind: str
    title: str
    start: date
    end: date
    address: str
    where: str
    who: str
    changed_at: datetime
    month_only: bool = False
    is_long: bool = False
    until: date | None = None  # of what is long
    course: Course | None = None
    project: str = ""  # its number, and its title where the entry has another one

    @property
    def kind_label(self) -> str:
        return KINDS[self.kind]


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters, as they were understood."""

    country: str = ""
    theme: str = ""
    partner: str = ""
    kind: str = ""


def entries(user: User, asked: Asked, first: date, last: date) -> list[Entry]:
    """In the order of days. The number of queries is the same for any number of them."""
    found = [*meetings(user, asked, first, last), *activities(user, asked, first, last)]
    return sorted(found, key=lambda one: (one.start, one.kind != MEETING, one.title, one.key))


# -- Meetings ----------------------------------------------------------------------------------------------------------
def meetings(user: User, asked: Asked, first: date, last: date) -> list[Entry]:
    if asked.kind not in {"", MEETING}:
        return []
    found = RoundTable.objects.visible_to(user).filter(start__lte=last, end__gte=first)
    if asked.country:
        found = found.filter(country=asked.country)
    if asked.partner:
        found = found.filter(participants__code=asked.partner)
    if asked.theme:
        on = Recommendation.objects.filter(round_table=OuterRef("pk"), themes__in=Theme.objects.below([asked.theme]))
        found = found.filter(Exists(on))
    return [
        Entry(
            key=f"meeting-{one.pk}",
            kind=MEETING,
            title=f"{one.get_kind_display()}{f' {one.number}' if one.number else ''}"
            f"{f': {one.focus}' if one.focus else ''}",
            start=one.start,
            end=one.end,
            address=one.get_absolute_url(),
            where=f"{one.city}, {one.country}",
            who="",
            changed_at=one.created_at,
            month_only=one.month_only,
        )
        for one in found.select_related("country")
    ]


# -- Activities of projects --------------------------------------------------------------------------------------------
def activities(user: User, asked: Asked, first: date, last: date) -> list[Entry]:
    types = [code for code, kind in TYPES.items() if asked.kind in {"", kind}]
    if not types:
        return []
    return [entry_of(one) for one in chosen(user, asked, types, first, last)]


def chosen(user: User, asked: Asked, types: list[str], first: date, last: date) -> QuerySet[Activity]:
    """With dates, of projects that are neither drafts nor cancelled; what is long only where it begins."""
    projects = Project.objects.visible_to(user).published().exclude(status=Project.Status.CANCELLED)
    if asked.partner:
        projects = projects.filter(Q(partner__code=asked.partner) | Q(contributions__partner__code=asked.partner))
    if asked.theme:
        on = Project.themes.through.objects.filter(project=OuterRef("pk"), theme__in=Theme.objects.below([asked.theme]))
        projects = projects.filter(Exists(on))
    ends = Coalesce("end", "start")
    found = Activity.objects.filter(type__in=types, start__lte=last, start__gte=first - LONGEST)
    found = found.annotate(ends=ends).filter(
        Q(start__gte=first) | Q(ends__gte=first, ends__lte=F("start") + LONGEST), project__in=projects.order_by()
    )
    if asked.country:
        of_project = Recipient.objects.filter(project=OuterRef("project"), country=asked.country)
        unsaid = Q(country=None, place=None)
        found = found.filter(
            Q(country=asked.country) | Q(place__country=asked.country) | unsaid & Q(Exists(of_project))
        )
    return found.select_related(
        "type", "country", "place__country", "beneficiary", "project__partner"
    ).prefetch_related(
        Prefetch("project__countries"),
        Prefetch("project__themes", Theme.objects.select_related("parent")),
        Prefetch(
            "project__participations",
            Participation.objects.filter(role=Participation.Role.BENEFICIARY).select_related("organization"),
            to_attr="beneficiaries",
        ),
    )


def entry_of(one: Activity) -> Entry:
    end = one.end or one.start
    is_long = end - one.start > LONGEST  # type: ignore[operator]
    countries = [one.country or (one.place and one.place.country)]
    if countries == [None]:
        countries = list(one.project.countries.all())
    where = str(one.place) if one.place else ", ".join(str(country) for country in countries)
    return Entry(
        key=f"activity-{one.pk}",
        kind=TYPES[one.type_id],
        title=one.description or one.project.title,
        project=f"{one.project.number} {one.project.title}" if one.description else one.project.number,
        start=one.start,  # type: ignore[arg-type]
        end=one.start if is_long else end,  # type: ignore[arg-type]
        address=one.project.get_absolute_url(),
        where=where,
        who=str(one.project.partner),
        changed_at=one.project.updated_at,
        is_long=is_long,
        until=end if is_long else None,
        course=None if is_long else course_of(one, countries),
    )


def course_of(one: Activity, countries: list[Any]) -> Course | None:
    """What hints are made of: a body is known where one alone is named."""
    bodies = [one.beneficiary] if one.beneficiary else [part.organization for part in one.project.beneficiaries]  # type: ignore[attr-defined]
    body = bodies[0] if len(bodies) == 1 else None
    if TYPES[one.type_id] == EVENT:
        return None
    return Course(
        pk=one.pk,
        kind=TYPES[one.type_id],
        project=one.project_id,
        partner=str(one.project.partner),
        start=one.start,  # type: ignore[arg-type]
        end=one.end or one.start,  # type: ignore[arg-type]
        country=str(countries[0]) if len(countries) == 1 else "",
        body=str(body) if body else "",
        body_kind=body.get_kind_display() if body and body.kind else "",
        themes=frozenset(str(theme.parent or theme) for theme in one.project.themes.all()),
    )
