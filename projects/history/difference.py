"""Two texts as one, word by word: what stayed, what went, what came."""

import re
from dataclasses import dataclass
from itertools import groupby

from rapidfuzz.distance import LCSseq

AROUND = 8  # words kept on either side of a change
LONG = 90  # characters: shorter texts are told whole, the old and the new
LEAST = 1 / 3  # of the words of the shorter in common: with fewer, as of a translation, the two are not mixed
MOST = 3_000  # words: beyond this a comparison would take too long to be waited for
WORD = re.compile(r"(?:\w+|[^\w\s])\s*")  # with the space after it, which is no word of its own


@dataclass(frozen=True, slots=True)
class Piece:
    kind: str  # same, gone, new, skipped
    text: str


def long_difference(old: str, new: str) -> list[Piece]:
    """Nothing where the two are short enough to be read as they are."""
    return word_difference(old, new) if max(len(old), len(new)) > LONG else []


def word_difference(old: str, new: str) -> list[Piece]:
    """Long stretches that stayed are cut to what is around the changes.

    The longest common sequence is found in bounded time; comparing by longest blocks takes minutes for two texts of
    a thousand words that share only small ones, such as a translation.
    """
    before, after = WORD.findall(old), WORD.findall(new)
    if len(before) > MOST or len(after) > MOST:
        return [Piece("gone", cut(old)), Piece("new", cut(new))]
    found = LCSseq.opcodes([word.strip() for word in before], [word.strip() for word in after])
    in_common = sum(step.src_end - step.src_start for step in found if step.tag == "equal")
    if in_common < LEAST * min(len(before), len(after)):
        return [piece for piece in (Piece("gone", f"{old.rstrip()} "), Piece("new", new)) if piece.text.strip()]
    steps = [(same, list(parts)) for same, parts in groupby(found, lambda step: step.tag == "equal")]
    pieces: list[Piece] = []
    for number, (same, parts) in enumerate(steps):
        gone = before[parts[0].src_start : parts[-1].src_end]
        come = after[parts[0].dest_start : parts[-1].dest_end]
        if same:
            words = [max(pair, key=len) for pair in zip(gone, come, strict=True)]  # the last of a text has no space
            pieces += kept(words, is_first=number == 0, is_last=number == len(steps) - 1)
        else:
            pieces += [Piece("gone", "".join(gone)), Piece("new", "".join(come))]
    return [piece for piece in pieces if piece.text]


def kept(words: list[str], *, is_first: bool, is_last: bool) -> list[Piece]:
    head, tail = (0 if is_first else AROUND), (0 if is_last else AROUND)
    if len(words) <= head + tail + AROUND:
        return [Piece("same", "".join(words))]
    pieces = [Piece("same", "".join(words[:head])), Piece("skipped", " … ")]
    return [*pieces, Piece("same", "".join(words[-tail:]) if tail else "")]


def cut(text: str) -> str:
    return text if len(text) <= 600 else f"{text[:599]}…"
