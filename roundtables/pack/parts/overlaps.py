"""Open overlaps, and what each side says of them, as far as the reader may know it."""

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from duplication.models import Alert, Position, Verdict
from duplication.models.alert import AlertQuerySet
from duplication.presentation import AlertView, Side, present
from partners.addresses import absolute
from roundtables.pack.content import Column, Entered, Link, Section, Several, Table, Text, Value
from roundtables.pack.desk import Desk

from .meeting import in_short

ON_PAPER, IN_WORKBOOK = 25, 300


def overlaps(desk: Desk) -> Section:
    language, say = desk.language, desk.language.say
    found = open_alerts(desk)
    number = found.count()
    title = say("overlaps_title")
    if not number:
        return Section(title, (Text(say("overlaps_none")),))
    views = present(found[:IN_WORKBOOK], desk.user)
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
    table = Table(say("sheet_overlaps"), say("overlaps_caption"), columns, rows, shown=ON_PAPER, beyond=beyond, cut=cut)
    return Section(title, (*said, table))


def open_alerts(desk: Desk) -> AlertQuerySet:
    """Those about one of these projects, the strongest first; of a past day, those that then had no verdict."""
    these = desk.projects.order_by().values("pk")
    about = Alert.objects.visible_to(desk.user).filter(Q(first__in=these) | Q(second__in=these))
    if desk.until is None:
        return about.open().order_by("-match_weight", "pk")
    given = Verdict.objects.filter(alert=OuterRef("pk"), created_at__lt=desk.until)
    stood = given.filter(Q(reopening__isnull=True) | Q(reopening__created_at__gte=desk.until))
    standing = about.filter(Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=desk.until), raised_at__lt=desk.until)
    return standing.filter(~Exists(stood)).order_by("-match_weight", "pk")


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
    lines: list[Value] = [link, f"{in_short(desk, one.project.partner)}, {one.number}"]
    if view.is_heard:
        lines += positions(desk, view, one)
    return Several(tuple(lines))


def positions(desk: Desk, view: AlertView, one: Side) -> list[Value]:
    """The last one that is in force on the day; or that there is none."""
    language = desk.language
    said = [position for position in in_force(desk, view) if position.partner_id == one.project.partner_id]  # type: ignore[union-attr]
    if not said:
        return [language.say("no_position")]
    last = said[-1]
    stance = language.choice("stance", last.stance, last.get_stance_display())
    day = language.day(timezone.localdate(last.created_at))
    return [f"{day}: {stance}.", *([Entered(last.text)] if last.text else [])]


def in_force(desk: Desk, view: AlertView) -> list[Position]:
    """What was said since the alert was last opened again."""
    reopened = [
        verdict.reopening.created_at
        for verdict in view.alert.verdicts.all()
        if hasattr(verdict, "reopening") and desk.before(verdict.reopening.created_at)
    ]
    since = max(reopened, default=None)
    said = [one for one in view.alert.positions.all() if desk.before(one.created_at)]
    return [one for one in said if since is None or one.created_at > since]
