"""Money: what each partner gives, year by year, with no project counted twice; as graph and table."""

from collections.abc import Mapping
from decimal import Decimal

from partners.models import Partner
from projects.analysis import Table as Answer
from projects.analysis.dimensions import NONE, OTHERS
from projects.analysis.totals import NET
from projects.models import Project
from roundtables.pack.content import Block, Column, Section, Table, Text, Value
from roundtables.pack.desk import Desk

from .meeting import in_short
from .pictures import graph_of_years

BEFORE, AFTER = 3, 3  # years around that of the day
APART = (Project.Status.CANCELLED, Project.Status.SUSPENDED)


def money(desk: Desk) -> Section:
    language, say = desk.language, desk.language.say
    around = {"from_year": desk.day.year - BEFORE, "to_year": desk.day.year + AFTER}
    spread = desk.figures(rows="partner", columns="year", measure="budget", totals=NET, **around)
    by_status = desk.figures(rows="status", measure="budget", totals=NET)
    whole = Decimal(by_status.total.value or 0)
    said = [Text(say("money_text", amount=language.money(whole), projects=language.count("projects_n", by_status.total.projects)))]  # noqa: E501 # fmt: skip
    apart = [
        language.fact(language.choice("status", row.key), language.money(Decimal(cell.value or 0)))
        for row, _, cell in by_status.lines
        if row.key in APART and cell.value
    ]
    if apart:
        said.append(Text(say("money_apart", apart="; ".join(apart))))
    if not spread.total.value:
        return Section(say("money_title"), (*said, Text(say("money_none"))))
    first, last = around.values()
    blocks: list[Block] = [*said, graph_of_years(desk, spread), table(desk, spread, first, last)]
    return Section(say("money_title"), tuple(blocks))


def table(desk: Desk, spread: Answer, first: int, last: int) -> Table:
    say = desk.language.say
    years = [column for column in spread.columns if column.key.isdigit()]
    at = [spread.columns.index(column) for column in years]
    names = [column.label for column in years]
    columns = (
        Column(say("partner"), width=2.0),
        *(Column(name, "thousands") for name in names),
        Column(say("total"), "thousands", 1.1),
    )
    known = {one.code: one for one in Partner.objects.filter(kind=Partner.Kind.ORGANIZATION)}
    rows = []
    for member, cells, _ in spread.lines:
        values = [Decimal(cells[index].value or 0) for index in at]
        if any(values):
            rows.append(
                (giver(desk, known, member.key, member.label), *(value or None for value in values), sum(values))
            )
    totals = [Decimal(spread.column_totals[index].value or 0) for index in at]
    caption = say("money_caption", first=first, last=last)
    lines: tuple[tuple[Value, ...], ...] = tuple(rows)
    return Table(say("sheet_money"), caption, columns, lines, (say("total"), *totals, sum(totals)), shown=60)


def giver(desk: Desk, known: Mapping[str, Partner], code: str, name: str) -> str:
    if code in {NONE, OTHERS}:
        return desk.language.say("not_stated" if code == NONE else "others")
    organization = known.get(code)
    return in_short(desk, organization) if organization else desk.language.name("country", code, name)
