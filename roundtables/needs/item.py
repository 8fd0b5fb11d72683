"""What a need asks for by name, such as document readers: what its title begins with, and what it counts."""

from functools import lru_cache

from duplication.matching.glossary import SMALL, every_thing_in
from duplication.matching.text import STOP_WORDS
from roundtables.matching.evidence import Evidence, Names, has_word
from roundtables.matching.subjects import FILLERS, Subject, folded, root

IN_TITLE, IN_BODY, OTHER = 4.0, 2.0, -3.0
BEFORE = frozenset(SMALL.split()) - {"a", "an", "the", "le", "la", "les"} | {"who", "with", "pour", "sur", "при", "от"}
GENERAL = "training course workshop seminar trainee unit site client office person people piece set item other"
GENERAL_ROOTS = frozenset(map(root, GENERAL.split()))


@lru_cache(maxsize=4_000)
def roots(text: str) -> frozenset[str]:
    """Of the words of a folded text that name a thing, how they begin."""
    words = (word for word in text.split() if len(word) > 2 and not word.isdecimal() and word not in STOP_WORDS)
    return frozenset(map(root, words)) - FILLERS - GENERAL_ROOTS


@lru_cache(maxsize=4_000)
def head(title: str) -> str:
    """What a folded title begins with: of "document readers for crossing points" the first two words."""
    words = title.split()
    ends = next((at for at, word in enumerate(words) if at and word in BEFORE), len(words))
    return " ".join(words[:ends])


def item(wanted: Subject, given: Subject, names: Names) -> Evidence | None:
    """For what names it, in its title or in what it counts above all; against what counts something else."""
    asked = head(wanted.title)
    sought = roots(f"{asked} {folded(wanted.unit)}")
    if not sought:
        return None
    counted = folded(given.unit)
    for text, weight in ((f"{given.title} {counted}", IN_TITLE), (given.body, IN_BODY)):
        if named := [one for one in sought if has_word(text, one)]:
            return Evidence("item", weight * len(named) / len(sought), f"It names what is asked for: {asked}.")
    known = any(thing.named_in(given.text) for thing in every_thing_in(asked))
    is_comparable = counted.isascii() == asked.isascii()
    if roots(counted) and is_comparable and not known:
        return Evidence("item", OTHER, f"What it gives is something else: {given.unit}.")
    return None
