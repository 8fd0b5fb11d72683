"""The entries of the calendar, read in full: of the lines that were found, those that are shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch, QuerySet

from partners.models import Partner
from projects.models import Activity, Participation, Theme
from roundtables.models import RoundTable

from .finding import EVENT, KINDS, LONGEST, MEETING, TYPES, Key, Line
from .hints import Course

SHORT = 16  # characters of a name that fits a day of the month


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
    short: str = ""  # whose it is, in a word or two

    @property
    def kind_label(self) -> str:
        return KINDS[self.kind]


def read(lines: Iterable[Line]) -> Mapping[Key, Entry]:
    """In the order of the lines. The number of queries is the same for any number of them."""
    wanted = list(lines)
    meetings = [line.pk for line in wanted if line.is_meeting]
    activities = [line.pk for line in wanted if not line.is_meeting]
    rows: dict[Key, Any] = {}
    if meetings:
        rows |= {(True, one.pk): one for one in RoundTable.objects.filter(pk__in=meetings).select_related("country")}
    if activities:
        rows |= {(False, one.pk): one for one in with_project(Activity.objects.filter(pk__in=activities))}
    made: dict[Key, Entry] = {}
    for line in wanted:
        if row := rows.get(line.key):
            made[line.key] = of_meeting(row, line.changed_at) if line.is_meeting else entry_of(row)
    return made


def of_meeting(one: RoundTable, changed_at: datetime) -> Entry:
    return Entry(
        key=f"meeting-{one.pk}",
        kind=MEETING,
        title=f"{one.get_kind_display()}{f' {one.number}' if one.number else ''}"
        f"{f': {one.focus}' if one.focus else ''}",
        start=one.start,
        end=one.end,
        address=one.get_absolute_url(),
        where=f"{one.city}, {one.country}",
        who="",
        changed_at=changed_at,
        month_only=one.month_only,
        short=one.city,
    )


def with_project(activities: QuerySet[Activity]) -> QuerySet[Activity]:
    return activities.select_related(
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
        short=f"{in_short(one.project.partner)} · {one.project.number}",
    )


def in_short(partner: Partner) -> str:
    return partner.name if len(partner.name) <= SHORT else partner.code


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
