"""One <iati-activity> element to a record. The content decides, not the stated version: words and numbers, texts with
and without narratives occur in files of every version. Contacts, conditions and results are not read.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from .records import (
    ActivityDate,
    Amount,
    Area,
    Description,
    DocumentLink,
    IatiActivity,
    Identifier,
    Location,
    Notice,
    Participant,
    Rejected,
    Related,
    Sector,
    Texts,
    merged,
    prefer,
)
from .values import (
    one_line,
    paragraphs,
    to_amount_kind,
    to_date,
    to_date_kind,
    to_language,
    to_moment,
    to_number,
    to_percentage,
    to_role,
    to_status,
    to_vocabulary,
)

Element = Any  # an lxml element: lxml ships no types
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
LONGEST_IDENTIFIER = 250
CODES = ("activity-scope", "collaboration-type", "default-aid-type", "default-finance-type", "default-tied-status")


@dataclass(frozen=True, slots=True)
class _Reader:
    """The element with what holds for all of it, and the notices gathered on the way."""

    element: Element
    language: str
    currency: str
    notices: list[Notice] = field(default_factory=list)

    def note(self, kind: str, detail: str = "") -> None:
        self.notices.append(Notice(kind, detail[:200]))

    def texts(self, *elements: Element, many_lines: bool = False) -> Texts:
        """Texts by language: narratives of version 2, or the element's own text of version 1."""
        clean = paragraphs if many_lines else one_line
        found: Texts = {}
        for element in elements:
            own = to_language(element.get(LANG)) or self.language
            for part in element.findall("narrative") or [element]:
                text = clean("".join(part.itertext()))
                language = to_language(part.get(LANG)) or own
                if text and text not in found.get(language, ""):
                    found[language] = f"{found[language]}\n{text}" if language in found else text
        return found

    def text(self, element: Element | None) -> str:
        return "" if element is None else prefer(self.texts(element), self.language)[1]

    def code(self, tag: str) -> str:
        element = self.element.find(tag)
        return "" if element is None else _code(element) or self.text(element)

    def amount(self, kind: str, value: Element | None, *dates: str) -> Amount | None:
        """The value with the first readable of its own date and the given ones."""
        published = one_line(None if value is None else value.text)
        number = to_number(published)
        if value is None or number is None:
            self.note("Amount that cannot be read", f"{kind} {published or 'without a value'}")
            return None
        days = (to_date(text) for text in (one_line(value.get("value-date")), *dates))
        currency = one_line(value.get("currency")).upper() or self.currency
        return Amount(kind, currency, number, next(filter(None, days), None))


def parse(element: Element) -> IatiActivity | Rejected:
    """The record, or the reason why there can be none."""
    reader = _Reader(element, to_language(element.get(LANG)), one_line(element.get("default-currency")).upper())
    identifier = one_line(element.findtext("iati-identifier"))
    titles = reader.texts(*element.findall("title"))
    descriptions = tuple(_descriptions(reader))
    if reason := _obstacle(identifier, titles, descriptions):
        return Rejected(element.sourceline or 0, identifier[:LONGEST_IDENTIFIER], reason)
    return IatiActivity(
        identifier=identifier,
        titles=titles,
        descriptions=descriptions,
        language=reader.language,
        status=_status(reader),
        dates=tuple(_dates(reader)),
        countries=_areas(reader, "recipient-country"),
        regions=_areas(reader, "recipient-region"),
        sectors=_sectors(reader),
        participants=tuple(_participants(reader)),
        amounts=merged((*_transactions(reader), *_budgets(reader), *_planned(reader))),
        identifiers=tuple(_identifiers(reader)),
        related=tuple(_related(reader)),
        documents=tuple(_documents(reader)),
        locations=tuple(_locations(reader)),
        markers=tuple(_markers(reader)),
        flows=_flows(reader),
        codes=_codes(reader),
        notices=tuple(reader.notices),
        last_updated=to_moment(element.get("last-updated-datetime")),
        line=element.sourceline or 0,
    )


