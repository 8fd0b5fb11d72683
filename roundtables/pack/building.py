"""A pack, from its subject to its sections: asked once, with the eyes of one person, as of today or a past day."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

from django.utils import timezone

from partners.models import User
from projects.analysis.columns import read_once
from projects.analysis.entities import usual
from projects.analysis.totals import NET
from projects.history.past import first_day, seen_from

from .content import Facts, Pack, Section, Value
from .desk import ACTIVE, Desk
from .language import Language
from .parts.coming import coming
from .parts.gaps import gaps_of
from .parts.meeting import the_meeting
from .parts.money import money, own_part
from .parts.needs import needs_and_offers
from .parts.notes import counting, notes
from .parts.overlaps import overlaps
from .parts.people import partners
from .parts.pictures import map_of_countries
from .parts.recommendations import is_unfinished, orphans, recommendations
from .parts.who import who_does_what
from .subject import Subject, meeting_name
from .writers.shown import NOTHING

PARTS: tuple[Callable[[Desk], Section | None], ...] = (
    the_meeting,
    partners,
    who_does_what,
    coming,
    money,
    overlaps,
    recommendations,
    orphans,
    gaps_of,
    needs_and_offers,
    notes,
)
SAID_BY_WRITERS = ("contents", "table", "figure", "page_of", "source", "notes_sheet", "tagline")
Step = Callable[[int], None]  # told after each part how many are done


def pack(
    subject: Subject, user: User, language: Language, day: date | None = None, *, step: Step | None = None
) -> Pack:
    """`day` is a past one; `user` is `anybody()` for a pack that everybody who may sign in may have."""
    today = timezone.localdate()
    past = day if day and day < today else None
    with seen_from(past, user):
        desk = Desk(subject, user, language, past or today, is_past=past is not None)
        with read_once(desk.projects, usual()):
            return bound(desk, tuple(sections_of(desk, step)))


def sections_of(desk: Desk, step: Step | None) -> Iterator[Section]:
    for number, part in enumerate(PARTS, start=1):
        if (section := part(desk)) is not None:
            yield section
        if step:
            step(number)


def bound(desk: Desk, sections: tuple[Section, ...]) -> Pack:
    language, say = desk.language, desk.language.say
    title = desk.subject.title(language)
    audience = whose(desk)
    day = language.day(desk.day)
    facts: list[tuple[str, Value]] = []
    if meeting := desk.subject.meeting:
        facts.append((say("meeting"), meeting_name(meeting, language)))
        facts.append((say("when"), language.period(meeting.start, meeting.end, month_only=meeting.month_only)))
    facts += [
        (say("data_of"), " ".join(filter(None, [day, begun(desk)]))),
        (say("made_on"), made(desk)),
        (say("seen_by"), audience),
    ]
    return Pack(
        title=title,
        over=say(f"pack_{desk.subject.kind}"),
        language=language.code,
        day=desk.day,
        made=made(desk),
        whose="everybody" if desk.user.pk is None else "coordinators" if desk.user.sees_everything else "personal",
        audience=audience,
        cover=Facts(tuple(facts)),
        picture=map_of_countries(desk),
        figures=headline(desk),
        sections=sections,
        notes=tuple((say("note"), one) for one in counting(desk)),
        phrases={key: say(key) for key in SAID_BY_WRITERS},
    )


def made(desk: Desk) -> str:
    language = desk.language
    return language.say("made", day=language.day(timezone.localdate()), who=who_made(desk.user, language))


def who_made(user: User, language: Language) -> str:
    if user.pk is None:
        return "ADAM"
    title = language.choice("title", user.role, user.title)
    return title if str(user) in {title, user.title} else f"{user}, {title}"


def whose(desk: Desk) -> str:
    """What is shown, and to whom it may be given, plainly."""
    say, user = desk.language.say, desk.user
    if user.pk is None:
        return say("audience_everybody")
    return say("audience_all_published") if user.sees_everything else say("audience_person", who=str(user))


def headline(desk: Desk) -> tuple[tuple[str, str], ...]:
    """Each project once."""
    language = desk.language
    found = desk.net_by_status
    ongoing = desk.figures(rows="status", totals=NET, **ACTIVE).total.projects
    unfinished = sum(is_unfinished(one) for one in desk.recommendations)
    counts = (
        (found.total.projects, "headline_projects"),
        (ongoing, "headline_ongoing"),
        (unfinished, "headline_unfinished"),
    )
    figures = [(language.number(number), language.count(key, number)) for number, key in counts]
    money = language.money_in_short(sum(own_part(desk, found).values(), Decimal(0)))
    return (*figures[:2], (money, language.say("headline_money")), alerts(desk), *figures[2:])


def alerts(desk: Desk) -> tuple[str, str]:
    """Nought would read as a finding where nothing is known."""
    if desk.is_past:
        return NOTHING, desk.language.say("headline_overlaps_past")
    number = desk.number_of_alerts
    return desk.language.number(number), desk.language.count("headline_overlaps", number)


def begun(desk: Desk) -> str:
    """What a day before the register is to be told with."""
    first = first_day(desk.user) if desk.is_past else None
    return desk.language.say("before_register", day=desk.language.day(first)) if first and desk.day < first else ""
