"""Open overlaps, and what each side says of them, as far as the reader may know it."""

from collections.abc import Sequence

from django.utils import timezone

from duplication.presentation.alerts import AlertView, present
from duplication.presentation.sides import Side
from duplication.presentation.statements import in_force
from partners.addresses import absolute
from roundtables.pack.content import Column, Entered, Grid, Link, Section, Several, Table, Text, Value
from roundtables.pack.desk import Desk

from .meeting import in_short
from .who import cautions

ON_PAPER, IN_WORKBOOK = 25, 300


def overlaps(desk: Desk) -> Section:
    language, say = desk.language, desk.language.say
    title = say("overlaps_title")
    if desk.is_past:
        return Section(title, (Text(say("overlaps_past"), "notice"),))
    number = desk.number_of_alerts
    if not number:
        return Section(title, (Text(say("overlaps_none")),))
    views = present(desk.open_alerts[:IN_WORKBOOK], desk.user)
    said = [Text(language.count("overlaps_text", number))]
    if not all(view.is_heard for view in views):
        said.append(Text(say("overlaps_private"), "soft"))
    columns = (
        Column(say("overlap"), width=1.5),
        Column(say("first_project"), width=2.6),
        Column(say("second_project"), width=2.6),
        Column(say("since"), "day", 1.0),
    )
    rows = tuple(row(desk, view) for view in views)
    beyond, cut = desk.rows_beyond("more_overlaps", number, paper=ON_PAPER, workbook=IN_WORKBOOK)
    table = Table(say("sheet_overlaps"), say("overlaps_caption"), columns, rows, shown=ON_PAPER, beyond=beyond, cut=cut,
                  workbook=grid(desk, views))  # fmt: skip
    return Section(title, (*said, table))


def grid(desk: Desk, views: Sequence[AlertView]) -> Grid:
    """Each side by its title, partner, number and what it says."""
    say = desk.language.say
    sides = [(say("first_project"), "first"), (say("second_project"), "second")]
    columns = [Column(say("overlap"), width=2), Column(say("since"), "day")]
    for label, _ in sides:
        columns += [Column(label, width=4), Column(f"{label}: {say('partner')}", width=1.5)]
        columns += [Column(f"{label}: {say('number')}"), Column(f"{label}: {say('says')}", width=4)]
    rows = []
    for view in views:
        kind, day = desk.language.choice("alert", view.alert.kind, view.kind), timezone.localdate(view.alert.raised_at)
        cells: list[Value] = [kind, day]
        for _, name in sides:
            one: Side = getattr(view, name)
            if one.project is None:
                cells += [side(desk, view, one), None, None, None]
                continue
            said = positions(desk, view, one) if view.is_heard else []
            title = Several((one.project.title, *cautions(desk, one.project)))
            cells += [title, in_short(desk, one.project.partner), one.number, Several(tuple(said))]
        rows.append(tuple(cells))
    return Grid(tuple(columns), tuple(rows))


def row(desk: Desk, view: AlertView) -> tuple[Value, ...]:
    language, alert = desk.language, view.alert
    kind = language.choice("alert", alert.kind, view.kind)
    return (
        Link(kind, absolute(view.url)),
        side(desk, view, view.first),
        side(desk, view, view.second),
        timezone.localdate(alert.raised_at),
    )


def side(desk: Desk, view: AlertView, one: Side) -> Value:
    """The project, and what its partner says; of a hidden one where it works and on what."""
    language, say = desk.language, desk.language.say
    if one.project is None:
        if one.is_draft:
            return say("hidden_draft")
        return Several((say("hidden_project"), language.joined([*one.countries, *one.themes], 4)))
    link = Link(Entered(one.project.title, one.project.language), absolute(one.url)) if one.url else one.project.title
    lines: list[Value] = [link, f"{in_short(desk, one.project.partner)}, {one.number}", *cautions(desk, one.project)]
    if view.is_heard:
        lines += positions(desk, view, one)
    return Several(tuple(lines))


def positions(desk: Desk, view: AlertView, one: Side) -> list[Value]:
    """The last one that is in force; or that there is none."""
    language = desk.language
    said = [position for position in in_force(view.alert) if position.partner_id == one.project.partner_id]  # type: ignore[union-attr]
    if not said:
        return [language.say("no_position")]
    last = said[-1]
    stance = language.choice("stance", last.stance, last.get_stance_display())
    day = language.day(timezone.localdate(last.created_at))
    return [f"{day}: {stance}.", *([Entered(last.text)] if last.text else [])]
