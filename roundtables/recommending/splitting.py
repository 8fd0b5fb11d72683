"""A pasted text as the recommendations in it: what came before, headings and page numbers are named, not lost.

The marks of the first item say how the list is numbered. Lines without such a mark go on with the item above them, or
are a part of it when they have marks of another kind. A text without any marks is split at its free lines.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice, pairwise

from .marks import BARE, Mark, Style, marks
from .tidying import Divided, is_page_number, joined, lines, undivided

LONGEST_HEADING = 100  # characters
COUNTED = {Style.NUMBER, Style.ENCLOSED, Style.BARE}  # a list may change from one to another
END_OF_SENTENCE = (".", ";", ":", "!", "?", "…")
AND = re.compile(r"[;,]\s*(?:and|or|et|ou|и|или|y|o)?$|\s+(?:and|et|и)$", re.I)
REFERS = re.compile(
    r"\b(?:recommendations?|paragraphs?|para|items?|points?|recommandations?|paragraphes?|рекомендаци\w+|пункт\w*)$",
    re.I,
)
INLINE = re.compile(
    r"(?:(?<=[.;:,])|(?<=[;,] and)|(?<=[;,] et)|(?<=[;,] и))\s+(?=(?:\(?\d{1,3}[.)]|\([a-zа-я]{1,4}\))\s)"
    r"|(?<=\s)(?=\(?(?:\d{1,3}|[a-z])\)\s)",
    re.I,
)


@dataclass(slots=True)
class Item:
    """One recommendation; `number` as it was printed, None where there was none."""

    number: int | None
    paragraphs: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Without the "; and" that leads on to the next one."""
        return AND.sub("", "\n".join(filter(None, self.paragraphs))).strip()


@dataclass(frozen=True, slots=True)
class Split:
    items: list[Item]
    left_out: list[str]  # in the order of the text
    doubtful: list[Divided] = field(default_factory=list)  # words that the end of a line divided
    out_of_turn: list[str] = field(default_factory=list)  # lines with a number that stayed with the item above them

    @property
    def missing(self) -> list[tuple[int, int]]:
        """First and last of the numbers that the list leaves out between two of its items."""
        pairs = pairwise(item.number or 0 for item in self.items)
        return [(one + 1, other - 1) for one, other in pairs if one and other > one + 1]


def split(text: str) -> Split:
    whole, divided = undivided(text)
    plain = lines(whole)
    kept = [line for line in plain if not is_page_number(line)]
    pages = [line for line in plain if is_page_number(line)]
    style = first_style(kept)
    if style is None or sum(any(True for _ in of_style(line, style)) for line in kept) < 2:
        kept = [part for line in kept for part in in_line(line)]
        style = first_style(kept)
    if style != Style.BARE:
        pages += [line for line in kept if BARE.fullmatch(line)]
        kept = [line for line in kept if not BARE.fullmatch(line)]
    found = marked(kept, style) if style else Split(paragraphs(kept), [])
    return Split(
        [item for item in found.items if item.text],
        [*found.left_out, *pages],
        [one for one in divided if not one.is_sure],
        found.out_of_turn,
    )


def first_style(kept: list[str]) -> Style | None:
    """Of the first mark that begins a list, and not a chapter with a list in it."""
    for at, line in enumerate(kept):
        behind = kept[at + 1 :]
        for mark in marks(line):
            begins = mark.number in {None, 1} or any(follows(later, mark) for later in behind)
            if begins and not is_chapter(mark, next(filter(None, behind), "")):
                return mark.style
    return None


def is_chapter(mark: Mark, below: str) -> bool:
    """ "A. Border control" above "1. Share data"."""
    ended = not mark.rest or mark.rest.endswith((*END_OF_SENTENCE, ","))
    return not ended and any(one.number == 1 and one.style != mark.style for one in marks(below))


def follows(line: str, mark: Mark) -> bool:
    return any(one.style == mark.style and one.number == (mark.number or 0) + 1 for one in marks(line))


def of_style(line: str, style: Style) -> Iterator[Mark]:
    return (mark for mark in marks(line) if mark.style == style)


def in_line(line: str) -> list[str]:
    """The items that one line has run together, as "1. Train officers; 2. Share data"; else the line itself."""
    parts = [part.strip() for part in INLINE.split(line) if part and part.strip()]
    counted = [mark.number for part in parts for mark in marks(part)[:1] if mark.number]
    return parts if len(counted) > 1 and counted == list(range(counted[0], counted[0] + len(counted))) else [line]


