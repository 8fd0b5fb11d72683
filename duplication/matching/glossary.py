"""A text in, the things of the field that it names: one thing under its English, French, Russian and Spanish words."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .text import INFORMATION, STOP_WORDS, UNLISTED, fold, stem

PATH = Path(__file__).parents[1] / "data" / "glossary.txt"
SMALL = "a an and at de del des du d el en et for in la las le les l los of on the to y в для и на о по с"
BETWEEN = f" (?:(?:{'|'.join(SMALL.split())}) )*"  # "control of the border"
STRONGEST = 9.0  # bits: a name that nobody else has must not outweigh all the rest
FURTHER = 0.25  # of its bits that each further word of a phrase adds: words that stand together are less by chance

MARKS = WAY, DRUGS, FIELD, WIDE, COUNTRIES, OTHER, NAMES = "~!*?&-="  # the file says what they mean
AROUND = "@"
BEGINNING = 3  # letters


@dataclass(frozen=True, slots=True)
class Thing:
    name: str
    heading: str  # things below one are near to each other
    mark: str  # empty, or one of those above
    is_around: bool  # says for whom, where or in what field something is done, and not what
    types: frozenset[str]  # of activities that it stands for
    phrases: tuple[str, ...]

    @property
    def pattern(self) -> re.Pattern[str]:
        """Of a folded text between two spaces; begins with one, which is what makes it quick."""
        return pattern_of(self.phrases)

    @property
    def is_way(self) -> bool:
        """Of working, which is not what the work is about."""
        return self.mark == WAY

    @property
    def is_wide(self) -> bool:
        """Work on it is often about something else than drugs."""
        return self.mark == WIDE

    @property
    def is_field(self) -> bool:
        """All work is about it."""
        return self.mark == FIELD

    def named_in(self, text: str) -> str:
        """The words of a folded text that name it first; empty when none does."""
        found = self.pattern.search(f" {text} ")
        return found[0].strip() if found else ""


Beginnings = Mapping[str, list[tuple[Thing, re.Pattern[str]]]]


@cache
def things() -> tuple[Thing, ...]:
    """What the work of the field is about, and its ways."""
    return tuple(one for one in every_line() if one.mark in ("", WAY, DRUGS, FIELD, WIDE))


@cache
def marked(mark: str) -> tuple[Thing, ...]:
    return tuple(one for one in every_line() if one.mark == mark)


def first_named(mark: str, text: str) -> str:
    """The words of a folded text that name something so marked; empty when none do."""
    return next((heard for one in marked(mark) if (heard := one.named_in(text))), "")


def without_bodies(text: str) -> str:
    """A folded text without the names of bodies and programmes that say nothing of what a project does."""
    for one in marked(NAMES):
        text = one.pattern.sub("", f" {text} ").strip()
    return text


@cache
def every_line() -> tuple[Thing, ...]:
    found, heading = [], ""
    for line in PATH.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            heading = line
        elif line:
            found.append(thing(line, heading))
    return tuple(found)


def thing(line: str, heading: str) -> Thing:
    name, types, words = (part.strip() for part in line.split("|"))
    phrases = tuple(dict.fromkeys(fold(phrase).strip() for phrase in words.split(";")))
    mark = name[0] if name[0] in MARKS else ""
    name, is_around = name.removeprefix(mark).removeprefix(AROUND), name[len(mark)] == AROUND
    return Thing(name, heading, mark, is_around, frozenset(types.split()), phrases)


@cache
def pattern_of(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """Made as it is first asked for, once: to make all of them was a tenth of the start of a web process."""
    longest_first = sorted(phrases, key=lambda phrase: -len(phrase))
    return re.compile(f" (?:{'|'.join(BETWEEN.join(map(spelled, phrase.split())) for phrase in longest_first)})(?= )")


def spelled(word: str) -> str:
    return re.escape(word[:-1]) + r"\w*" if word.endswith("*") else re.escape(word) + "(?:s|es)?"


def beginnings(among: Iterable[Thing]) -> Beginnings:
    """Of each thing the phrases that begin with the same letters: at most words of a text few are to be tried."""
    found: dict[str, list[tuple[Thing, re.Pattern[str]]]] = defaultdict(list)
    for one in among:
        phrases: dict[str, list[str]] = defaultdict(list)
        for phrase in one.phrases:
            phrases[phrase.split()[0].rstrip("*")[:BEGINNING]].append(phrase)
        for letters, its in phrases.items():
            found[letters].append((one, pattern_of(tuple(its))))
    return found


@cache
def every_beginning() -> Beginnings:
    return beginnings(things())


def every_thing_in(text: str, among: Beginnings | None = None) -> dict[Thing, str]:
    """What a folded text names, each thing with the words that name it. Of words within others the longer count."""
    padded, asked = f" {text} ", every_beginning() if among is None else among
    found, place = [], 0
    for word in text.split():
        for one, pattern in asked.get(word[:BEGINNING], ()):
            if match := pattern.match(padded, place):
                found.append((match.end() - place, place, one))
        place += len(word) + 1
    taken = bytearray(len(padded))
    named: dict[Thing, str] = {}
    for length, start, one in sorted(found, key=lambda each: (-each[0], each[1])):
        if not any(taken[start : start + length]):
            taken[start : start + length] = b"x" * length
            named.setdefault(one, padded[start : start + length].strip())
    return named


def near_to(main: Iterable[Thing]) -> frozenset[Thing]:
    """What stands below one heading with something of these; ways of working and the field itself aside."""
    headings = {one.heading for one in main}
    return frozenset(one for one in things() if one.heading in headings and not one.is_way and not one.is_field)


def most_telling(found: Mapping[Thing, str], share: float) -> frozenset[Thing]:
    """What it is about: the things whose words tell most, or that share of it; the field itself if nothing else is."""
    about = {one: said for one, said in found.items() if not one.is_way}
    if not all(one.is_field for one in about):
        about = {one: said for one, said in about.items() if not one.is_field}
    bits = {one: told(said.split()) for one, said in about.items()}
    return frozenset(one for one, value in bits.items() if value >= share * max(bits.values()))


def types_in(found: Iterable[Thing]) -> frozenset[str]:
    return frozenset(code for one in found for code in one.types)


def told(words: Iterable[str]) -> float:
    """Bits: what its rarest word tells among projects of aid, and a part of what each other one does."""
    bits = sorted((INFORMATION.get(stem(word), UNLISTED) for word in words if word not in STOP_WORDS), reverse=True)
    return min(bits[0] + FURTHER * sum(bits[1:]), STRONGEST) if bits else 0.0
