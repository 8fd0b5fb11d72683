"""How many projects have what two records have in common: of forty alike, any two are a series and hardly a match.

The register is asked, not the two records: a key (a word, two neighbouring words, a body with its first day and the
like) that only these two have tells more than one that every third project has. The second rarest counts, because one
coincidence is met often and two are not.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from . import text
from .blocking import hashed
from .levels import Level, levels
from .records import Record
from .wording import title

MOST = 300  # projects: a key that more have counts for nothing
UNCOUNTED = 0  # instead of a number of projects
AT_MOST = (3, 5, 8, 13, 25, 50, 100, 200, MOST)
FEW = 25  # projects: a word that more have is not called rare
NAMED = 4  # words in a sentence

MANY = "many"
IN_COMMON = levels(
    **{"2": "They share words or facts that no other project has in this combination."},
    **{str(n): f"They share words or facts that at most {n} projects have in this combination." for n in AT_MOST},
    **{MANY: "What they share, many other projects share too."},
)
NAMING = "They share words that few other projects have: {}."  # a text that is long may have one of them further down


@dataclass(frozen=True, slots=True)
class Shared:
    """What the register tells of the keys of two records."""

    projects: int  # that have the second rarest of both, these two included
    few: Mapping[int, int] = field(default_factory=dict)  # the rare ones, each with the number of projects that have it

    @classmethod
    def counted(cls, counts: Mapping[int, int]) -> Self:
        """From the number of projects that have each of the shared keys; more than MOST when there are no two."""
        few = {key: count for key, count in counts.items() if count <= FEW}
        return cls(second_rarest(counts.values()), few)

    def with_one_more(self) -> Self:
        """One of the two is not in the register yet."""
        return type(self)(min(self.projects, MOST) + 1, {key: count + 1 for key, count in self.few.items()})


def second_rarest(counts: Iterable[int]) -> int:
    """Of numbers of projects; more than MOST when fewer than two count for anything."""
    told = sorted(counts)
    return told[1] if len(told) > 1 and told[1] <= MOST else MOST + 1


ONLY_THESE = Shared(2)


def in_common(first: Record, second: Record, shared: Shared | None = None) -> Level | None:
    """By the number of projects that have the second rarest key of both; None if it is unknown.

    The sentence names words that are rare each, or says that it is the combination that is rare.
    """
    if shared is None:
        return None
    level = IN_COMMON[name_of(shared)]
    if level.name == MANY or int(level.name) > FEW:
        return level
    words = rare_words(first, second, {key for key, count in shared.few.items() if count <= int(level.name)})
    return replace(level, sentence=NAMING.format(", ".join(words))) if words else level


REPEATING = {"rarest"}  # fields that weigh, and are no reason of their own: what is in common is one already
RAREST = levels(  # how many is not said: some of them may be projects that the reader does not see
    **dict.fromkeys(("2", "3", "5", "10"), "They share a word or fact that hardly any other project has."),
)


def rarest(first: Record, second: Record, shared: Shared | None = None) -> Level | None:
    """By the number of projects that have the rarest key of both, where the second rarest is rare as well."""
    if shared is None or shared.projects > FEW:
        return None
    projects = min(shared.few.values(), default=shared.projects)
    return next((level for name, level in RAREST.items() if projects <= int(name)), None)


NAMING_ONE = "They share a word that hardly any other project has: “{}”."


def rarest_in_words(first: Record, second: Record, shared: Shared | None = None) -> Level | None:
    """The same with the word, if it is one: of several the most telling, as a title writes it that has it."""
    level = rarest(first, second, shared)
    if level is None or shared is None or not shared.few:
        return level
    fewest = min(shared.few.values())
    words = rare_words(first, second, {key for key, projects in shared.few.items() if projects == fewest})
    return replace(level, sentence=NAMING_ONE.format(as_written(words[0], first, second))) if words else level


def as_written(word: str, first: Record, second: Record) -> str:
    """A folded word with its accents and capitals, if they are not those of all the text."""
    titles, descriptions = (first.title, second.title), (first.description, second.description)
    found = written_in(word, titles) or written_in(word, descriptions) or [word]
    return min(found, key=lambda token: (token.isupper(), len(token), token))


def written_in(word: str, texts: Iterable[text.Text]) -> list[str]:
    tokens = (token for one in texts for token in text.WORD.findall(one.raw[: text.LONGEST]))
    return [token for token in tokens if text.stem(text.fold(token)) == text.stem(word)]


COINCIDENCE = levels(name="What is rare in both may be a name alone: the titles are worded differently.")
RARE = {"2", "3", "5", "8"}  # levels of what is in common


def coincidence(first: Record, second: Record, shared: Shared | None = None) -> Level | None:
    """A rare word links two projects less when their titles share next to nothing: a body or a place has its name."""
    if shared is None or name_of(shared) not in RARE:
        return None
    titled = title(first, second)
    is_apart = titled is not None and titled.name in {"loose", "different", "unlike"}
    return COINCIDENCE["name"] if is_apart else None


def name_of(shared: Shared) -> str:
    """Of the level."""
    return next((str(bound) for bound in (2, *AT_MOST) if shared.projects <= bound), MANY)


def rare_words(first: Record, second: Record, rare: set[int]) -> tuple[str, ...]:
    """Of the texts of both those whose keys are rare in this register, written out, the most telling first."""
    ours, theirs = (record.title.rare | record.description.rare for record in (first, second))
    both = [stem for stem in ours & theirs if hashed(f"word {stem}") in rare]
    stems = sorted(both, key=lambda stem: (-text.INFORMATION.get(stem, text.UNLISTED), stem))[:NAMED]
    texts = (first.title, first.description, second.title, second.description)
    named = {token for one in texts for token in one.folded.split() if text.stem(token) in stems}
    tokens = sorted(named, key=lambda token: (len(token), token))
    return tuple(next(token for token in tokens if text.stem(token) == stem) for stem in stems)
