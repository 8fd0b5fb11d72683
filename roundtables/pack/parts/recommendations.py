"""What was recommended, what came of it, and what nobody answers."""

from collections import Counter
from collections.abc import Sequence

from django.utils import timezone

from partners.addresses import absolute
from roundtables.models import Consideration, FollowUp, Recommendation
from roundtables.models.follow_up import DONE
from roundtables.pack.content import Column, Entered, Grid, Link, Section, Several, Table, Text, Value
from roundtables.pack.desk import Desk
from roundtables.pack.subject import meeting_name

from .meeting import in_short

STATES = Recommendation.State
ENTRIES, COUNTRIES = 3, 6  # shown of one recommendation: the newest reports, and the first countries
ON_PAPER = 60


def recommendations(desk: Desk) -> Section:
    """Those of the meeting itself apart from those taken up or left open by earlier ones."""
    language, say = desk.language, desk.language.say
    found = desk.recommendations
    title = say("recommendations_title")
    if not found:
        return Section(title, (Text(say("recommendations_none")),))
    parts = []
    for name, group in groups(desk):
        if group:
            parts.append(Section(name, (listed(desk, name, group),)))
    said = Text(language.count("recommendations_text", len(found)))
    return Section(title, (said, by_state(desk, found)), tuple(parts))


def is_unfinished(one: Recommendation) -> bool:
    """What a coming meeting is to decide is nobody's to do yet."""
    return one.state not in {*DONE, STATES.DRAFT}


def groups(desk: Desk) -> list[tuple[str, list[Recommendation]]]:
    say, meeting = desk.language.say, desk.subject.meeting
    if meeting is None:
        finished = [one for one in desk.recommendations if one.state in DONE]
        return [
            (say("not_finished"), [one for one in desk.recommendations if one.state not in DONE]),
            (say("finished"), finished),
        ]
    own = [one for one in desk.recommendations if one.round_table_id == meeting.pk]
    taken_up = [one for one in desk.recommendations if one not in own and considered_at(one, meeting.pk)]
    earlier = [one for one in desk.recommendations if one not in own and one not in taken_up]
    return [
        (say("of_this_meeting"), own),
        (say("taken_up_here"), taken_up),
        (say("earlier_unfinished"), [one for one in earlier if one.state not in DONE]),
        (say("earlier_finished"), [one for one in earlier if one.state in DONE]),
    ]


def considered_at(one: Recommendation, meeting: int) -> bool:
    return any(considered.round_table_id == meeting for considered in one.taken_up)  # type: ignore[attr-defined]


def by_state(desk: Desk, found: Sequence[Recommendation]) -> Table:
    say = desk.language.say
    counts = Counter(one.state for one in found)
    rows = tuple((state_name(desk, state), counts[state]) for state in STATES if counts[state])
    columns = (Column(say("state"), width=3), Column(say("recommendations"), "number"))
    return Table(say("sheet_states"), say("states_caption"), columns, rows, (say("total"), len(found)))


def state_name(desk: Desk, state: STATES) -> str:
    return desk.language.choice("state", state.value, state.label)


# -- One by one --------------------------------------------------------------------------------------------------------
def listed(desk: Desk, name: str, group: list[Recommendation]) -> Table:
    say = desk.language.say
    columns = (
        Column(say("number"), width=0.7),
        Column(say("recommendation"), width=4.2),
        Column(say("addressed_to"), width=1.7),
        Column(say("state_and_due"), width=1.3),
    )
    rows = tuple(row(desk, one) for one in group)
    beyond = desk.language.count("more_recommendations", len(rows) - ON_PAPER) if len(rows) > ON_PAPER else ""
    return Table(say("sheet_recommendations"), name, columns, rows, shown=ON_PAPER, beyond=beyond,
                 part=name, part_label=say("group"), workbook=grid(desk, group))  # fmt: skip


def grid(desk: Desk, group: list[Recommendation]) -> Grid:
    language, say = desk.language, desk.language.say
    columns = (
        Column(say("number"), "number"),
        Column(say("recommendation"), width=5),
        Column(say("meeting"), width=3),
        Column(say("countries"), width=3),
        Column(say("addressed_to"), width=2),
        Column(say("state")),
        Column(say("due_on"), "day"),
        Column(say("endorsed_on"), "day"),
        Column(say("reports"), width=5),
        Column(say("answers"), "number"),
    )
    rows = tuple(
        (
            one.number,
            words(desk, one),
            meeting_name(one.round_table, language),
            language.joined([language.name("country", at.pk, at.name) for at in one.countries.all()]),
            addressees(desk, one),
            state_name(desk, one.state),
            one.due_on,
            one.endorsed_on,
            Several(reported(desk, one)),
            len(one.answers),  # type: ignore[attr-defined]
        )
        for one in group
    )
    return Grid(columns, rows)


