"""How many projects have what two records have in common: of forty alike, any two are a series and hardly a match.

The register is asked, not the two records: a key (a word, two neighbouring words, a body with its first day and the
like) that only these two have tells more than one that every third project has. The second rarest counts, because one
coincidence is met often and two are not.
"""

from collections.abc import Iterable
from dataclasses import replace

from . import text
from .levels import Level, levels
from .records import Record

ONLY_THESE = 2  # projects: the two themselves
MOST = 300  # projects: a key that more have counts for nothing
AT_MOST = (3, 5, 8, 13, 25, 50, 100, 200, MOST)
NAMED = 4  # words in a sentence

IN_COMMON = levels(
    **{"2": "They share words or facts that no other project has."},
    **{str(n): f"They share words or facts that at most {n} projects have." for n in AT_MOST},
    many="What they share, many other projects share too.",
)


def in_common(first: Record, second: Record, projects: int | None = None) -> Level | None:
    """By the number of projects that have the second rarest key of both, these two included; None if it is unknown.

    The sentence names the words of both that tell most.
    """
    if projects is None:
        return None
    level = IN_COMMON[next((str(bound) for bound in (2, *AT_MOST) if projects <= bound), "many")]
    words = unusual_words(first, second) if projects <= MOST else ()
    return replace(level, sentence=f"{level.sentence[:-1]}; unusual in both: {', '.join(words)}.") if words else level


def unusual_words(first: Record, second: Record) -> tuple[str, ...]:
    """Of the texts of both, those that the fewest projects of aid have, written out, the most telling first."""
    ours, theirs = (record.title.rare | record.description.rare for record in (first, second))
    stems = sorted(ours & theirs, key=lambda stem: (-text.INFORMATION.get(stem, text.UNLISTED), stem))[:NAMED]
    if not stems:
        return ()
    texts = (first.title, first.description, second.title, second.description)
    tokens = sorted({token for one in texts for token in one.folded.split()}, key=lambda token: (len(token), token))
    return tuple(next(token for token in tokens if text.stem(token) == stem) for stem in stems)


def second_rarest(counts: Iterable[int]) -> int:
    """Of the numbers of projects that have each of the shared keys; more than MOST when there are no two."""
    few = sorted(count for count in counts if count <= MOST)
    return few[1] if len(few) > 1 else MOST + 1
