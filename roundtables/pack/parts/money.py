"""Money: what each partner gives, year by year, with no project counted twice; as graph and table.

Of the budget of a project in several countries only the part of those that the pack is about, as on their sheets.
"""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal

from partners.models import Partner
from projects.analysis import Table as Answer
from projects.analysis.dimensions import NONE, OTHERS
from projects.analysis.totals import NET
from projects.models import Project
from roundtables.pack.content import Column, Section, Table, Text, Value
from roundtables.pack.desk import Desk

from .meeting import in_short
from .pictures import graph_of_years

BEFORE, AFTER = 3, 3  # years around that of the day
APART = (Project.Status.CANCELLED, Project.Status.SUSPENDED)
Years = dict[int, Decimal]


def money(desk: Desk) -> Section:
    language, say = desk.language, desk.language.say
    by_status = own_part(desk, desk.net_by_status)
    said = [
        Text(
            say(
                "money_text",
                amount=language.money(sum(by_status.values(), Decimal(0))),
                projects=language.count("projects_n", desk.net_by_status.total.projects),
            )
        )
    ]
    apart = [
        language.fact(language.choice("status", status.value), language.money(by_status[status.value]))
        for status in APART
        if by_status.get(status.value)
    ]
    if apart:
        said.append(Text(say("money_apart", apart="; ".join(apart))))
    given = by_giver(desk)
    if not given:
        return Section(say("money_title"), (*said, Text(say("money_none"))))
    totals = {year: sum((years[year] for years in given.values()), Decimal(0)) for year in years_of(desk)}
    return Section(say("money_title"), (*said, graph_of_years(desk, totals), table(desk, given, totals)))


def own_part(desk: Desk, found: Answer) -> dict[str, Decimal]:
    """By row: of what belongs to the countries, or to the pillar, of the pack; the rest of the projects is others'."""
    own = desk.subject.own
    if not own:
        return {row.key: Decimal(total.value or 0) for row, _, total in found.lines}
    at = [index for index, column in enumerate(found.columns) if column.key in own]
    return {row.key: sum((Decimal(cells[one].value or 0) for one in at), Decimal(0)) for row, cells, _ in found.lines}


def years_of(desk: Desk) -> range:
    return range(desk.day.year - BEFORE, desk.day.year + AFTER + 1)


def by_giver(desk: Desk) -> dict[str, Years]:
    """By name, those who give most first: a question to the register for each of the years."""
    known = {one.code: one for one in Partner.objects.filter(kind=Partner.Kind.ORGANIZATION)}
    given: dict[str, Years] = defaultdict(lambda: dict.fromkeys(years_of(desk), Decimal(0)))
    for year in years_of(desk):
        found = desk.figures(rows="partner", columns=desk.subject.divided_by, measure="budget", totals=NET, year=year)
        labels = {row.key: row.label for row in found.rows}
        for code, amount in own_part(desk, found).items():
            if amount:
                given[giver(desk, known, code, labels[code])][year] += amount
    return dict(sorted(given.items(), key=lambda one: -sum(one[1].values())))


def giver(desk: Desk, known: Mapping[str, Partner], code: str, name: str) -> str:
    if code in {NONE, OTHERS}:
        return desk.language.say("not_stated" if code == NONE else "others")
    organization = known.get(code)
    return in_short(desk, organization) if organization else desk.language.name("country", code, name)


def table(desk: Desk, given: Mapping[str, Years], totals: Years) -> Table:
    say = desk.language.say
    columns = (
        Column(say("partner"), width=2.0),
        *(Column(str(year), "thousands") for year in totals),
        Column(say("total"), "thousands", 1.1),
    )
    rows: list[tuple[Value, ...]] = [
        (name, *(amount or None for amount in years.values()), sum(years.values(), Decimal(0)))
        for name, years in given.items()
    ]
    caption = say("money_caption", first=min(totals), last=max(totals))
    last: tuple[Value, ...] = (say("total"), *totals.values(), sum(totals.values(), Decimal(0)))
    return Table(say("sheet_money"), caption, columns, tuple(rows), last, shown=60)