def _obstacle(identifier: str, titles: Texts, descriptions: tuple[Description, ...]) -> str:
    if not identifier:
        return "it has no iati-identifier"
    if len(identifier) > LONGEST_IDENTIFIER:
        return f"its iati-identifier is longer than {LONGEST_IDENTIFIER} characters"
    if not titles and not descriptions:
        return "it has neither a title nor a description in any language"
    return ""


def _code(element: Element) -> str:
    return one_line(element.get("code"))


def _descriptions(reader: _Reader) -> Iterator[Description]:
    by_type: dict[str, list[Element]] = {}
    for element in reader.element.findall("description"):
        by_type.setdefault(one_line(element.get("type")) or "1", []).append(element)
    for kind, elements in by_type.items():
        if texts := reader.texts(*elements, many_lines=True):
            yield Description(kind, texts)


def _status(reader: _Reader) -> str:
    element = reader.element.find("activity-status")
    if element is None:
        return ""
    code, text = _code(element), reader.text(element)
    status = to_status(code, text)
    if not status:
        reader.note("Status that is not known", code or text)
    return status


def _dates(reader: _Reader) -> Iterator[ActivityDate]:
    for element in reader.element.findall("activity-date"):
        kind = to_date_kind(one_line(element.get("type")))
        text = one_line(element.get("iso-date")) or one_line(element.text)
        day = to_date(text)
        if text and not day:
            reader.note("Date that cannot be read", f"{kind} {text}")
        if text:
            yield ActivityDate(kind, text if not day else "", day)


def _areas(reader: _Reader, tag: str) -> tuple[Area, ...]:
    """Those of the activity, else those of its transactions, each once."""
    own = reader.element.findall(tag)
    found: dict[tuple[str, str], Area] = {}
    for element in own or reader.element.iterfind(f"transaction/{tag}"):
        code, name = _code(element).upper(), reader.text(element)
        share = _share(reader, element)
        if code or name:
            found.setdefault((code, name if not code else ""), Area(code, name, share))
    return tuple(found.values())


def _share(reader: _Reader, element: Element) -> Decimal | None:
    text = one_line(element.get("percentage"))
    share = to_percentage(text)
    if text and share is None:
        reader.note("Percentage that cannot be read", text)
    return share


def _sectors(reader: _Reader) -> tuple[Sector, ...]:
    own = reader.element.findall("sector")
    found: dict[tuple[str, str], Sector] = {}
    for element in own or reader.element.iterfind("transaction/sector"):
        code, name = _code(element), reader.text(element)
        vocabulary = to_vocabulary(one_line(element.get("vocabulary")), code)
        if code or name:
            key = (vocabulary, code or name)
            found.setdefault(key, Sector(vocabulary, code, name, _share(reader, element)))
    return tuple(found.values())


def _participants(reader: _Reader) -> Iterator[Participant]:
    for element in reader.element.findall("participating-org"):
        role, ref = to_role(one_line(element.get("role"))), one_line(element.get("ref"))
        texts = reader.texts(element)
        name = prefer(texts, reader.language)[1]
        also = tuple(sorted(set(texts.values()) - {name}))
        if name or ref:
            yield Participant(role, name, ref, one_line(element.get("type")), also)


def _transactions(reader: _Reader) -> Iterator[Amount]:
    for element in reader.element.findall("transaction"):
        kind_of = element.find("transaction-type")
        kind = "" if kind_of is None else to_amount_kind(_code(kind_of) or one_line(kind_of.text))
        if kind and (amount := reader.amount(kind, element.find("value"), _day(element.find("transaction-date")))):
            yield amount


def _day(element: Element | None) -> str:
    """The published date: version 1 has it as iso-date, sometimes as date, sometimes as text."""
    if element is None:
        return ""
    return one_line(element.get("iso-date") or element.get("date") or element.text)


