"""What two titles say is done, in whatever words: "sniffer dogs", "canine unit" and "chiens renifleurs" are one thing.

Things are those of the glossary of the field, in four languages. A title that names none says nothing.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import cache, lru_cache

from .glossary import Thing, things
from .levels import Level, levels
from .records import Record
from .text import WORD, Text, fold
from .whereabouts import named_in
from .works import around, named_besides, names_building

SUBJECT = levels(
    same="Both titles are about the same things of the field.",
    shared="Both titles are about one thing of the field, and one of them about others besides.",
    different="Their titles name different things of the field.",
)


def subject(first: Record, second: Record) -> Level | None:
    """Nothing where both name one thing at one town, and no place is stated: that is told of the place."""
    ours, theirs = first.things, second.things
    if not ours or not theirs:
        return None
    if first.works & second.works and not (first.sites and second.sites):
        return None
    if ours == theirs:
        return SUBJECT["same"]
    if ours & theirs:
        return SUBJECT["shared"]
    return None if headings(ours) & headings(theirs) else SUBJECT["different"]


WHOM = levels(different="Their titles name others whom it is for, or another field.")
WAY = levels(different="Their titles name other ways of working.")


def whom(first: Record, second: Record) -> Level | None:
    """Customs are not border guards: it weighs nothing, and tells the two apart. Borders and border posts are near. Nor
    is what is done with one neighbour what is done with another.
    """
    neighbours, others = (nations_in(one.title) - one.countries for one in (first, second))
    if neighbours and others and neighbours.isdisjoint(others):
        return WHOM["different"]
    ours, theirs = (named_besides(one.title.folded) & around() for one in (first, second))
    is_apart = ours and theirs and headings(ours).isdisjoint(headings(theirs))
    return WHOM["different"] if is_apart else None


@lru_cache(maxsize=20_000)
def nations_in(title: Text) -> frozenset[str]:
    return named_in(title)


def way(first: Record, second: Record) -> Level | None:
    """Training is not equipment. It weighs nothing, and tells the two apart."""
    ours, theirs = (named_besides(one.title.folded) - around() for one in (first, second))
    return WAY["different"] if ours and theirs and ours.isdisjoint(theirs) else None


def headings(names: Collection[str]) -> set[str]:
    """Things below one are near to each other: a title that names the one may well mean the other."""
    return {by_name()[name].heading for name in names}


@cache
def by_name() -> Mapping[str, Thing]:
    return {thing.name: thing for thing in things()}


def subject_in_words(first: Record, second: Record, level: Level) -> Level:
    """With the words of each title: of the things that both name, if there are such."""
    ours, theirs = first.things, second.things
    said = sorted({heard(ours & theirs or ours, first.title.raw), heard(ours & theirs or theirs, second.title.raw)})
    own = ", each in its own words" if level.name == "same" and len(said) > 1 else ""
    return replace(level, sentence=f"{level.sentence[:-1]}{own}: {' and '.join(f'“{words}”' for words in said)}.")


def heard(names: Collection[str], title: str) -> str:
    """The words of the title that name these things, in lower case."""
    raw = WORD.findall(title)
    text, found = f" {' '.join(map(fold, raw))} ", []
    for name in sorted(names):
        if match := by_name()[name].pattern.search(text):
            before = text[: match.start()].count(" ")
            found.append(" ".join(raw[before : before + len(match[0].split())]).lower())
    return ", ".join(found)


BUILDING = levels(different="One title names a building, and the other none.")


def building(first: Record, second: Record) -> Level | None:
    """Kennels are not dogs, though both are named by these. It weighs nothing, and tells what the two are not."""
    is_alike = names_building(first.title.folded) == names_building(second.title.folded)
    return None if is_alike else BUILDING["different"]
