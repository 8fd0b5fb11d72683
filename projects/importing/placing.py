"""Where the content of an IATI activity goes among ADAM's fields, and what of it has no place there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from projects.iati import Amount, IatiActivity, Notice, Participant, prefer
from projects.models import Participation, Project
from projects.purposes import purposes
from projects.rates import to_usd

from .known import Body, Known

TITLE, REFERENCE, SCHEME, NUMBER = 500, 120, 30, 150  # lengths of the columns
LARGEST = Decimal(10) ** 14
MONEY = ("commitment", "budget", "disbursement", "planned disbursement")  # the first with a positive total counts
ODA_FLOWS, OTHER_FLOWS = {"10"}, {"20", "21", "22", "30", "35", "36", "37", "50"}
IDENTIFIER_SCHEMES = {"A2": "CRS"}
SAME_WORK = "5"  # related activity: another organization's report on the same work


@dataclass(frozen=True, slots=True)
class Money:
    amount: Decimal
    currency: str
    committed_on: date
    usd: Decimal | None


@dataclass(frozen=True, slots=True)
class Placed:
    """Values of the project's own fields, and of the rows around it."""

    fields: dict[str, Any]
    countries: dict[str, Decimal | None]  # ISO code -> share
    bodies: dict[str, Body]  # key -> as named
    roles: frozenset[tuple[str, str]]  # key of a body, role
    money: tuple[Money, ...]
    identifiers: frozenset[tuple[str, str]]
    themes: frozenset[str]
    places: frozenset[int]
    links: frozenset[tuple[str, str]] = frozenset()  # type of a related activity, its identifier
    notices: list[Notice] = field(default_factory=list)


NOWHERE = Placed({}, {}, {}, frozenset(), (), frozenset(), frozenset(), frozenset())


def place(activity: IatiActivity, known: Known) -> Placed:
    notices = list(activity.notices)
    language, title = _title(activity, notices)
    start, end = _period(activity, notices)
    purpose_codes = sorted(_purpose_codes(activity, notices))
    countries = _countries(activity, known, notices)
    bodies = list(participants(activity, notices))
    fields = {
        "title": title,
        "objective": _objective(activity, language),
        "language": language or "und",
        "status": activity.status or _status(start, end, notices),
        "start": start,
        "end": end,
        "oda": _oda(activity.flows),
        "purpose_codes": purpose_codes,
    }
    return Placed(
        fields=fields,
        countries=countries,
        bodies={body.key: body for body, _ in bodies},
        roles=frozenset((body.key, role) for body, role in bodies),
        money=tuple(_money(activity, start or end, notices)),
        identifiers=frozenset(_identifiers(activity, notices)),
        themes=frozenset(known.themes(purpose_codes)),
        places=frozenset(known.places(countries, (location.name for location in activity.locations))),
        links=frozenset((one.type, one.ref) for one in activity.related),
        notices=notices,
    )


def _title(activity: IatiActivity, notices: list[Notice]) -> tuple[str, str]:
    """Language and text. Where there is only a description, its beginning stands in."""
    language, title = prefer(activity.titles, activity.language)
    if not title:
        language, text = prefer(activity.descriptions[0].texts, activity.language)
        title = text.splitlines()[0]
        notices.append(Notice("No title: the beginning of the description stands in"))
    if len(title) > TITLE:
        title = title[: TITLE - 1] + "…"
        notices.append(Notice(f"Title longer than {TITLE} characters"))
    languages = {*activity.titles, *(one for text in activity.descriptions for one in text.texts)}
    if len(languages) > 1:
        notices.append(
            Notice("Texts in several languages", ", ".join(sorted(one or "not stated" for one in languages)))
        )
    if not language:
        notices.append(Notice("Language not stated"))
    return language, title


def _objective(activity: IatiActivity, language: str) -> str:
    """General description, objectives, target groups: each text once, where possible in the language of the title."""
    texts = (
        description.texts.get(language) or prefer(description.texts, activity.language)[1]
        for description in sorted(activity.descriptions, key=lambda one: one.type)
    )
    return "\n\n".join(dict.fromkeys(texts))


def _period(activity: IatiActivity, notices: list[Notice]) -> tuple[date | None, date | None]:
    start, end = activity.day("start"), activity.day("end")
    if not start and not end:
        notices.append(Notice("No dates"))
    if start and end and end < start:
        notices.append(Notice("End before start: the end is left out", f"{start} to {end}"))
        end = None
    return start, end


def _status(start: date | None, end: date | None, notices: list[Notice]) -> str:
    today = timezone.localdate()
    notices.append(Notice("Status not stated: taken from the dates"))
    if end and end < today:
        return Project.Status.CLOSED
    return Project.Status.IMPLEMENTATION if start and start <= today else Project.Status.PIPELINE


def _oda(flows: Iterable[str]) -> str:
    oda, other = ODA_FLOWS.intersection(flows), OTHER_FLOWS.intersection(flows)
    if oda and other:
        return Project.OdaFlag.MIXED
    if oda or other:
        return Project.OdaFlag.ODA if oda else Project.OdaFlag.NOT_ODA
    return Project.OdaFlag.UNKNOWN


