"""What the countries say they need, and what partners offer before there is a budget."""

from typing import Any

from django.db.models import Q, QuerySet

from partners.text import of_unit
from projects.models import Theme
from roundtables.models import Need, Offer
from roundtables.pack.content import Block, Column, Entered, Section, Several, Table, Text, Value
from roundtables.pack.desk import Desk

from .meeting import in_short

ON_PAPER, IN_WORKBOOK = 30, 300


def needs_and_offers(desk: Desk) -> Section:
    say = desk.language.say
    needed, offered = needs(desk), offers(desk)
    blocks: list[Block] = [
        table_of_needs(desk, needed) if needed.exists() else Text(say("needs_none")),
        table_of_offers(desk, offered) if offered.exists() else Text(say("offers_none")),
    ]
    return Section(say("needs_title"), tuple(blocks))


def needs(desk: Desk) -> QuerySet[Need]:
    found: QuerySet[Need] = Need.objects.visible_to(desk.user).open_on(desk.day)
    if countries := desk.subject.countries:
        found = found.filter(country__in=countries)
    if themes := concerned(desk):
        found = found.filter(theme__in=themes)
    found = found.select_related("country", "theme", "activity_type", "place", "beneficiary")
    return found.order_by("country__name", "theme", "pk")


def offers(desk: Desk) -> QuerySet[Offer]:
    """Those for these countries, or for any."""
    found: QuerySet[Offer] = Offer.objects.visible_to(desk.user).open_on(desk.day)
    if countries := desk.subject.countries:
        found = found.filter(Q(countries__in=countries) | Q(countries=None))
    if themes := concerned(desk):
        found = found.filter(themes__in=themes)
    found = found.select_related("partner").prefetch_related("themes", "countries", "activity_types").distinct()
    return found.order_by("partner__name", "pk")


def concerned(desk: Desk) -> list[str]:
    """The themes that this is about with all below them; empty: any."""
    if desk.subject.kind == "pillar":
        return list(Theme.objects.filter(pillars__contains=[desk.subject.key]).values_list("pk", flat=True))
    chosen = desk.subject.themes
    return list(Theme.objects.below(chosen).values_list("pk", flat=True)) if chosen else []


# -- Tables ------------------------------------------------------------------------------------------------------------
def table_of_needs(desk: Desk, found: QuerySet[Need]) -> Table:
    language, say = desk.language, desk.language.say
    columns = (
        Column(say("country"), width=1.5),
        Column(say("need"), width=3.6),
        Column(say("theme"), width=2.2),
        Column(say("how_much"), width=1.2),
        Column(say("from"), "day", 1.0),
    )
    rows = tuple(
        (
            language.name("country", one.country_id, one.country.name),
            Several((Entered(one.title, one.language), *kind_and_body(desk, one))),
            language.name("theme", one.theme_id, one.theme.name),
            quantity(desk, one),
            one.start,
        )
        for one in found[:IN_WORKBOOK]
    )
    beyond, cut = desk.rows_beyond("more_needs", found.count(), paper=ON_PAPER, workbook=IN_WORKBOOK)
    return Table(say("sheet_needs"), say("needs_caption"), columns, rows, shown=ON_PAPER, beyond=beyond, cut=cut)


def kind_and_body(desk: Desk, one: Need) -> list[Value]:
    found: list[Value] = []
    if one.activity_type:
        found.append(desk.language.name("activity", one.activity_type.pk, one.activity_type.name))
    if one.beneficiary:
        found.append(Entered(one.beneficiary.name))
    if one.place:
        found.append(one.place.name)
    return found


def table_of_offers(desk: Desk, found: QuerySet[Offer]) -> Table:
    language, say = desk.language, desk.language.say
    columns = (
        Column(say("partner"), width=1.6),
        Column(say("offer"), width=3.6),
        Column(say("themes"), width=2.2),
        Column(say("countries"), width=1.8),
        Column(say("from"), "day", 1.0),
    )
    rows = tuple(
        (
            in_short(desk, one.partner),
            Several((Entered(one.title, one.language), *filter(None, [quantity(desk, one)]))),
            language.joined([language.name("theme", theme.pk, theme.name) for theme in one.themes.all()], 3),
            language.joined([language.name("country", at.pk, at.name) for at in one.countries.all()], 4)
            or say("any_country"),
            one.start,
        )
        for one in found[:IN_WORKBOOK]
    )
    beyond, cut = desk.rows_beyond("more_offers", found.count(), paper=ON_PAPER, workbook=IN_WORKBOOK)
    return Table(say("sheet_offers"), say("offers_caption"), columns, rows, shown=ON_PAPER, beyond=beyond, cut=cut)


def quantity(desk: Desk, one: Any) -> str:
    if one.quantity is None:
        return ""
    return f"{desk.language.number(round(one.quantity))} {of_unit(one.unit, round(one.quantity))}".strip()
