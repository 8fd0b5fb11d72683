"""Wordings that are the same but for a mark of a series: course I and course II, the northern and the southern border,
two parts of one programme, two items of one list. It weighs nothing, and tells the two apart, as another name does.
"""

import re
from functools import lru_cache

from rapidfuzz import fuzz

from . import text
from .apart import SPELLED_ALIKE, have_other_months
from .kinds import AKIN, ALIKE
from .levels import Level, levels
from .phases import SIGNS
from .records import Record
from .text import STOP_WORDS, WORD, fold
from .wording import description
from .works import things_in, towns

KIN = 0.4  # of what the shorter of two descriptions tells besides the title, if they are of one thing
BRIEF = 25  # words of a description that says as little as a title, and is compared as one
WAYS = """
basic elementary introductory initial beginner beginners elementaire elementaires debutant debutants базовыи базового
начальныи начального, intermediate intermediaire, advanced avance avancee avances продвинутыи продвинутого углубленныи;
spring printemps весна весной, summer ete лето летом, autumn fall automne осень осенью, winter hiver зима зимой;
north northern nord северная северной северныи, south southern sud южная южной южныи,
east eastern est восточная восточной восточныи, west western ouest западная западной западныи;
women woman female femmes femme женская женскои женских женщин mujeres, men male hommes мужская мужскои мужчин hombres,
juvenile juveniles minors mineurs несовершеннолетних menores;
central centrale центральная центральнои центральныи, district районная районнои районныи distrital, supreme верховныи
верховного suprema supremo, municipal municipale municipaux городская городскои, regional regionale областная
областнои областного;
primary primaires primarias, secondary secondaires secundarias"""
WAY = {
    word: (sort, meaning)
    for sort, ways in enumerate(WAYS.split(";"))
    for meaning, words in enumerate(ways.split(","))
    for word in words.split()
}
LETTER, ORDER = -1, -2
SMALL = STOP_WORDS | {"г"}  # words of one letter: written small they are no mark
HIGHER = {"advanced", "avance", "avancee", "avances", "продвинутыи", "продвинутого", "углубленныи"}
HEAD = re.compile(r"\s*[:;–—|]\s+|\s+-\s+")
LEAST = 2  # words that several projects begin with, or that a description adds to its title

SERIES = levels(different="They are the same but for a mark of a series.")


def series(first: Record, second: Record) -> Level | None:
    """Of two partners' projects not those that state one place."""
    if first.partner != second.partner and first.sites & second.sites:
        return None
    apart = have_other_marks(first, second) or are_other_parts(first, second) or list_other_things(first, second)
    return SERIES["different"] if apart else None


def have_other_marks(first: Record, second: Record) -> bool:
    is_own, titles = first.partner == second.partner, (first.title.raw, second.title.raw)
    if differ_in_marks(*titles, is_own):
        with_letters = is_own or not are_described_as_one(first, second)
        return with_letters or differ_in_marks(*titles, is_own, letters=False)
    ours, theirs = first.description.raw, second.description.raw
    if not is_brief(ours) or not is_brief(theirs):
        return False
    return differ_in_marks(ours, theirs, is_own, numbers=is_own) or have_other_months(ours, theirs)


def are_described_as_one(first: Record, second: Record) -> bool:
    """So that one letter of their titles is not enough to tell them apart."""
    described = description(first, second)
    return described is not None and described.name in ALIKE


def is_brief(description: str) -> bool:
    return 0 < len(description.split()) <= BRIEF


def differ_in_marks(ours: str, theirs: str, is_own: bool, *, numbers: bool = False, letters: bool = True) -> bool:
    """Word for word the same but for marks of one sort that mean two things: autumn is fall. One's own course is told
    from its advanced one, too.
    """
    mine, other = in_order(ours), in_order(theirs)
    if is_own and (set(mine) ^ set(other)) and (set(mine) ^ set(other)) <= HIGHER:
        return True
    if len(mine) != len(other):
        return False
    differing = [pair for pair in zip(mine, other, strict=True) if pair[0] != pair[1]]
    alone = letters_in(ours) | letters_in(theirs) if letters else frozenset[str]()
    pairs = [(marks(one, alone, numbers), marks(two, alone, numbers)) for one, two in differing]
    if not all(one.keys() & two.keys() for one, two in pairs):
        return False
    return any(one.items().isdisjoint(two.items()) for one, two in pairs)


@lru_cache(maxsize=20_000)
def in_order(wording: str) -> tuple[str, ...]:
    return tuple(word for word in WORD.findall(fold(wording)) if word != "s")  # of a woman's


def marks(word: str, letters: frozenset[str], numbers: bool) -> dict[int, int | str]:
    """What the word means as a mark, by the sorts of mark that it may be."""
    found: dict[int, int | str] = dict([WAY[word]]) if word in WAY else {}
    if word in SIGNS or (numbers and word.isdecimal()):
        found[ORDER] = SIGNS.get(word) or int(word)
    return {**found, LETTER: word} if word in letters else found


@lru_cache(maxsize=20_000)
def letters_in(wording: str) -> frozenset[str]:
    """Its words of one letter that may be marks; those of any sentence only as capitals: group A, but neither "in" nor
    "town of" in Russian.
    """
    alone = [word for word in WORD.findall(wording) if len(word) == 1 and word.isalpha()]
    capitals = frozenset(fold(word) for word in alone if word.isupper() and not wording.isupper())
    return capitals | (frozenset(map(fold, alone)) - SMALL)


def are_other_parts(first: Record, second: Record) -> bool:
    """Of one programme, whose name both titles begin with; unless both name one thing or one town after it, or are
    described alike.
    """
    (head, part), (other_head, other_part) = parts(first.title.raw), parts(second.title.raw)
    if not part or not other_part or head != other_head:
        return False
    ours, theirs = (frozenset(in_order(one)) - STOP_WORDS for one in (part, other_part))
    if not ours or not theirs or ours & theirs or things_in(part) & things_in(other_part):
        return False
    if towns(part, first.countries) & towns(other_part, second.countries):
        return False
    described = description(first, second)
    return described is None or described.name not in AKIN


@lru_cache(maxsize=20_000)
def parts(title: str) -> tuple[tuple[str, ...], str]:
    """The name that a title begins with, and what follows it, after a colon or a dash; both empty if nothing does."""
    head, *rest = HEAD.split(title, maxsplit=1)
    name = tuple(word for word in in_order(head) if word not in STOP_WORDS)
    return (name, rest[0]) if rest and len(name) >= LEAST else ((), "")


def list_other_things(first: Record, second: Record) -> bool:
    """Brief descriptions, which repeat the title and say another thing besides: items under one heading."""
    ours, theirs = beyond(first), beyond(second)
    if min(len(ours), len(theirs)) < LEAST:
        return False
    only, other_only = (" ".join(sorted(words)) for words in (ours - theirs, theirs - ours))
    if not only or not other_only or fuzz.ratio(only, other_only) >= SPELLED_ALIKE:
        return False
    return text.bits(ours & theirs) < KIN * min(text.bits(ours), text.bits(theirs))


def beyond(record: Record) -> frozenset[str]:
    """What the description says besides the title that it repeats; nothing if it does not repeat it, or is long."""
    title, description = record.title.words, record.description.words
    is_brief = len(description - title) <= BRIEF
    return description - title if title and is_brief and title <= description else frozenset()
