"""What is asked for and nobody is active on: the gap map, a line for each gap."""

from dataclasses import replace

from projects.analysis import DIMENSIONS, MEASURES, Question, answer
from projects.filters import CountedFilter
from roundtables.gaps.cells import GapMap, gap_map
from roundtables.gaps.lists import ANY
from roundtables.gaps.wording import Gap, gaps
from roundtables.pack.content import Column, Section, Table, Text, Value
from roundtables.pack.desk import ACTIVE, Desk

ON_PAPER = 40


def gaps_of(desk: Desk) -> Section:
    language, say = desk.language, desk.language.say
    found = gaps(mapped(desk))
    title = say("gaps_title")
    if not found:
        return Section(title, (Text(say("gaps_none")),))
    columns = (
        Column(say("theme"), width=2.2),
        Column(say("countries"), width=3.2),
        Column(say("recommendations"), "number", 1.2),
        Column(say("needs"), "number", 0.8),
    )
    rows = tuple(row(desk, gap) for gap in found)
    beyond = language.count("more_recommendations", len(rows) - ON_PAPER) if len(rows) > ON_PAPER else ""
    table = Table(say("sheet_gaps"), say("gaps_caption"), columns, rows, shown=ON_PAPER, beyond=beyond)
    return Section(title, (Text(say("gaps_text"), "notice"), table))


def mapped(desk: Desk) -> GapMap:
    """Of the countries and themes that this is about; what is done is what is planned or running."""
    narrowed = CountedFilter(desk.query_dict(status=list(ACTIVE)), user=desk.user)
    themes = replace(DIMENSIONS["theme"], column_limit=0)
    day = desk.day if desk.is_past else None
    question = Question(DIMENSIONS["country"], themes, MEASURES["budget"], as_of=day)
    return gap_map(answer(question, narrowed), "theme", desk.user, narrowed.cleaned, {})


def row(desk: Desk, gap: Gap) -> tuple[Value, ...]:
    language, cell = desk.language, gap.countries[0][1]
    named = sorted(
        language.say("any_country") if heading.key == ANY else language.name("country", heading.key, heading.label)
        for heading, _ in gap.countries
    )
    theme = (
        language.say("any_theme") if gap.column.key == ANY else language.name("theme", gap.column.key, gap.column.label)
    )
    return theme, language.joined(named), cell.recommendations, cell.needs
