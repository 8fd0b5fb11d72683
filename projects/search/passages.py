"""A few lines of a long text around the place where the words of a search stand together.

PostgreSQL marks words well, but reads every word of a text for it, milliseconds for each document: here the place is
found, and PostgreSQL marks the words in those lines only.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from os.path import commonprefix

BEGINNING = 3  # letters in which the readings of one word agree
BEFORE, AFTER, NEAR = 90, 150, 40  # characters of a passage on both sides of its place, and what is close to it
LOOKED_AT = 60  # places of the rarest word
ACCENTED = (*range(0xC0, 0x250), *range(0x370, 0x530), *range(0x621, 0x627), *range(0x1E00, 0x2000))
PLAIN = {code: folded[0] for code in ACCENTED if len(folded := unicodedata.normalize("NFD", chr(code))) > 1}


def beginnings(lexemes: Iterable[str]) -> list[str]:
    """For each word what its stems in several languages have in common."""
    stems = defaultdict(list)
    for lexeme in lexemes:
        plain = lexeme.replace("''", "'").replace("\\\\", "\\").translate(PLAIN)
        stems[plain[:BEGINNING]].append(plain)
    return [commonprefix(same) for same in stems.values()]  # noqa: RUF071 - of words, not of paths


def passage(text: str, words: list[str]) -> str:
    """Whole words of the text, around the place of the rarest of these that has most of the others near; empty without
    any of them.
    """
    read = text.lower()
    if len(read) != len(text):  # a letter that becomes two stays
        read = "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)
    if not all(word in read for word in words):
        read = read.translate(PLAIN)
    known = sorted((number, word) for word in words if (number := read.count(word)))
    if not known:
        return ""

    def others(place: int) -> tuple[int, int]:
        near, around = read[max(0, place - NEAR) : place + NEAR], read[max(0, place - BEFORE) : place + AFTER]
        return sum(word in near for _, word in known), sum(word in around for _, word in known)

    return cut(text, max(islice(places(read, known[0][1]), LOOKED_AT), key=others))


def places(text: str, word: str) -> Iterator[int]:
    """Where a word begins so; where there is none, where it stands within one."""
    beginning = [one.start() for one in islice(re.finditer(rf"{re.escape(word)}", text), 20 * LOOKED_AT)]
    yield from [at for at in beginning if not at or not text[at - 1].isalnum()] or beginning


def cut(text: str, place: int) -> str:
    start, end = max(0, place - BEFORE), min(len(text), place + AFTER)
    if start:
        start = text.find(" ", start, place) + 1 or place
    if end < len(text):
        end = text.rfind(" ", place, end) if " " in text[place:end] else end
    return " ".join(text[start:end].split())
