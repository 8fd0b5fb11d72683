"""A pasted text as plain lines: what word processors and PDF files put between the words is taken out."""

import re

SPACES = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000 ]+")
NOTHING = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\0"))
LINE_ENDS = re.compile("\r\n?|[\v\f\u0085\u2028\u2029]")
PAGE = re.compile(
    r"(?:page|p\.|стр\.?|страница)?\s*[-–—]?\s*\d{1,4}\s*[-–—]?(?:\s*(?:of|/|sur|de|из)\s*\d{1,4})?", re.I
)
PAGE_WORDS = re.compile(
    r"(?:page|p\.|стр\.?|страница)\s*\d|[-–—]\s*\d{1,4}\s*[-–—]|\d{1,4}\s*(?:of|/|sur|de|из)\s*\d", re.I
)


def lines(text: str) -> list[str]:
    """Each with single spaces and without those around it; an empty one where the text leaves a line free."""
    plain = LINE_ENDS.sub("\n", text).translate(NOTHING)
    return [SPACES.sub(" ", line).strip() for line in plain.split("\n")]


def is_page_number(line: str) -> bool:
    """A line such as "Page 3 of 7" or "- 4 -". A bare number is none: it may be the number of what follows."""
    return bool(PAGE.fullmatch(line) and PAGE_WORDS.search(line))


def joined(first: str, second: str) -> str:
    """One paragraph of two lines. A word divided at the end of a line keeps its hyphen: it may be its own."""
    return f"{first}{second}" if first.endswith("-") and first[-2:-1].isalpha() else f"{first} {second}".strip()