def _budgets(reader: _Reader) -> Iterator[Amount]:
    """The budgets that hold: of one period the last revision, and originals only where no revision covers them."""
    revised: dict[tuple[date, date], Amount | None] = {}
    original: dict[tuple[date, date], Amount | None] = {}
    for element in reader.element.findall("budget"):
        start, end = (_day(element.find(f"period-{edge}")) for edge in ("start", "end"))
        period = (to_date(start) or date.min, to_date(end) or date.max)
        kind = revised if one_line(element.get("type")).lower() in {"2", "revised"} else original
        kind[period] = reader.amount("budget", element.find("value"), start)
    yield from filter(None, revised.values())
    for (start_day, end_day), amount in original.items():
        if amount and not any(start_day <= last and first <= end_day for first, last in revised):
            yield amount


def _planned(reader: _Reader) -> Iterator[Amount]:
    for element in reader.element.findall("planned-disbursement"):
        start = _day(element.find("period-start"))
        if amount := reader.amount("planned disbursement", element.find("value"), start):
            yield amount


def _identifiers(reader: _Reader) -> Iterator[Identifier]:
    """Version 1 has the number as text and the owner as attributes, version 2 a ref and an owner-org."""
    for element in reader.element.findall("other-identifier"):
        owner = element.find("owner-org")
        owners = (
            element.get("owner-ref"),
            None if owner is None else owner.get("ref"),
            element.get("owner-name"),
            reader.text(owner),
        )
        value = one_line(element.get("ref")) or one_line(element.text)
        if value:
            yield Identifier(
                next((one_line(o) for o in owners if one_line(o)), ""), value, one_line(element.get("type"))
            )


def _related(reader: _Reader) -> Iterator[Related]:
    for element in reader.element.findall("related-activity"):
        if ref := one_line(element.get("ref")):
            yield Related(ref, one_line(element.get("type")))


def _documents(reader: _Reader) -> Iterator[DocumentLink]:
    for element in reader.element.findall("document-link"):
        if url := one_line(element.get("url")):
            category, language = element.find("category"), element.find("language")
            yield DocumentLink(
                url=url,
                title=reader.text(element.find("title")),
                format=one_line(element.get("format")),
                category="" if category is None else _code(category),
                language="" if language is None else to_language(_code(language)),
            )


def _locations(reader: _Reader) -> Iterator[Location]:
    for element in reader.element.findall("location"):
        name, coordinates = reader.text(element.find("name")), element.find("coordinates")
        if coordinates is not None:
            pair = [coordinates.get("latitude"), coordinates.get("longitude")]
        else:
            pair = one_line(element.findtext("point/pos")).replace(",", " ").split()
        numbers = [to_number(number or "") for number in pair]
        latitude, longitude = numbers if len(numbers) == 2 else (None, None)
        if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
            latitude = longitude = None
        if name or latitude is not None:
            yield Location(name, latitude, longitude)


def _markers(reader: _Reader) -> Iterator[str]:
    for element in reader.element.findall("policy-marker"):
        significance = one_line(element.get("significance"))
        if significance != "0" and (marker := _code(element) or reader.text(element)):
            yield f"{marker} ({significance})" if significance else marker


def _codes(reader: _Reader) -> dict[str, str]:
    codes = {tag.removeprefix("default-"): reader.code(tag) for tag in CODES}
    codes["hierarchy"] = one_line(reader.element.get("hierarchy")).removeprefix("1")
    return {name: code for name, code in codes.items() if code}


def _flows(reader: _Reader) -> tuple[str, ...]:
    """Flow types of the transactions, the activity's default standing in for those that state none."""
    default = reader.code("default-flow-type")
    transactions = reader.element.findall("transaction")
    own = [_code(flow) if (flow := item.find("flow-type")) is not None else default for item in transactions]
    return tuple(sorted({code for code in own or [default] if code}))
