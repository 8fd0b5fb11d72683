"""What the words of a recommendation say about whom and what it concerns: proposals, each with the words it rests on.

Nothing is weighed or guessed: a name or phrase of a list stands in the text, or it does not. `words.csv` holds the
phrases in English, French and Russian; a word of four letters and more fits with its endings.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Self

from django.db.models import Count, Exists, OuterRef, Q

from partners.models import Country, Organization, Partner
from partners.models.organization import name_key
from partners.text import fold
from projects.models import Contribution, Recipient
from roundtables.models import Recommendation

from .actors import actors, clauses, is_language
from .tokens import WORD, Token, tokens_of

SHORT = 4  # letters; a shorter word fits as it is only
LONGEST_ENDING = 5
LONGEST_NAME = 8  # words of an organization's name
LATIN_ENDING = re.compile("|s|ns?|is?|ans?|ians?|iens?|iennes?|nes?|es?|ish")
CYRILLIC_ENDING = re.compile(r"[аеиоуыэюямхь]{0,3}|[а-я]{0,2}ск[а-я]{0,3}")
CYRILLIC = re.compile("[а-я]")
PEOPLE = re.compile(r"(?:i?stan|истан|стан)$")  # Afghanistan: the Afghan services


@dataclass(frozen=True, slots=True)
class Phrase:
    """`is_name`: of a country, whose endings are fewer; `as_written`: an acronym, which counts in its own letters."""

    words: tuple[str, ...]
    codes: tuple[str, ...]
    kind: str
    is_name: bool = False
    as_written: bool = False

    def fits(self, tokens: list[Token], at: int) -> bool:
        if at + len(self.words) > len(tokens):
            return False
        if self.as_written:
            return all(word == token.written for word, token in zip(self.words, tokens[at:], strict=False))
        fit = fits_name if self.is_name else fits_word
        return all(fit(word, token.folded) for word, token in zip(self.words, tokens[at:], strict=False))


@dataclass(slots=True)
class Found:
    """By code or number, the words of the text that say so."""

    countries: dict[str, str] = field(default_factory=dict)
    themes: dict[str, str] = field(default_factory=dict)
    addressees: dict[str, str] = field(default_factory=dict)
    partners: dict[str, str] = field(default_factory=dict)
    organizations: dict[str, str] = field(default_factory=dict)
    only_act: set[str] = field(default_factory=set)  # countries that are named as actors, and receive nothing


def fits_word(word: str, token: str) -> bool:
    if len(word) < SHORT:
        return token == word
    return token.startswith(word) and len(token) - len(word) <= LONGEST_ENDING


def fits_name(word: str, token: str) -> bool:
    if len(word) < SHORT or not token.startswith(word):
        return token == word
    ending = token[len(word) :]
    return bool((CYRILLIC_ENDING if CYRILLIC.search(word) else LATIN_ENDING).fullmatch(ending))


class Vocabulary:
    """What can be found, read once for many texts."""

    def __init__(self) -> None:
        self.by_beginning: dict[str, list[Phrase]] = {}
        for phrase in [*listed(), *countries(), *partners()]:
            self.by_beginning.setdefault(fold(phrase.words[0])[:2], []).append(phrase)
        of_countries = Partner.objects.filter(country__isnull=False)
        self.partners: dict[str, int] = dict(of_countries.values_list("country", "pk"))
        self.recipients = set(Recipient.objects.order_by().values_list("country", flat=True).distinct())
        self.donors = donors(self.recipients)

    def find(self, texts: Iterable[str]) -> list[Found]:
        """For each text what it names; bodies of the register are looked up for all of them at once."""
        read = [list(tokens_of(text)) for text in texts]
        bodies = Bodies.named_in(read)
        return [
            bodies.added(self.found_in(tokens, text), tokens, text) for tokens, text in zip(read, texts, strict=True)
        ]

    def found_in(self, tokens: list[Token], text: str) -> Found:
        found = Found()
        for at, token in enumerate(tokens):
            fitting = [one for one in self.by_beginning.get(token.folded[:2], []) if one.fits(tokens, at)]
            longest = max((length(one) for one in fitting if one.is_name), default=0)
            for phrase in fitting:
                if phrase.is_name and length(phrase) < longest:  # Niger in Nigerian
                    continue
                if phrase.is_name and len(phrase.codes) == 1 and is_language(tokens, at, text):
                    continue
                words = text[token.start : tokens[at + len(phrase.words) - 1].end]
                for code in phrase.codes:
                    getattr(found, phrase.kind).setdefault(code, words)
        for code in [code for code in found.themes if any(one.startswith(f"{code}.") for one in found.themes)]:
            del found.themes[code]  # a theme in general, where a part of it is named
        self.add_actors(found, tokens, text)
        return found

    def add_actors(self, found: Found, tokens: list[Token], text: str) -> None:
        """Countries that are to act are addressed. Those of donors always are, and are not what it is about."""

        def named(at: int) -> list[Phrase]:
            kinds = {"countries", "partners", "addressees"}
            fitting = [one for one in self.by_beginning.get(tokens[at].folded[:2], []) if one.fits(tokens, at)]
            return sorted((one for one in fitting if one.kind in kinds), key=lambda one: len(one.words))

        def width(at: int) -> int:
            return len(named(at)[-1].words) if named(at) else 0

        acting = {at for clause in clauses(tokens, text) for at in actors(tokens, width, clause)}
        behind = {code for at in range(len(tokens)) if at not in acting for one in named(at) for code in one.codes}
        for code in found.countries.keys() & self.donors & self.partners.keys():
            found.partners.setdefault(str(self.partners[code]), found.countries[code])
            found.only_act.add(code)
        for at in sorted(acting):
            for one in named(at)[-1:]:
                code = one.codes[0]
                if one.kind != "countries" or len(one.codes) > 1 or code not in self.partners:
                    continue
                words = text[tokens[at].start : tokens[at + len(one.words) - 1].end]
                found.partners.setdefault(str(self.partners[code]), words)
                if code not in self.recipients and code not in behind:
                    found.only_act.add(code)


def donors(recipients: set[str]) -> set[str]:
    """Countries of partners that pay for projects and receive none, or fewer than they pay for."""
    paying = Partner.objects.filter(Exists(Contribution.objects.filter(partner=OuterRef("pk"))), country__isnull=False)
    both = paying.filter(country__in=recipients).order_by()
    paid = dict(both.values_list("country").annotate(Count("contributions")))
    received = Recipient.objects.filter(country__in=paid).order_by().values_list("country").annotate(Count("pk"))
    receiving = {code for code, number in received if number >= paid[code]}
    return set(paying.values_list("country", flat=True)) - receiving


def length(phrase: Phrase) -> int:
    return sum(map(len, phrase.words))


# -- What is in the vocabulary -----------------------------------------------------------------------------------------
@lru_cache(maxsize=1)
def listed() -> tuple[Phrase, ...]:
    """The phrases of words.csv. Acronyms are written in capitals there."""
    addressees = set(Recommendation.Addressee.values)
    found = []
    with (Path(__file__).parents[1] / "data" / "words.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            kind = "addressees" if row["kind"] in addressees else row["kind"]
            codes = tuple((row["code"] or row["kind"]).split(";"))
            found += [phrase(text, codes, kind) for text in row["words"].split(";")]
    return tuple(found)


def phrase(text: str, codes: tuple[str, ...], kind: str, *, is_name: bool = False) -> Phrase:
    """A text that is one acronym counts as it is written."""
    if len(text) > 1 and text.isupper() and " " not in text:
        return Phrase(tuple(WORD.findall(text)), codes, kind, is_name, as_written=True)
    return Phrase(tuple(fold(text).split()), codes, kind, is_name)


def countries() -> Iterator[Phrase]:
    for country in Country.objects.only("iso2", "name", "former_names", "other_names"):
        plain = re.sub(r"\s*\(.*", "", country.name)
        for name in {country.name, plain, *country.former_names, *country.other_names}:
            if fold(name):
                yield from named(phrase(name, (country.iso2,), "countries", is_name=True))


def named(name: Phrase) -> Iterator[Phrase]:
    """As it is, without the ending that Russian changes, and as its people are called."""
    yield name
    if name.as_written or len(name.words) > 1:
        return
    word = name.words[0]
    shorter = {PEOPLE.sub("", word)}
    if CYRILLIC.search(word):
        shorter.add(re.sub(r"[аеиоуыэюяь]$", "", word))
    for one in sorted(shorter - {word}):
        if len(one) > SHORT:
            yield Phrase((one,), name.codes, name.kind, is_name=True)


def partners() -> Iterator[Phrase]:
    """Organizations among the partners; UNODC is a group of addressees of its own."""
    for partner in Partner.objects.filter(kind=Partner.Kind.ORGANIZATION).exclude(code="UNODC"):
        codes = (str(partner.pk),)
        for acronym in {partner.code, *elsewhere("acronym", partner.code)}:
            yield Phrase(tuple(WORD.findall(acronym)), codes, "partners", as_written=True)
        for name in filter(None, [partner.name, partner.former_name, *elsewhere("partner", partner.code)]):
            yield Phrase(tuple(fold(name).split()), codes, "partners")


def elsewhere(kind: str, code: str) -> tuple[str, ...]:
    """Names or acronyms in French and Russian."""
    return translated().get((kind, code), ())


@lru_cache(maxsize=1)
def translated() -> dict[tuple[str, str], tuple[str, ...]]:
    with (Path(__file__).parents[1] / "pack" / "names.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    return {(kind, code): tuple(filter(None, names)) for kind, code, *names in rows}


class Bodies:
    """Organizations of the register that some of the texts name in full, or by an acronym of three letters and more."""

    def __init__(self, by_name: dict[str, Organization], by_acronym: dict[str, Organization]) -> None:
        self.by_name, self.by_acronym = by_name, by_acronym

    @classmethod
    def named_in(cls, texts: list[list[Token]]) -> Self:
        names = {name for tokens in texts for _, _, name in runs(tokens)}
        acronyms = {one.written for tokens in texts for one in tokens if is_acronym(one.written)}
        named_so = Q(name_key__in=names) | Q(acronym__in=acronyms) if names else Q(pk=None)
        bodies = Organization.objects.exclude(acronym__in=Partner.objects.values("code"))  # known as partners
        as_partners = {name_key(name) for name in Partner.objects.values_list("name", flat=True)}
        found = list(bodies.exclude(name_key__in=as_partners).filter(named_so).order_by("pk")[:500])
        return cls({body.name_key: body for body in found}, {body.acronym: body for body in found if body.acronym})

    def added(self, found: Found, tokens: list[Token], text: str) -> Found:
        for first, last, name in runs(tokens):
            body = self.by_name.get(name)
            if body is None and first is last and is_acronym(first.written):
                body = self.by_acronym.get(first.written)
            if body:
                found.organizations.setdefault(str(body.pk), text[first.start : last.end])
        return found


def runs(tokens: list[Token]) -> Iterator[tuple[Token, Token, str]]:
    """Words that stand together, as names are compared. One small word alone names nobody."""
    for at, first in enumerate(tokens):
        for last in tokens[at : at + LONGEST_NAME]:
            if last is not first or first.written[0].isupper():
                yield first, last, name_key(text_of(tokens, at, last))


def text_of(tokens: list[Token], at: int, last: Token) -> str:
    words = []
    for token in tokens[at:]:
        words.append(token.folded)
        if token is last:
            break
    return " ".join(words)


def is_acronym(text: str) -> bool:
    return len(text) > 2 and text.isupper()
