"""The meeting itself: its series, who chairs, what is on the agenda, who comes."""

from partners.models import Partner
from roundtables.models import Attendance, RoundTable
from roundtables.pack.content import Block, Column, Entered, Facts, Listing, Section, Table, Value
from roundtables.pack.desk import Desk
from roundtables.pack.subject import meeting_name

CHAIRS = (Attendance.Role.CHAIR, Attendance.Role.CO_CHAIR)


def the_meeting(desk: Desk) -> Section | None:
    meeting, say = desk.subject.meeting, desk.language.say
    if meeting is None:
        return None
    people = list(meeting.attendances.select_related("partner"))
    blocks: list[Block] = [Facts(tuple(facts(desk, meeting, people)))]
    sections = []
    if items := [line.strip() for line in meeting.agenda.splitlines() if line.strip()]:
        agenda = Listing(tuple(Entered(item) for item in items), is_numbered=True)
        sections.append(Section(say("agenda"), (agenda,)))
    if people:
        sections.append(Section(say("persons"), (persons(desk, people),)))
    return Section(say("the_meeting"), tuple(blocks), tuple(sections))


def facts(desk: Desk, meeting: RoundTable, people: list[Attendance]) -> list[tuple[str, Value]]:
    language, say = desk.language, desk.language.say
    found: list[tuple[str, Value]] = [
        (say("kind"), meeting_name(meeting, language)),
        (say("when"), language.period(meeting.start, meeting.end, month_only=meeting.month_only)),
        (say("where"), language.place(meeting.city, meeting.country_id, meeting.country.name)),
    ]
    if meeting.series:
        earlier = RoundTable.objects.visible_to(desk.user).filter(series=meeting.series_id, start__lt=meeting.start)
        before = [meeting_name(one, language) for one in earlier[:5]]
        found.append((say("series"), meeting.series.name))
        found.append((say("earlier_meetings"), language.joined(before) if before else say("none")))
    if chairs := [one for one in people if one.role in CHAIRS]:
        found.append((say("chair"), language.joined([one.name for one in chairs])))
    return found


def persons(desk: Desk, people: list[Attendance]) -> Table:
    language, say = desk.language, desk.language.say
    columns = (Column(say("role"), width=1.2), Column(say("name"), width=1.6), Column(say("position"), width=2.4),
               Column(say("partner"), width=1.6))  # fmt: skip
    order = list(Attendance.Role.values)
    rows = tuple(
        (
            language.choice("role", one.role, one.get_role_display()),
            Entered(one.name),
            Entered(one.position),
            partner_name(desk, one.partner),
        )
        for one in sorted(people, key=lambda one: order.index(one.role))
    )
    return Table(say("sheet_persons"), say("persons_caption"), columns, rows, shown=80)


def partner_name(desk: Desk, partner: Partner | None) -> str:
    """In the language of the pack, as countries are called there."""
    if partner is None:
        return ""
    kind = "country" if partner.kind == Partner.Kind.COUNTRY else "partner"
    return desk.language.name(kind, partner.code, partner.name)


def in_short(desk: Desk, partner: Partner) -> str:
    """An organization by its acronym, where there is little room; the list of partners has both."""
    if partner.kind == Partner.Kind.COUNTRY:
        return partner_name(desk, partner)
    return desk.language.name("acronym", partner.code, partner.code)
