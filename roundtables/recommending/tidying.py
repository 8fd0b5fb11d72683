"""A pasted text as plain lines: what word processors and PDF files put between the words is taken out."""

import re
from collections.abc import Container
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from partners.text import fold

SPACES = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000 ]+")
NOTHING = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\0"))
LINE_ENDS = re.compile("\r\n?|[\v\f\u0085\u2028\u2029]")
PAGE = re.compile(
    r"(?:page|p\.|стр\.?|страница)?\s*[-–—]?\s*\d{1,4}\s*[-–—]?(?:\s*(?:of|/|sur|de|из)\s*\d{1,4})?", re.I
)
PAGE_WORDS = re.compile(
    r"(?:page|p\.|стр\.?|страница)\s*\d|[-–—]\s*\d{1,4}\s*[-–—]|\d{1,4}\s*(?:of|/|sur|de|из)\s*\d", re.I
)

SOFT_AT_END = re.compile("\u00ad[ \t]*\n[ \t]*")
DIVIDED = re.compile(r"([^\W\d_]{2,})-[ \t]*\n[ \t]*(\w+)([.,;:)]*)[ \t]*")
WHOLE_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
COMPOUND = re.compile(
    r"cross|counter|co|inter|anti|non|self|well|long|short|high|low|multi|sub|ex|mid|follow|decision|drug|law|data|risk|"
    r"evidence|intelligence|donor|capacity|peer|train|sous|contre|avant",
    re.I,
)


def lines(text: str) -> list[str]:
    """Each with single spaces and without those around it; an empty one where the text leaves a line free."""
    plain = LINE_ENDS.sub("\n", text).translate(NOTHING)
    return [SPACES.sub(" ", line).strip() for line in plain.split("\n")]


def is_page_number(line: str) -> bool:
    """A line such as "Page 3 of 7" or "- 4 -". A bare number is none: it may be the number of what follows."""
    return bool(PAGE.fullmatch(line) and PAGE_WORDS.search(line))


def joined(first: str, second: str) -> str:
    """One paragraph of two lines."""
    return f"{first} {second}".strip()


@dataclass(frozen=True, slots=True)
class Divided:
    """A word that the end of a line divides, and what was made of it."""

    written: str
    read: str
    is_sure: bool


def undivided(text: str) -> tuple[str, list[Divided]]:
    """Each word that a line's end divides stands whole in the upper line; what the text says elsewhere decides how."""
    plain = SOFT_AT_END.sub("", LINE_ENDS.sub("\n", text))
    elsewhere = {word.casefold() for word in WHOLE_WORD.findall(DIVIDED.sub(" ", plain))}
    found: list[Divided] = []

    def whole(match: re.Match[str]) -> str:
        found.append(read(match[1], match[2], elsewhere))
        return f"{found[-1].read}{match[3]}\n"

    return DIVIDED.sub(whole, plain), found


def read(first: str, second: str, elsewhere: Container[str]) -> Divided:
    """Before a capital letter or a figure, and behind what mostly begins a compound, the hyphen stays."""
    written, together, apart = f"{first}-/{second}", f"{first}{second}", f"{first}-{second}"
    if apart.casefold() in elsewhere or not second[0].islower():
        return Divided(written, apart, is_sure=True)
    if together.casefold() in elsewhere or is_known(together):
        return Divided(written, together, is_sure=True)
    if COMPOUND.fullmatch(first):
        return Divided(written, apart, is_sure=True)
    return Divided(written, together, is_sure=False)


def is_known(word: str) -> bool:
    """Whether it is a word, or the beginning of one, of the phrases that are looked for."""
    folded = fold(word)
    return any(folded.startswith(one) and len(folded) - len(one) <= 3 for one in known_words())


@lru_cache(maxsize=1)
def known_words() -> frozenset[str]:
    rows = (Path(__file__).parents[1] / "data" / "words.csv").read_text(encoding="utf-8").splitlines()[1:]
    words = (word for row in rows for word in fold(row.split(",", 2)[2]).split())
    return frozenset(word for word in words if len(word) > 4)
