"""Bodies of which a country has one, known by whatever name: its customs, its border guard, a ministry.

"State Customs Service of Turkmenistan" and «Государственная таможенная служба Туркменистана» are one, though no row of
the register says so, and neither is the border guard.
"""

import re
from functools import cache, lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from .glossary import BETWEEN, spelled
from .nations import SHORTEST, names_it, words_of_countries
from .text import STOP_WORDS, WORD, fold, stem, word_list

GENERAL = frozenset(map(stem, word_list("kinds_of_bodies.txt")))  # words that any may have
PATH = Path(__file__).parents[1] / "data" / "national_bodies.txt"
OF_EACH = "+"  # of which each ministry may have one
BEGINNING = 5  # letters, or the first four of five, that its people's name has of a country's: Таджикистан, таджикский
POLICE, ITS_MINISTRY = "police", "interior"
OF_TOWNS = {POLICE, "prison", "prosecution", "narcology", "aids"}  # of which towns have their own
TOWNS = word_list("towns_like_countries.txt")
CAPITALS = {"alger", "tunis"}  # that are called as their countries are, but for an ending
NATIONAL = re.compile(r"\b(?:nation|nacional|general|republi|feder|государст|националь|республик)")


class Known(NamedTuple):
    parents: dict[str, frozenset[str]]  # the ministries that each may be part of
    of_each: frozenset[str]
    ministries: frozenset[str]
    names: tuple[str, ...]  # by group of the pattern
    pattern: re.Pattern[str]  # of a folded name between two spaces


@cache
def known() -> Known:
    lines = [line.split("|") for line in PATH.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    entries = [(name.strip().removesuffix(OF_EACH), frozenset(of.split()), words) for name, of, words in lines]
    phrases = {fold(phrase).strip(): name for name, _, words in entries for phrase in words.split(";")}
    longest_first = sorted(phrases, key=lambda phrase: -len(phrase))
    groups = "|".join(f"({BETWEEN.join(map(spelled, phrase.split()))})" for phrase in longest_first)
    return Known(
        {name: of for name, of, _ in entries},
        frozenset(name.strip().removesuffix(OF_EACH) for name, *_ in lines if name.strip().endswith(OF_EACH)),
        frozenset[str]().union(*(of for _, of, _ in entries)),
        tuple(phrases[phrase] for phrase in longest_first),
        re.compile(f" (?:{groups})(?= )"),
    )


@lru_cache(maxsize=20_000)
def read(name: str) -> tuple[frozenset[str], str]:
    """What a folded name says that the body is, and the rest of it. Whose it is counts where others have one too."""
    found, names = set[str](), known().names
    for match in known().pattern.finditer(f" {name} "):
        found.add(names[(match.lastindex or 0) - 1])
    rest = known().pattern.sub("", f" {name} ")
    if POLICE in found and len(found) > 1:
        found = found - {POLICE} | {ITS_MINISTRY}
    own = found - known().ministries
    if own and own.isdisjoint(known().of_each):
        return frozenset(own), rest
    return frozenset(found), rest


def kinds(name: str) -> frozenset[str]:
    return read(name)[0]


@lru_cache(maxsize=20_000)
def number(name: str, country: str) -> int | None:
    """Of the one body of the country that has this folded name; below zero, so that no row of the register has it."""
    what, rest = read(name)
    own = words_of_countries()[country]
    words = [word for word in WORD.findall(rest) if word not in STOP_WORDS]
    if not what or not country or not all(stem(word) in GENERAL or is_of(stem(word), own) for word in words):
        return None
    if not CAPITALS.isdisjoint(words) or (what & OF_TOWNS and may_be_of_town(name, words)):
        return None
    return -1 - int.from_bytes(blake2b(f"{country} {sorted(what)}".encode(), digest_size=6).digest(), "big")


def may_be_of_town(name: str, words: list[str]) -> bool:
    return not TOWNS.isdisjoint(words) and not NATIONAL.search(name)


def is_of(word: str, country: frozenset[str]) -> bool:
    letters = max(SHORTEST, min(BEGINNING, len(word) - 1))
    return any(names_it(word, its) or word[:letters] == its[:letters] for its in country)


def are_apart(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether two names are surely not one body's: the customs are neither the border guard nor the interior."""
    ours, theirs = (frozenset({ITS_MINISTRY}) if one == {POLICE} else one for one in (ours, theirs))
    if not ours or not theirs or ours <= theirs or theirs <= ours:
        return False
    above, other_above = ours & known().ministries, theirs & known().ministries
    part, other_part = ours - above, theirs - other_above
    if part and other_part:
        is_one_kind = part <= other_part or other_part <= part
        return not is_one_kind or bool(above and other_above and above.isdisjoint(other_above))
    if not part and not other_part:
        return True
    its_own = (above if part else other_above) or parents(part or other_part)
    return bool(its_own) and its_own.isdisjoint(other_above if part else above)


def parents(kinds: frozenset[str]) -> frozenset[str]:
    return frozenset[str]().union(*(known().parents[one] for one in kinds))
