"""What a title says is done where, in whatever words: "drug dogs" at "osh". For projects that state no place."""

import csv
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from functools import cache, lru_cache
from itertools import chain
from pathlib import Path

from rapidfuzz.distance import OSA

import projects

from .glossary import Beginnings, Thing, beginnings, every_thing_in, things
from .nations import names_one
from .sounds import sound
from .text import INFORMATION, STOP_WORDS, UNLISTED, WORD, fold, stem, word_list

Work = tuple[str, str]  # town, thing
Town = tuple[str, str]  # country, folded name
Name = tuple[str, ...]

KINDS = word_list("kinds_of_places.txt")
FACILITY = KINDS | word_list("facilities.txt")
BEFORE = frozenset(["at", "in", "near", "dans", "pres", "de", "d", "в", "во", "на", "под", "у", "близ"])
AT = frozenset(["at", "in", "near", "dans", "en", "в", "во"])  # what stands before where something is
BETWEEN = 2  # words between a name and what says that it is a town's: the Ayvaj railway crossing
SHORTEST = 3  # letters of a name
BUILDING = "infrastructure"  # of the glossary
LONG = 5  # letters from which on a sound is one town's
LONGEST = 8  # letters of a sound from which on one of them may be wrong: no two towns of a country are so alike
HEADLINE = 0.7  # of its words have a capital
RARE = 12.0  # bits of a word that may be a name; below are the words that everybody writes
UNUSUAL = 9.25  # bits of a word that may be a city's name
LATIN = "\u024f"  # the last of its letters
DECLINED = re.compile(  # how Russian words end that have two letters before
    "(?<=..)(?:ого|его|ому|ему|ыми|ими|ами|ями|ии|ыи|ои|еи|ем|ом|им|ым|ам|ям|ах|ях|ая|яя|ую|юю|[аеиоуыюяь])$"
)
RUSSIAN_FACILITY = tuple(
    word[:-1] if len(word) > 4 else word for word in FACILITY if word > LATIN
)  # as endings leave them


def works(title: str, countries: frozenset[str]) -> frozenset[Work]:
    """Every thing of the title at every town of it; nothing of a title that names no town, or nothing that is done."""
    if not countries or not (named := things_in(title) or built_in(title)):  # so most are told apart, in less time
        return frozenset()
    return frozenset((town, thing) for town in towns(title, countries) for thing in named)


@lru_cache(maxsize=20_000)
def things_in(title: str) -> frozenset[str]:
    """Names of things of the field that say what is done: neither ways of working nor bodies."""
    return frozenset(one.name for one in every_thing_in(" ".join(WORD.findall(fold(title))), done()))


@lru_cache(maxsize=20_000)
def named_besides(text: str) -> frozenset[str]:
    """Names of what a folded title says of how something is done, for whom, where and in what field."""
    return frozenset(one.name for one in every_thing_in(text, besides()))


def built_in(title: str) -> frozenset[str]:
    """What a title says is built or repaired, if it says no more: a border post, a prison."""
    text = " ".join(WORD.findall(fold(title)))
    return named_besides(text) & around() if names_building(text) else frozenset()


def names_building(text: str) -> bool:
    """A folded one. The building of capacities, or of institutions, is another way of working."""
    return BUILDING in named_besides(text)


@cache
def done() -> Beginnings:
    return beginnings(filter(is_done, things()))


def is_done(one: Thing) -> bool:
    return not (one.is_way or one.is_field or one.is_around)


@cache
def around() -> frozenset[str]:
    return frozenset(one.name for one in things() if one.is_around and not one.is_field)


@cache
def besides() -> Beginnings:
    what_is_done = {phrase for one in things() if is_done(one) for phrase in one.phrases}
    ways = [one for one in things() if one.is_way]
    others = [one for one in things() if one.is_around and not one.is_field]
    unlike = (replace(one, phrases=tuple(set(one.phrases) - what_is_done)) for one in others)
    return beginnings((*ways, *unlike))


def towns(title: str, countries: frozenset[str]) -> frozenset[str]:
    """Towns, crossings and regions, folded, as ADAM's register begins with them in these countries; and what stands
    in a title as the name of one that the register does not have.
    """
    return named_towns(title, tuple(sorted(countries))) if title and countries else frozenset()


@lru_cache(maxsize=20_000)
def named_towns(title: str, countries: Name) -> frozenset[str]:
    raw = WORD.findall(title)
    words, doubt = [fold(word) for word in raw], is_headline(raw)
    known, others, place = set(), set(), 0
    while place < len(words):
        town, length = town_at(words, place, countries) if raw[place][0].isupper() else ("", 1)
        if town:
            known.add(town)
        elif is_named_there(raw, words, place, doubt) and is_town(raw, words, place):
            others.add(sound(words[place]))
        place += length
    return frozenset(known or others)


def is_named_there(raw: list[str], words: list[str], place: int, doubt: bool) -> bool:
    is_there = not doubt and place > 0 and (words[place - 1] in AT or raw[place - 1] == "à")
    return may_be_name(raw[place], doubt or place == 0, is_there)


def registered_towns(title: str, countries: frozenset[str]) -> frozenset[Town]:
    """Those of the register alone, each with its country; of all countries if none is stated."""
    return towns_of_register(title, tuple(sorted(countries or towns_by_first_word())))


@lru_cache(maxsize=20_000)
def towns_of_register(title: str, countries: Name) -> frozenset[Town]:
    raw = WORD.findall(title)
    words, found = [fold(word) for word in raw], set()
    for country in countries:
        for place in (place for place, word in enumerate(raw) if word[0].isupper()):
            if town := town_at(words, place, (country,))[0]:
                found.add((country, town))
    return frozenset(found)


