"""Recommendations, needs, offers and projects as the matching reads them: plain values, texts made comparable."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import blake2b

from duplication.matching.glossary import (
    COUNTRIES,
    DRUGS,
    Thing,
    every_thing_in,
    first_named,
    most_telling,
    near_to,
    without_bodies,
)
from duplication.matching.registry import Row, facts
from duplication.matching.text import INFORMATION, STOP_WORDS, UNLISTED, WORD, fold, stem

LONGEST = 1500  # characters of a text that are read
MAIN = 0.85  # of what its most telling thing tells: a thing that is as much what it is about
TELLING = 5.5  # bits: a word that tells less is in too many texts
WORDED = """
continue consider ensure further call invite urge request enhance strengthen support promote encourage improve
introduce establish carry out organize make develop implement use appropriate key other regular against prevent take
measures steps action activities efforts states members governments countries neighbouring partners officials
agencies authorities relevant concerned competent effective joint good area areas function functions flow need
needed needs offer offers provide provision new first anti counter strategic operational united nations national
regional international integrate control"""
TOGETHER = frozenset({"between", "joint", "entre", "conjoint", "conjointe", "между", "совместные", "совместных"})
STATE = "republic islamic united states arab arabia emirates kingdom federation democratic"
FORMS_OF_STATE = frozenset(STATE.split())
FILLERS = frozenset(map(stem, WORDED.split()))  # what recommendations and needs are worded in, whatever they are about


@dataclass(frozen=True)
class Subject:
    """One of them. What is not stated is empty or None, and never counts for or against."""

    title: str = ""  # folded, one space between words
    body: str = ""
    countries: frozenset[str] = frozenset()  # ISO codes
    themes: frozenset[str] = frozenset()  # such as T1.3
    theme_names: str = ""  # folded; only of what is wanted
    purposes: frozenset[str] = frozenset()  # DAC/CRS codes
    types: frozenset[str] = frozenset()  # of activities, such as A05
    places: frozenset[int] = frozenset()
    bodies: frozenset[int] = frozenset()
    kinds: frozenset[str] = frozenset()  # of bodies
    is_anywhere: bool = False  # said to be for any country
    there: frozenset[str] = frozenset()  # how words begin by which a text speaks of its countries or their region
    start: date | None = None
    end: date | None = None
    quantity: float | None = None
    unit: str = ""

    @cached_property
    def text(self) -> str:
        return f"{self.title} {self.body}".strip()

    @cached_property
    def things(self) -> dict[Thing, str]:
        """Of the field, each with the words that name it."""
        return every_thing_in(self.text)

    @cached_property
    def main(self) -> frozenset[Thing]:
        """What it is mostly about: the things that its theme names too; else those that tell as much as the first."""
        named = {one for one in self.of_theme if one in self.things and not one.is_way and not one.is_field}
        return frozenset(named) or most_telling(self.things, MAIN)

    @cached_property
    def of_theme(self) -> frozenset[Thing]:
        return frozenset(every_thing_in(self.theme_names))

    @cached_property
    def manner(self) -> frozenset[Thing]:
        """Ways of working that are what it is about, because its theme is one, such as assessments."""
        named = {one for one in self.of_theme if one in self.things and not one.is_field}
        return frozenset(named) if all(one.is_way for one in named) else frozenset()

    @cached_property
    def is_between(self) -> bool:
        """Of what countries do together; the name of a regional centre does not say so."""
        left = self.text
        for thing, said in self.things.items():
            left = left.replace(said, "") if thing.mark == DRUGS else left
        return len(self.countries) > 1 and bool(first_named(COUNTRIES, left) or set(left.split()) & TOGETHER)

    @cached_property
    def near(self) -> frozenset[Thing]:
        """What is near to what it is about."""
        return near_to(one for one in self.main if not one.is_wide).difference(self.things)

    @cached_property
    def words(self) -> dict[str, str]:
        """Telling words that no thing of the field covers: how they are written, by their stems."""
        left = f" {self.text} "
        for thing in self.things:
            left = thing.pattern.sub(" ", left)
        telling = (word for word in left.split() if word not in STOP_WORDS and not word.isdecimal() and len(word) > 2)
        found = {
            root(word): word
            for word in telling
            if stem(word) not in FILLERS and root(word) not in FILLERS and bits(word) >= TELLING
        }
        longer = {one for one in found for other in found if one != other and one.startswith(other)}
        return {one: word for one, word in found.items() if one not in longer}

    @property
    def basis(self) -> str:
        """Of what is material to a match. Dates, case and punctuation are not."""
        facts = (self.countries, self.themes, self.purposes, self.types, self.places, self.bodies, self.kinds)
        return repr((self.title, self.body, *(sorted(values) for values in facts)))


def fingerprint(*subjects: Subject) -> str:
    """The same on every machine; another one as soon as something material to their match changes."""
    return blake2b("\n".join(one.basis for one in subjects).encode(), digest_size=16).hexdigest()


def root(word: str) -> str:
    """The stem of a word, the s of a plural aside."""
    single = word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
    return stem(single)


def bits(word: str) -> float:
    return INFORMATION.get(stem(word), UNLISTED)


def folded(text: str) -> str:
    return " ".join(WORD.findall(fold(text[:LONGEST])))


def of_project(row: Row) -> Subject:
    """A published project, as detection reads it from the database."""
    record = facts(row)
    return Subject(
        title=without_bodies(folded(row.title)),
        body=without_bodies(folded(row.description)),
        countries=record.countries,
        themes=record.themes,
        purposes=record.purposes,
        types=record.activity_types,
        places=record.sites,
        bodies=record.receivers,
        start=record.start,
        end=record.end,
    )


def without_names(text: str, names: Iterable[str]) -> str:
    """A folded text without the names of these countries and what is derived of them, such as Afghan."""
    derived = beginnings(names)
    return " ".join(word for word in text.split() if word[:5] not in derived)


def beginnings(names: Iterable[str]) -> set[str]:
    """How the names of countries begin, and what is derived of them."""
    words = (word for name in names for word in folded(name).split())
    return {word[:5] for word in words if len(word) > 3 and word not in FORMS_OF_STATE}
