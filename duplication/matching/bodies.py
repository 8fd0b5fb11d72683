"""Names of bodies made comparable: "Customs Service of Kyrgyzstan" and "… of the Kyrgyz Republic" are one."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache

from .text import STOP_WORDS, WORD, fold, stem, word_list
from .whereabouts import names

KINDS = frozenset(map(stem, word_list("kinds_of_bodies.txt")))
SHORTEST = 4  # letters that a country's name and its people's have in common


@lru_cache(maxsize=20_000)
def called(name: str, country: str | None) -> tuple[str, frozenset[str]]:
    """The country of the body, and the words of its folded name without those that name the country."""
    stems = [stem(word) for word in WORD.findall(name) if word not in STOP_WORDS]
    own = words_of_countries()[country] if country else frozenset()
    words = frozenset(word for word in stems if not any(names_it(word, its) for its in own))
    return country or "", words or frozenset(stems)


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


def may_be_one(ours: tuple[str, frozenset[str]], theirs: tuple[str, frozenset[str]]) -> bool:
    """Whether two names in one country may be one body's: what is not its kind is the same, or part of the other's."""
    (country, words), (other_country, other_words) = ours, theirs
    if not words or not other_words or (country and other_country and country != other_country):
        return False
    core, other_core = words - KINDS or words, other_words - KINDS or other_words
    return core <= other_core or other_core <= core
