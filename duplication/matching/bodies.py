"""Names of bodies made comparable: "Customs Service of Kyrgyzstan" and "… of the Kyrgyz Republic" are one."""

from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import NamedTuple

from .nations import names_it, words_of_countries
from .offices import GENERAL, kinds, number
from .text import STOP_WORDS, WORD, stem

Row = tuple[int, str, str | None]  # of the register: its number, the folded name, the country


class Body(NamedTuple):
    country: str
    words: frozenset[str]  # of its folded name, without those that name the country
    kinds: frozenset[str]  # what it is, as far as its name says so in a language that is known here


@lru_cache(maxsize=20_000)
def called(name: str, country: str | None) -> Body:
    stems = [stem(word) for word in WORD.findall(name) if word not in STOP_WORDS]
    own = words_of_countries()[country] if country else frozenset()
    words = frozenset(word for word in stems if not any(names_it(word, its) for its in own))
    return Body(country or "", words or frozenset(stems), kinds(name))


def helped(rows: Iterable[Row], countries: Collection[str]) -> tuple[dict[int, int], frozenset[Body]]:
    """Of bodies that a project in these countries names: the number of each by its row's, and what they are called.

    All rows that are the one body of its kind in a country have one number; any other has its row's.
    """
    here = min(countries) if len(countries) == 1 else None
    placed = [(id, name, country or here) for id, name, country in rows]
    numbers = {id: (number(name, country) if country else None) or id for id, name, country in placed}
    return numbers, frozenset(called(name, country) for _, name, country in placed)


def may_be_one(ours: Body, theirs: Body) -> bool:
    """Whether two names in one country may be one body's: what is not its kind is the same, or part of the other's."""
    if not ours.words or not theirs.words or (ours.country and theirs.country and ours.country != theirs.country):
        return False
    core, other_core = ours.words - GENERAL or ours.words, theirs.words - GENERAL or theirs.words
    return core <= other_core or other_core <= core
