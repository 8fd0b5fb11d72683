"""What is to begin: activities with a date ahead."""

from django.db.models import Q, QuerySet

from partners.addresses import absolute
from projects.models import Activity, Project
from roundtables.pack.content import Column, Entered, Link, Section, Several, Table, Text, Value
from roundtables.pack.desk import Desk

from .meeting import in_short
from .who import cautions

ON_PAPER, IN_WORKBOOK = 25, 500


def coming(desk: Desk) -> Section:
    language, say = desk.language, desk.language.say
    found = activities(desk)
    number, rows = found.count(), found[:IN_WORKBOOK]
    title = say("coming_title")
    if not number:
        return Section(title, (Text(say("coming_none", day=language.day(desk.day))),))
    columns = (
        Column(say("from"), "day", 1.0),
        Column(say("until"), "day", 1.0),
        Column(say("activity"), width=3.4),
        Column(say("where"), width=1.6),
        Column(say("partner"), width=1.5),
    )
    beyond, cut = desk.rows_beyond("more_activities", number, paper=ON_PAPER, workbook=IN_WORKBOOK)
    table = Table(say("sheet_coming"), say("coming_caption", day=language.day(desk.day)), columns,
                  tuple(row(desk, one) for one in rows), shown=ON_PAPER, beyond=beyond, cut=cut)  # fmt: skip
    return Section(title, (Text(language.count("coming_text", number, day=language.day(desk.day))), table))


def activities(desk: Desk) -> QuerySet[Activity]:
    """Of the countries that this is about, where one is stated."""
    found = Activity.objects.filter(project__in=desk.projects.order_by().values("pk"), start__gte=desk.day)
    if countries := desk.subject.countries:
        here = Q(country__in=countries) | Q(country=None, place__country__in=countries)
        found = found.filter(here | Q(country=None, place=None))
    found = found.exclude(project__status=Project.Status.CANCELLED)
    return found.select_related("type", "place__country", "country", "beneficiary", "project__partner").order_by(
        "start", "pk"
    )


def row(desk: Desk, activity: Activity) -> tuple[Value, ...]:
    language, project = desk.language, activity.project
    kind = language.name("activity", activity.type_id, activity.type.name)
    said: list[Value] = [Entered(activity.description, project.language)] if activity.description else []
    body = [Entered(activity.beneficiary.name)] if activity.beneficiary else []
    link = Link(project.number, absolute(project.get_absolute_url()))
    return (
        activity.start,
        activity.end,
        Several((*(said or [kind]), *([kind] if said else []), *body, link, *cautions(desk, project))),
        place_of(desk, activity),
        in_short(desk, project.partner),
    )


def place_of(desk: Desk, activity: Activity) -> Value:
    country = activity.country or (activity.place.country if activity.place else None)
    if activity.place and country:
        return desk.language.place(activity.place.name, country.pk, country.name)
    if activity.place:
        return activity.place.name
    return desk.language.name("country", country.pk, country.name) if country else ""