def town_at(words: list[str], place: int, countries: Name) -> tuple[str, int]:
    """The town of the register that is named at this word, as it is written or as it sounds, and how many words that
    takes; an empty name when none is.
    """
    found = registered(words, place, countries)
    return found if found[0] else sounding(words, place, countries)


def sounding(words: list[str], place: int, countries: Name) -> tuple[str, int]:
    """The town whose name sounds so: Aktaou is Aktau, and Pandji Poïon is Panji Poyon. Of a long name one letter may be
    wrong.
    """
    for country in countries:
        for sounds, town in towns_by_sound().get(country, {}).get(sound(words[place]), ()):
            there = words[place : place + len(sounds)]
            if sum(map(len, there)) >= LONG and tuple(map(sound, there)) == sounds:
                return town, len(sounds)
    return mistyped(words[place], countries), 1


def mistyped(word: str, countries: Name) -> str:
    """The town of one word that this is but for a letter: Irkeshtan is Irkeshtam."""
    if len(heard := sound(word)) < LONGEST or names_one(stem(word)):
        return ""
    for country in countries:
        for (known, *further), town in chain.from_iterable(towns_by_sound().get(country, {}).values()):
            if not further and known[0] == heard[0] and OSA.distance(heard, known, score_cutoff=1) <= 1:
                return town
    return ""


@cache
def towns_by_sound() -> Mapping[str, Mapping[str, list[tuple[Name, str]]]]:
    found: dict[str, dict[str, list[tuple[Name, str]]]] = defaultdict(lambda: defaultdict(list))
    for country, by_word in towns_by_first_word().items():
        for name, town in (entry for several in by_word.values() for entry in several):
            sounds = tuple(map(sound, name))
            found[country][sounds[0]].append((sounds, town))
    return dict(found)


def town_called(name: str) -> str:
    """How the register's towns are known here: Panji Poyon (Nizhny Panj) by its first name."""
    return " ".join(name_of(name.replace(")", "").split("(")[0]))


def registered(words: list[str], place: int, countries: Name) -> tuple[str, int]:
    """The town of the register whose name begins at this word, the longest first, and how many words that takes."""
    first = undeclined(words[place])
    for country in countries:
        for name, town in towns_by_first_word().get(country, {}).get(first, ()):
            if tuple(map(undeclined, words[place + 1 : place + len(name)])) == name[1:]:
                return town, len(name)
    return "", 1


@lru_cache(maxsize=20_000)
def undeclined(word: str) -> str:
    """A Russian word without its ending, which tells the case: в Нижнем Пяндже is Нижний Пяндж."""
    return DECLINED.sub("", word) if word > LATIN else word


def is_headline(raw: list[str]) -> bool:
    """Whether so many of its words have a capital that a capital is no sign of a name."""
    return sum(word[0].isupper() for word in raw[1:]) >= HEADLINE * len(raw[1:])


def may_be_name(word: str, is_in_doubt: bool, is_there: bool = False) -> bool:
    """Rare and with a capital; where that is no sign of a name, one that texts on aid hardly ever have. What something
    is in or at, and no everyday word, is a name: Lagos is written of more often.
    """
    if not word[0].isupper() or word.isupper() or names_one(stem(fold(word))):
        return False
    least = UNUSUAL if is_there else UNLISTED if is_in_doubt else RARE
    return INFORMATION.get(stem(fold(word)), UNLISTED) >= least


def is_town(raw: list[str], words: list[str], place: int) -> bool:
    """What may be a name, where a title says at which town, post or crossing it is. No thing of the field is one."""
    word = words[place]
    if len(word) < SHORTEST or word in FACILITY or things_in(word):
        return False
    before = words[max(place - 3, 0) : place]
    if before and (raw[place - 1] == "à" or before[-1] in BEFORE or before[-1].startswith(RUSSIAN_FACILITY)):
        return True
    if before and before[-1] in STOP_WORDS and not FACILITY.isdisjoint(before):
        return True
    return stands_before_facility(raw, words, place)


def stands_before_facility(raw: list[str], words: list[str], place: int) -> bool:
    for after in range(place + 1, min(place + 2 + BETWEEN, len(words))):
        if singular(words[after]) in FACILITY:
            return True
        if raw[after][0].isupper():
            return False
    return False


def called(town: str, *titles: str) -> str:
    """A town as one of the titles writes it, if it is one that the register does not have."""
    words = (word for title in titles for word in WORD.findall(title))
    return next((word for word in words if sound(fold(word)) == town), town.title())


def singular(word: str) -> str:
    return word.removesuffix("s")


@cache
def towns_by_first_word() -> Mapping[str, Mapping[str, list[tuple[Name, str]]]]:
    """By country and first word, the words of each name with the town, which is known by the first one."""
    found: dict[str, dict[str, list[tuple[Name, str]]]] = defaultdict(lambda: defaultdict(list))
    path = Path(projects.__path__[0], "fixtures", "places.csv")
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            spellings = [*row["name"].replace(")", "").split("("), *row["other_names"].split(";")]
            names = [words for spelling in spellings if (words := name_of(spelling))]
            for words in (tuple(map(undeclined, spelled)) for spelled in names):
                entry = words, " ".join(names[0])
                several = found[row["country"]][words[0]]
                several.insert(0 if row["kind"] == "city" else len(several), entry)  # its airport may be called so too
    for by_word in found.values():
        for several in by_word.values():
            several.sort(key=lambda one: -len(one[0]))
    return dict(found)


def name_of(spelling: str) -> Name:
    """Its folded words without what says that it is a region or an airport."""
    words = [word for word in WORD.findall(fold(spelling)) if word not in KINDS and len(word) > 1]
    return tuple(words[1:] if words and words[0] in STOP_WORDS else words)
