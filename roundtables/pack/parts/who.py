"""Who does what: projects planned or running, theme by theme and partner by partner."""

from decimal import Decimal
from typing import Any

import numpy as np

from partners.addresses import absolute
from partners.text import fold
from projects.analysis import DIMENSIONS
from projects.analysis.columns import members_of, source_of
from projects.analysis.dimensions import NONE, Scope
from projects.analysis.entities import CONTRIBUTIONS
from projects.models import Project, Theme
from roundtables.pack.content import Block, Column, Entered, Grid, Link, Section, Several, Table, Text, Value
from roundtables.pack.desk import ACTIVE, Desk

from .meeting import in_short

ON_PAPER, IN_WORKBOOK = 12, 300  # projects of each theme, those with the most money first
COUNTRIES = 4  # named of one project


def who_does_what(desk: Desk) -> Section:
    language, say = desk.language, desk.language.say
    themes = list(Theme.objects.filter(parent__isnull=True).order_by("code"))
    listed = projects_by_theme(desk)
    counted = summary(desk, themes)
    sections = []
    for theme in themes:
        if (found := listed.get(theme.pk)) and wanted(desk, theme):
            sections.append(of_theme(desk, theme, found, counted[theme.pk]))
    uncovered = [theme_name(desk, theme) for theme in themes if theme.pk not in listed and wanted(desk, theme)]
    said: list[Block] = [Text(say("who_text")), *desk.ended, overview(desk, themes, counted)]
    if uncovered:
        said.append(Text(language.fact(say("themes_without"), language.joined(uncovered)), "notice"))
    return Section(say("who_title"), tuple(said), tuple(sections))


def wanted(desk: Desk, theme: Theme) -> bool:
    """What a project does besides on other themes is not on this table."""
    return not desk.subject.themes or theme.pk in desk.subject.themes


def theme_name(desk: Desk, theme: Theme) -> str:
    return desk.language.name("theme", theme.pk, theme.name)


# -- In figures --------------------------------------------------------------------------------------------------------
def summary(desk: Desk, themes: list[Theme]) -> dict[str, tuple[int, int, int]]:
    """By theme: partners, projects planned, projects running; each project once in each of its themes."""
    by_status = desk.figures(rows="theme", columns="status", **ACTIVE)
    found: dict[str, tuple[int, int, int]] = {theme.pk: (0, 0, 0) for theme in themes}
    partners = {
        row.key: int(cell.value or 0) for row, _, cell in desk.figures(rows="theme", measure="partners", **ACTIVE).lines
    }
    for row, cells, _ in by_status.lines:
        planned = running = 0
        for column, cell in zip(by_status.columns, cells, strict=True):
            if column.key == Project.Status.PIPELINE:
                planned += cell.projects
            else:
                running += cell.projects
        if row.key in found:
            found[row.key] = (partners.get(row.key, 0), planned, running)
    return found


def overview(desk: Desk, themes: list[Theme], counted: dict[str, tuple[int, int, int]]) -> Table:
    say = desk.language.say
    columns = (
        Column(say("theme"), width=4),
        Column(say("partners"), "number"),
        Column(say("planned"), "number"),
        Column(say("running"), "number"),
    )
    rows = tuple(
        (Link(theme_name(desk, theme), desk.register(theme=theme.pk, **ACTIVE)), *counted[theme.pk])
        for theme in themes
        if wanted(desk, theme)
    )
    return Table(say("sheet_themes"), say("themes_caption"), columns, rows)


# -- One by one --------------------------------------------------------------------------------------------------------
def projects_by_theme(desk: Desk) -> dict[str, list[Project]]:
    """Of each main theme the projects with the most money, the largest first."""
    chosen = largest(desk)
    wanted = {pk for found in chosen.values() for pk in found}
    whole = Project.objects.select_related("partner").prefetch_related("countries", "contributions__partner")
    projects = whole.in_bulk(wanted)
    return {theme: [projects[pk] for pk in found] for theme, found in chosen.items()}


def budget(project: Project) -> Decimal | None:
    """Asked of the database for each of a thousand projects of a past day it takes minutes."""
    known = [one.usd for one in project.contributions.all() if one.usd is not None]
    return sum(known, Decimal(0)) if known else None


