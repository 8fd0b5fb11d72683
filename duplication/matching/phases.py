"""What parts one programme into projects, as two titles name it: a phase, a part, a year, another number.

In: titles. Out: what the other one is to the first, in words, and titles without what parts them.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from .text import Text, numbers, read, years

ORDERED = "phase|stage|etape|fase|etapa|faza|tranche|round|этап|этапе|этапа|фаза|фазе|фазы"
PARTS = "lot|part|partie|batch|tramo|лот|часть|очередь"
ORDINALS = (
    "first premiere premier primera первыи первая первого первои",
    "second seconde deuxieme segunda второи вторая второго",
    "third troisieme tercera третии третья третьего третьеи",
    "fourth quatrieme cuarta четвертыи четвертая",
    "fifth cinquieme quinta пятыи пятая",
)
CARDINALS = (
    "one un une uno один одна",
    "two deux dos два две",
    "three trois tres три",
    "four quatre cuatro четыре",
    "five cinq cinco пять",
)
ORDINAL = {word: place for place, words in enumerate(ORDINALS, start=1) for word in words.split()}
CARDINAL = {word: place for place, words in enumerate(CARDINALS, start=1) for word in words.split()}
TENS, UNITS = ("", "x", "xx", "xxx"), ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
SIGNS = {tens + units: 10 * ten + unit for ten, tens in enumerate(TENS) for unit, units in enumerate(UNITS)}
del SIGNS[""]
NUMBERED = SIGNS | CARDINAL
LAST_ALONE = 19  # a century is no phase


def one_of(signs: Iterable[str]) -> str:
    """Of an expression, the longest first."""
    return "|".join(sorted(signs, key=len, reverse=True))


NAMED = re.compile(
    rf"\b(?P<kind>{ORDERED}|{PARTS})(?: (?:no |n |nr )?(?P<sign>\d{{1,2}}|{one_of(NUMBERED)})|(?P<close>\d{{1,2}}))\b"
    rf"|\b(?:(?P<ordinal>{'|'.join(ORDINAL)})|(?P<digit>\d) ?(?:st|nd|rd|th|er|ere|e|eme|и|я|ая))"
    rf" (?P<of>{ORDERED}|{PARTS})\b"
)
ALONE = re.compile(  # a Roman number; one of one letter, which some languages have as a word, at the end of the title
    rf" (?:(?P<sign>{one_of(sign for sign, place in SIGNS.items() if len(sign) > 1 and place <= LAST_ALONE)})(?=$| )"
    rf"|(?P<last>[iv])$)"
)
SEQUEL = re.compile(
    r"\b(?:follow (?:on|up)(?: phase| project)?(?: (?:to|of))?|continuation(?: of| de| du)?"
    r"|continuacion(?: del?)?|suite (?:de|du)|продолжение)\b"
)
SEQUELS = "follow continuation continuacion suite продолжение"
HINTS = {*ORDERED.split("|"), *PARTS.split("|"), *SIGNS, *SEQUELS.split()}
DIGIT = re.compile(r"\d")
NUMBER = re.compile(r"\b\d{1,4}\b")
FISCAL = re.compile(r"\bfy ?(\d{4}|\d\d)\b")
NEXT = 2  # of what goes on with something, the phase


class Parted(NamedTuple):
    """A title taken apart. Parts are phases whose order tells nothing."""

    rest: Text
    phases: frozenset[int]
    parts: frozenset[int]
    years: frozenset[int]
    numbers: frozenset[int]


def succession(mine: Text, theirs: Text) -> str:
    """What the other is to the one, in words that begin a sentence; empty when the titles name nothing that parts
    them.
    """
    ours, other = parted(mine), parted(theirs)
    if ours.parts and other.parts and ours.parts != other.parts:
        return "Another part of this work"
    if ours.phases != other.phases and max(ours.phases | other.phases) > 1:
        phase = "An earlier phase" if last_phase(other) < last_phase(ours) else "A later phase"
        is_named = ours.phases and other.phases  # else who wrote the other may mean all of it
        return f"{phase} of this work" if is_named else f"Perhaps the same work, or {phase.lower()} of it"
    if ours.years and other.years and ours.years != other.years:
        return f"The same work in {'an earlier year' if max(other.years) < max(ours.years) else 'a later year'}"
    is_numbered = ours.numbers and other.numbers and ours.numbers != other.numbers
    return "The same work with another number in its title" if is_numbered else ""


def last_phase(title: Parted) -> int:
    return max(title.phases, default=1)


@lru_cache(maxsize=20_000)
def parted(title: Text) -> Parted:
    text, phases, parts = title.folded, set[int](), set[int]()
    if HINTS.isdisjoint(text.split()) and not DIGIT.search(text):  # as of most titles, told in less time
        return Parted(read(text), frozenset(), frozenset(), frozenset(), frozenset())
    for match in NAMED.finditer(text):
        kind = match["kind"] or match["of"]
        sign = match["sign"] or match["close"] or match["ordinal"] or match["digit"]
        (parts if kind in PARTS.split("|") else phases).add(place_of(sign))
    text = NAMED.sub(" ", text)
    phases |= {SIGNS[match["sign"] or match["last"]] for match in ALONE.finditer(text)}
    text = ALONE.sub(" ", text)
    phases |= {NEXT for _ in SEQUEL.finditer(text)}
    text = SEQUEL.sub(" ", text)
    fiscal = frozenset(int(year) if len(year) > 2 else 2000 + int(year) for year in FISCAL.findall(text))
    text = FISCAL.sub(" ", text)
    rest = " ".join(NUMBER.sub(" ", text).split())
    return Parted(read(rest), frozenset(phases), frozenset(parts), years(text) | fiscal, numbers(text))


def place_of(sign: str) -> int:
    return int(sign) if sign.isdecimal() else ORDINAL.get(sign) or NUMBERED[sign]
