"""What is asked for and nobody is active on: the gap map, a line for each gap."""

from dataclasses import replace

from projects.analysis import DIMENSIONS, MEASURES, Question, answer
from projects.filters import CountedFilter
from roundtables.gaps.asks import RECOMMENDATION
from roundtables.gaps.cells import GapMap, Heading, gap_map
from roundtables.gaps.lists import ANY
from roundtables.gaps.wording import Gap, gaps
from roundtables.models import Recommendation
from roundtables.pack.content import Column, Grid, Section, Several, Table, Text, Value
from roundtables.pack.desk import ACTIVE, Desk
from roundtables.pack.subject import meeting_name
from roundtables.pack.writers.shown import lines_of

ON_PAPER, NAMED = 40, 5


def gaps_of(desk: Desk) -> Section:
    language, say = desk.language, desk.language.say
    seen = mapped(desk)
    found, unnamed = gaps(seen), seen.total.unnamed
    title = say("gaps_title")
    if not found:
        return Section(title, (Text(say("gaps_none")),))
    columns = (
        Column(say("theme"), width=3.2),
        Column(say("countries"), width=2.4),
        Column(say("recommendations"), "number", 1.2),
        Column(say("needs"), "number", 0.8),
    )
    by = asked_in(found)
    rows = tuple(row(desk, gap, by) for gap in found)
    beyond = language.count("more_recommendations", len(rows) - ON_PAPER) if len(rows) > ON_PAPER else ""
    table = Table(say("sheet_gaps"), say("gaps_caption"), columns, rows, shown=ON_PAPER, beyond=beyond,
                  workbook=Grid((*columns, Column(say("recommendation"), width=5)), in_columns(rows)))  # fmt: skip
    said = [Text(language.count("gaps_unnamed", unnamed), "notice")] if unnamed else []
    return Section(title, (Text(say("gaps_text"), "notice"), *said, *desk.ended, table))


def mapped(desk: Desk) -> GapMap:
    """Of the countries and themes that this is about; what is done is what is planned or running."""
    narrowed = CountedFilter(desk.query_dict(**ACTIVE), user=desk.user)
    themes = replace(DIMENSIONS["theme"], column_limit=0)
    day = desk.day if desk.is_past else None
    question = Question(DIMENSIONS["country"], themes, MEASURES["budget"], as_of=day)
    return gap_map(answer(question, narrowed), "theme", desk.user, narrowed.cleaned, {})


def in_columns(rows: tuple[tuple[Value, ...], ...]) -> tuple[tuple[Value, ...], ...]:
    """Who asks apart from the theme."""
    return tuple((lines_of(theme)[0], *rest, Several(lines_of(theme)[1:])) for theme, *rest in rows)


def asked_in(found: list[Gap]) -> dict[int, Recommendation]:
    """The recommendations that are counted. One query."""
    wanted = {ask.pk for gap in found for ask in gap.asked if ask.kind == RECOMMENDATION}
    return Recommendation.objects.select_related("round_table").in_bulk(wanted)


def names_of(desk: Desk, gap: Gap, by: dict[int, Recommendation]) -> list[Value]:
    """As they may be of other meetings, and so stand nowhere else in the pack."""
    asked = [by[ask.pk] for ask in gap.asked if ask.kind == RECOMMENDATION]
    language, say = desk.language, desk.language.say
    found: list[Value] = [
        f"{say('number')} {one.number}, {meeting_name(one.round_table, language)}" for one in asked[:NAMED]
    ]
    return [*found, say("and_more", n=language.number(len(asked) - NAMED))] if len(asked) > NAMED else found


def country(desk: Desk, heading: Heading) -> str:
    if heading.key == ANY:
        return desk.language.say("any_country")
    return desk.language.name("country", heading.key, heading.label)


def silent(desk: Desk, gap: Gap) -> list[Value]:
    """How many active projects there name no theme, and so may be about it."""
    language = desk.language
    known = [(country(desk, heading), cell.unnamed) for heading, cell in gap.countries if cell.unnamed]
    if len(gap.countries) == 1:
        return [language.count("unnamed_n", number) for _, number in known]
    return [language.fact(name, language.count("unnamed_n", number)) for name, number in sorted(known)]


def row(desk: Desk, gap: Gap, by: dict[int, Recommendation]) -> tuple[Value, ...]:
    language, cell = desk.language, gap.countries[0][1]
    named = sorted(country(desk, heading) for heading, _ in gap.countries)
    theme = (
        language.say("any_theme") if gap.column.key == ANY else language.name("theme", gap.column.key, gap.column.label)
    )
    return (
        Several((theme, *names_of(desk, gap, by))),
        Several((language.joined(named), *silent(desk, gap))),
        cell.recommendations,
        cell.needs,
    )