def largest(desk: Desk) -> dict[str, list[int]]:
    """From the columns of which graphs are counted: of a past day the database would take minutes to rank them."""
    source = source_of(desk.active)
    if source is None:
        return {}
    read = source.read({"themes": members_of(DIMENSIONS["theme"], Scope()), "money": CONTRIBUTIONS})
    themes, money = read["themes"], read["money"]
    cents = np.bincount(money.at, money.numbers["cents"], source.ids.size)
    is_known = np.bincount(money.at, minlength=source.ids.size) > 0
    first = np.lexsort((source.ids, -cents, ~is_known))
    names, codes = themes.keys["key"]
    found = {}
    for code, name in enumerate(names):
        within = np.zeros(source.ids.size, dtype=bool)
        within[themes.at[codes == code]] = True  # on two sub-themes it has one place
        found[name] = source.ids[first[within[first]][:IN_WORKBOOK]].tolist()
    return {name: pks for name, pks in sorted(found.items()) if name != NONE}


def of_theme(desk: Desk, theme: Theme, projects: list[Project], counted: tuple[int, int, int]) -> Section:
    language, say = desk.language, desk.language.say
    name = theme_name(desk, theme)
    partners, planned, running = counted
    first, rest = projects[:ON_PAPER], projects[ON_PAPER:]
    ordered = [*sorted(first, key=lambda one: (fold(in_short(desk, one.partner)), one.number)), *rest]
    hidden = planned + running - len(first)
    beyond = language.count("projects_beyond", hidden, first=len(first)) if hidden > 0 else ""
    table = Table(
        say("sheet_projects"),
        say("projects_caption", theme=name),
        columns(desk),
        tuple(row(desk, project) for project in ordered),
        shown=ON_PAPER,
        beyond=beyond,
        part=name,
        part_label=say("theme"),
        workbook=grid(desk, ordered),
    )
    said = Text(
        language.joined(
            [language.count("partners_n", partners), language.count("planned_n", planned),
             language.count("running_n", running)]
        ) + "."
    )  # fmt: skip
    return Section(name, (said, table))


def columns(desk: Desk) -> tuple[Column, ...]:
    say = desk.language.say
    return (
        Column(say("partner"), width=1.5),
        Column(say("project"), width=3.8),
        Column(say("countries"), width=1.6),
        Column(say("years"), width=1.0),
        Column(say("status"), width=0.9),
        Column(say("budget"), "money", 1.1),
    )


def row(desk: Desk, project: Any) -> tuple[Value, ...]:
    language = desk.language
    countries = [language.name("country", one.pk, one.name) for one in project.countries.all()]
    return (
        Several((in_short(desk, project.partner), *co_funders(desk, project))),
        marked(desk, project),
        language.joined(countries, COUNTRIES),
        project.years,
        language.choice("status", project.status, project.get_status_display()),
        budget(project),
    )


def grid(desk: Desk, projects: list[Project]) -> Grid:
    """One thing a column: titles repeat, numbers do not, and years can be reckoned with."""
    say = desk.language.say
    partner, project, countries, _, status, money = columns(desk)
    number = Column(say("reference"), width=1.4)
    years = (Column(say("first_year"), "year"), Column(say("last_year"), "year"))
    rows = []
    for one in projects:
        who, title, where, _, state, usd = row(desk, one)
        link = Link(one.number, absolute(one.get_absolute_url()))
        start, end = (day.year if day else None for day in (one.start, one.end))
        rows.append((who, title, link, where, start, end, state, usd))
    return Grid((partner, project, number, countries, *years, status, money), tuple(rows))


def co_funders(desk: Desk, project: Project) -> list[Value]:
    """Who pays besides the partner that leads it."""
    others = {one.partner for one in project.contributions.all() if one.partner_id != project.partner_id}
    if not others:
        return []
    names = sorted((in_short(desk, one) for one in others), key=fold)
    return [desk.language.fact(desk.language.say("with"), desk.language.joined(names))]


def marked(desk: Desk, project: Project) -> Value:
    """With what must be known before the pack is handed on: that not everybody may know of it, that it has ended."""
    return Several((named(project), *cautions(desk, project)))


def cautions(desk: Desk, project: Project) -> list[Value]:
    say = desk.language.say
    found: list[Value] = [] if project.is_for_all else [say(f"visibility_{project.visibility}")]
    return [*found, say("end_has_passed")] if project.is_overdue else found


def named(project: Project) -> Link:
    """Its title, which leads to its page."""
    return Link(Entered(project.title, project.language), absolute(project.get_absolute_url()))