# -- A list with marks -------------------------------------------------------------------------------------------------
def marked(kept: list[str], style: Style) -> Split:
    items: list[Item] = []
    left_out: list[str] = []
    out_of_turn: list[str] = []
    after_free_line = False
    for at, line in enumerate(kept):
        mark = next(of_style(line, style), None) or expected(kept, at, style, items)
        if not line:
            after_free_line = True
            continue
        if items and not after_free_line and REFERS.search(items[-1].paragraphs[-1]):
            mark = None  # "see recommendation / 3. above"
        if mark and continues(mark, items):
            items.append(Item(mark.number, [mark.rest]))
        elif not items or is_heading(line, items[-1], after_free_line=after_free_line) or heads(kept, at):
            left_out.append(line)
        else:
            if mark and style not in {Style.LETTER, Style.ROMAN}:
                out_of_turn.append(line)
            go_on(items[-1], line, after_free_line=after_free_line)
        after_free_line = False
    return Split(items, left_out, out_of_turn=out_of_turn)


def expected(kept: list[str], at: int, style: Style, items: list[Item]) -> Mark | None:
    """ "(3) Train" between "2. Share" and "4. Meet": a number of another kind that is the next one and comes but once.

    No such mark is one of a list within the item above.
    """
    last = items[-1] if items else None
    if style not in COUNTED or last is None or last.number is None:
        return None
    for mark in marks(kept[at]):
        if mark.style not in COUNTED or mark.number != last.number + 1 or not mark.rest:
            continue
        inside = any(one.style == mark.style for text in last.paragraphs[1:] for one in marks(text))
        behind = (one.number or 0 for line in islice(kept, at + 1, None) for one in of_style(line, style))
        following = next(behind, 1)
        if not inside and (following == 1 or following > mark.number):
            return mark
    return None


def heads(kept: list[str], at: int) -> bool:
    """Whether a list begins again below this line, as below "B. Precursors"."""
    below = next(filter(None, islice(kept, at + 1, None)), "")
    return any(is_chapter(mark, below) for mark in marks(kept[at]))


def continues(mark: Mark, items: list[Item]) -> bool:
    """Whether the mark is that of the next item: its number is higher, or the list begins again."""
    last = items[-1].number if items else None
    if mark.number is None or last is None or not items[-1].text:
        return True
    if mark.style in {Style.LETTER, Style.ROMAN}:  # "c. 500 kg", "v. the decree": not in their turn, so no marks
        return mark.number in {1, last + 1}
    return mark.number > last or mark.number == 1


def is_heading(line: str, last: Item, *, after_free_line: bool) -> bool:
    """A short line by itself, which ends no sentence, behind one that was ended."""
    before = last.paragraphs[-1]
    ended = before.endswith(END_OF_SENTENCE) or AND.search(before)
    short = len(line) <= LONGEST_HEADING and not line.endswith((".", ";", ","))
    return after_free_line and bool(ended) and short and line[0].isupper()


def go_on(item: Item, line: str, *, after_free_line: bool) -> None:
    """The line is more of the last paragraph, or a paragraph or a list of its own within the item."""
    before = item.paragraphs[-1]
    mid_sentence = not before.endswith(END_OF_SENTENCE) and not line[0].isupper()
    if (marks(line) and not REFERS.search(before)) or (after_free_line and before and not mid_sentence):
        item.paragraphs.append(line)
    else:
        item.paragraphs[-1] = joined(before, line)


# -- A text without marks ----------------------------------------------------------------------------------------------
def paragraphs(kept: list[str]) -> list[Item]:
    """Split at free lines; without any, at lines that end a sentence where the next begins one.

    A number before one of them is its own: "7. Publish the report", or "5." and "20." out of a longer list.
    """
    has_free_lines = "" in "\n".join(kept).strip("\n").split("\n")
    items: list[Item] = []
    begins = True
    for line in kept:
        if not line:
            begins = True
            continue
        number, words = alone(line)
        before = items[-1].number if items else None
        if begins or not items or (number and before and number > before):
            items.append(Item(number, [words]))
        else:
            items[-1].paragraphs[-1] = joined(items[-1].paragraphs[-1], line)
        begins = not has_free_lines and line.endswith(END_OF_SENTENCE)
    return items


def alone(line: str) -> tuple[int | None, str]:
    """The number before the line, and its words."""
    for mark in marks(line):
        if mark.style in {Style.NUMBER, Style.ENCLOSED} and mark.number and mark.rest[:1].isupper():
            return mark.number, mark.rest
    return None, line
