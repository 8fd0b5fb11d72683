"""The words of a text, as they are written and as they are compared."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from partners.text import fold

WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Token:
    written: str
    folded: str
    start: int
    end: int


def tokens_of(text: str) -> Iterator[Token]:
    for match in WORD.finditer(text):
        for part in fold(match[0]).split():
            yield Token(match[0], part, match.start(), match.end())
