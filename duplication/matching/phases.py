"""What parts one programme into projects, as two titles name it: a phase, a part, a year, another number.

In: titles. Out: what the other one is to the first, in words, and titles without what parts them.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from .text import ROMAN, Text, numbers, read, years

ORDERED = "phase|stage|etape|fase|etapa|tranche|round|этап|этапе|этапа|фаза|фазе|фазы"
PARTS = "lot|part|partie|batch|tramo|лот|часть|очередь"
ORDINALS = (
    "first premiere premier primera первыи первая первого первои",
    "second seconde deuxieme segunda второи вторая второго",
    "third troisieme tercera третии третья третьего третьеи",
    "fourth quatrieme cuarta четвертыи четвертая",
    "fifth cinquieme quinta пятыи пятая",
)
ORDINAL = {word: place for place, words in enumerate(ORDINALS, start=1) for word in words.split()}
SIGNS = {"i": 1, "v": 5, "x": 10, **ROMAN}
NAMED = re.compile(
    rf"\b(?P<kind>{ORDERED}|{PARTS}) (?:no |n |nr )?(?P<sign>\d{{1,2}}|[ivx]{{1,4}})\b"
    rf"|\b(?:(?P<ordinal>{'|'.join(ORDINAL)})|(?P<digit>\d) ?(?:st|nd|rd|th|er|ere|e|eme|и|я|ая))"
    rf" (?P<of>{ORDERED}|{PARTS})\b"
)
ALONE = re.compile(rf" (?P<sign>i|v|{'|'.join(sorted(ROMAN, key=len, reverse=True))})(?=$| )")  # a Roman number
SEQUEL = re.compile(
    r"\b(?:follow (?:on|up)(?: phase| project)?(?: (?:to|of))?|continuation of|suite (?:de|du)|продолжение)\b"
)
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
        return f"{'An earlier' if first(other) < first(ours) else 'A later'} phase of this work"
    if ours.years and other.years and ours.years != other.years:
        return f"The same work in {'an earlier year' if max(other.years) < max(ours.years) else 'a later year'}"
    is_numbered = ours.numbers and other.numbers and ours.numbers != other.numbers
    return "The same work with another number in its title" if is_numbered else ""


def first(title: Parted) -> int:
    return max(title.phases, default=1)


@lru_cache(maxsize=20_000)
def parted(title: Text) -> Parted:
    text, found = title.folded, {"phases": set[int](), "parts": set[int]()}
    for kind, place, words in named(text):
        found["parts" if kind in PARTS.split("|") else "phases"].add(place)
        text = text.replace(words, " ", 1)
    fiscal = frozenset(int(year) if len(year) > 2 else 2000 + int(year) for year in FISCAL.findall(text))
    text = FISCAL.sub(" ", text)
    rest = " ".join(NUMBER.sub(" ", text).split())
    return Parted(
        read(rest), frozenset(found["phases"]), frozenset(found["parts"]), years(text) | fiscal, numbers(text)
    )


def named(text: str) -> Iterator[tuple[str, int, str]]:
    """Kinds and places of the phases and parts of a folded title, with the words that name them."""
    for match in NAMED.finditer(text):
        yield match["kind"] or match["of"], place_of(match["sign"] or match["ordinal"] or match["digit"]), match[0]
    bare = NAMED.sub("", text)
    yield from (("phase", place_of(match["sign"]), match[0]) for match in ALONE.finditer(bare))
    yield from (("phase", NEXT, match[0]) for match in SEQUEL.finditer(bare))


def place_of(sign: str) -> int:
    return int(sign) if sign.isdecimal() else ORDINAL.get(sign) or SIGNS.get(sign, 0)
