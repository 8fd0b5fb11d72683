"""What the texts of two records have in common."""

from math import sqrt

from rapidfuzz import fuzz

from . import text
from .levels import Level, levels, shares, worded
from .phases import parted, succession
from .records import Record
from .text import Text

TITLE = levels(
    same="The titles are the same.",
    nearly_same="The titles are the same but for a word, a letter or their order.",
    very_similar="The titles are nearly the same.",
    quite_similar="The titles are very similar.",
    similar="The titles are similar.",
    akin="The titles use similar words.",
    related="The titles share some words.",
    distant="The titles have a little in common.",
    loose="The titles share few words.",
    different="The titles are worded differently.",
    unlike="The titles have nothing in common.",
)
TITLE_STEPS = (
    *((0.97, "nearly_same"), (0.92, "very_similar"), (0.85, "quite_similar"), (0.78, "similar"), (0.7, "akin")),
    *((0.62, "related"), (0.55, "distant"), (0.48, "loose"), (0.4, "different")),
)
TITLE_ALIKE, TITLE_PART_ALIKE = 0.48, 0.63  # at least, of two languages: less says nothing


def title(first: Record, second: Record) -> Level | None:
    if not first.title or not second.title:
        return None
    if first.title.folded == second.title.folded:
        return TITLE["same"]
    likeness = (
        fuzz.token_set_ratio(first.title.folded, second.title.folded)
        + fuzz.token_sort_ratio(first.title.folded, second.title.folded)
    ) / 200
    return worded(likeness, TITLE, TITLE_STEPS, TITLE_ALIKE, first, second)


TITLE_PART, TITLE_PART_STEPS = shares(
    "{} of one title is, letter by letter, in the other.", 100, 90, 80, 70, 63, 57, 52, 47, 42
)


def title_part(first: Record, second: Record) -> Level | None:
    """The shorter title against the part of the longer one that is most like it. Of equal titles all is said."""
    if not first.title or not second.title or first.title.folded == second.title.folded:
        return None
    likeness = fuzz.partial_ratio(*sorted((first.title.folded, second.title.folded))) / 100
    return worded(likeness, TITLE_PART, TITLE_PART_STEPS, TITLE_PART_ALIKE, first, second)


DESCRIPTION = levels(
    same="The descriptions are the same.",
    very_similar="The descriptions are nearly the same.",
    similar="The descriptions use similar words.",
    akin="The descriptions share many words.",
    related="The descriptions share some words.",
    distant="The descriptions have a little in common.",
    loose="The descriptions share few words.",
    different="The descriptions are worded differently.",
    unlike="The descriptions have nothing in common.",
)
DESCRIPTION_STEPS = (
    *((0.85, "very_similar"), (0.6, "similar"), (0.5, "akin"), (0.4, "related"), (0.3, "distant"), (0.22, "loose")),
    (0.12, "different"),
)


def description(first: Record, second: Record) -> Level | None:
    if not first.description.words or not second.description.words:
        return None
    if first.description.words == second.description.words:
        return DESCRIPTION["same"]
    likeness = shared_share(first.description, second.description)
    return worded(likeness, DESCRIPTION, DESCRIPTION_STEPS, 0.4, first, second)


CONTAINED, CONTAINED_STEPS = shares(
    "{} of what the shorter description tells is in the other.", 100, 85, 70, 55, 45, 37, 30, 24, 18, 12, 6
)


def contained(first: Record, second: Record) -> Level | None:
    """By what its words tell: a rare one more than a common one. Of equal descriptions all is said."""
    ours, theirs = first.description, second.description
    if not ours.words or not theirs.words or ours.words == theirs.words:
        return None
    likeness = text.bits(ours.words & theirs.words) / min(ours.bits, theirs.bits)
    return worded(likeness, CONTAINED, CONTAINED_STEPS, 0.55, first, second)


CROSSWISE, CROSSWISE_STEPS = shares(
    "{} of what one title tells is in the other description.", 100, 90, 78, 65, 52, 42, 33, 25, 17, 9
)


def title_in_description(first: Record, second: Record) -> Level | None:
    """Partners often put into the description what another calls the title."""
    found = [
        text.bits(title.words & other.words) / title.bits
        for title, other in ((first.title, second.description), (second.title, first.description))
        if title.words and other.words
    ]
    return worded(max(found), CROSSWISE, CROSSWISE_STEPS, 0.17, first, second) if found else None


NUMBERS = levels(
    same="Both titles name the same phase, number or year.",
    different="The titles name different phases, numbers or years.",
)


def numbers(first: Record, second: Record) -> Level | None:
    """Phases, other numbers and years of the titles; one difference outweighs what agrees."""
    ours, theirs = parted(first.title), parted(second.title)
    pairs = [
        (ours.phases | ours.parts, theirs.phases | theirs.parts),
        (ours.numbers, theirs.numbers),
        (ours.years, theirs.years),
    ]
    stated = [(one, other) for one, other in pairs if one and other]
    if not stated:
        return None
    return NUMBERS["same" if all(one == other for one, other in stated) else "different"]


SEQUEL = levels(different="One title names another phase, part or year than the other, which may name none.")


def sequel(first: Record, second: Record) -> Level | None:
    return SEQUEL["different"] if succession(first.title, second.title) else None


def weigh(words: frozenset[str], rare: frozenset[str]) -> float:
    """A common word counts a third of an unusual one."""
    return (len(words) + 2 * len(words & rare)) / 3


def shared_share(ours: Text, theirs: Text) -> float:
    """Weighted words in common, between the share of both (cosine) and the share of the shorter one."""
    common = weigh(ours.words & theirs.words, ours.rare)
    one, other = weigh(ours.words, ours.rare), weigh(theirs.words, theirs.rare)
    shorter = min(one, other)
    contained = common / shorter if shorter >= 3 else 0.0
    return max(common / sqrt(one * other), 0.8 * contained)
