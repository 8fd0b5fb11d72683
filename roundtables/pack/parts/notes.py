"""What a reader must know to quote the pack: what is counted, how, as of when, and where it is built again."""

from django.db.models import Q

from partners.addresses import absolute
from projects.models import Contribution
from projects.provisional import at_latest_rates
from roundtables.pack.content import Link, Listing, Section, Text, Value
from roundtables.pack.desk import Desk


def notes(desk: Desk) -> Section:
    language, say = desk.language, desk.language.say
    items: list[Value] = [*counting(desk)]
    addresses: list[Value] = [
        Link(say("address_pack"), absolute(again(desk))),
        Link(say("address_projects"), desk.register()),
        Link(say("address_money"), desk.analysis(rows="partner", columns="year", measure="budget", totals="net")),
    ]
    sections = (
        Section(say("counted"), (Listing(tuple(items)),)),
        Section(
            say("built_again"), (Text(say("built_again_text", day=language.day(desk.day))), Listing(tuple(addresses)))
        ),
    )
    return Section(say("notes_title"), (), sections)


def counting(desk: Desk) -> list[str]:
    language, say, subject = desk.language, desk.language.say, desk.subject
    twice = len(desk.projects.same_as_earlier())
    without = desk.projects.filter(~Q(contributions__usd__isnull=False)).count()
    found = [
        say("note_which", which=which(desk)),
        say("note_drafts"),
        say("note_themes"),
        say("note_net"),
        say("note_spread"),
        *([say(f"note_{subject.divided_by}")] if subject.own else []),
        say("note_rates"),
    ]
    if twice:
        found.append(language.count("note_twice", twice))
    if without:
        found.append(language.count("note_without", without))
    found += left_out(desk)
    if desk.is_past:
        found.append(say("note_past", day=language.day(desk.day)))
    return found


def left_out(desk: Desk) -> list[str]:
    """Amounts without a rate, and what they come to at the latest ones: said here, and in no sum."""
    unrated = Contribution.objects.filter(usd__isnull=True, project__in=desk.projects.order_by().values("pk"))
    number = unrated.count()
    if not number:
        return []
    about, is_all = at_latest_rates(unrated)
    found = [desk.language.count("note_unrated", number)]
    if about is not None:
        key = "note_provisional" if is_all else "note_provisional_in_part"
        found.append(desk.language.say(key, amount=desk.language.money(about)))
    return found


def which(desk: Desk) -> str:
    """Of the projects: in words what the query asks for."""
    language, say, subject = desk.language, desk.language.say, desk.subject
    if subject.kind == "pillar":
        return say("which_pillar", pillar=subject.title(language))
    if subject.kind == "country":
        return say("which_country", country=subject.title(language))
    parts = []
    if subject.countries:
        parts.append(language.fact(say("countries"), language.joined(desk.country_names(subject.countries))))
    if subject.themes:
        parts.append(language.fact(say("themes"), language.joined(desk.theme_names(subject.themes))))
    return f"{say('which_meeting')} {'; '.join(parts)}." if parts else say("which_all")


def again(desk: Desk) -> str:
    language = "" if desk.language.code == "en" else f"language={desk.language.code}"
    day = f"as_of={desk.day.isoformat()}"
    return f"{desk.subject.address()}?{'&'.join(filter(None, [language, day]))}"
