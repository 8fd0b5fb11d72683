"""Words that name a country or its people in names of bodies: Tajik, Iranian, Таджикистан."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from .text import STOP_WORDS, WORD, fold, stem
from .whereabouts import names

SHORTEST = 4  # letters that a country's name and its people's have in common


def names_it(word: str, its: str) -> bool:
    """Whether it is a word of the country's name, or of its people's: Tajik, Iranian."""
    return word == its or (min(len(word), len(its)) >= SHORTEST and (word.startswith(its) or its.startswith(word)))


def names_one(word: str) -> bool:
    """Whether `names_it` is true of a word of any country: looked up, as a title asks it of each of its words."""
    return word in beginnings() or any(word[:letters] in country_words() for letters in range(SHORTEST, len(word)))


@cache
def country_words() -> frozenset[str]:
    return frozenset(its for words in words_of_countries().values() for its in words)


@cache
def beginnings() -> frozenset[str]:
    """What the words of countries begin with, by as many letters as name one; the short words as they are."""
    long = {its[:letters] for its in country_words() for letters in range(SHORTEST, len(its) + 1)}
    return country_words() | long


@cache
def words_of_countries() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for code, name in names():
        found[code] |= {stem(word) for word in WORD.findall(fold(name)) if word not in STOP_WORDS}
    return defaultdict(frozenset, {code: frozenset(words) for code, words in found.items()})