def _purpose_codes(activity: IatiActivity, notices: list[Notice]) -> Iterator[str]:
    if not activity.sectors:
        notices.append(Notice("No sector"))
    for code in dict.fromkeys(s.code for s in activity.sectors if _is_purpose(s.vocabulary, s.code)):
        if code not in purposes():
            notices.append(Notice("Purpose code that is not in the DAC's list", code))
        yield code
    for sector in activity.sectors:
        if not _is_purpose(sector.vocabulary, sector.code):
            words = " ".join(filter(None, [sector.code, sector.name]))
            notices.append(Notice("Sector of another list than the DAC's purpose codes", words))


def _is_purpose(vocabulary: str, code: str) -> bool:
    return vocabulary == "1" and len(code) == 5 and code.isdigit()


def _countries(activity: IatiActivity, known: Known, notices: list[Notice]) -> dict[str, Decimal | None]:
    """Shares by ISO code. What is no country of the register stays as published."""
    shares: dict[str, Decimal | None] = {}
    for area in activity.countries:
        country = known.country(area.code, area.name)
        if country is None:
            notices.append(Notice("Country that is not known", " ".join(filter(None, [area.code, area.name]))))
        elif shares.get(country) is None:
            shares[country] = area.percentage and area.percentage.quantize(Decimal("0.01"))
    if not activity.countries:
        region = ", ".join(area.name or area.code for area in activity.regions)
        notices.append(Notice("Region instead of a country", region) if region else Notice("No country"))
    return shares


def participants(activity: IatiActivity, notices: list[Notice]) -> Iterator[tuple[Body, str]]:
    """Bodies with a name, and their roles."""
    for one in activity.participants:
        body = Body(one.name, one.ref, one.type, one.also)
        if one.role not in Participation.Role.values:
            notices.append(Notice("Role of an organization that is not known", _told(one)))
        elif body.is_named:
            yield body, one.role
        else:
            notices.append(Notice("Organization that is not named", _told(one)))


def _told(one: Participant) -> str:
    return " ".join(filter(None, [one.name, one.ref, one.role and f"(role {one.role})"]))


def _money(activity: IatiActivity, fallback: date | None, notices: list[Notice]) -> Iterator[Money]:
    """One total for each currency, of the first kind of amount whose total is positive.

    US dollars are the sum of the parts, each at the rate of its own month; None when one of the rates is missing.
    """
    for kind in MONEY:
        parts: dict[str, list[Amount]] = {}
        for amount in activity.amounts:
            if amount.kind == kind:
                parts.setdefault(amount.currency, []).append(amount)
        totals = {currency: sum((part.value for part in own), Decimal(0)) for currency, own in parts.items()}
        for currency, total in totals.items():
            if total < 0:
                notices.append(Notice("Total below zero", f"{kind} {total:f} {currency}"))
        if any(total > 0 for total in totals.values()):
            for currency in sorted(totals):
                if totals[currency] > 0:
                    yield from _total(currency, totals[currency], parts[currency], fallback, notices)
            return
    if not any(amount.value < 0 for amount in activity.amounts):
        notices.append(Notice("No amount"))


def _total(
    currency: str, total: Decimal, parts: list[Amount], fallback: date | None, notices: list[Notice]
) -> Iterator[Money]:
    if not (len(currency) == 3 and currency.isascii() and currency.isalpha()):
        notices.append(Notice("Amount without a known currency", f"{total:f} {currency}".strip()))
        return
    if total >= LARGEST:
        notices.append(Notice("Amount too large", f"{total:f} {currency}"))
        return
    days = sorted(part.day for part in parts if part.day)
    converted = [_usd(part) for part in parts]
    usd = None if None in converted else sum(filter(None, converted), Decimal(0))
    if usd is None:
        notices.append(Notice("No exchange rate: the value in US dollars is left out", _months(parts)))
    elif abs(usd) >= LARGEST:
        usd = None
    day = next(iter(days), fallback) or timezone.localdate()
    yield Money(total.quantize(Decimal("0.01")), currency, day, usd)


def _usd(part: Amount) -> Decimal | None:
    if part.currency == "USD":
        return part.value
    return to_usd(part.value, part.currency, part.day) if part.day else None


def _months(parts: list[Amount]) -> str:
    missing = [part for part in parts if _usd(part) is None]
    first = missing[0].day
    when = f"{first:%Y-%m}" if first else "without a date"
    return f"{missing[0].currency} {when}" + (f" and {len(missing) - 1} more" if len(missing) > 1 else "")


def _identifiers(activity: IatiActivity, notices: list[Notice]) -> Iterator[tuple[str, str]]:
    """The numbers under which other registers have the project; another organization's report on it is one of them."""
    numbers = [("IATI", activity.identifier)]
    numbers += [("IATI", related.ref) for related in activity.related if related.type == SAME_WORK]
    numbers += [(IDENTIFIER_SCHEMES.get(one.type) or one.owner or "Other", one.value) for one in activity.identifiers]
    for scheme, number in numbers:
        if len(number) <= NUMBER:
            yield scheme[:SCHEME], number
        else:
            notices.append(Notice(f"Identifier longer than {NUMBER} characters", number))
