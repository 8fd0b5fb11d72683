"""Countries that a text names: where a report works that states none, as the one of a whole programme often does."""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import partners

from .text import DOUBTFUL, STOP_WORDS, WORD, Text, fold, stem

MOST = 4  # countries: of a list of more, none is where the work is done
ALSO_A_WORD = {"car"}  # what stands for a country in capitals alone

Name = tuple[str, ...]  # its words as texts have them


def named_in(*texts: Text) -> frozenset[str]:
    """ISO codes; none when there are many."""
    found = frozenset(code for text in texts for code in mentioned(words_of(text.folded.split()), text.meant))
    return found if len(found) <= MOST else frozenset()


def mentioned(words: Name, meant: frozenset[str]) -> Iterator[str]:
    """Of names that begin with one word the longest counts: Guinea-Bissau is not Guinea. A doubtful one counts where
    it is meant.
    """
    place, beginning = 0, names_by_first_word()
    while place < len(words):
        named = ((name, code) for name, code in beginning.get(words[place], ()) if begins(words, place, name))
        name, code = next(named, (words[place : place + 1], ""))
        if code and (len(name) > 1 or name[0] in meant or name[0] not in DOUBTFUL):
            yield code
        place += len(name)


def begins(words: Name, place: int, name: Name) -> bool:
    return words[place : place + len(name)] == name


@cache
def names_by_first_word() -> Mapping[str, list[tuple[Name, str]]]:
    """Those that ADAM's register of countries begins with. A name of two countries stands for neither."""
    codes: dict[Name, set[str]] = defaultdict(set)
    for code, name in names():
        codes[words_of(WORD.findall(fold(name)))].add(code)
    found: dict[str, list[tuple[Name, str]]] = defaultdict(list)
    for words, its_codes in sorted(codes.items(), key=lambda one: -len(one[0])):
        if words and len(its_codes) == 1 and not ALSO_A_WORD.issuperset(words):
            found[words[0]].append((words, min(its_codes)))
    return found


def names() -> Iterator[tuple[str, str]]:
    """Codes, each with a name in any language."""
    for row in rows("countries.csv"):
        yield row["iso2"], row["name"].split(" (")[0]
        yield from ((row["iso2"], name) for name in row["former_names"].split(";"))
    for row in rows("usual_names.csv"):
        yield from ((row["iso2"], name) for name in row["names"].split(";"))


def rows(name: str) -> Iterator[dict[str, str]]:
    with Path(partners.__path__[0], "fixtures", name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def words_of(tokens: Sequence[str]) -> Name:
    return tuple(stem(token) for token in tokens if token not in STOP_WORDS)
