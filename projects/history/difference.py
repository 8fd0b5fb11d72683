"""Two texts as one, word by word: what stayed, what went, what came."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

AROUND = 8  # words kept on either side of a change
LONG = 90  # characters: shorter texts are told whole, the old and the new
MOST = 3_000  # words: beyond this a comparison would take too long to be waited for
WORD = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Piece:
    kind: str  # same, gone, new, skipped
    text: str


def long_difference(old: str, new: str) -> list[Piece]:
    """Nothing where the two are short enough to be read as they are."""
    return word_difference(old, new) if max(len(old), len(new)) > LONG else []


def word_difference(old: str, new: str) -> list[Piece]:
    """Long stretches that stayed are cut to what is around the changes."""
    before, after = WORD.findall(old), WORD.findall(new)
    if len(before) > MOST or len(after) > MOST:
        return [Piece("gone", cut(old)), Piece("new", cut(new))]
    pieces: list[Piece] = []
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for number, (kind, a, b, c, d) in enumerate(steps):
        if kind == "equal":
            pieces += kept(before[a:b], is_first=number == 0, is_last=number == len(steps) - 1)
        else:
            pieces += [Piece("gone", "".join(before[a:b])), Piece("new", "".join(after[c:d]))]
    return [piece for piece in pieces if piece.text]


def kept(words: list[str], *, is_first: bool, is_last: bool) -> list[Piece]:
    head, tail = (0 if is_first else AROUND * 2), (0 if is_last else AROUND * 2)
    if len(words) <= head + tail + AROUND * 2:
        return [Piece("same", "".join(words))]
    pieces = [Piece("same", "".join(words[:head])), Piece("skipped", " … ")]
    return [*pieces, Piece("same", "".join(words[-tail:]) if tail else "")]


def cut(text: str) -> str:
    return text if len(text) <= 600 else f"{text[:599]}…"
