"""Titles that are the same but for a name: another town, body or month, another person's course; under one title, such
descriptions. It weighs nothing, and tells the two apart, as another number does.
"""

import re
from functools import lru_cache

from rapidfuzz import fuzz

from .levels import Level, levels
from .records import Record
from .text import STOP_WORDS, WORD, fold
from .works import AT, is_headline, may_be_name, things_in, towns

INITIALS = re.compile(r"(?:\b[^\W\d_]\b[.\s]*)+$")  # single letters at the end: G.S.
SPELLED = """
january jan janvier enero январь января январе; february feb fevrier febrero февраль февраля феврале;
march mars marzo март марта марте; april apr avril abril апрель апреля апреле; may mai mayo маи мая мае;
june jun juin junio июнь июня июне; july jul juillet julio июль июля июле;
august aug aout agosto август августа августе;
september sep sept septembre septiembre setiembre сентябрь сентября сентябре;
october oct octobre octubre октябрь октября октябре; november nov novembre noviembre ноябрь ноября ноябре;
december dec decembre diciembre декабрь декабря декабре"""
MONTHS = {word: month for month, words in enumerate(SPELLED.split(";"), start=1) for word in words.split()}
LONGEST_NAME = 2  # words
SPELLED_ALIKE = 60  # percent: Nizhny Panj and Nizhniy Pyanj are one name

NAME = levels(different="The titles are the same but for a name.")


def name(first: Record, second: Record) -> Level | None:
    ours, theirs = first.title.raw, second.title.raw
    countries = first.countries | second.countries
    apart = have_other_initials(ours, theirs) or have_other_months(ours, theirs)
    apart = apart or have_other_names(ours, theirs, countries) or are_described_by_other_names(first, second)
    return NAME["different"] if apart else None


def have_other_initials(ours: str, theirs: str) -> bool:
    return bool((one := initials(ours)) and (other := initials(theirs)) and one != other)


def have_other_months(ours: str, theirs: str) -> bool:
    return bool((one := months(ours)) and (other := months(theirs)) and one != other)


@lru_cache(maxsize=20_000)
def initials(title: str) -> str:
    found = INITIALS.search(title)
    return "".join(WORD.findall(found[0])) if found and found[0].isupper() else ""


@lru_cache(maxsize=20_000)
def months(title: str) -> frozenset[int]:
    return frozenset(MONTHS[word] for word in WORD.findall(fold(title)) if word in MONTHS)


def have_other_names(ours: str, theirs: str, countries: frozenset[str]) -> bool:
    """Of what only one of the wordings has, every word is a name, and none of them another spelling of the other's."""
    mine, others = words_among(ours), words_among(theirs)
    only, other_only = mine - others, others - mine
    if not all(1 <= len(words) <= LONGEST_NAME for words in (only, other_only)) or mine.isdisjoint(others):
        return False
    if not only <= names_among(ours) or not other_only <= names_among(theirs):
        return False
    if things_in(" ".join(only)) & things_in(" ".join(other_only)):
        return False
    if any(fuzz.ratio(word, other) >= SPELLED_ALIKE for word in only for other in other_only):
        return False
    return towns(ours, countries).isdisjoint(towns(theirs, countries))


def are_described_by_other_names(first: Record, second: Record) -> bool:
    """Under one title, which then says less than the descriptions."""
    ours, theirs = first.description.raw, second.description.raw
    if not ours or not theirs or first.title.folded != second.title.folded:
        return False
    return have_other_names(ours, theirs, first.countries | second.countries)


@lru_cache(maxsize=20_000)
def words_among(wording: str) -> frozenset[str]:
    """Without stop words."""
    return frozenset([fold(word) for word in WORD.findall(wording)]) - STOP_WORDS


@lru_cache(maxsize=20_000)
def names_among(wording: str) -> frozenset[str]:
    """Those of the words that may be names."""
    raw = WORD.findall(wording)
    telling = [word for word in raw if fold(word) not in STOP_WORDS]
    doubt, is_there, found = is_headline(telling), False, dict[str, bool]()
    for word in raw:
        if (folded := fold(word)) in STOP_WORDS:
            is_there = folded in AT or word == "à"
        else:
            is_there = is_there and word[0].isupper()
            found[folded] = may_be_name(word, doubt or not found, is_there=is_there)
            is_there = is_there or (found[folded] and not doubt)  # of a name of two words the second may be common
    return frozenset(word for word, is_name in found.items() if is_name)
