"""Titles that are the same but for a name: another town, body or month, another person's course. It weighs nothing, and
tells the two apart, as another number does.
"""

import re
from functools import lru_cache

from rapidfuzz import fuzz

from .levels import Level, levels
from .records import Record
from .text import STOP_WORDS, WORD, fold
from .works import is_headline, may_be_name, things_in, towns

INITIALS = re.compile(r"(?:\b[^\W\d_]\b[.\s]*)+$")  # single letters at the end: G.S.
SPELLED = """
january jan janvier январь января; february feb fevrier февраль февраля; march mars март марта;
april apr avril апрель апреля; may mai маи мая; june jun juin июнь июня; july jul juillet июль июля;
august aug aout август августа; september sep sept septembre сентябрь сентября; october oct octobre октябрь октября;
november nov novembre ноябрь ноября; december dec decembre декабрь декабря"""
MONTHS = {word: month for month, words in enumerate(SPELLED.split(";"), start=1) for word in words.split()}
LONGEST_NAME = 2  # words
SPELLED_ALIKE = 60  # percent: Nizhny Panj and Nizhniy Pyanj are one name

NAME = levels(different="The titles are the same but for a name.")


def name(first: Record, second: Record) -> Level | None:
    stated = [(of(first.title.raw), of(second.title.raw)) for of in (initials, months)]
    apart = any(one and other and one != other for one, other in stated) or have_other_names(first, second)
    return NAME["different"] if apart else None


@lru_cache(maxsize=20_000)
def initials(title: str) -> str:
    found = INITIALS.search(title)
    return "".join(WORD.findall(found[0])) if found and found[0].isupper() else ""


@lru_cache(maxsize=20_000)
def months(title: str) -> frozenset[int]:
    return frozenset(MONTHS[word] for word in WORD.findall(fold(title)) if word in MONTHS)


def have_other_names(first: Record, second: Record) -> bool:
    """Of what only one of the titles has, every word is a name, and none of them another spelling of the other's."""
    ours, theirs = words_of(first.title.raw), words_of(second.title.raw)
    only, other_only = ours.keys() - theirs.keys(), theirs.keys() - ours.keys()
    if not all(1 <= len(words) <= LONGEST_NAME for words in (only, other_only)):
        return False
    if ours.keys().isdisjoint(theirs) or not all(ours[word] for word in only):
        return False
    if not all(theirs[word] for word in other_only) or things_in(" ".join(only)) & things_in(" ".join(other_only)):
        return False
    if any(fuzz.ratio(word, other) >= SPELLED_ALIKE for word in only for other in other_only):
        return False
    return towns(first.title.raw, first.countries).isdisjoint(towns(second.title.raw, second.countries))


@lru_cache(maxsize=20_000)
def words_of(title: str) -> dict[str, bool]:
    """The words of a title without stop words, each with whether it may be a name."""
    raw = [word for word in WORD.findall(title) if fold(word) not in STOP_WORDS]
    doubt = is_headline(raw)
    return {fold(word): may_be_name(word, at == 0 or doubt) for at, word in enumerate(raw)}
