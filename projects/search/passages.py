"""A few lines of a long text around the place where the words of a search stand together.

PostgreSQL marks words well, but reads every word of a text for it, milliseconds for each document: here the place is
found, and PostgreSQL marks the words in those lines only.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from itertools import islice
from os.path import commonprefix

BEGINNING = 3  # letters in which the readings of one word agree
BEFORE, AFTER, NEAR = 90, 150, 40  # characters of a passage on both sides of its place, and what is close to it
LOOKED_AT = 60  # places of the rarest word
ACCENTED = (*range(0xC0, 0x250), *range(0x370, 0x530), *range(0x621, 0x627), *range(0x1E00, 0x2000))
PLAIN = {chr(code): folded[0] for code in ACCENTED if len(folded := unicodedata.normalize("NFD", chr(code))) > 1}
WITH_ACCENT = re.compile(f"[{''.join(PLAIN)}]")
WORD = re.compile(r"\w+")


class Words:
    """Of a search, as PostgreSQL looks for them: the stems in several languages, and what was typed."""

    def __init__(self, lexemes: Iterable[str]) -> None:
        plain = [without_accents(one.replace("''", "'").replace("\\\\", "\\")) for one in lexemes]
        stems = defaultdict(list)
        for lexeme in plain:
            stems[lexeme[:BEGINNING]].append(lexeme)
        self.exact = set(plain)
        self.beginnings = [commonprefix(same) for same in stems.values()]  # noqa: RUF071 - of words, not of paths

    def passage(self, text: str) -> str:
        """Whole words of the text, around the place of the rarest of these that has most of the others near; empty
        without any of them.
        """
        read = text.lower()
        if len(read) != len(text):  # a letter that becomes two stays
            read = "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)
        if not all(word in read for word in self.beginnings):
            read = without_accents(read)
        known = sorted((number, word) for word in self.beginnings if (number := read.count(word)))
        if not known:
            return ""

        def worth(place: int) -> tuple[int, bool, int]:
            near, around = read[max(0, place - NEAR) : place + NEAR], read[max(0, place - BEFORE) : place + AFTER]
            said = WORD.match(read, place)
            is_exact = said is not None and said[0] in self.exact  # others may be of another stem
            return sum(word in near for _, word in known), is_exact, sum(word in around for _, word in known)

        return cut(text, max(places(read, known[0][1]), key=worth))


def without_accents(text: str) -> str:
    """As long as the text. Where most letters have none, `str.translate` takes ten times as long."""
    return WITH_ACCENT.sub(lambda letter: PLAIN[letter[0]], text)


def places(text: str, word: str) -> list[int]:
    """Where a word begins so; where there is none, where it stands within one."""
    found = [one.start() for one in islice(re.finditer(re.escape(word), text), 20 * LOOKED_AT)]
    return ([at for at in found if not at or not text[at - 1].isalnum()] or found)[:LOOKED_AT]


def cut(text: str, place: int) -> str:
    start, end = max(0, place - BEFORE), min(len(text), place + AFTER)
    if start:
        start = text.find(" ", start, place) + 1 or place
    if end < len(text):
        end = text.rfind(" ", place, end) if " " in text[place:end] else end
    return " ".join(text[start:end].split())