def reported(desk: Desk, one: Recommendation) -> tuple[Value, ...]:
    """What meetings decided and who said what, the newest last."""
    found: list[Value] = [considered(desk, entry) for entry in one.taken_up]  # type: ignore[attr-defined]
    for entry in list(one.follow_ups.all())[-ENTRIES:]:
        found += followed(desk, entry)
    return tuple(found)


def row(desk: Desk, one: Recommendation) -> tuple[Value, ...]:
    language, say = desk.language, desk.language.say
    lines: list[Value] = [words(desk, one)]
    if one.round_table_id != (desk.subject.meeting.pk if desk.subject.meeting else 0):
        lines.append(meeting_name(one.round_table, language))
    if one.countries.all():
        names = [language.name("country", country.pk, country.name) for country in one.countries.all()]
        lines.append(language.fact(say("countries"), language.joined(names, COUNTRIES)))
    lines += reported(desk, one)
    answers = len(one.answers)  # type: ignore[attr-defined]
    lines.append(language.count("answered_by", answers) if answers else say("answered_by_none"))
    return (Link(str(one.number), absolute(one.get_absolute_url())), Several(tuple(lines)), addressees(desk, one),
            state_and_due(desk, one))  # fmt: skip


def words(desk: Desk, one: Recommendation) -> Entered:
    """In the language of the pack where it was translated."""
    code = desk.language.code
    translated = one.other_words.get(code)  # type: ignore[attr-defined]
    return Entered(translated, code) if translated else Entered(one.text, one.language)


def state_and_due(desk: Desk, one: Recommendation) -> Value:
    language = desk.language
    due = [language.say("due", day=language.day(one.due_on))] if one.due_on else []
    endorsed = [language.say("endorsed", day=language.day(one.endorsed_on))] if one.endorsed_on else []
    return Several((state_name(desk, one.state), *due, *endorsed))


def addressees(desk: Desk, one: Recommendation) -> str:
    language = desk.language
    named = [language.choice("addressee", code, Recommendation.Addressee(code).label) for code in one.addressees]
    partners = [in_short(desk, partner) for partner in one.addressed_partners.all()]
    bodies = [body.name for body in one.addressed_organizations.all()]
    return language.joined([*named, *partners, *bodies], 6)


def considered(desk: Desk, entry: Consideration) -> str:
    language = desk.language
    decision = language.choice("decision", entry.decision, entry.get_decision_display())
    return language.fact(decision, meeting_name(entry.round_table, language))


def followed(desk: Desk, entry: FollowUp) -> list[Value]:
    language = desk.language
    who = in_short(desk, entry.partner) if entry.partner else language.say("coordinators")
    progress = language.choice("progress", entry.progress, entry.get_progress_display())
    day = language.day(timezone.localdate(entry.created_at))
    return [f"{day}, {language.fact(who, progress)}.", *([Entered(entry.text)] if entry.text else [])]


# -- Nobody ------------------------------------------------------------------------------------------------------------
def orphans(desk: Desk) -> Section:
    """Recommendations not finished for which no project is named that the reader may see."""
    language, say = desk.language, desk.language.say
    alone = [one for one in desk.recommendations if is_unfinished(one) and not one.answers]  # type: ignore[attr-defined]
    title = say("orphans_title")
    if not alone:
        return Section(title, (Text(say("orphans_none")),))
    columns = (
        Column(say("number"), width=0.7),
        Column(say("recommendation"), width=4.4),
        Column(say("addressed_to"), width=1.8),
        Column(say("state"), width=1.1),
    )
    rows = tuple(
        (
            Link(str(one.number), absolute(one.get_absolute_url())),
            Several((words(desk, one), meeting_name(one.round_table, language))),
            addressees(desk, one),
            state_name(desk, one.state),
        )
        for one in alone
    )
    beyond = language.count("more_recommendations", len(rows) - ON_PAPER) if len(rows) > ON_PAPER else ""
    table = Table(say("sheet_orphans"), say("orphans_caption"), columns, rows, shown=ON_PAPER, beyond=beyond)
    return Section(title, (Text(language.count("orphans_text", len(alone)), "notice"), table))
