"""Whether two names may be those of one body: pure, so that it can be tried on any names.

Trigrams alone hold "Counter Narcotics Police of Herat" and "of Kandahar" for alike. Here the words count that tell
bodies apart: names are near when each such word of the one has its like in the other, or when one name only says more.
"""

from collections.abc import Iterable

from rapidfuzz.fuzz import ratio

from partners.text import fold

LIKE = 82  # per cent of the letters of two words
COMMON = """
    a administration agency and authority bureau centre center central committee council department directorate du de
    der des die et federal for general government in la le main ministry national office of on organisation organization
    republic service services state the to under und
"""
WEAK = frozenset(COMMON.split())  # words that every second body has in its name


def telling(name: str, country: Iterable[str] = ()) -> frozenset[str]:
    """The words that tell the body apart; all of them where none does."""
    words = frozenset(fold(name).split())
    places = {word[:5] for text in country for word in fold(text).split() if word not in WEAK}  # Kyrgyz, Kyrgyzstan
    return frozenset(word for word in words - WEAK if word[:5] not in places) or words


def near(one: frozenset[str], other: frozenset[str]) -> bool:
    alone = [word for word in one if not liked(word, other)]
    alone_there = [word for word in other if not liked(word, one)]
    return not alone or not alone_there


def liked(word: str, others: Iterable[str]) -> bool:
    return any(ratio(word, other) >= LIKE for other in others)
